#pragma once
/// Hashes, keys and sealing, over OpenSSL and libsodium. All functions are thread-safe; `initialise()` runs first.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace guildhall::crypto {

/// Once, before anything else; throws when libsodium cannot start.
void initialise();

using Hash = std::array<std::uint8_t, 32>;

[[nodiscard]] Hash sha256(base::ByteView data);
[[nodiscard]] Hash sha256(std::initializer_list<base::ByteView> parts);
[[nodiscard]] Hash hmac_sha256(base::ByteView key, base::ByteView data);
/// Compares in constant time.
[[nodiscard]] bool equal(base::ByteView a, base::ByteView b);

/// A 32-byte symmetric key; wiped when destroyed, never printed.
class SecretKey {
public:
    explicit SecretKey(base::ByteView bytes);  ///< exactly 32 bytes (bug otherwise)
    static SecretKey make(base::Random& random);
    SecretKey(const SecretKey&) = default;
    SecretKey(SecretKey&&) noexcept = default;
    SecretKey& operator=(const SecretKey&) = default;
    SecretKey& operator=(SecretKey&&) noexcept = default;
    ~SecretKey();
    [[nodiscard]] base::ByteView bytes() const { return bytes_; }

private:
    std::array<std::uint8_t, 32> bytes_{};
};

/// XChaCha20-Poly1305 with a random nonce in front: for keys and short records. `context` is authenticated, not stored.
[[nodiscard]] base::Bytes seal(
    const SecretKey& key, base::ByteView plain, std::string_view context, base::Random& random
);
/// An error (`corrupt`) when any byte, the key or the context differs.
[[nodiscard]] base::Result<base::Bytes> open(const SecretKey& key, base::ByteView sealed, std::string_view context);

/// Argon2id with the OWASP parameters (19 MiB, 2 passes); slow on purpose (about 17 ms): never on the writer.
[[nodiscard]] std::string hash_password(std::string_view password);
[[nodiscard]] bool verify_password(std::string_view password, const std::string& hash);

/// Ed25519 (RFC 8032).
struct SigningKey {
    std::array<std::uint8_t, 32> seed{};
};
struct VerifyingKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const VerifyingKey&) const = default;
};
[[nodiscard]] SigningKey make_signing_key(base::Random& random);
[[nodiscard]] VerifyingKey verifying_key(const SigningKey& key);
[[nodiscard]] std::array<std::uint8_t, 64> sign(const SigningKey& key, base::ByteView message);
[[nodiscard]] bool verify(const VerifyingKey& key, base::ByteView message, base::ByteView signature);

}  // namespace guildhall::crypto
