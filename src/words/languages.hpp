#pragma once
/// All languages that the program speaks.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"
#include "words/locale.hpp"

namespace guildhall::words {

/// Immutable; thread-safe. Made once in main and handed down.
class Languages {
public:
    /// From the catalogues in the program. `with_test_language` adds `ar-XB`, a right-to-left script made of the
    /// English words, to see what pages do with one. An error, with complaints, when a catalogue is not whole.
    [[nodiscard]] static base::Result<std::unique_ptr<Languages>> open(
        base::Complaints& complaints, bool with_test_language = false
    );

    /// The nearest: `en-GB` is `en`; what is not known is English.
    [[nodiscard]] const Locale& get(std::string_view tag) const;
    [[nodiscard]] bool has(std::string_view tag) const;
    /// English first, then by tag.
    [[nodiscard]] std::vector<const Locale*> all() const;
    /// The best of `offered` for the value of an Accept-Language header (RFC 9110 section 12.5.4, lookup as in RFC 4647
    /// section 3.4); empty when it wants none of them. At most 1,000 bytes are looked at.
    [[nodiscard]] static std::string negotiate(
        std::string_view accept_language, const std::vector<std::string>& offered
    );
    /// Keys of the English catalogue that a language has no words for.
    [[nodiscard]] std::vector<std::string> missing(std::string_view tag) const;

private:
    std::vector<std::unique_ptr<Locale>> locales_;  ///< fallbacks before those that fall back to them
};

}  // namespace guildhall::words
