#include "html/front.hpp"

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html search(const Search& options) {
    Markup m;
    m.raw("<form class=\"gh-search\" role=\"search\" method=\"get\"").attribute("action", options.action);
    m.raw("><label class=\"govuk-visually-hidden\"")
        .attribute("for", options.id)
        .raw(">")
        .text(options.label)
        .raw("</label>");
    m.raw("<input class=\"gh-search__input\" type=\"search\"")
        .attribute("id", options.id)
        .attribute("name", options.name);
    m.attribute_if("value", options.value)
        .raw("><button type=\"submit\" class=\"gh-search__button\">")
        .text(options.button);
    return m.raw("</button></form>").take();
}

namespace {

void list_item(Markup& m, std::string_view block, const ListItem& item) {
    const std::string prefix(block);
    m.raw("<li").classes(prefix + "__item").raw("><div").classes(prefix + "__words").raw(">");
    if (item.href.empty()) {
        m.raw("<strong").classes(prefix + "__title").raw(">").add(item.title).raw("</strong>");
    } else {
        m.raw("<a")
            .classes("govuk-link", prefix + "__title")
            .attribute("href", item.href)
            .raw(">")
            .add(item.title)
            .raw("</a>");
    }
    if (!item.text.empty()) {
        m.raw("<p").classes(prefix + "__text").raw(">").add(item.text).raw("</p>");
    }
    m.raw("</div>").add(item.aside).raw("</li>");
}

Html item_list(std::string_view block, const std::vector<ListItem>& items) {
    Markup m;
    m.raw("<ul").classes(block).raw(">");
    for (const ListItem& item : items) {
        list_item(m, block, item);
    }
    return m.raw("</ul>").take();
}

}  // namespace

Html hero(const Hero& options) {
    Markup m;
    m.raw("<div class=\"gh-hero\"><div class=\"govuk-width-container gh-hero__inner\"><div>");
    m.raw("<h1 class=\"govuk-heading-xl gh-hero__title\">").add(options.title).raw("</h1>");
    if (!options.text.empty()) {
        m.raw("<p class=\"govuk-body-l gh-hero__text\">").add(options.text).raw("</p>");
    }
    m.add(search(options.search)).raw("</div>");
    if (!options.own.items.empty()) {
        m.raw(
            "<section class=\"gh-own\" aria-labelledby=\"own-applications\"><h2 class=\"govuk-heading-s\" "
            "id=\"own-applications\">"
        );
        m.add(options.own.title).raw("</h2>").add(item_list("gh-own-list", options.own.items)).raw("</section>");
    }
    return m.raw("</div></div>").take();
}

Html link_list(const std::vector<ListItem>& items) {
    return item_list("gh-links", items);
}
Html row_list(const std::vector<ListItem>& items) {
    return item_list("gh-rows", items);
}

Html facts(const std::vector<Fact>& items) {
    Markup m;
    m.raw("<dl class=\"gh-facts\">");
    for (const Fact& fact : items) {
        m.raw("<div class=\"gh-facts__one\"><dt>").add(fact.label).raw("</dt><dd>").add(fact.value).raw("</dd></div>");
    }
    return m.raw("</dl>").take();
}

Html steps(const std::vector<Step>& items) {
    Markup m;
    m.raw("<ol class=\"gh-steps\">");
    for (const Step& step : items) {
        m.raw("<li class=\"gh-steps__one\"><h2 class=\"govuk-heading-s\">")
            .add(step.title)
            .raw("</h2>")
            .add(step.content)
            .raw("</li>");
    }
    return m.raw("</ol>").take();
}

}  // namespace guildhall::html
