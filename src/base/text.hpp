#pragma once
/// Text without locales: UTF-8, trimming, splitting, nearest names.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::base {

[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// Number of code points; the text must be valid UTF-8.
[[nodiscard]] std::size_t code_point_count(std::string_view text);
/// Without the ASCII white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
/// ASCII letters alone change.
[[nodiscard]] std::string to_lower_ascii(std::string_view text);
[[nodiscard]] bool equal_ignoring_case_ascii(std::string_view a, std::string_view b);
/// The candidate that is fewest edits away, when it is near enough to be meant.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace guildhall::base
