#pragma once
/// The cells of a decision table in plain words: what a caseworker reads where the model says `(30..60]`. Pure.

#include <string>
#include <string_view>

#include "feel/value.hpp"

namespace guildhall::desk {

/// A cell, as a condition (`over 30 and up to 60`, `any`, `yes`) or as a result (`Permit`).
struct CellWords {
    std::string text;
    bool plain = true;  ///< false: nothing better than the FEEL itself was found, and `text` is that
};

/// Numbers, texts, booleans, dates, comparisons, ranges, lists of those, `not(…)` and `-`; anything else stays FEEL.
[[nodiscard]] CellWords cell_words(std::string_view feel);

/// Why a condition does not hold for a value: `45 is over 30`, `it is yes`.
[[nodiscard]] std::string why_not(std::string_view feel, const feel::Value& value);

/// A value as a person writes it: `45`, `yes`, `Permit`, `22 November 2026`.
[[nodiscard]] std::string value_words(const feel::Value& value);

/// A decision's or output's name as a heading: `replacementRequired` becomes `Replacement required`.
[[nodiscard]] std::string name_words(std::string_view name);

}  // namespace guildhall::desk
