#include <sodium.h>

#include "crypto/crypto.hpp"

namespace guildhall::crypto {
namespace {

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64);

/// The seed and public key together, as libsodium signs with; wiped when it goes.
struct Pair {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> open{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};

    explicit Pair(const SigningKey& key) { crypto_sign_seed_keypair(open.data(), secret.data(), key.seed.data()); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    ~Pair() { sodium_memzero(secret.data(), secret.size()); }
};

}  // namespace

SigningKey make_signing_key(base::Random& random) {
    SigningKey key;
    random.fill(key.seed);
    return key;
}

VerifyingKey verifying_key(const SigningKey& key) {
    return {Pair(key).open};
}

std::array<std::uint8_t, 64> sign(const SigningKey& key, base::ByteView message) {
    const Pair pair(key);
    std::array<std::uint8_t, 64> signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), pair.secret.data());
    return signature;
}

bool verify(const VerifyingKey& key, base::ByteView message, base::ByteView signature) {
    if (signature.size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

}  // namespace guildhall::crypto
