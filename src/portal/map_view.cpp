#include "portal/internal/map_view.hpp"

#include <charconv>

#include <fmt/format.h>

#include "html/map.hpp"
#include "identifiers/coordinates.hpp"
#include "maps/picture.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::ShownMap;

constexpr maps::Size wide{608, 416};
constexpr maps::Size narrow{288, 320};
constexpr int nearest_zoom = 17;     // where a pin is shown that was not put there by hand
constexpr double near_street = 150;  // metres

maps::Box extent_of(const ShownMap& map) {
    maps::Box all;
    for (const auto& layer : map.layers) all.add(layer->extent());
    return all;
}

std::optional<maps::Place> place_in(std::string_view typed) {
    const auto read = identifiers::read_coordinates(typed);
    if (const auto* point = std::get_if<identifiers::Coordinates>(&read))
        return maps::Place{point->latitude, point->longitude};
    return std::nullopt;
}

maps::View first_view(const ShownMap& map, const std::optional<maps::Place>& pin) {
    if (pin && extent_of(map).holds(*pin)) return view_on(map, maps::view_at(*pin, nearest_zoom));
    return view_on(map, maps::view_at({map.latitude, map.longitude}, map.zoom));
}

/// How far a pan goes: most of the narrow picture, so that something known stays in sight.
constexpr int pan = 192;

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string typed(maps::Place place) {
    return fmt::format("{:.6f}, {:.6f}", place.latitude, place.longitude);
}

html::MapPicture picture(
    const std::string& pictures, const std::string& path, maps::View view, std::string_view size_name, maps::Size size,
    const std::optional<maps::Place>& pin
) {
    html::MapPicture out{
        fmt::format("{}/{}/{}/{}", pictures, view.text(), size_name, path), size.width, size.height, std::nullopt
    };
    if (pin) {
        const maps::Pixel at = maps::pixel_of(view, size, *pin);
        if (at.x >= 0 && at.y >= 0 && at.x <= size.width && at.y <= size.height) out.pin = html::MapPin{at.x, at.y};
    }
    return out;
}

std::string place_words(maps::Place place) {
    const identifiers::Coordinates coordinates{place.latitude, place.longitude};
    if (auto grid = identifiers::grid_reference(coordinates)) return *std::move(grid);
    return identifiers::shown(coordinates);
}

std::string status_words(const ShownMap& map, const std::optional<maps::Place>& pin, const words::Locale& locale) {
    if (!pin) return locale.text("map.no_pin");
    for (const auto& layer : map.layers) {
        if (layer->has_areas()) continue;
        if (const auto near = layer->nearest(*pin, near_street, "name")) {
            return locale.text("map.pin_near", {{"street", near->feature->text("name")}, {"place", place_words(*pin)}});
        }
    }
    return locale.text("map.pin", {{"place", place_words(*pin)}});
}

/// What people tell apart on the map; areas by the name of their layer.
std::vector<html::MapKey> legend_of(const ShownMap& map, const words::Locale& locale) {
    std::vector<html::MapKey> legend;
    for (const std::string& kind : map.legend) {
        std::string words;
        if (kind == "area") {
            for (const auto& layer : map.layers) {
                if (layer->has_areas() && maps::kinds_for_legend({layer.get()}) == std::vector<std::string>{"area"})
                    words = layer->title(locale.tag());
            }
        }
        if (words.empty()) {
            words = kind == "park"    ? locale.text("map.park")
                    : kind == "wood"  ? locale.text("map.wood")
                    : kind == "water" ? locale.text("map.water")
                                      : locale.text("map.area");
        }
        legend.push_back({html::trusted(maps::swatch(kind)), words});
    }
    return legend;
}

}  // namespace

std::string pictures_path(const catalogue::Service& service) {
    return fmt::format("/services/{}/map/{}", service.id, service.hash);
}

std::optional<maps::Size> picture_size(std::string_view name) {
    if (name == "wide") return wide;
    if (name == "narrow") return narrow;
    return std::nullopt;
}

maps::View view_on(const ShownMap& map, maps::View view) {
    return maps::within(view, extent_of(map));
}

