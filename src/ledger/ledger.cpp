#include "ledger/ledger.hpp"

#include <stdexcept>

#include "ledger/internal/fault.hpp"
#include "ledger/internal/stored_tree.hpp"
#include "ledger/internal/tile_path.hpp"

namespace guildhall::ledger {
namespace {

using internal::tile_width;

/// Entry bundles give each entry's length in two bytes.
constexpr std::size_t largest_entry = 65535;

constexpr store::Query select_body{"ledger.select_body", "SELECT body FROM events WHERE event_id = $1"};

base::Error no_tile() {
    return internal::fault("There is no such tile.", base::ErrorCode::not_found);
}

}  // namespace

struct Ledger::State {
    store::Store& store;
    crypto::SigningKey key;
    std::string origin;
    std::string verifier_key;
    const base::Clock& clock;

    struct Tree {
        internal::RightEdge edge;
        std::string note;  ///< the newest checkpoint of this origin, empty when there is none
        std::uint64_t signed_size = 0;
    };

    std::string sign(const internal::RightEdge& edge) const {
        return sign_checkpoint({origin, edge.size(), edge.root()}, key);
    }
    base::Result<Tree> read_tree(store::ReadTransaction& transaction) const;

    base::Result<base::Bytes> bundle(const internal::TilePath& path) const;
};

/// A log never signs two trees that contradict each other. So the stored tree is held against the last checkpoint
/// before anything is signed on top of it: whoever changes the tree in the database without the key stops the log, and
/// is seen.
base::Result<Ledger::State::Tree> Ledger::State::read_tree(store::ReadTransaction& transaction) const {
    Tree tree{internal::read_edge(transaction), {}, 0};
    auto note = internal::read_checkpoint(transaction, origin);
    if (!note) return tree;
    const auto checkpoint = verify_checkpoint(*note, verifier_key);
    if (!checkpoint) {
        return internal::fault(
            "The stored checkpoint does not hold. " + checkpoint.error().detail.text, base::ErrorCode::corrupt
        );
    }
    if (checkpoint->size > tree.edge.size() ||
        (checkpoint->size == tree.edge.size() && checkpoint->root != tree.edge.root())) {
        return internal::fault(
            fmt::format("The stored tree is not the one that the checkpoint over {} entries signs.", checkpoint->size),
            base::ErrorCode::corrupt
        );
    }
    tree.note = *std::move(note);
    tree.signed_size = checkpoint->size;
    return tree;
}

Ledger::Ledger(store::Store& store, const crypto::SigningKey& key, std::string origin, const base::Clock& clock) {
    auto verifier_key = verifier_key_text(origin, crypto::verifying_key(key));
    state_.reset(new State{store, key, std::move(origin), std::move(verifier_key), clock});
}

Ledger::~Ledger() = default;

std::string Ledger::verifier_key() const {
    return state_->verifier_key;
}

// The order of durability: the events of the batch are committed and their positions never change, so the tree of the
// new size is settled before anything here runs. The checkpoint is signed beforehand (the writer does not sign), but it
// leaves this function only inside the writes, in the transaction that holds its tiles and moves the cursor: nobody
// can read a checkpoint whose tiles are not durable. When the transaction fails, the signature is dropped with it, and
// the next try signs the same tree.
std::function<void(store::WriteTransaction&)> Ledger::handle(const std::vector<events::Event>& batch) {
    auto growth = state_->store.read([&](store::ReadTransaction& transaction) -> base::Result<internal::Growth> {
        auto tree = state_->read_tree(transaction);
        if (!tree) return tree.error();
        auto edge = std::move(tree->edge);
        std::vector<Hash> leaves;
        for (const auto& event : batch) {
            const auto expected = edge.size() + leaves.size();
            const auto position = static_cast<std::uint64_t>(event.position);
            if (position < edge.size()) continue;  // handled before a crash
            if (event.position < 0 || position != expected) {
                throw std::runtime_error(fmt::format("ledger: event {} follows entry {}", event.position, expected));
            }
            if (event.leaf_hash.size() != sizeof(Hash)) throw std::runtime_error("ledger: an event has no leaf hash");
            leaves.push_back(internal::hash_of(event.leaf_hash));
        }
        return internal::grow(transaction, std::move(edge), leaves);
    });
    if (!growth) throw std::runtime_error("ledger: " + growth.error().detail.text);
    if (growth->edge.size() == growth->old_size) return [](store::WriteTransaction&) {};
    auto note = state_->sign(growth->edge);
    return [growth = *std::move(growth), note = std::move(note), origin = state_->origin,
            at = state_->clock.now()](store::WriteTransaction& transaction) {
        internal::write_growth(transaction, growth);
        internal::write_checkpoint(transaction, origin, growth.edge.size(), note, at);
    };
}

base::Result<std::string> Ledger::checkpoint() {
    auto tree = state_->store.read([&](store::ReadTransaction& transaction) { return state_->read_tree(transaction); });
    if (!tree) return tree.error();
    if (tree->signed_size == tree->edge.size()) return std::move(tree->note);
    // The tree grew under another origin. It is committed, so its checkpoint may be signed at any time.
    auto note = state_->sign(tree->edge);
    const auto written = state_->store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        internal::write_checkpoint(transaction, state_->origin, tree->edge.size(), note, state_->clock.now());
        return store::commit();
    });
    if (!written) return written.error();
    return note;
}

