#pragma once
/// Markdown (CommonMark with GitHub's tables) as safe HTML in the classes of the house's styles.

#include <string>
#include <string_view>

namespace guildhall::catalogue::internal {

/// Raw HTML and addresses such as `javascript:` are left out. Headings get ids made of their text. The input is valid
/// UTF-8.
[[nodiscard]] std::string render_markdown(std::string_view markdown);

}  // namespace guildhall::catalogue::internal
