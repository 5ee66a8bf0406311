#include "html/navigation.hpp"

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html back_link(const BackLink& options) {
    Markup m;
    m.raw("<a").attribute("href", options.href.empty() ? "#" : options.href);
    m.classes("govuk-back-link", options.classes).attributes(options.attributes).raw(">");
    if (options.text.empty()) {
        m.raw("Back");
    }
    return m.add(options.text).raw("</a>").take();
}

Html skip_link(const SkipLink& options) {
    Markup m;
    m.raw("<a").attribute("href", options.href.empty() ? "#content" : options.href);
    m.classes("govuk-skip-link", options.classes).attributes(options.attributes);
    return m.raw(R"( data-module="govuk-skip-link">)").add(options.text).raw("</a>").take();
}

Html breadcrumbs(const Breadcrumbs& options) {
    Markup m;
    m.raw("<nav").classes(
        "govuk-breadcrumbs", options.classes, options.collapse_on_mobile ? "govuk-breadcrumbs--collapse-on-mobile" : ""
    );
    m.attributes(options.attributes)
        .attribute("aria-label", options.label)
        .raw(R"(><ol class="govuk-breadcrumbs__list">)");
    for (const Breadcrumb& item : options.items) {
        if (item.href.empty()) {
            m.raw(R"(<li class="govuk-breadcrumbs__list-item" aria-current="page">)").add(item.text).raw("</li>");
        } else {
            m.raw(R"(<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link")");
            m.attribute("href", item.href).attributes(item.attributes).raw(">").add(item.text).raw("</a></li>");
        }
    }
    return m.raw("</ol></nav>").take();
}

namespace {

enum class Direction { previous, next };

void arrow(Markup& m, Direction direction) {
    const bool previous = direction == Direction::previous;
    m.raw(R"(<svg class="govuk-pagination__icon govuk-pagination__icon--)").raw(previous ? "prev" : "next");
    m.raw(
        R"(" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">)"
    );
    m.raw(
        previous
            ? R"(<path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path>)"
            : R"(<path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path>)"
    );
    m.raw("</svg>");
}

void page_link(Markup& m, const PageLink& link, Direction direction, bool block) {
    const bool previous = direction == Direction::previous;
    const std::string_view rel = previous ? "prev" : "next";
    m.raw(R"(<div class="govuk-pagination__)").raw(rel).raw(R"("><a class="govuk-link govuk-pagination__link")");
    m.attribute("href", link.href).attribute("rel", rel).attributes(link.attributes).raw(">");
    if (block || previous) {
        arrow(m, direction);
    }
    m.raw("<span").classes(
        "govuk-pagination__link-title", block && link.label.empty() ? "govuk-pagination__link-title--decorated" : ""
    );
    m.raw(">");
    if (!link.text.empty()) {
        m.add(link.text);
    } else {
        m.raw(previous ? "Previous" : "Next").raw(R"(<span class="govuk-visually-hidden"> page</span>)");
    }
    m.raw("</span>");
    if (block && !link.label.empty()) {
        m.raw(R"(<span class="govuk-visually-hidden">:</span><span class="govuk-pagination__link-label">)");
        m.text(link.label).raw("</span>");
    }
    if (!block && !previous) {
        arrow(m, direction);
    }
    m.raw("</a></div>");
}

void page_number(Markup& m, const PageNumber& item) {
    m.raw("<li").classes(
        "govuk-pagination__item", item.current ? "govuk-pagination__item--current" : "",
        item.ellipsis ? "govuk-pagination__item--ellipsis" : ""
    );
    m.raw(">");
    if (item.ellipsis) {
        m.raw("&ctdot;");
    } else {
        m.raw(R"(<a class="govuk-link govuk-pagination__link")").attribute("href", item.href);
        m.attribute(
            "aria-label", item.visually_hidden_text.empty() ? "Page " + item.number : item.visually_hidden_text
        );
        if (item.current) {
            m.raw(R"( aria-current="page")");
        }
        m.attributes(item.attributes).raw(">").text(item.number).raw("</a>");
    }
    m.raw("</li>");
}

}  // namespace

Html pagination(const Pagination& options) {
    const bool block = options.items.empty() && (!options.next.href.empty() || !options.previous.href.empty());
    Markup m;
    m.raw("<nav").classes("govuk-pagination", block ? "govuk-pagination--block" : "", options.classes);
    m.attribute("aria-label", options.landmark_label).attributes(options.attributes).raw(">");
    if (!options.previous.href.empty()) {
        page_link(m, options.previous, Direction::previous, block);
    }
    if (!options.items.empty()) {
        m.raw(R"(<ul class="govuk-pagination__list">)");
        for (const PageNumber& item : options.items) {
            page_number(m, item);
        }
        m.raw("</ul>");
    }
    if (!options.next.href.empty()) {
        page_link(m, options.next, Direction::next, block);
    }
    return m.raw("</nav>").take();
}

}  // namespace guildhall::html
