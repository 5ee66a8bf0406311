#include "catalogue/search.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "catalogue/internal/fold.hpp"

namespace guildhall::catalogue {
namespace {

constexpr int in_title = 8;
constexpr int in_keywords = 5;
constexpr int in_topics = 4;
constexpr int in_summary = 2;

bool says_nothing(std::string_view word) {
    static const std::set<std::string_view> words{"a",    "an",  "and",  "at",   "can", "do", "for",  "from",
                                                  "get",  "how", "i",    "in",   "is",  "it", "me",   "my",
                                                  "of",   "on",  "or",   "the",  "to",  "we", "what", "where",
                                                  "with", "you", "your", "need", "want"};
    return words.contains(word);
}

}  // namespace

void SearchIndex::add_words(Entry& entry, std::string_view text, int weight) {
    for (std::string& word : internal::folded_words(text)) {
        if (says_nothing(word)) continue;
        std::string stem = internal::stem(word);
        entry.words.push_back({std::move(word), std::move(stem), weight});
    }
}

void SearchIndex::add_service(Entry& entry, const Service& service) {
    add_words(entry, service.title, in_title);
    add_words(entry, service.summary, in_summary);
    for (const std::string& topic : service.topics) add_words(entry, topic, in_topics);
    for (const std::string& keyword : service.keywords) add_words(entry, keyword, in_keywords);
}

SearchIndex::SearchIndex(const std::vector<std::shared_ptr<const Service>>& services) {
    for (const auto& service : services) {
        Entry entry{service, {}};
        add_service(entry, *service);
        for (const auto& [language, translated] : service->translations) add_service(entry, *translated);
        entries_.push_back(std::move(entry));
    }
}

int SearchIndex::score(const Entry& entry, const Word& asked, bool nearly) {
    int best = 0;
    for (const Word& word : entry.words) {
        int points = 0;
        if (word.folded == asked.folded) {
            points = 4;
        } else if (word.stem == asked.stem) {
            points = 3;
        } else if (word.folded.starts_with(asked.folded) ||
                   (asked.stem.size() >= 3 && word.folded.starts_with(asked.stem))) {
            points = 2;
        } else if (nearly && asked.folded.size() >= 4) {
            const std::string candidates[]{word.folded};
            if (base::nearest(asked.folded, candidates)) points = 1;
        }
        best = std::max(best, points * word.weight);
    }
    return best;
}

std::vector<std::shared_ptr<const Service>> SearchIndex::ranked(const std::vector<Word>& asked, bool nearly) const {
    struct Hit {
        int words;
        int points;
        const Entry* entry;
    };
    std::vector<Hit> hits;
    for (const Entry& entry : entries_) {
        Hit hit{0, 0, &entry};
        for (const Word& word : asked) {
            const int points = score(entry, word, nearly);
            hit.words += points > 0 ? 1 : 0;
            hit.points += points;
        }
        if (hit.words > 0) hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return std::tie(b.words, b.points, a.entry->service->title) <
               std::tie(a.words, a.points, b.entry->service->title);
    });
    std::vector<std::shared_ptr<const Service>> found;
    for (const Hit& hit : hits) found.push_back(hit.entry->service);
    return found;
}

std::vector<std::shared_ptr<const Service>> SearchIndex::search(std::string_view text) const {
    constexpr std::size_t longest = 200;
    constexpr std::size_t most_words = 12;
    text = text.substr(0, longest);
    while (!text.empty() && !base::is_valid_utf8(text)) text.remove_suffix(1);
    std::vector<Word> asked;
    for (std::string& word : internal::folded_words(text)) {
        if (says_nothing(word) || asked.size() == most_words) continue;
        std::string stem = internal::stem(word);
        asked.push_back({std::move(word), std::move(stem), 0});
    }
    auto found = ranked(asked, false);
    return found.empty() ? ranked(asked, true) : found;
}

}  // namespace guildhall::catalogue
