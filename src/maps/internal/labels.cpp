#include "maps/internal/labels.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "base/markup.hpp"
#include "base/text.hpp"

namespace guildhall::maps::internal {
namespace {

constexpr double letter = 6.6;  // pixels that a letter is wide on average, at the usual size
constexpr double apart = 320;   // pixels between two labels of one name
constexpr std::size_t most_labels = 120;
constexpr std::size_t longest = 60;  // letters

double width_of(const std::string& name, double size = 12.5) {
    const std::size_t letters = base::is_valid_utf8(name) ? base::code_point_count(name) : name.size();
    return static_cast<double>(letters) * letter * size / 12.5;
}

std::string text_start(const Style& style, double size, std::string_view more) {
    return fmt::format(
        R"(<text font-size="{}" fill="{}" stroke="#fffdf8" stroke-width="3.2" paint-order="stroke" stroke-linejoin="round" text-anchor="middle"{}>)",
        size, style.label, more
    );
}

}  // namespace

std::string escaped(std::string_view text) {
    // XML 1.0 section 2.2: control characters may not even stand as references.
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
    });
    return base::escaped(kept);
}

bool Labels::is_free(const Frame& box) const {
    if (box.left < 2 || box.top < 2 || box.right > size_.width - 2 || box.bottom > size_.height - 2) return false;
    return std::none_of(taken_.begin(), taken_.end(), [&](const Frame& other) {
        return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
    });
}

void Labels::keep_free(Frame box) {
    taken_.push_back(box);
}

bool Labels::try_along(const Line& line, double middle, const std::string& name, const Style& style) {
    const double half = width_of(name) / 2 + 3;
    Line path = between(line, middle - half, middle + half);
    constexpr double too_sharp = 0.5;
    if (path.size() < 2 || sharpest_turn(simplified(path)) > too_sharp) return false;
    std::vector<Frame> boxes;
    const double length = length_of(path);
    for (int i = 0; 4 + 8 * i < length; ++i) {
        const double at = 4 + 8 * i;
        const Line step = between(path, at, at + 1);
        if (step.empty()) return false;
        boxes.push_back({step.front().x - 7, step.front().y - 7, step.front().x + 7, step.front().y + 7});
    }
    if (!std::all_of(boxes.begin(), boxes.end(), [&](const Frame& box) { return is_free(box); })) return false;
    const Pixel centre = path[path.size() / 2];
    const auto [first, last] = named_.equal_range(name);
    if (std::any_of(first, last, [&](const auto& other) {
            return std::hypot(other.second.x - centre.x, other.second.y - centre.y) < apart;
        }))
        return false;
    named_.emplace(name, centre);
    taken_.insert(taken_.end(), boxes.begin(), boxes.end());
    // Read from left to right.
    if (path.back().x < path.front().x) std::reverse(path.begin(), path.end());
    std::string shape;
    for (const Pixel& at : path) shape += fmt::format("{}{:.1f} {:.1f}", shape.empty() ? "M" : "L", at.x, at.y);
    ++count_;
    out_ += fmt::format(R"(<path id="n{}" d="{}" fill="none"/>)", count_, shape);
    out_ += text_start(style, 12.5, R"( dy="4.3")") +
            fmt::format(R"(<textPath href="#n{}" startOffset="50%">{}</textPath></text>)", count_, escaped(name));
    return true;
}

void Labels::along(const std::vector<Line>& pieces, const std::string& name, const Style& style) {
    if (name.empty() || name.size() > longest || taken_.size() > most_labels * 20) return;
    const double width = width_of(name) + 10;
    for (const Line& piece : pieces) {
        const double length = length_of(piece);
        if (length < width) continue;
        for (const double share : {0.5, 0.3, 0.7, 0.15, 0.85}) {
            const double middle = std::clamp(share * length, width / 2, length - width / 2);
            if (try_along(piece, middle, name, style)) break;
        }
    }
}

void Labels::at(Pixel middle, double room, const std::string& name, const Style& style) {
    if (name.empty() || name.size() > longest) return;
    const double width = width_of(name, 13);
    if (width > room * 1.15) return;
    // Where something else stands in the middle, above or below it.
    Frame box;
    bool found = false;
    for (const double shift : {0.0, -26.0, 26.0, -56.0, 56.0}) {
        box = {middle.x - width / 2, middle.y + shift - 9, middle.x + width / 2, middle.y + shift + 9};
        found = is_free(box);
        if (!found) continue;
        middle.y += shift;
        break;
    }
    if (!found) return;
    taken_.push_back(box);
    out_ +=
        text_start(style, 13, fmt::format(R"( font-style="italic" x="{:.1f}" y="{:.1f}")", middle.x, middle.y + 4.5)) +
        escaped(name) + "</text>";
}

void Labels::below(Pixel mark, const std::string& name, const Style& style) {
    const bool is_place = style.kind == "place";
    const double size = is_place ? 15 : 11.5;
    const double width = width_of(name, size);
    const double top = is_place ? mark.y - size / 2 : mark.y + 5;
    const Frame box{mark.x - width / 2, top, mark.x + width / 2, top + size + 2};
    if (name.empty() || name.size() > longest || !is_free(box)) return;
    taken_.push_back(box);
    out_ += text_start(
                style, size,
                fmt::format(R"( x="{:.1f}" y="{:.1f}"{})", mark.x, top + size, is_place ? R"( font-weight="bold")" : "")
            ) +
            escaped(name) + "</text>";
}

}  // namespace guildhall::maps::internal
