#include "html/button.hpp"

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html button(const Button& options) {
    Markup m;
    if (!options.href.empty()) {
        m.raw("<a").attribute("href", options.href).raw(R"( role="button" draggable="false")");
    } else {
        m.raw("<button").attribute("type", options.type.empty() ? "submit" : options.type);
        m.attribute_if("value", options.value).attribute_if("name", options.name);
        if (options.disabled) {
            m.raw(R"( disabled aria-disabled="true")");
        }
        if (options.prevent_double_click) {
            m.attribute("data-prevent-double-click", *options.prevent_double_click ? "true" : "false");
        }
    }
    m.classes("govuk-button", options.classes, options.start ? "govuk-button--start" : "");
    m.raw(R"( data-module="govuk-button")").attributes(options.attributes).attribute_if("id", options.id).raw(">");
    // A start button is a flex box, which swallows the space between words and elements.
    if (options.start && options.text.html().text().find('<') != std::string::npos) {
        m.raw("<span>").add(options.text).raw("</span>");
    } else {
        m.add(options.text);
    }
    if (options.start) {
        m.raw(R"(<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19")"
              R"( viewBox="0 0 33 40" aria-hidden="true" focusable="false">)"
              R"(<path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>)");
    }
    m.raw(options.href.empty() ? "</button>" : "</a>");
    return m.take();
}

Html button_group(const Html& buttons) {
    return Markup().raw(R"(<div class="govuk-button-group">)").add(buttons).raw("</div>").take();
}

}  // namespace guildhall::html
