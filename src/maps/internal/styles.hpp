#pragma once
/// How each kind of feature is drawn.

#include <span>
#include <string_view>

#include "maps/layer.hpp"

namespace guildhall::maps::internal {

struct Style {
    std::string_view kind;
    Feature::Shape shape = Feature::Shape::areas;
    int least_zoom = 0;         ///< from which it is drawn
    int label_zoom = 30;        ///< from which its name is
    std::string_view fill{};    ///< of areas and labels of points
    std::string_view line{};    ///< of lines, and around areas
    std::string_view casing{};  ///< around lines
    double width = 0;           ///< of lines, in pixels at zoom 17
    std::string_view dash{};
    std::string_view label = "#3b3833";
    bool in_legend = false;
    std::string_view opacity{};  ///< of the fill
};

/// From the ground up: the order in which they are drawn.
[[nodiscard]] std::span<const Style> styles();
/// By its `kind` and shape; an unknown kind is `area`, `street` or `place`. A place in styles().
[[nodiscard]] std::size_t style_of(const Feature& feature);
/// Pixels of a line at this zoom.
[[nodiscard]] double width_at(const Style& style, int zoom);

/// The colour of the ground where there is nothing.
inline constexpr std::string_view ground = "#f6f2ea";

}  // namespace guildhall::maps::internal
