#pragma once
/// What people type and paste, made plain before any rule looks at it.

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "identifiers/identifiers.hpp"

namespace guildhall::identifiers {

/// Longer than any identifier with its separators: more is `Fault::length`, whatever it holds.
constexpr std::size_t typed_limit = 400;

/// One code point of UTF-8 at `position`, which moves behind it; nothing where the bytes are not UTF-8.
[[nodiscard]] std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position);
void append_utf8(std::string& out, char32_t point);
/// Characters that take no room and that come along when people copy: direction marks, zero-width spaces, soft hyphens.
[[nodiscard]] bool is_invisible(char32_t point);
/// The ASCII character that is meant (digits of other scripts, full-width forms, kinds of spaces and hyphens); else
/// nothing.
[[nodiscard]] std::optional<char> as_ascii(char32_t point);

/// In ASCII, without invisible characters, outer spaces gone. `Fault::characters` for what has no ASCII form.
[[nodiscard]] Read plain(std::string_view typed);
/// Plain, in capitals, without any of `separators`; every other character is a letter, a digit or one of `marks`.
[[nodiscard]] Read compact(std::string_view typed, std::string_view separators = " -./", std::string_view marks = "");

/// What is wrong with a compact text of the right length; nothing when it is right.
using Rule = std::optional<Fault> (*)(std::string_view compact);

/// Exactly so many digits, not all of them zero, that keep the rule.
[[nodiscard]] Read read_digits(std::string_view typed, std::size_t length, Rule wrong);
/// Letters and digits, between so many, that keep the rule.
[[nodiscard]] Read read_form(std::string_view typed, std::size_t least, std::size_t most, Rule wrong);
/// For numbers without a check digit.
[[nodiscard]] inline std::optional<Fault> no_rule(std::string_view) {
    return std::nullopt;
}

[[nodiscard]] inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] inline bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
[[nodiscard]] bool all_digits(std::string_view text);
[[nodiscard]] bool one_of(char c, std::string_view set);
/// The number that the digits from `from` make: at most 9 of them, and digits they are.
[[nodiscard]] int number_at(std::string_view digits, std::size_t from, std::size_t count);
/// Whether `text` has the form of `pattern`: `n` a digit, `a` a letter, `c` either; anything else stands for itself.
[[nodiscard]] bool has_form(std::string_view text, std::string_view pattern);

/// `12345678` with `3 3 2` and a space: `123 456 78`. What is left over joins the last group.
[[nodiscard]] std::string grouped(
    std::string_view kept, std::initializer_list<std::size_t> sizes, std::string_view between = " "
);

/// A day that existed in the 19th, 20th or 21st century, where only two digits of the year are known.
[[nodiscard]] bool is_date_of_some_century(int two_digit_year, int month, int day);
[[nodiscard]] bool is_date(int year, int month, int day);

}  // namespace guildhall::identifiers
