#pragma once
/// A number as people type it. Pure; thread-safe.

#include <optional>
#include <string_view>

#include "feel/number.hpp"
#include "words/locale.hpp"

namespace guildhall::journeys::internal {

/// The sign before decimals in a language: `.` or `,`.
[[nodiscard]] char decimal_sign(const words::Locale& locale);

/// At most 30 digits, with a sign before, blanks or other marks between groups of three, and decimals behind `.` or
/// `,`. A mark that may be either (`1,234`) parts groups when it is not the language's decimal sign and three digits
/// follow. Digits of the Arabic, Persian and full-width scripts count as well.
[[nodiscard]] std::optional<feel::Number> read_typed_number(std::string_view typed, char decimal_sign);

}  // namespace guildhall::journeys::internal
