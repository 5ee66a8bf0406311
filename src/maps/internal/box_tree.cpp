#include "maps/internal/box_tree.hpp"

#include <cmath>
#include <numeric>

namespace guildhall::maps::internal {
namespace {

constexpr std::size_t fan = 16;

}  // namespace

BoxTree::BoxTree(const std::vector<Box>& boxes) {
    for (std::uint32_t i = 0; i < boxes.size(); ++i) {
        if (!boxes[i].empty()) items_.push_back(i);
    }
    if (items_.empty()) return;
    // Slices from west to east, each sorted from south to north, so that neighbours share a node.
    const auto by_longitude = [&](std::uint32_t a, std::uint32_t b) {
        return boxes[a].west + boxes[a].east < boxes[b].west + boxes[b].east;
    };
    const auto by_latitude = [&](std::uint32_t a, std::uint32_t b) {
        return boxes[a].south + boxes[a].north < boxes[b].south + boxes[b].north;
    };
    std::sort(items_.begin(), items_.end(), by_longitude);
    const std::size_t leaves = (items_.size() + fan - 1) / fan;
    const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(leaves))));
    const std::size_t per_slice = (leaves + slices - 1) / slices * fan;
    for (std::size_t from = 0; from < items_.size(); from += per_slice) {
        const auto first = items_.begin() + static_cast<std::ptrdiff_t>(from);
        std::sort(
            first, items_.begin() + static_cast<std::ptrdiff_t>(std::min(from + per_slice, items_.size())), by_latitude
        );
    }
    boxes_.reserve(items_.size());
    for (const std::uint32_t item : items_) boxes_.push_back(boxes[item]);
    for (std::size_t from = 0; from < items_.size(); from += fan) {
        Node node{
            {}, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(std::min(fan, items_.size() - from))
        };
        for (std::size_t i = from; i < from + node.count; ++i) node.box.add(boxes_[i]);
        nodes_.push_back(node);
    }
    for (std::size_t level = 0, end = nodes_.size(); end - level > 1; end = nodes_.size()) {
        for (std::size_t from = level; from < end; from += fan) {
            Node node{
                {}, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(std::min(fan, end - from)), false
            };
            for (std::size_t i = from; i < from + node.count; ++i) node.box.add(nodes_[i].box);
            nodes_.push_back(node);
        }
        level = end;
    }
}

std::vector<std::uint32_t> BoxTree::meeting(const Box& box) const {
    std::vector<std::uint32_t> found;
    if (nodes_.empty()) return found;
    std::vector<std::uint32_t> open{static_cast<std::uint32_t>(nodes_.size() - 1)};
    while (!open.empty()) {
        const Node& node = nodes_[open.back()];
        open.pop_back();
        if (!node.box.meets(box)) continue;
        for (std::uint32_t i = node.first; i < node.first + node.count; ++i) {
            if (!node.is_leaf) {
                open.push_back(i);
            } else if (boxes_[i].meets(box)) {
                found.push_back(items_[i]);
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace guildhall::maps::internal
