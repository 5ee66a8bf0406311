#include "dmn/phrases.hpp"

#include "base/clock.hpp"

namespace guildhall::dmn {
namespace {

std::string say(std::string_view phrase, const Phrases::Pieces& pieces) {
    const auto found = english_phrases().find(phrase);
    if (found == english_phrases().end()) return std::string{phrase};
    std::string out;
    const std::string& pattern = found->second;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '{') {
            out += pattern[at];
            continue;
        }
        const std::size_t end = pattern.find('}', at);
        const std::string_view name = std::string_view{pattern}.substr(at + 1, end - at - 1);
        for (const auto& [piece, words] : pieces) {
            if (piece == name) out += words;
        }
        at = end;
    }
    return out;
}

}  // namespace

const std::map<std::string, std::string, std::less<>>& english_phrases() {
    static const std::map<std::string, std::string, std::less<>> phrases{
        {"from_date", "from {value}"},
        {"after_date", "after {value}"},
        {"until_date", "until {value}"},
        {"before_date", "before {value}"},
        {"or_more", "{value} or more"},
        {"over", "over {value}"},
        {"up_to", "up to {value}"},
        {"under", "under {value}"},
        {"both", "{low} and {high}"},
        {"from_up_to", "from {low} up to {high}"},
        {"from_to_under", "from {low} to under {high}"},
        {"any", "any"},
        {"not", "not {value}"},
        {"or", "{first} or {last}"},
        {"and", "{first} and {last}"},
        {"nothing", "nothing"},
        {"not_known", "not known"},
        {"yes", "yes"},
        {"no", "no"},
        {"none", "none"},
        {"which_is", "{label} is {value}, which is {range}"},
        {"always", "This holds in every case"},
        {"not_among", "{label}: {value}, which is not among the values that the table takes."},
        {"none_fits", "None of the rules for {name} fits."},
        {"from_sources", "{result}, from {sources}"},
    };
    return phrases;
}

const Phrases& english() {
    static const Phrases phrases{
        say,
        [](const std::string& decimal) { return decimal; },
        [](std::chrono::year_month_day day) { return base::long_date(std::chrono::sys_days{day}); },
        true,
        {}
    };
    return phrases;
}

}  // namespace guildhall::dmn
