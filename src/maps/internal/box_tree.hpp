#pragma once
/// Finds the boxes that meet another among many: a packed R-tree (Leutenegger et al., STR: A Simple and Efficient
/// Algorithm for R-Tree Packing, 1997).

#include <cstdint>
#include <vector>

#include "maps/place.hpp"

namespace guildhall::maps::internal {

/// Immutable once made; thread-safe.
class BoxTree {
public:
    BoxTree() = default;
    explicit BoxTree(const std::vector<Box>& boxes);

    /// Places in the list of the boxes that meet `box`, in order.
    [[nodiscard]] std::vector<std::uint32_t> meeting(const Box& box) const;

private:
    struct Node {
        Box box;
        std::uint32_t first = 0;  ///< of its children: nodes, or on the lowest level entries of `items_`
        std::uint32_t count = 0;
        bool is_leaf = true;
    };
    std::vector<Node> nodes_;  ///< level by level from the lowest, the root last
    std::vector<std::uint32_t> items_;
    std::vector<Box> boxes_;  ///< in the order of `items_`
};

}  // namespace guildhall::maps::internal
