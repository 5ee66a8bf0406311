#include "html/decision.hpp"

#include "html/internal/markup.hpp"
#include "html/internal/tone.hpp"

namespace guildhall::html {

using internal::Markup;

Html decision_banner(const DecisionBanner& options) {
    Markup m;
    m.raw("<div class=\"gh-decision gh-decision--").raw(internal::tone_name(options.tone));
    m.raw("\"><h1 class=\"govuk-heading-xl gh-decision__title\">").add(options.title).raw("</h1>");
    if (!options.text.empty()) {
        m.raw("<p class=\"gh-decision__text\">").add(options.text).raw("</p>");
    }
    return m.raw("</div>").take();
}

Html reasons(const std::vector<Reason>& items) {
    Markup m;
    m.raw("<ul class=\"gh-reasons\">");
    for (const Reason& reason : items) {
        m.raw("<li class=\"gh-reasons__one\"><p class=\"gh-reasons__text\">").add(reason.text).raw("</p>");
        if (!reason.source.empty()) {
            m.raw("<p class=\"gh-reasons__source\">").add(reason.source).raw("</p>");
        }
        m.raw("</li>");
    }
    return m.raw("</ul>").take();
}

Html timeline(const std::vector<TimelineItem>& items) {
    Markup m;
    m.raw("<ol class=\"gh-timeline\">");
    for (const TimelineItem& item : items) {
        const bool now = item.stage == Stage::now;
        m.raw("<li class=\"gh-timeline__one gh-timeline__one--");
        m.raw(
             now                         ? "now"
             : item.stage == Stage::done ? "done"
                                         : "later"
        )
            .raw("\"")
            .raw(now ? " aria-current=\"step\">" : ">");
        m.add(item.title);
        if (!item.when.empty()) {
            m.raw("<span class=\"gh-timeline__when\">").add(item.when).raw("</span>");
        }
        m.raw("</li>");
    }
    return m.raw("</ol>").take();
}

Html ways(const std::vector<Way>& items) {
    Markup m;
    m.raw("<ul class=\"gh-ways\">");
    for (const Way& way : items) {
        m.raw("<li class=\"gh-ways__one\"><h3 class=\"govuk-heading-s gh-ways__title\">");
        if (way.href.empty()) {
            m.add(way.title);
        } else {
            m.raw("<a class=\"govuk-link\"").attribute("href", way.href).raw(">").add(way.title).raw("</a>");
        }
        m.raw("</h3><p class=\"gh-ways__text\">").add(way.text).raw("</p></li>");
    }
    return m.raw("</ul>").take();
}

Html receipt_box(const ReceiptBox& options) {
    Markup m;
    m.raw("<section class=\"gh-receipt\"")
        .attribute("aria-labelledby", options.id)
        .raw("><h2 class=\"govuk-heading-s\"");
    m.attribute("id", options.id).raw(">").add(options.title).raw("</h2><p>").add(options.text).raw("</p></section>");
    return m.take();
}

}  // namespace guildhall::html
