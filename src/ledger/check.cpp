#include "ledger/internal/note.hpp"
#include "ledger/internal/stored_tree.hpp"
#include "ledger/internal/tile_path.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using events::Event;
using internal::RightEdge;
using internal::tile_height;
using internal::tile_width;

constexpr std::size_t batch_size = tile_width;

/// What the database claims about the tree, read once at the start; the log may grow meanwhile.
struct Claims {
    std::uint64_t size = 0;
    base::Bytes edge;
    std::optional<std::string> note;
};

constexpr store::Query select_tree{"ledger.check_tree", "SELECT size, edge FROM ledger_tree WHERE id = 1"};

Claims read_claims(store::ReadTransaction& transaction, const std::string& origin) {
    Claims claims;
    claims.note = internal::read_checkpoint(transaction, origin);
    if (const auto row = transaction.query_one(select_tree)) {
        claims.size = static_cast<std::uint64_t>(row->integer(0));
        claims.edge = row->bytes(1);
    }
    return claims;
}

std::string entry_name(std::uint64_t number, const Event& event) {
    return fmt::format("Entry {} (event {})", number, event.id.text());
}

/// Whether the columns beside the body say what the body says; nothing when they do.
std::optional<std::string> column_fault(const Event& event) {
    const auto body = base::Json::parse(event.body);
    if (!body) return "its body is not valid JSON";
    if (body->string_at("id") != event.id.text()) return "the id beside its body is another";
    if (body->string_at("type") != event.type) return "the type beside its body is another";
    if (body->string_at("subject") != event.subject) return "the subject beside its body is another";
    if (body->string_at("at") != base::to_rfc3339(event.at)) return "the time beside its body is another";
    return std::nullopt;
}

/// Follows the events and grows the tree again from them.
class Checker {
public:
    Checker(Claims claims, std::optional<Checkpoint> checkpoint, std::string checkpoint_fault)
        : claims_(std::move(claims)),
          checkpoint_(std::move(checkpoint)),
          checkpoint_fault_(std::move(checkpoint_fault)) {}

    /// Entries that hold, from the first; the number of the next one.
    [[nodiscard]] std::uint64_t held() const { return held_; }

    /// The first fault of the batch, as a sentence.
    std::optional<std::string> check(store::ReadTransaction& transaction, const std::vector<Event>& batch) {
        for (const auto& event : batch) {
            if (auto fault = check(transaction, event)) return fault;
            ++held_;
        }
        return std::nullopt;
    }

    /// After the last event.
    std::optional<std::string> finish() {
        if (edge_.size() < claims_.size) {
            return fmt::format(
                "Entry {} is missing: the log has {} entries, and the events end before it.", edge_.size(), claims_.size
            );
        }
        if (!checkpoint_fault_.empty()) return checkpoint_fault_;
        return std::nullopt;
    }

private:
    std::optional<std::string> check(store::ReadTransaction& transaction, const Event& event) {
        const auto number = edge_.size();
        const auto name = entry_name(number, event);
        if (static_cast<std::uint64_t>(event.position) != number) {
            return fmt::format(
                "Entry {} is missing: the next stored event is entry {} (event {}).", number, event.position,
                event.id.text()
            );
        }
        const auto leaf = leaf_hash(base::view_of(event.body));
        const bool fits_stored = crypto::equal(leaf, event.leaf_hash);
        if (number < claims_.size) {
            const auto in_tile = tile_hash(transaction, 0, number);
            if (!in_tile) return fmt::format("{} is not in the log's tile {}.", name, tile_name(0, number));
            if (leaf != *in_tile) {
                if (fits_stored)
                    return fmt::format(
                        "{} is not what the log holds at this place: the hash in tile {} is another.", name,
                        tile_name(0, number)
                    );
                return fmt::format(
                    "{} was changed: its body has neither the hash stored beside it nor the one in tile {}.", name,
                    tile_name(0, number)
                );
            }
        }
        if (!fits_stored)
            return fmt::format("{} was changed: its body does not have the hash that is stored beside it.", name);
        if (auto fault = column_fault(event)) return fmt::format("{} was changed: {}.", name, *fault);
        return append(transaction, leaf, name);
    }

