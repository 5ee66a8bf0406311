#pragma once
/// Finding services by what people type.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// Words of titles, topics, keywords and summaries in every language of the services, without case and
/// diacritics and with plain endings taken off. Immutable; thread-safe.
class SearchIndex {
public:
    explicit SearchIndex(const std::vector<std::shared_ptr<const Service>>& services);

    /// The best first. A word counts when it equals, begins or (when nothing else fits) nearly equals a word of the
    /// service; words such as "how" and "the" count nothing. At most the first 12 words and 200 bytes are looked at.
    [[nodiscard]] std::vector<std::shared_ptr<const Service>> search(std::string_view text) const;

private:
    struct Word {
        std::string folded;
        std::string stem;
        int weight = 0;
    };
    struct Entry {
        std::shared_ptr<const Service> service;
        std::vector<Word> words;
    };
    static void add_words(Entry& entry, std::string_view text, int weight);
    static void add_service(Entry& entry, const Service& service);
    static int score(const Entry& entry, const Word& asked, bool nearly);
    [[nodiscard]] std::vector<std::shared_ptr<const Service>> ranked(const std::vector<Word>& asked, bool nearly) const;

    std::vector<Entry> entries_;
};

}  // namespace guildhall::catalogue
