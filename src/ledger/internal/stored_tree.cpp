#include "ledger/internal/stored_tree.hpp"

#include <stdexcept>

#include "ledger/internal/tile_path.hpp"

namespace guildhall::ledger::internal {
namespace {

constexpr store::Query select_tree{"ledger.select_tree", "SELECT size, edge FROM ledger_tree WHERE id = 1"};
constexpr store::Query select_tile{
    "ledger.select_tile", "SELECT hashes FROM ledger_tile WHERE level = $1 AND tile = $2"
};
constexpr store::Query select_checkpoint{
    "ledger.select_checkpoint", "SELECT note FROM ledger_checkpoint WHERE origin = $1"
};
// Compare and set: nothing changes unless the tree still has the size $1.
constexpr store::Query update_tree{
    "ledger.update_tree",
    "INSERT INTO ledger_tree (id, size, edge) VALUES (1, $2, $3) "
    "ON CONFLICT (id) DO UPDATE SET size = excluded.size, edge = excluded.edge WHERE ledger_tree.size = $1"
};
constexpr store::Query upsert_tile{
    "ledger.upsert_tile",
    "INSERT INTO ledger_tile (level, tile, hashes) VALUES ($1, $2, $3) "
    "ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes"
};
constexpr store::Query upsert_checkpoint{
    "ledger.upsert_checkpoint",
    "INSERT INTO ledger_checkpoint (origin, size, note, signed_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (origin) DO UPDATE SET size = excluded.size, note = excluded.note, signed_at = excluded.signed_at "
    "WHERE ledger_checkpoint.size < excluded.size"
};

std::int64_t cell(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

}  // namespace

RightEdge read_edge(store::ReadTransaction& transaction) {
    const auto row = transaction.query_one(select_tree);
    if (!row) return {};
    auto edge = RightEdge::read(static_cast<std::uint64_t>(row->integer(0)), row->bytes(1));
    if (!edge) throw std::runtime_error("ledger: the stored edge of the tree does not fit its size");
    return *std::move(edge);
}

base::Bytes read_tile(store::ReadTransaction& transaction, unsigned level, std::uint64_t tile) {
    const auto row = transaction.query_one(select_tile, {std::int64_t{level}, cell(tile)});
    return row ? row->bytes(0) : base::Bytes{};
}

std::optional<std::string> read_checkpoint(store::ReadTransaction& transaction, const std::string& origin) {
    const auto row = transaction.query_one(select_checkpoint, {origin});
    if (!row) return std::nullopt;
    return row->text(0);
}

Hash TileReader::node(unsigned height, std::uint64_t index) {
    const unsigned level = height / tile_height;
    const unsigned within = height % tile_height;
    const auto first = index << within;  // in hashes of this level
    const auto tile = first / tile_width;
    const auto [at, is_new] = tiles_.try_emplace({level, tile});
    if (is_new) at->second = read_tile(transaction_, level, tile);
    const auto offset = static_cast<std::size_t>(first % tile_width) * sizeof(Hash);
    const auto count = std::size_t{1} << within;
    if (at->second.size() < offset + count * sizeof(Hash)) {
        throw std::runtime_error(fmt::format("ledger: tile {} of level {} is too short", tile, level));
    }
    std::vector<Hash> hashes;
    for (std::size_t i = 0; i < count; ++i) {
        hashes.push_back(hash_of(base::ByteView(at->second).subspan(offset + i * sizeof(Hash), sizeof(Hash))));
    }
    for (; hashes.size() > 1; hashes.resize(hashes.size() / 2)) {
        for (std::size_t i = 0; i < hashes.size() / 2; ++i) hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
    }
    return hashes.front();
}

Growth grow(store::ReadTransaction& transaction, RightEdge edge, std::span<const Hash> leaves) {
    Growth growth;
    growth.old_size = edge.size();
    growth.edge = std::move(edge);
    // How many hashes each level has so far; complete subtrees of 256^level leaves.
    const auto completed = [&](unsigned height, const Hash& hash) {
        if (height % tile_height != 0) return;
        const unsigned level = height / tile_height;
        const auto place = growth.edge.size() >> height;  // the size counts what was there before this leaf
        const auto tile = place / tile_width;
        const auto width = static_cast<std::size_t>(place % tile_width);
        const auto [at, is_new] = growth.tiles.try_emplace({level, tile});
        if (is_new && width != 0) at->second = read_tile(transaction, level, tile);
        if (at->second.size() != width * sizeof(Hash)) {
            throw std::runtime_error(
                fmt::format("ledger: tile {} of level {} is not {} hashes wide", tile, level, width)
            );
        }
        at->second.insert(at->second.end(), hash.begin(), hash.end());
    };
    for (const auto& leaf : leaves) growth.edge.append(leaf, completed);
    return growth;
}

void write_growth(store::WriteTransaction& transaction, const Growth& growth) {
    const auto changed =
        transaction.execute(update_tree, {cell(growth.old_size), cell(growth.edge.size()), growth.edge.bytes()});
    if (changed != 1) throw std::runtime_error("ledger: the tree has grown meanwhile");
    for (const auto& [place, hashes] : growth.tiles) {
        transaction.send(upsert_tile, {std::int64_t{place.first}, cell(place.second), hashes});
    }
}

void write_checkpoint(
    store::WriteTransaction& transaction, const std::string& origin, std::uint64_t size, const std::string& note,
    base::Instant signed_at
) {
    transaction.send(upsert_checkpoint, {origin, cell(size), note, base::to_micros(signed_at)});
}

}  // namespace guildhall::ledger::internal
