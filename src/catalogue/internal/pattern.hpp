#pragma once
/// JSON Schema's `pattern`, over PCRE2 with its limits on.

#include <string_view>

namespace guildhall::catalogue::internal {

/// Whether the pattern is found in the text (it anchors itself). A pattern that cannot be compiled is a bug and throws.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

}  // namespace guildhall::catalogue::internal
