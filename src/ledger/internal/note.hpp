#pragma once
/// Verifier keys and note texts of c2sp.org/signed-note, Ed25519 (signature type 0x01) alone.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::ledger::internal {

using KeyId = std::array<std::uint8_t, 4>;

struct VerifierKey {
    std::string name;
    KeyId id{};
    crypto::VerifyingKey key;
};

[[nodiscard]] KeyId key_id(std::string_view name, const crypto::VerifyingKey& key);
[[nodiscard]] base::Result<VerifierKey> parse_verifier_key(std::string_view text);
/// The note's text with its last line break, when the key has signed it.
[[nodiscard]] base::Result<std::string> signed_text(std::string_view note, const VerifierKey& key);
/// The text (which ends in a line break) with a signature line.
[[nodiscard]] std::string sign_note(const std::string& text, std::string_view name, const crypto::SigningKey& key);

}  // namespace guildhall::ledger::internal
