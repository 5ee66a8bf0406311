#pragma once
/// Lines and rings in pixels, cut to what a picture shows.

#include <vector>

#include "maps/view.hpp"

namespace guildhall::maps::internal {

using Line = std::vector<Pixel>;

/// From (low, low) to (width + more, height + more).
struct Frame {
    double left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] bool holds(Pixel at) const { return at.x >= left && at.x <= right && at.y >= top && at.y <= bottom; }
};

/// How much of a line lies within the frame, by its box: nothing, perhaps some, or all of it.
enum class Inside { none, some, all };
[[nodiscard]] Inside inside_of(const Line& line, const Frame& frame);

/// Without points that lie so near to the one before that nobody sees them; the last one stays.
[[nodiscard]] Line simplified(const Line& line);
/// The pieces of a line within the frame (Liang and Barsky, segment by segment).
[[nodiscard]] std::vector<Line> cut_line(const Line& line, const Frame& frame);
/// What of a ring lies within the frame (Sutherland and Hodgman), not closed; empty when nothing does.
[[nodiscard]] Line cut_ring(const Line& ring, const Frame& frame);

[[nodiscard]] double length_of(const Line& line);
/// The part of a line from one distance along it to another.
[[nodiscard]] Line between(const Line& line, double from, double to);
/// The largest turn between neighbouring segments, in radians.
[[nodiscard]] double sharpest_turn(const Line& line);

}  // namespace guildhall::maps::internal
