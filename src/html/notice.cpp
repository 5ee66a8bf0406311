#include "html/notice.hpp"

#include "html/button.hpp"
#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html error_summary(const ErrorSummary& options) {
    Markup m;
    m.raw("<div").classes("govuk-error-summary", options.classes);
    if (options.disable_auto_focus) {
        m.attribute("data-disable-auto-focus", *options.disable_auto_focus ? "true" : "false");
    }
    // The alert is a child, so that moving focus to the summary does not race with its announcement.
    m.attributes(options.attributes).raw(R"( data-module="govuk-error-summary"><div role="alert">)");
    m.raw(R"(<h2 class="govuk-error-summary__title">)")
        .add(options.title)
        .raw(R"(</h2><div class="govuk-error-summary__body">)");
    if (!options.description.empty()) {
        m.raw("<p>").add(options.description).raw("</p>");
    }
    if (!options.errors.empty()) {
        m.raw(R"(<ul class="govuk-list govuk-error-summary__list">)");
        for (const ErrorSummaryItem& error : options.errors) {
            m.raw("<li>");
            if (error.href.empty()) {
                m.add(error.text);
            } else {
                m.raw("<a")
                    .attribute("href", error.href)
                    .attributes(error.attributes)
                    .raw(">")
                    .add(error.text)
                    .raw("</a>");
            }
            m.raw("</li>");
        }
        m.raw("</ul>");
    }
    return m.raw("</div></div></div>").take();
}

Html notification_banner(const NotificationBanner& options) {
    const std::string heading = "h" + std::to_string(options.title_heading_level);
    Markup m;
    m.raw("<div").classes(
        "govuk-notification-banner", options.success ? "govuk-notification-banner--success" : "", options.classes
    );
    m.attribute("role", !options.role.empty() ? options.role : options.success ? "alert" : "region");
    m.attribute("aria-labelledby", options.title_id).raw(R"( data-module="govuk-notification-banner")");
    if (options.disable_auto_focus) {
        m.attribute("data-disable-auto-focus", *options.disable_auto_focus ? "true" : "false");
    }
    m.attributes(options.attributes).raw(R"(><div class="govuk-notification-banner__header"><)").raw(heading);
    m.raw(R"( class="govuk-notification-banner__title")").attribute("id", options.title_id).raw(">");
    if (options.title.empty()) {
        m.raw(options.success ? "Success" : "Important");
    }
    m.add(options.title).raw("</").raw(heading).raw(R"(></div><div class="govuk-notification-banner__content">)");
    if (!options.content.empty()) {
        m.add(options.content);
    } else if (!options.text.empty()) {
        m.raw(R"(<p class="govuk-notification-banner__heading">)").add(options.text).raw("</p>");
    }
    return m.raw("</div></div>").take();
}

namespace {

void panel_actions(Markup& m, const PanelActions& actions) {
    m.raw("<div").classes("govuk-panel__actions", actions.classes).attributes(actions.attributes).raw(">");
    if (!actions.items.empty()) {
        m.raw(R"(<div class="govuk-button-group">)");
        for (const PanelAction& action : actions.items) {
            if (action.href.empty() || action.type == "button") {
                m.add(button(
                    {.text = action.text,
                     .href = action.href,
                     .type = action.type.empty() ? "button" : action.type,
                     .classes = internal::spaced(inverse_button, action.classes),
                     .attributes = action.attributes}
                ));
            } else {
                m.raw("<a").classes("govuk-link govuk-link--inverse", action.classes).attribute("href", action.href);
                m.attributes(action.attributes).raw(">").text(action.text).raw("</a>");
            }
        }
        m.raw("</div>");
    }
    m.raw("</div>");
}

}  // namespace

Html panel(const Panel& options) {
    const std::string heading = "h" + std::to_string(options.heading_level);
    Markup m;
    m.raw("<div")
        .classes(
            "govuk-panel", options.interruption ? "govuk-panel--interruption" : "govuk-panel--confirmation",
            options.classes
        )
        .attributes(options.attributes);
    m.raw("><").raw(heading).raw(R"( class="govuk-panel__title">)").add(options.title).raw("</").raw(heading).raw(">");
    if (!options.text.empty()) {
        m.raw(R"(<div class="govuk-panel__body">)").add(options.text).raw("</div>");
    }
    if (options.interruption && options.actions) {
        panel_actions(m, *options.actions);
    }
    return m.raw("</div>").take();
}

Html inset_text(const InsetText& options) {
    Markup m;
    m.raw("<div")
        .attribute_if("id", options.id)
        .classes("govuk-inset-text", options.classes)
        .attributes(options.attributes);
    return m.raw(">").add(options.text).raw("</div>").take();
}

Html warning_text(const WarningText& options) {
    Markup m;
    m.raw("<div").classes("govuk-warning-text", options.classes).attributes(options.attributes);
    m.raw(
        R"(><span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text">)"
    );
    m.raw(R"(<span class="govuk-visually-hidden">)").text(options.icon_fallback_text).raw("</span> ");
    return m.add(options.text).raw("</strong></div>").take();
}

Html details(const Details& options) {
    Markup m;
    m.raw("<details")
        .attribute_if("id", options.id)
        .classes("govuk-details", options.classes)
        .attributes(options.attributes);
    m.flag("open", options.open)
        .raw(R"(><summary class="govuk-details__summary"><span class="govuk-details__summary-text">)");
    m.add(options.summary).raw(R"(</span></summary><div class="govuk-details__text">)").add(options.text);
    return m.raw("</div></details>").take();
}

Html tag(const Tag& options) {
    Markup m;
    m.raw("<strong").classes("govuk-tag", options.classes).attributes(options.attributes).raw(">");
    return m.add(options.text).raw("</strong>").take();
}

}  // namespace guildhall::html