html::Html map_of(const QuestionParts& parts) {
    const Question& question = parts.question;
    if (!question.map || question.map->layers.empty() || !parts.showing.site) return {};
    const ShownMap& shown = *question.map;
    const words::Locale& locale = parts.locale();
    const std::string saved = parts.saved_part("latitude").empty()
                                  ? std::string{}
                                  : parts.saved_part("latitude") + ", " + parts.saved_part("longitude");
    const auto pin = place_in(parts.value(question.id + "-point", saved));
    const auto sent_view = maps::View::parse(parts.value(question.id + "-view", ""));
    const maps::View view = sent_view ? view_on(shown, *sent_view) : first_view(shown, pin);

    const SiteOfQuestion& site = *parts.showing.site;
    const std::string path = site.path_before + question.id;
    html::Map map;
    map.id = question.id;
    map.action = site.page + "#" + question.id + "-map";
    map.wide = picture(site.pictures, path, view, "wide", wide, pin);
    map.narrow = picture(site.pictures, path, view, "narrow", narrow, pin);
    map.name = locale.text("map.name");
    map.press = locale.text("map.press");
    map.keys = locale.text("map.keys");
    map.status = status_words(shown, pin, locale);
    map.view = view.text();
    map.buttons = {
        {"in", "+", locale.text("map.zoom_in")},  {"out", "−", locale.text("map.zoom_out")},
        {"west", "←", locale.text("map.west")},   {"north", "↑", locale.text("map.north")},
        {"south", "↓", locale.text("map.south")}, {"east", "→", locale.text("map.east")},
    };
    map.pin_buttons = {{"middle", "", locale.text("map.middle")}};
    if (pin) map.pin_buttons.push_back({"remove", "", locale.text("map.remove")});
    map.legend = legend_of(shown, locale);
    map.legend_title = locale.text("map.legend");
    return html::map(map);
}

std::optional<http::Fields> pressed_map(const Question& question, const http::Fields& form) {
    if (!question.map || question.map->layers.empty()) return std::nullopt;
    const std::string& id = question.id;
    const std::string move{form.get(id + "-move")};
    const bool on_wide = form.has(id + "-wide.x");
    const bool on_narrow = form.has(id + "-narrow.x");
    if (move.empty() && !on_wide && !on_narrow) return std::nullopt;

    auto pin = place_in(form.get(id + "-point"));
    const auto sent = maps::View::parse(form.get(id + "-view"));
    maps::View view = sent ? view_on(*question.map, *sent) : first_view(*question.map, pin);
    if (on_wide || on_narrow) {
        const std::string name = id + (on_wide ? "-wide" : "-narrow");
        const maps::Size size = on_wide ? wide : narrow;
        const auto x = whole_number(form.get(name + ".x"));
        const auto y = whole_number(form.get(name + ".y"));
        if (x && y && *x >= 0 && *y >= 0 && *x <= size.width && *y <= size.height) {
            // A keyboard presses the corner; nobody points at it.
            const bool by_key = *x == 0 && *y == 0;
            pin = by_key ? maps::middle_of(view)
                         : maps::place_at(view, size, {static_cast<double>(*x), static_cast<double>(*y)});
        }
    }
    const int zoomed_in = view.zoom + 1;
    // With a pin in sight it stays in sight: nearer and further is around it.
    const maps::Place around = pin && maps::box_of(view, narrow).holds(*pin) ? *pin : maps::middle_of(view);
    if (move == "in") view = maps::view_at(around, zoomed_in);
    if (move == "out") view = maps::view_at(around, view.zoom - 1);
    if (move == "west") view = maps::moved(view, -pan, 0);
    if (move == "east") view = maps::moved(view, pan, 0);
    if (move == "north") view = maps::moved(view, 0, -pan);
    if (move == "south") view = maps::moved(view, 0, pan);
    if (move == "middle") pin = maps::middle_of(view);
    if (move == "remove") pin.reset();
    view = view_on(*question.map, view);

    http::Fields changed;
    for (const auto& [name, value] : form.entries()) {
        const bool ours = name == id + "-point" || name == id + "-view" || name == id + "-move" ||
                          name.starts_with(id + "-wide.") || name.starts_with(id + "-narrow.");
        if (!ours) changed.add(name, value);
    }
    const std::string before{form.get(id + "-point")};
    // What was typed and is no place stays to be mended.
    const bool keeps = !pin && move != "remove";
    changed.add(id + "-point", pin ? typed(*pin) : keeps ? before : std::string{});
    changed.add(id + "-view", view.text());
    return changed;
}

html::Html map_of_answer(
    const Question& question, const base::Json& answer, const std::string& pictures, const std::string& path,
    const words::Locale& locale
) {
    if (!question.map || question.map->layers.empty()) return {};
    const auto pin = place_in(answer.string_at("latitude") + ", " + answer.string_at("longitude"));
    if (!pin || !extent_of(*question.map).holds(*pin)) return {};
    const maps::View view = first_view(*question.map, pin);
    return html::map_picture(
        picture(pictures, path, view, "narrow", narrow, pin), locale.text("map.picture", {{"place", place_words(*pin)}})
    );
}

}  // namespace guildhall::portal
