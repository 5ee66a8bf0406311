#include <charconv>

#include "base/text.hpp"
#include "ledger/internal/fault.hpp"
#include "ledger/internal/note.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using internal::fault;

/// A decimal number without leading zeros, as the databases can hold it.
std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::int64_t size = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, size);
    if (error != std::errc() || stop != end || text.front() == '-') return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return static_cast<std::uint64_t>(size);
}

}  // namespace

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
    const auto text = fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, base::to_base64(checkpoint.root));
    return internal::sign_note(text, checkpoint.origin, key);
}

std::string verifier_key_text(std::string_view origin, const crypto::VerifyingKey& key) {
    base::Bytes typed{0x01};
    typed.insert(typed.end(), key.bytes.begin(), key.bytes.end());
    return fmt::format("{}+{}+{}", origin, base::to_hex(internal::key_id(origin, key)), base::to_base64(typed));
}

base::Result<Checkpoint> verify_checkpoint(std::string_view note, std::string_view verifier_key) {
    const auto key = internal::parse_verifier_key(verifier_key);
    if (!key) return key.error();
    const auto text = internal::signed_text(note, *key);
    if (!text) return text.error();
    auto lines = base::split(*text, '\n');
    lines.pop_back();  // what follows the last line break
    if (lines.size() < 3 || std::ranges::any_of(lines, [](std::string_view line) { return line.empty(); })) {
        return fault(
            "The signed note is not a checkpoint: it needs the origin, the size and the root hash, a line each."
        );
    }
    if (lines[0] != key->name) {
        return fault(fmt::format("The checkpoint is of the log {}, not of {}.", lines[0], key->name));
    }
    const auto size = parse_size(lines[1]);
    if (!size) return fault("The checkpoint's size is not a whole number.");
    const auto root = base::from_base64(lines[2]);
    if (!root || root->size() != sizeof(Hash)) return fault("The checkpoint's root hash is not 32 bytes in base64.");
    Checkpoint checkpoint{std::string(lines[0]), *size, {}};
    std::ranges::copy(*root, checkpoint.root.begin());
    return checkpoint;
}

}  // namespace guildhall::ledger
