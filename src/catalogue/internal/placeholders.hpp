#pragma once
/// `{name}` in letters.

#include <string_view>
#include <vector>

namespace guildhall::catalogue::internal {

struct Placeholder {
    std::size_t offset = 0;  ///< of the brace
    std::string_view name;   ///< into the text given
};

/// Every `{letters_digits_underscores}` in the text, in order; other braces are text.
[[nodiscard]] std::vector<Placeholder> placeholders(std::string_view text);

}  // namespace guildhall::catalogue::internal
