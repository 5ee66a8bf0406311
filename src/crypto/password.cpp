#include <sodium.h>

#include <new>

#include "crypto/crypto.hpp"

namespace guildhall::crypto {
namespace {

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane (libsodium always uses one).
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} * 1024 * 1024;

}  // namespace

std::string hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int answer = crypto_pwhash_str_alg(
        text.data(), password.data(), password.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13
    );
    if (answer != 0) throw std::bad_alloc();  // the only way it fails
    return text.data();
}

bool verify_password(std::string_view password, const std::string& hash) {
    // A longer text is no hash of ours, and libsodium reads up to a fixed size.
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace guildhall::crypto
