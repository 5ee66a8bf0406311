#pragma once
/// Names on a map, where there is room for them.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "maps/internal/shapes.hpp"
#include "maps/internal/styles.hpp"

namespace guildhall::maps::internal {

/// The text as it may stand in SVG; control characters are left out.
[[nodiscard]] std::string escaped(std::string_view text);

/// Gathers labels; the first that asks for room gets it. One picture, one thread.
class Labels {
public:
    explicit Labels(Size size) : size_(size) {}

    /// Along a line.
    void along(const std::vector<Line>& pieces, const std::string& name, const Style& style);
    /// Around a point, when it fits into so many pixels.
    void at(Pixel middle, double room, const std::string& name, const Style& style);
    /// Below a mark; the mark itself keeps its room as well.
    void below(Pixel mark, const std::string& name, const Style& style);
    /// Keeps a box free.
    void keep_free(Frame box);

    /// The elements that show them.
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    [[nodiscard]] bool is_free(const Frame& box) const;
    [[nodiscard]] bool try_along(const Line& line, double middle, const std::string& name, const Style& style);

    Size size_;
    std::vector<Frame> taken_;
    std::multimap<std::string, Pixel> named_;
    std::string out_;
    int count_ = 0;
};

}  // namespace guildhall::maps::internal
