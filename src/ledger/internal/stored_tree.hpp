#pragma once
/// The tree as the database keeps it: its right edge, its tiles, its checkpoints.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/internal/tree.hpp"
#include "store/store.hpp"

namespace guildhall::ledger::internal {

/// Throws when the stored edge does not fit the stored size.
[[nodiscard]] RightEdge read_edge(store::ReadTransaction& transaction);
/// The hashes of a tile, 32 bytes each; empty when there is no such tile.
[[nodiscard]] base::Bytes read_tile(store::ReadTransaction& transaction, unsigned level, std::uint64_t tile);
[[nodiscard]] std::optional<std::string> read_checkpoint(
    store::ReadTransaction& transaction, const std::string& origin
);

/// Reads each tile once. Lives as long as the transaction.
class TileReader {
public:
    explicit TileReader(store::ReadTransaction& transaction) : transaction_(transaction) {}
    /// The root of a complete subtree, hashed from the tile that holds its nodes. Throws when the tile lacks them.
    [[nodiscard]] Hash node(unsigned height, std::uint64_t index);
    [[nodiscard]] std::size_t tiles_read() const { return tiles_.size(); }

private:
    store::ReadTransaction& transaction_;
    std::map<std::pair<unsigned, std::uint64_t>, base::Bytes> tiles_;
};

/// What appending leaves changes: whole tiles as they will be, and the new edge.
struct Growth {
    std::uint64_t old_size = 0;
    RightEdge edge;
    std::map<std::pair<unsigned, std::uint64_t>, base::Bytes> tiles;
};
/// Reads the partial tiles that grow, and nothing else. Throws when one is not as wide as the tree says.
[[nodiscard]] Growth grow(store::ReadTransaction& transaction, RightEdge edge, std::span<const Hash> leaves);
/// Throws when the tree is no longer as it was when `grow` read it.
void write_growth(store::WriteTransaction& transaction, const Growth& growth);
void write_checkpoint(
    store::WriteTransaction& transaction, const std::string& origin, std::uint64_t size, const std::string& note,
    base::Instant signed_at
);

}  // namespace guildhall::ledger::internal
