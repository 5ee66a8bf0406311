#pragma once
/// Merkle trees by their complete subtrees, wherever those are kept.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ledger/ledger.hpp"

namespace guildhall::ledger::internal {

/// The root of the complete subtree of 2^height leaves that starts at leaf index * 2^height.
using NodeOf = std::function<Hash(unsigned height, std::uint64_t index)>;

/// MTH(D[first:end]) of RFC 6962; `first` and `end` as its splitting gives them, `end` > `first`.
[[nodiscard]] Hash range_hash(const NodeOf& node_of, std::uint64_t first, std::uint64_t end);
/// PATH(index, D[size]).
[[nodiscard]] std::vector<Hash> inclusion_path(const NodeOf& node_of, std::uint64_t index, std::uint64_t size);
/// PROOF(old_size, D[size]); `old_size` from 1 to `size`.
[[nodiscard]] std::vector<Hash> consistency_path(const NodeOf& node_of, std::uint64_t old_size, std::uint64_t size);

/// The right edge of a growing tree: the roots of its complete subtrees, largest first, one for each bit of its size.
/// Appending costs one hash a leaf on average, the root one hash for each bit: nothing grows with the tree but its log.
class RightEdge {
public:
    RightEdge() = default;
    /// Nothing when the bytes do not fit the size.
    [[nodiscard]] static std::optional<RightEdge> read(std::uint64_t size, base::ByteView bytes);

    /// `completed(height, root)` is called for the leaf (height 0) and each subtree that it completes.
    void append(const Hash& leaf, const std::function<void(unsigned, const Hash&)>& completed);
    [[nodiscard]] Hash root() const;
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] base::Bytes bytes() const;
    /// Inner nodes hashed by `append` so far.
    [[nodiscard]] std::uint64_t hashed() const { return hashed_; }

private:
    std::uint64_t size_ = 0;
    std::uint64_t hashed_ = 0;
    std::vector<Hash> roots_;
};

[[nodiscard]] base::ByteView view_of(const Hash& hash);
/// From exactly 32 bytes (bug otherwise).
[[nodiscard]] Hash hash_of(base::ByteView bytes);

}  // namespace guildhall::ledger::internal
