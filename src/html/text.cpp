#include "html/text.hpp"

#include <algorithm>

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

namespace {

std::string_view size_name(Size size) {
    switch (size) {
        case Size::s:
            return "s";
        case Size::m:
            return "m";
        case Size::l:
            return "l";
        case Size::xl:
            return "xl";
    }
    return "m";
}

Html wrapped(std::string_view open, const Content& text, std::string_view close) {
    return Markup().raw(open).add(text).raw(close).take();
}

Html list(std::string_view tag, std::string_view kind, const std::vector<Content>& items) {
    Markup m;
    m.raw("<").raw(tag).raw(R"( class="govuk-list govuk-list--)").raw(kind).raw("\">");
    for (const Content& item : items) {
        m.raw("<li>").add(item).raw("</li>");
    }
    return m.raw("</").raw(tag).raw(">").take();
}

}  // namespace

Html heading(const Heading& options) {
    const std::string tag = "h" + std::to_string(std::clamp(options.level, 1, 6));
    const std::string_view size = size_name(options.size);
    Markup m;
    if (!options.caption.empty()) {
        m.raw("<p class=\"gh-caption\">").add(options.caption).raw("</p>");
    }
    m.raw("<")
        .raw(tag)
        .attribute_if("id", options.id)
        .raw(" class=\"govuk-heading-")
        .raw(size)
        .raw("\">")
        .add(options.text);
    return m.raw("</").raw(tag).raw(">").take();
}

Html page_heading(const Content& text, const Content& caption) {
    return heading({.text = text, .level = 1, .size = Size::l, .caption = caption});
}

Html caption(const Content& text) {
    return wrapped(R"(<p class="gh-caption">)", text, "</p>");
}

Html paragraph(const Content& text) {
    return wrapped(R"(<p class="govuk-body">)", text, "</p>");
}
Html lead(const Content& text) {
    return wrapped(R"(<p class="govuk-body-l">)", text, "</p>");
}
Html soft(const Content& text) {
    return wrapped(R"(<p class="govuk-body-s gh-soft">)", text, "</p>");
}
Html soft_words(const Content& text) {
    return wrapped(R"(<span class="gh-soft gh-small">)", text, "</span>");
}
Html strong(const Content& text) {
    return wrapped("<strong>", text, "</strong>");
}
Html hidden_words(const Content& text) {
    return wrapped(R"(<span class="govuk-visually-hidden">)", text, "</span>");
}
Html reference(const Content& text) {
    return wrapped(R"(<strong class="gh-reference">)", text, "</strong>");
}
Html code(const Content& text) {
    return wrapped(R"(<code class="gh-code">)", text, "</code>");
}

Html link(const Link& options) {
    Markup m;
    m.raw(R"(<a class="govuk-link")").attribute("href", options.href).attribute_if("lang", options.language);
    m.attribute_if("hreflang", options.language);
    if (options.current) {
        m.raw(R"( aria-current="page")");
    }
    return m.flag("download", options.download).raw(">").add(options.text).raw("</a>").take();
}

Html bullet_list(const std::vector<Content>& items) {
    return list("ul", "bullet", items);
}
Html number_list(const std::vector<Content>& items) {
    return list("ol", "number", items);
}

Html prose(const Html& rendered) {
    return wrapped(R"(<div class="gh-prose">)", rendered, "</div>");
}

Html section(const std::string& id, const Content& title, const Html& content) {
    Markup m;
    m.raw(R"(<section class="gh-section")").attribute("aria-labelledby", id).raw(">");
    m.add(heading({.text = title, .id = id})).add(content);
    return m.raw("</section>").take();
}

}  // namespace guildhall::html
