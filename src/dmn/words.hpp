#pragma once
/// FEEL in plain words: what a reader sees where the model says `(30..60]`. The one place where rules become words.
/// Pure.

#include <map>
#include <string>
#include <string_view>

#include "feel/value.hpp"

namespace guildhall::dmn {

/// How a reader knows the answers that an input takes. What is left out is as the model has it.
struct InputWords {
    std::string unit{};                                         ///< of numbers: `cm`
    std::map<std::string, std::string, std::less<>> options{};  ///< words of texts: `rent` is `I rent`
};
/// By the name of the input.
using Wording = std::map<std::string, InputWords, std::less<>>;

/// A cell, as a condition (`over 30 and up to 60`, `any`, `yes`) or as a result (`Permit`).
struct CellWords {
    std::string text;
    bool plain = true;  ///< false: nothing better than the FEEL itself was found, and `text` is that
};

/// Numbers, texts, booleans, dates, comparisons, ranges, lists of those, `not(…)` and `-`; anything else stays FEEL.
[[nodiscard]] CellWords cell_words(std::string_view feel, const InputWords& words = {});

/// Why a condition does not hold for a value: `45 is over 30`, `it is yes`.
[[nodiscard]] std::string why_not(std::string_view feel, const feel::Value& value, const InputWords& words = {});

/// What a condition says of a value that fulfils it, beyond the value itself: `over 30 and up to 60`; empty where it
/// only names values, or where there are no words for it.
[[nodiscard]] std::string range_words(std::string_view feel, const InputWords& words = {});

/// A value as a person writes it: `45 cm`, `yes`, `Permit`, `22 November 2026`; lists with commas, contexts with the
/// names of their entries.
[[nodiscard]] std::string value_words(const feel::Value& value, const InputWords& words = {});

/// A decision's or output's name as a heading: `replacementRequired` becomes `Replacement required`.
[[nodiscard]] std::string name_words(std::string_view name);

/// The same inside a sentence: `replacement required`; what starts with more than one capital stays as it is.
[[nodiscard]] std::string inner_words(std::string_view name);

}  // namespace guildhall::dmn
