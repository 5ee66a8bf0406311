#pragma once
/// HTML of other systems as Markdown or as a plain line. Not a browser: tags that are not known are dropped and what
/// they hold is kept; scripts and styles are dropped with what they hold. Pure, in time linear in the text.

#include <string>
#include <string_view>

namespace guildhall::importing {

/// Paragraphs, line breaks, headings, lists, bold, italic and links. Text that Markdown would read as something else
/// is escaped.
[[nodiscard]] std::string markdown_of_html(std::string_view html);

/// On one line without marks; a link is its words with the address behind, in brackets.
[[nodiscard]] std::string line_of_html(std::string_view html);

/// Without the shape that a label gives for a date in one box, `(dd.mm.yyyy)`: here a date has a box for each part.
[[nodiscard]] std::string without_date_shape(std::string_view label);

/// At most `characters` code points, cut at a word with `…` when it is longer.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters);

}  // namespace guildhall::importing
