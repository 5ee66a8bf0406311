#pragma once
/// Which part of the ground a picture shows: Web Mercator (EPSG:3857), as web maps have it. Pure; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "maps/place.hpp"

namespace guildhall::maps {

inline constexpr int least_zoom = 9;
inline constexpr int most_zoom = 19;

/// In pixels.
struct Size {
    int width = 608;
    int height = 416;
    bool operator==(const Size&) const = default;
};
struct Pixel {
    double x = 0;  ///< from the left
    double y = 0;  ///< from the top
};

/// The middle of a picture, in steps of `view_step` pixels of the world at this zoom (of 256 · 2^zoom pixels a side),
/// so that neighbours see the same pictures.
struct View {
    int zoom = 15;
    std::int64_t column = 0;
    std::int64_t row = 0;

    bool operator==(const View&) const = default;
    [[nodiscard]] std::string text() const;  ///< `15/1284/730`
    /// Nothing when it is none, or not of this world.
    [[nodiscard]] static std::optional<View> parse(std::string_view text);
};
inline constexpr int view_step = 8;

/// The view whose middle is nearest to a place.
[[nodiscard]] View view_at(Place place, int zoom);
/// The same in the nearest zoom that there is, with its middle in a box.
[[nodiscard]] View within(View view, const Box& box);
/// Moved by so many pixels to the east and to the south; in another zoom around the same middle.
[[nodiscard]] View moved(View view, int east, int south);
[[nodiscard]] View zoomed(View view, int zoom);

[[nodiscard]] Place middle_of(View view);
[[nodiscard]] Pixel pixel_of(View view, Size size, Place place);
[[nodiscard]] Place place_at(View view, Size size, Pixel pixel);
/// What the picture shows, and so many pixels around it.
[[nodiscard]] Box box_of(View view, Size size, int margin = 0);
/// How many metres a pixel is long in the middle of the picture.
[[nodiscard]] double metres_per_pixel(View view);

}  // namespace guildhall::maps
