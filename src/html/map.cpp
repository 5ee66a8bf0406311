#include "html/map.hpp"

#include <fmt/format.h>

#include "html/form.hpp"

namespace guildhall::html {
namespace {

std::string pixels(int count) {
    return std::to_string(count);
}

/// Over the picture, in its pixels; nothing to press.
Html pin_over(const MapPicture& picture) {
    Html pin;
    if (picture.pin) {
        const Attributes place{{"transform", fmt::format("translate({:.1f} {:.1f})", picture.pin->x, picture.pin->y)}};
        pin = element(
            "g", place,
            element(
                "ellipse",
                {{"cx", "0"}, {"cy", "0"}, {"rx", "7"}, {"ry", "3"}, {"fill", "#000"}, {"fill-opacity", ".3"}}
            ) +
                element(
                    "path", {{"d", "M0 0C-4-11-14-16-14-27a14 14 0 0 1 28 0C14-16 4-11 0 0Z"},
                             {"fill", "#b3261e"},
                             {"stroke", "#fff"},
                             {"stroke-width", "2"}}
                ) +
                element("circle", {{"cx", "0"}, {"cy", "-27"}, {"r", "5.5"}, {"fill", "#fff"}})
        );
    }
    return element(
        "svg",
        {{"class", "app-map__pin"},
         {"viewBox", fmt::format("0 0 {} {}", picture.width, picture.height)},
         {"aria-hidden", "true"},
         {"focusable", "false"}},
        pin
    );
}

Html frame(const Map& options, const MapPicture& picture, const std::string& kind) {
    // Not for the keyboard: without the script it could only press one corner. The buttons below do all of it.
    const Html image = element(
        "input", {{"type", "image"},
                  {"class", "app-map__picture"},
                  {"name", options.id + "-" + kind},
                  {"src", picture.src},
                  {"alt", options.press},
                  {"width", pixels(picture.width)},
                  {"height", pixels(picture.height)},
                  {"formaction", options.action},
                  {"tabindex", "-1"}}
    );
    return element("div", {{"class", "app-map__frame app-map__frame--" + kind}}, image + pin_over(picture));
}

Html buttons(const Map& options, const std::vector<MapButton>& list, const std::string& classes) {
    Html out;
    for (const MapButton& button : list) {
        Html words = button.symbol.empty()
                         ? escape(button.text)
                         : element("span", {{"aria-hidden", "true"}}, escape(button.symbol)) +
                               element("span", {{"class", "govuk-visually-hidden"}}, escape(button.text));
        Attributes attributes{
            {"type", "submit"},
            {"class", "app-map__button"},
            {"name", options.id + "-move"},
            {"value", button.value},
            {"formaction", options.action}
        };
        if (!button.symbol.empty()) attributes.push_back({"title", button.text});
        out += element("button", attributes, words);
    }
    return element("div", {{"class", classes}}, out);
}

}  // namespace

Html map(const Map& options) {
    Html legend;
    for (const MapKey& key : options.legend)
        legend += element("li", {}, key.swatch + element("span", {}, escape(key.text)));
    if (!legend.empty()) {
        legend = element("p", {{"class", "govuk-visually-hidden"}}, escape(options.legend_title)) +
                 element("ul", {{"class", "app-map__legend"}}, legend);
    }
    const Html frames = frame(options, options.wide, "wide") + frame(options, options.narrow, "narrow");
    return element(
        "div",
        {{"class", "app-map"},
         {"id", options.id + "-map"},
         {"data-module", "app-map"},
         {"data-keys", options.keys},
         {"data-name", options.name}},
        element("div", {{"class", "app-map__frames"}}, frames) + buttons(options, options.buttons, "app-map__buttons") +
            element("p", {{"class", "app-map__status"}, {"role", "status"}}, escape(options.status)) +
            buttons(options, options.pin_buttons, "app-map__pin-buttons") + legend +
            hidden_field(options.id + "-view", options.view)
    );
}

Html map_picture(const MapPicture& picture, const std::string& alt) {
    return element(
        "div", {{"class", "app-map-picture"}},
        element(
            "img", {{"src", picture.src},
                    {"alt", alt},
                    {"width", pixels(picture.width)},
                    {"height", pixels(picture.height)},
                    {"loading", "lazy"}}
        ) + pin_over(picture)
    );
}

}  // namespace guildhall::html
