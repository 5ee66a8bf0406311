#pragma once
/// Reasons in other languages: the words that stand between a rule's own words, such as `over`, `or`, `which is`.

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmn/words.hpp"

namespace guildhall::dmn {

/// How a language says what stands in conditions. Thread-safe where its functions are.
struct Phrases {
    using Pieces = std::vector<std::pair<std::string, std::string>>;

    std::function<std::string(std::string_view phrase, const Pieces& pieces)> say;  ///< phrases as in `english_phrases`
    std::function<std::string(const std::string& decimal)> number;
    std::function<std::string(std::chrono::year_month_day day)> date;
    bool as_modelled = true;  ///< in the model's own language, so that its names for things can stand in a sentence
    std::map<std::string, std::string, std::less<>> labels{};  ///< what the reader knows inputs as, by their name
};

/// By name: `up_to` is `up to {value}`.
[[nodiscard]] const std::map<std::string, std::string, std::less<>>& english_phrases();
[[nodiscard]] const Phrases& english();

/// As those of words.hpp, in another language.
[[nodiscard]] std::string range_words(std::string_view feel, const InputWords& words, const Phrases& phrases);
[[nodiscard]] std::string value_words(const feel::Value& value, const InputWords& words, const Phrases& phrases);

}  // namespace guildhall::dmn
