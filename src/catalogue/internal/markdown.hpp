#pragma once
/// Markdown (CommonMark with GitHub's tables) as safe HTML in the classes of the house's styles.

#include <string>
#include <string_view>

namespace guildhall::catalogue::internal {

/// The level of the highest heading: texts stand on pages that have a title of their own, letters bring theirs.
enum class Headings { below_a_title = 2, with_a_title = 1 };

/// Raw HTML and addresses such as `javascript:` are left out. Headings get ids made of their text, and no level is left
/// out on the way down, so that screen readers can go from one to the next. The input is valid UTF-8.
[[nodiscard]] std::string render_markdown(std::string_view markdown, Headings headings = Headings::below_a_title);

}  // namespace guildhall::catalogue::internal
