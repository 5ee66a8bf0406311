#include "words/languages.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "words/internal/catalogues.hpp"
#include "words/internal/read_catalogue.hpp"
#include "words/internal/test_language.hpp"

namespace guildhall::words {
namespace {

constexpr std::string_view first_language = "en";
constexpr std::size_t longest_tag = 100;

/// Where the words of a language come from when it has none of its own; English in the end.
std::string_view fallback_of(std::string_view tag) {
    return tag == "nn" ? "nb" : first_language;
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string file_of(std::string_view tag) {
    return fmt::format("words/{}.yaml", tag);
}

/// A key that English lacks is asked for by nobody, or spelt wrongly.
void complain_of_strays(
    std::string_view tag, const Locale::Messages& messages, const Locale::Messages& english,
    base::Complaints& complaints
) {
    for (const auto& [key, message] : messages) {
        if (!english.contains(key))
            complaints.push_back(
                {{file_of(tag), 0, 0}, base::Severity::error, fmt::format("words/en.yaml has no “{}”", key)}
            );
    }
}

/// One wish of an Accept-Language header (RFC 9110 section 12.5.4): a language range and its weight.
struct Wish {
    std::string range;
    int quality = 1000;  ///< thousandths; 0 for what is not wanted
};

/// RFC 9110 section 12.4.2. What is no weight from 0 to 1 makes the wish worth nothing.
int quality_of(std::string_view parameters) {
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos) return 1000;
    double quality = -1;
    std::from_chars(parameters.data() + q + 2, parameters.data() + parameters.size(), quality);
    return quality >= 0 && quality <= 1 ? static_cast<int>(quality * 1000) : 0;
}

/// The best first; of equals the one that stands first.
std::vector<Wish> wishes_of(std::string_view header) {
    std::vector<Wish> wishes;
    for (const auto part : base::split(header, ',')) {
        const std::string item = lower(base::trimmed(part));
        const auto semicolon = std::min(item.find(';'), item.size());
        Wish wish{
            std::string{base::trimmed(std::string_view{item}.substr(0, semicolon))},
            quality_of(std::string_view{item}.substr(semicolon))
        };
        if (!wish.range.empty()) wishes.push_back(std::move(wish));
    }
    std::stable_sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.quality > b.quality; });
    return wishes;
}

/// `no` is Norwegian without saying which; most write bokmål.
bool fits(const std::string& tag, std::string_view range) {
    return lower(tag) == range || (range == "no" && tag == "nb");
}

/// RFC 4647 section 3.4: subtags are taken off from the end until something fits.
const std::string* look_up(std::string range, const std::vector<const std::string*>& offered) {
    for (;;) {
        for (const std::string* tag : offered) {
            if (fits(*tag, range)) return tag;
        }
        const auto hyphen = range.rfind('-');
        if (hyphen == std::string::npos) return nullptr;
        range.resize(hyphen);
        // A single letter introduces what follows it, so it goes too.
        if (range.size() >= 2 && range[range.size() - 2] == '-') range.resize(range.size() - 2);
    }
}

}  // namespace

base::Result<std::unique_ptr<Languages>> Languages::open(base::Complaints& complaints, bool with_test_language) {
    auto languages = std::make_unique<Languages>();
    std::map<std::string, Locale::Messages, std::less<>> catalogues;
    for (const internal::Catalogue& catalogue : internal::embedded_catalogues())
        catalogues.emplace(
            catalogue.language, internal::read_catalogue(catalogue.text, file_of(catalogue.language), complaints)
        );
    const auto english = catalogues.find(first_language);
    if (english != catalogues.end()) {
        for (const auto& [tag, messages] : catalogues) complain_of_strays(tag, messages, english->second, complaints);
    }
    if (base::has_errors(complaints) || english == catalogues.end())
        return base::Error{base::ErrorCode::corrupt, {}, {"the catalogues of words are not whole"}};
    if (with_test_language) catalogues.emplace(internal::test_language, internal::in_test_language(english->second));

    const auto add = [&](const std::string& tag) {
        const Locale* fallback = tag == first_language ? nullptr : &languages->get(fallback_of(tag));
        languages->locales_.push_back(std::make_unique<Locale>(tag, catalogues.at(tag), fallback));
    };
    add(std::string{first_language});
    for (const auto& [tag, messages] : catalogues) {
        if (tag != first_language) add(tag);  // by tag, so that nb stands before nn
    }
    return languages;
}

const Locale& Languages::get(std::string_view tag) const {
    // Language tags have no case of their own (RFC 5646 section 2.1.1).
    std::string range = lower(tag.substr(0, longest_tag));
    for (;;) {
        for (const auto& locale : locales_) {
            if (fits(locale->tag(), range)) return *locale;
        }
        const auto hyphen = range.rfind('-');
        if (hyphen == std::string::npos) return *locales_.front();
        range.resize(hyphen);
    }
}

bool Languages::has(std::string_view tag) const {
    return std::any_of(locales_.begin(), locales_.end(), [&](const auto& locale) { return locale->tag() == tag; });
}

std::vector<const Locale*> Languages::all() const {
    std::vector<const Locale*> out;
    for (const auto& locale : locales_) out.push_back(locale.get());
    return out;
}

std::string Languages::negotiate(std::string_view accept_language, const std::vector<std::string>& offered) {
    constexpr std::size_t most_bytes = 1'000;
    const auto wishes = wishes_of(accept_language.substr(0, most_bytes));
    // A weight of 0 is a refusal, which `*` does not take back.
    std::vector<const std::string*> welcome;
    for (const std::string& tag : offered) {
        const bool refused = std::any_of(wishes.begin(), wishes.end(), [&](const Wish& wish) {
            return wish.quality == 0 && fits(tag, wish.range);
        });
        if (!refused) welcome.push_back(&tag);
    }
    for (const Wish& wish : wishes) {
        if (wish.quality == 0) break;
        if (wish.range == "*") return welcome.empty() ? std::string{} : *welcome.front();
        if (const std::string* tag = look_up(wish.range, welcome)) return *tag;
    }
    return {};
}

std::vector<std::string> Languages::missing(std::string_view tag) const {
    std::vector<std::string> keys;
    const Locale& locale = get(tag);
    for (const auto& [key, message] : locales_.front()->messages()) {
        if (!locale.has(key)) keys.push_back(key);
    }
    return keys;
}

}  // namespace guildhall::words
