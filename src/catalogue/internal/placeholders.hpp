#pragma once
/// `{name}` in letters and in the words of questions.

#include <string_view>
#include <vector>

namespace guildhall::catalogue::internal {

struct Placeholder {
    std::size_t offset = 0;  ///< of the brace
    std::string_view name;   ///< into the text given
};

/// Every `{letters_digits_underscores}` in the text, in order; other braces are text.
[[nodiscard]] std::vector<Placeholder> placeholders(std::string_view text);

/// The names of answers in a message in ICU's MessageFormat: `{name}`, `{count, plural, …}`. What stands within the
/// braces of an argument and what is quoted (`'{'`) is left out.
[[nodiscard]] std::vector<std::string_view> message_arguments(std::string_view text);

}  // namespace guildhall::catalogue::internal
