#include "html/source.hpp"

#include <algorithm>

#include "html/internal/markup.hpp"

namespace guildhall::html {

Html source_lines(const SourceLines& options) {
    internal::Markup markup;
    markup.raw("<ol class=\"gh-source\">");
    for (const SourceLine& line : options.lines) {
        markup.raw(line.marked ? "<li class=\"gh-source__marked\"" : "<li");
        markup.attribute("value", std::to_string(line.number)).raw("><code>");
        const std::size_t from = std::min(line.mark_from, line.text.size());
        const std::size_t to = std::clamp(line.mark_to, from, line.text.size());
        const std::string_view text = line.text;
        markup.text(text.substr(0, from));
        if (to > from) markup.raw("<mark>").text(text.substr(from, to - from)).raw("</mark>");
        markup.text(text.substr(to)).raw("</code></li>");
    }
    return markup.raw("</ol>").take();
}

}  // namespace guildhall::html
