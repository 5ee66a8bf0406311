#pragma once
/// The Merkle log of events: RFC 6962 hashing, C2SP tlog-tiles, checkpoints as signed notes, receipts.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "store/store.hpp"

namespace guildhall::ledger {

using Hash = crypto::Hash;

// --- Pure: RFC 6962 section 2.1 (as restated by RFC 9162 section 2.1) ---
[[nodiscard]] Hash leaf_hash(base::ByteView body);                  ///< SHA-256(0x00 || body)
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);  ///< SHA-256(0x01 || left || right)
[[nodiscard]] Hash tree_hash(std::span<const Hash> leaves);
[[nodiscard]] std::vector<Hash> inclusion_proof(std::span<const Hash> leaves, std::uint64_t index);
[[nodiscard]] bool verify_inclusion(
    const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof, const Hash& root
);
/// Between the trees of the first `old_size` leaves and of all of them (RFC 9162 section 2.1.4.1); `old_size` from 1 to
/// the count.
[[nodiscard]] std::vector<Hash> consistency_proof(std::span<const Hash> leaves, std::uint64_t old_size);
[[nodiscard]] bool verify_consistency(
    std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
    std::span<const Hash> proof
);

// --- Checkpoints: c2sp.org/tlog-checkpoint in c2sp.org/signed-note form, Ed25519 ---
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};
};
[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key);
/// `origin+hexid+base64` as signed-note verifier keys are written. An origin holds neither spaces nor `+`.
[[nodiscard]] std::string verifier_key_text(std::string_view origin, const crypto::VerifyingKey& key);
/// The note must be signed by the key, and its origin be the key's name. Signatures by others are ignored.
[[nodiscard]] base::Result<Checkpoint> verify_checkpoint(std::string_view note, std::string_view verifier_key);

/// What a person keeps: the event's body, where it stands, the proof, the checkpoint, and what opens its commitments.
/// JSON form documented in docs/receipt-format.md.
struct Receipt {
    std::string event_body;
    std::uint64_t index = 0;
    std::vector<Hash> proof;
    std::string checkpoint;  ///< the signed note
    base::Json opened;       ///< commitment name -> {salt (hexadecimal), text}; may be empty
};
[[nodiscard]] std::string receipt_text(const Receipt& receipt);
/// Checks everything offline and says in sentences what it proved; an Error says the first thing that does not hold.
[[nodiscard]] base::Result<std::vector<std::string>> verify_receipt(
    std::string_view receipt_json, std::string_view verifier_key
);

/// Salted commitment to a personal text: SHA-256(salt || text) in hexadecimal, salt of 32 random bytes kept in the
/// vault. An event holds it as a member of its data (`answers_commitment`); a receipt opens it under the same name.
[[nodiscard]] std::string commitment(base::ByteView salt, std::string_view text);

/// Follows the events, keeps the tiles, signs checkpoints. Thread-safe. Subscribe it to the dispatcher.
class Ledger final : public events::Subscriber {
public:
    /// `origin` names the log for ever: a URL without its scheme. A restored backup goes on under a new one.
    Ledger(store::Store& store, const crypto::SigningKey& key, std::string origin, const base::Clock& clock);
    ~Ledger() override;
    [[nodiscard]] std::string_view name() const override { return "ledger"; }
    [[nodiscard]] std::function<void(store::WriteTransaction&)> handle(const std::vector<events::Event>& batch
    ) override;

    /// The newest signed checkpoint (empty text before the first). Signs one when the tree has grown under another
    /// origin.
    [[nodiscard]] base::Result<std::string> checkpoint();
    /// Nothing while no checkpoint covers the event yet. `opened` is empty: the caller, who may read the vault, fills
    /// it.
    [[nodiscard]] base::Result<std::optional<Receipt>> receipt_for(const base::Uuid& event);
    /// `tile/<level>/<index>[.p/<width>]`, bytes as c2sp.org/tlog-tiles; entries bundles as `tile/entries/…`. What a
    /// path once gave it gives for ever. `not_found` for every other path.
    [[nodiscard]] base::Result<base::Bytes> tile(std::string_view path);
    [[nodiscard]] std::string verifier_key() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct LogCheck {
    std::uint64_t entries = 0;             ///< that hold, from the first
    std::optional<std::string> first_bad;  ///< a sentence that names the first entry that does not hold
};
/// Recomputes every leaf, tile and the newest checkpoint of the key's origin from the stored events, batch by batch:
/// memory does not grow with the log. An Error only when the database does not answer or the key cannot be read.
[[nodiscard]] base::Result<LogCheck> check_log(store::Store& store, std::string_view verifier_key);

}  // namespace guildhall::ledger
