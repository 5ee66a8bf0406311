#pragma once
/// Running text: headings, paragraphs, links, lists. Faces write these and never a class name.

#include <string>
#include <vector>

#include "html/html.hpp"

namespace guildhall::html {

enum class Size { s, m, l, xl };

struct Heading {
    Content text{};
    int level = 2;  ///< h1 to h6
    Size size = Size::m;
    Content caption{};  ///< a soft line above, inside no heading
    std::string id{};   ///< for aria-labelledby and links
};
[[nodiscard]] Html heading(const Heading& options);
/// The page's one h1.
[[nodiscard]] Html page_heading(const Content& text, const Content& caption = {});

/// A soft line above a page's h1 that is not made by `page_heading`.
[[nodiscard]] Html caption(const Content& text);

[[nodiscard]] Html paragraph(const Content& text);
/// The larger first paragraph of a page.
[[nodiscard]] Html lead(const Content& text);
/// A quieter, smaller paragraph.
[[nodiscard]] Html soft(const Content& text);
/// Quieter, smaller words inside a line.
[[nodiscard]] Html soft_words(const Content& text);
[[nodiscard]] Html strong(const Content& text);
/// Words for screen readers alone.
[[nodiscard]] Html hidden_words(const Content& text);
/// The reference of a case, in one piece.
[[nodiscard]] Html reference(const Content& text);
/// Hashes, keys and other long strings of characters: may break anywhere.
[[nodiscard]] Html code(const Content& text);

struct Link {
    Content text{};
    std::string href{};
    std::string language{};  ///< BCP 47, when the words are in another language than the page
    bool current = false;    ///< the page one is on
    bool download = false;
};
[[nodiscard]] Html link(const Link& options);

[[nodiscard]] Html bullet_list(const std::vector<Content>& items);
[[nodiscard]] Html number_list(const std::vector<Content>& items);

/// Rendered Markdown: plain elements that take the house's type.
[[nodiscard]] Html prose(const Html& rendered);

/// A part of a page with its own h2, named by it.
[[nodiscard]] Html section(const std::string& id, const Content& title, const Html& content);

}  // namespace guildhall::html
