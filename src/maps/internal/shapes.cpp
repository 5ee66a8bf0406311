#include "maps/internal/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace guildhall::maps::internal {
namespace {

constexpr double unseen = 0.7;  // pixels

double distance(Pixel a, Pixel b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

Pixel on_the_way(Pixel a, Pixel b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// From and to which share of a segment lies within the frame; false when nothing does.
bool cut_segment(Pixel a, Pixel b, const Frame& frame, double& from, double& to) {
    from = 0;
    to = 1;
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double towards[] = {-dx, dx, -dy, dy};
    const double room[] = {a.x - frame.left, frame.right - a.x, a.y - frame.top, frame.bottom - a.y};
    for (int i = 0; i < 4; ++i) {
        if (towards[i] == 0) {
            if (room[i] < 0) return false;
            continue;
        }
        const double share = room[i] / towards[i];
        if (towards[i] < 0) {
            from = std::max(from, share);
        } else {
            to = std::min(to, share);
        }
        if (from > to) return false;
    }
    return true;
}

/// One side of the frame: how far inside a point lies.
template <class Inside>
Line cut_side(const Line& ring, const Inside& inside) {
    Line out;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Pixel here = ring[i];
        const Pixel before = ring[(i + ring.size() - 1) % ring.size()];
        const double now = inside(here);
        const double then = inside(before);
        if ((now >= 0) != (then >= 0)) out.push_back(on_the_way(before, here, then / (then - now)));
        if (now >= 0) out.push_back(here);
    }
    return out;
}

}  // namespace

Inside inside_of(const Line& line, const Frame& frame) {
    if (line.empty()) return Inside::none;
    Frame box{line.front().x, line.front().y, line.front().x, line.front().y};
    for (const Pixel& at : line) {
        box = {
            std::min(box.left, at.x), std::min(box.top, at.y), std::max(box.right, at.x), std::max(box.bottom, at.y)
        };
    }
    if (box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom)
        return Inside::none;
    const bool all =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
    return all ? Inside::all : Inside::some;
}

Line simplified(const Line& line) {
    Line out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool last = i + 1 == line.size();
        if (out.empty() || last || distance(out.back(), line[i]) >= unseen) out.push_back(line[i]);
    }
    return out;
}

std::vector<Line> cut_line(const Line& line, const Frame& frame) {
    std::vector<Line> pieces;
    bool goes_on = false;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        double from = 0;
        double to = 1;
        if (!cut_segment(line[i], line[i + 1], frame, from, to)) {
            goes_on = false;
            continue;
        }
        if (!goes_on || from > 0) pieces.push_back({on_the_way(line[i], line[i + 1], from)});
        pieces.back().push_back(on_the_way(line[i], line[i + 1], to));
        goes_on = to == 1;
    }
    return pieces;
}

Line cut_ring(const Line& ring, const Frame& frame) {
    Line out = ring;
    if (out.size() > 1) out.pop_back();  // the first again
    out = cut_side(out, [&](Pixel at) { return at.x - frame.left; });
    out = cut_side(out, [&](Pixel at) { return frame.right - at.x; });
    out = cut_side(out, [&](Pixel at) { return at.y - frame.top; });
    out = cut_side(out, [&](Pixel at) { return frame.bottom - at.y; });
    return out.size() < 3 ? Line{} : out;
}

double length_of(const Line& line) {
    double length = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) length += distance(line[i], line[i + 1]);
    return length;
}

Line between(const Line& line, double from, double to) {
    Line out;
    double passed = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double length = distance(line[i], line[i + 1]);
        const double end = passed + length;
        if (length > 0 && end > from && passed < to) {
            if (out.empty()) out.push_back(on_the_way(line[i], line[i + 1], std::max(0.0, (from - passed) / length)));
            out.push_back(on_the_way(line[i], line[i + 1], std::min(1.0, (to - passed) / length)));
        }
        passed = end;
    }
    return out;
}

double sharpest_turn(const Line& line) {
    double sharpest = 0;
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        const double before = std::atan2(line[i].y - line[i - 1].y, line[i].x - line[i - 1].x);
        const double after = std::atan2(line[i + 1].y - line[i].y, line[i + 1].x - line[i].x);
        double turn = std::abs(after - before);
        if (turn > std::numbers::pi) turn = 2 * std::numbers::pi - turn;
        sharpest = std::max(sharpest, turn);
    }
    return sharpest;
}

}  // namespace guildhall::maps::internal
