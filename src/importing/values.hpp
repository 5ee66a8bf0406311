#pragma once
/// Small things that the readers of forms need alike: numbers in JSON, pieces of FEEL.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace guildhall::importing {

template <std::size_t N>
bool one_of(std::string_view text, const std::string_view (&names)[N]) {
    return std::ranges::find(names, text) != std::end(names);
}

/// A member's number, when it is one or a text that is one.
[[nodiscard]] std::optional<double> number_at(const base::Json& json, std::string_view name);
/// The same for a count: from 0 to a million.
[[nodiscard]] std::optional<int> count_at(const base::Json& json, std::string_view name);
[[nodiscard]] std::string plain_number(double number);

/// A FEEL string literal.
[[nodiscard]] std::string feel_string(std::string_view text);
/// Both must hold; either may be empty, for "always".
[[nodiscard]] std::string both(const std::string& first, const std::string& second);

}  // namespace guildhall::importing
