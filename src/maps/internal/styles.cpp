#include "maps/internal/styles.hpp"

#include <algorithm>
#include <cmath>

namespace guildhall::maps::internal {
namespace {

using Shape = Feature::Shape;

constexpr Style all[] = {
    {.kind = "land", .fill = "#ece5d8"},
    {.kind = "park", .label_zoom = 15, .fill = "#d3e4c0", .label = "#33582b", .in_legend = true},
    {.kind = "wood", .label_zoom = 15, .fill = "#b7d3a3", .label = "#2c5026", .in_legend = true},
    {.kind = "water", .label_zoom = 13, .fill = "#b3d4e3", .line = "#93bfd3", .label = "#24586f", .in_legend = true},
    {.kind = "river", .shape = Shape::lines, .label_zoom = 14, .line = "#b3d4e3", .width = 14, .label = "#24586f"},
    {.kind = "square", .label_zoom = 16, .fill = "#f3e3c6", .line = "#dfc9a1"},
    {.kind = "building", .least_zoom = 15, .label_zoom = 17, .fill = "#ddd0ba", .line = "#c6b596"},
    {.kind = "path",
     .shape = Shape::lines,
     .least_zoom = 14,
     .label_zoom = 17,
     .line = "#a58f68",
     .width = 2.2,
     .dash = "5 3"},
    {.kind = "rail", .shape = Shape::lines, .line = "#8d8579", .width = 3, .dash = "9 5"},
    {.kind = "street",
     .shape = Shape::lines,
     .least_zoom = 12,
     .label_zoom = 15,
     .line = "#ffffff",
     .casing = "#cfc4b1",
     .width = 13},
    {.kind = "main", .shape = Shape::lines, .label_zoom = 14, .line = "#fbe3a6", .casing = "#cba95a", .width = 17},
    {.kind = "area",
     .label_zoom = 14,
     .fill = "#6a3d9a",
     .line = "#5b2f8a",
     .width = 2.5,
     .dash = "8 5",
     .label = "#4a2275",
     .in_legend = true,
     .opacity = ".13"},
    {.kind = "landmark",
     .shape = Shape::points,
     .least_zoom = 15,
     .label_zoom = 15,
     .fill = "#5a4b35",
     .label = "#4b3f2d"},
    {.kind = "place", .shape = Shape::points, .label_zoom = 0, .label = "#26231f"},
};

}  // namespace

std::span<const Style> styles() {
    return all;
}

std::size_t style_of(const Feature& feature) {
    const auto find = [&](std::string_view kind) {
        const auto* const found = std::find_if(std::begin(all), std::end(all), [&](const Style& style) {
            return style.kind == kind && style.shape == feature.shape;
        });
        return static_cast<std::size_t>(found - std::begin(all));
    };
    const std::size_t own = find(feature.text("kind"));
    if (own < std::size(all)) return own;
    return find(feature.shape == Shape::areas ? "area" : feature.shape == Shape::lines ? "street" : "landmark");
}

double width_at(const Style& style, int zoom) {
    const double width = style.width * std::pow(1.55, zoom - 17);
    return std::clamp(width, style.casing.empty() ? 1.0 : 1.6, style.width * 2);
}

}  // namespace guildhall::maps::internal
