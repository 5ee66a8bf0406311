#pragma once
/// A picture of a map, as SVG. Pure; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "maps/layer.hpp"
#include "maps/view.hpp"

namespace guildhall::maps {

/// So many points of features stand on one picture at most: small things are left out first.
inline constexpr std::size_t most_points = 60'000;

/// The features of the layers by their `kind`, the ground first and names last, whatever the order of the layers;
/// streets and areas carry their `name` where there is room. Takes a few milliseconds. Nothing in it comes from
/// elsewhere: no font, no picture, no script, no style.
[[nodiscard]] std::string draw(const std::vector<const Layer*>& layers, View view, Size size);

/// What people tell apart on these layers, in the order drawn: `water`, `park`, `area`.
[[nodiscard]] std::vector<std::string> kinds_for_legend(const std::vector<const Layer*>& layers);
/// A small picture of how a kind is drawn, as an `<svg>` to stand in a page.
[[nodiscard]] std::string swatch(std::string_view kind);

}  // namespace guildhall::maps