base::Result<std::optional<Receipt>> Ledger::receipt_for(const base::Uuid& event) {
    using Answer = base::Result<std::optional<Receipt>>;
    bool has_unsigned_part = false;
    const auto find = [&](store::ReadTransaction& transaction) -> Answer {
        const auto tree = state_->read_tree(transaction);
        if (!tree) return tree.error();
        has_unsigned_part = tree->signed_size < tree->edge.size();
        const auto position = events::position_of(transaction, event);
        if (!position || *position < 0 || static_cast<std::uint64_t>(*position) >= tree->signed_size) {
            return std::optional<Receipt>{};
        }
        const auto row = transaction.query_one(select_body, {event.text()});
        if (!row) return std::optional<Receipt>{};
        internal::TileReader tiles(transaction);
        const auto node_of = [&](unsigned height, std::uint64_t index) { return tiles.node(height, index); };
        Receipt receipt;
        receipt.event_body = row->text(0);
        receipt.index = static_cast<std::uint64_t>(*position);
        receipt.proof = internal::inclusion_path(node_of, receipt.index, tree->signed_size);
        receipt.checkpoint = tree->note;
        receipt.opened = base::Json(base::Json::Object{});
        return std::optional<Receipt>(std::move(receipt));
    };
    auto found = state_->store.read(find);
    if (!found || found->has_value() || !has_unsigned_part) return found;
    // The tree grew under another origin: sign it, then look again.
    if (const auto signed_now = checkpoint(); !signed_now) return signed_now.error();
    return state_->store.read(find);
}

base::Result<base::Bytes> Ledger::State::bundle(const internal::TilePath& path) const {
    return store.read([&](store::ReadTransaction& transaction) -> base::Result<base::Bytes> {
        const auto size = internal::read_edge(transaction).size();
        if (path.index > size / tile_width) return no_tile();
        const auto first = path.index * tile_width;
        if (first + path.width > size) return no_tile();
        const auto found = events::read_from(transaction, static_cast<std::int64_t>(first), path.width);
        base::Bytes bytes;
        for (const auto& event : found) {
            if (event.body.size() > largest_entry) {
                return internal::fault(
                    fmt::format("Entry {} is too long for a bundle of entries.", event.position),
                    base::ErrorCode::too_large
                );
            }
            bytes.push_back(static_cast<std::uint8_t>(event.body.size() >> 8));
            bytes.push_back(static_cast<std::uint8_t>(event.body.size() & 0xff));
            bytes.insert(bytes.end(), event.body.begin(), event.body.end());
        }
        if (found.size() != path.width || static_cast<std::uint64_t>(found.front().position) != first) {
            return internal::fault("Entries of this bundle are missing.", base::ErrorCode::corrupt);
        }
        return bytes;
    });
}

base::Result<base::Bytes> Ledger::tile(std::string_view path) {
    const auto parsed = internal::parse_tile_path(path);
    if (!parsed) return no_tile();
    if (parsed->entries) return state_->bundle(*parsed);
    return state_->store.read([&](store::ReadTransaction& transaction) -> base::Result<base::Bytes> {
        auto hashes = internal::read_tile(transaction, parsed->level, parsed->index);
        const auto wanted = static_cast<std::size_t>(parsed->width) * sizeof(Hash);
        if (hashes.size() < wanted) return no_tile();
        hashes.resize(wanted);
        return hashes;
    });
}

}  // namespace guildhall::ledger
