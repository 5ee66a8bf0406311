#include "html/look.hpp"

#include "html/internal/markup.hpp"
#include "html/internal/tone.hpp"

namespace guildhall::html {

using internal::Markup;

namespace internal {

std::string_view tone_name(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "plain";
        case Tone::good:
            return "good";
        case Tone::wait:
            return "wait";
        case Tone::stop:
            return "stop";
        case Tone::info:
            return "info";
    }
    return "plain";
}

}  // namespace internal

Html chip(const Content& text, Tone tone) {
    return Markup()
        .raw("<strong class=\"gh-chip gh-chip--")
        .raw(internal::tone_name(tone))
        .raw("\">")
        .add(text)
        .raw("</strong>")
        .take();
}

Html chips(const Html& content) {
    return Markup().raw("<p class=\"gh-chips\">").add(content).raw("</p>").take();
}

Html band(const Html& content) {
    return Markup()
        .raw("<div class=\"gh-band\"><div class=\"govuk-width-container\">")
        .add(content)
        .raw("</div></div>")
        .take();
}

Html beside(const Html& words, const Html& facts) {
    return Markup()
        .raw("<div class=\"gh-beside\"><div class=\"gh-beside__facts\">")
        .add(facts)
        .raw("</div><div class=\"gh-beside__words\">")
        .add(words)
        .raw("</div></div>")
        .take();
}

Html note(const Note& options) {
    Markup m;
    m.raw("<div class=\"gh-note gh-note--").raw(internal::tone_name(options.tone)).raw("\"><p>");
    if (!options.title.empty()) {
        m.raw("<strong>").add(options.title).raw("</strong> ");
    }
    return m.add(options.text).raw("</p></div>").take();
}

Html journey_line(const Content& text) {
    return Markup().raw("<p class=\"gh-caption\">").add(text).raw("</p>").take();
}

Html evidence(const Evidence& options) {
    Markup m;
    m.raw("<figure class=\"gh-evidence\">");
    if (!options.image.empty()) {
        m.raw("<a")
            .attribute("href", options.href)
            .raw("><img class=\"gh-evidence__image\"")
            .attribute("src", options.image);
        m.attribute("alt", options.image_text).raw(" loading=\"lazy\"></a>");
    }
    m.raw("<figcaption class=\"gh-evidence__words\"><a class=\"govuk-link\"").attribute("href", options.href).raw(">");
    m.add(options.title).raw("</a>");
    if (!options.about.empty()) {
        m.raw("<span class=\"gh-soft gh-small gh-block\">").add(options.about).raw("</span>");
    }
    return m.raw("</figcaption></figure>").take();
}

Html figures(const std::vector<Figure>& items) {
    Markup m;
    m.raw("<dl class=\"gh-figures\">");
    for (const Figure& item : items) {
        m.raw("<div class=\"gh-figures__one\"><dt>")
            .add(item.label)
            .raw("</dt><dd>")
            .add(item.value)
            .raw("</dd></div>");
    }
    return m.raw("</dl>").take();
}

}  // namespace guildhall::html
