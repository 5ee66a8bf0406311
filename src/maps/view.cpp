#include "maps/view.hpp"

#include <charconv>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace guildhall::maps {
namespace {

using std::numbers::pi;

/// Where the square of the projection ends: atan(sinh(pi)).
constexpr double most_latitude = 85.05112877980659;
constexpr double equator = 40'075'016.68557849;  // metres

double world(int zoom) {
    return 256.0 * static_cast<double>(std::int64_t{1} << zoom);
}

std::int64_t steps(int zoom) {
    return 256 * (std::int64_t{1} << zoom) / view_step;
}

Pixel in_world(Place place, int zoom) {
    const double latitude = std::clamp(place.latitude, -most_latitude, most_latitude) * pi / 180;
    const double side = world(zoom);
    return {(place.longitude + 180) / 360 * side, (1 - std::asinh(std::tan(latitude)) / pi) / 2 * side};
}

Place from_world(Pixel pixel, int zoom) {
    const double side = world(zoom);
    const double x = std::clamp(pixel.x, 0.0, side);
    const double y = std::clamp(pixel.y, 0.0, side);
    return {std::atan(std::sinh(pi * (1 - 2 * y / side))) * 180 / pi, x / side * 360 - 180};
}

Pixel corner(View view, Size size) {
    return {
        static_cast<double>(view.column) * view_step - size.width / 2.0,
        static_cast<double>(view.row) * view_step - size.height / 2.0
    };
}

}  // namespace

std::string View::text() const {
    return fmt::format("{}/{}/{}", zoom, column, row);
}

std::optional<View> View::parse(std::string_view text) {
    View view;
    std::int64_t zoom_read = 0;
    std::int64_t* const parts[] = {&zoom_read, &view.column, &view.row};
    for (int i = 0; i < 3; ++i) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *parts[i]);
        if (error != std::errc{}) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (i < 2) {
            if (!text.starts_with('/')) return std::nullopt;
            text.remove_prefix(1);
        }
    }
    if (!text.empty() || zoom_read < least_zoom || zoom_read > most_zoom) return std::nullopt;
    view.zoom = static_cast<int>(zoom_read);
    const std::int64_t end = steps(view.zoom);
    if (view.column < 0 || view.row < 0 || view.column > end || view.row > end) return std::nullopt;
    return view;
}

View view_at(Place place, int zoom) {
    View view;
    view.zoom = std::clamp(zoom, least_zoom, most_zoom);
    const Pixel middle = in_world(place, view.zoom);
    view.column = std::clamp<std::int64_t>(std::llround(middle.x / view_step), 0, steps(view.zoom));
    view.row = std::clamp<std::int64_t>(std::llround(middle.y / view_step), 0, steps(view.zoom));
    return view;
}

View within(View view, const Box& box) {
    if (box.empty()) return view_at(middle_of(view), view.zoom);
    const Place middle = middle_of(view);
    const Place kept{
        std::clamp(middle.latitude, box.south, box.north), std::clamp(middle.longitude, box.west, box.east)
    };
    return kept == middle && view.zoom >= least_zoom && view.zoom <= most_zoom ? view : view_at(kept, view.zoom);
}

View moved(View view, int east, int south) {
    const std::int64_t end = steps(view.zoom);
    view.column = std::clamp<std::int64_t>(view.column + east / view_step, 0, end);
    view.row = std::clamp<std::int64_t>(view.row + south / view_step, 0, end);
    return view;
}

View zoomed(View view, int zoom) {
    return view_at(middle_of(view), zoom);
}

Place middle_of(View view) {
    return from_world(
        {static_cast<double>(view.column) * view_step, static_cast<double>(view.row) * view_step}, view.zoom
    );
}

Pixel pixel_of(View view, Size size, Place place) {
    const Pixel from = corner(view, size);
    const Pixel at = in_world(place, view.zoom);
    return {at.x - from.x, at.y - from.y};
}

Place place_at(View view, Size size, Pixel pixel) {
    const Pixel from = corner(view, size);
    return from_world({from.x + pixel.x, from.y + pixel.y}, view.zoom);
}

Box box_of(View view, Size size, int margin) {
    Box box;
    const double more = margin;
    box.add(place_at(view, size, {-more, -more}));
    box.add(place_at(view, size, {size.width + more, size.height + more}));
    return box;
}

double metres_per_pixel(View view) {
    return equator * std::cos(middle_of(view).latitude * pi / 180) / world(view.zoom);
}

}  // namespace guildhall::maps