    std::optional<std::string> append(store::ReadTransaction& transaction, const Hash& leaf, const std::string& name) {
        std::optional<std::string> fault;
        edge_.append(leaf, [&](unsigned height, const Hash& root) {
            const auto place = edge_.size() >> height;
            if (fault || height == 0 || height % tile_height != 0 || edge_.size() >= claims_.size) return;
            const auto level = height / tile_height;
            const auto in_tile = tile_hash(transaction, level, place);
            if (!in_tile || *in_tile != root) {
                fault = fmt::format(
                    "Tile {} does not hold the hash of the entries {} to {}, the last of them {}.",
                    tile_name(level, place), place << height, edge_.size(), name
                );
            }
        });
        if (fault) return fault;
        if (checkpoint_ && checkpoint_->size == edge_.size() && checkpoint_->root != edge_.root()) {
            return fmt::format(
                "The checkpoint over {} entries signs another root hash than the stored events give, although the "
                "tiles "
                "fit them: an entry up to number {} and its tiles were rewritten.",
                edge_.size(), edge_.size() - 1
            );
        }
        if (claims_.size == edge_.size() && edge_.bytes() != claims_.edge) {
            return fmt::format(
                "The stored edge of the tree over {} entries is not the one that they give.", edge_.size()
            );
        }
        return std::nullopt;
    }

    static std::string tile_name(unsigned level, std::uint64_t place) {
        return internal::tile_path_text({false, level, place / tile_width, tile_width});
    }

    /// The hash that a tile holds for the place; one tile of each level is kept in memory.
    std::optional<Hash> tile_hash(store::ReadTransaction& transaction, unsigned level, std::uint64_t place) {
        auto& kept = tiles_[level];
        if (kept.bytes.empty() || kept.tile != place / tile_width) {
            kept = {place / tile_width, internal::read_tile(transaction, level, place / tile_width)};
        }
        const auto offset = static_cast<std::size_t>(place % tile_width) * sizeof(Hash);
        if (kept.bytes.size() < offset + sizeof(Hash)) return std::nullopt;
        return internal::hash_of(base::ByteView(kept.bytes).subspan(offset, sizeof(Hash)));
    }

    struct KeptTile {
        std::uint64_t tile = 0;
        base::Bytes bytes;
    };

    Claims claims_;
    std::optional<Checkpoint> checkpoint_;
    std::string checkpoint_fault_;
    RightEdge edge_;
    std::uint64_t held_ = 0;
    std::map<unsigned, KeptTile> tiles_;
};

}  // namespace

base::Result<LogCheck> check_log(store::Store& store, std::string_view verifier_key) {
    const auto key = internal::parse_verifier_key(verifier_key);
    if (!key) return key.error();
    auto claims = store.read([&](store::ReadTransaction& transaction) { return read_claims(transaction, key->name); });
    if (!claims) return claims.error();

    std::optional<Checkpoint> checkpoint;
    std::string checkpoint_fault;
    if (claims->note) {
        auto verified = verify_checkpoint(*claims->note, verifier_key);
        if (!verified) {
            checkpoint_fault = "The newest checkpoint does not hold. " + verified.error().detail.text;
        } else if (verified->size > claims->size) {
            checkpoint_fault = fmt::format(
                "The newest checkpoint signs {} entries, but the log has only {}: entries were taken away.",
                verified->size, claims->size
            );
        } else {
            checkpoint = *std::move(verified);
        }
    } else if (claims->size > 0) {
        checkpoint_fault =
            fmt::format("No checkpoint of the log {} is stored, although it has {} entries.", key->name, claims->size);
    }

    Checker checker(*std::move(claims), std::move(checkpoint), std::move(checkpoint_fault));
    for (;;) {
        std::size_t count = 0;
        const auto fault = store.read([&](store::ReadTransaction& transaction) {
            const auto batch = events::read_from(transaction, static_cast<std::int64_t>(checker.held()), batch_size);
            count = batch.size();
            return checker.check(transaction, batch);
        });
        if (!fault) return fault.error();
        if (*fault) return LogCheck{checker.held(), *fault};
        if (count < batch_size) break;
    }
    return LogCheck{checker.held(), checker.finish()};
}

}  // namespace guildhall::ledger
