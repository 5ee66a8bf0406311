#pragma once
/// Markup as lines that compare: for tests that ask whether two documents are the same.

#include <string>
#include <string_view>

namespace guildhall::html::internal {

/// One line per element or text: attributes and classes sorted, white space squeezed.
[[nodiscard]] std::string normalised(const std::string& markup);

/// Runs of white space as one space, none at the ends.
[[nodiscard]] std::string squeezed(std::string_view text);

}  // namespace guildhall::html::internal
