#include <openssl/evp.h>
#include <sodium.h>

#include <stdexcept>

#include "crypto/crypto.hpp"

namespace guildhall::crypto {
namespace {

/// Fetching an algorithm costs more than hashing a short text in OpenSSL 3, so it is fetched once.
const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (algorithm == nullptr) throw std::runtime_error("OpenSSL does not offer SHA-256");
    return algorithm;
}

struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* thread_context() {
    thread_local const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context(EVP_MD_CTX_new());
    if (!context) throw std::bad_alloc();
    return context.get();
}

}  // namespace

void initialise() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    (void)sha256_algorithm();
}

Hash sha256(std::initializer_list<base::ByteView> parts) {
    EVP_MD_CTX* const context = thread_context();
    bool ok = EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1;
    for (const auto part : parts) ok = ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
    Hash hash{};
    unsigned int size = 0;
    ok = ok && EVP_DigestFinal_ex(context, hash.data(), &size) == 1 && size == hash.size();
    if (!ok) throw std::runtime_error("SHA-256 failed");
    return hash;
}

Hash sha256(base::ByteView data) {
    return sha256({data});
}

// libsodium's: OpenSSL looks its algorithms up anew for every code.
Hash hmac_sha256(base::ByteView key, base::ByteView data) {
    static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Hash>);
    constexpr unsigned char nothing = 0;  // an empty view may have no address, which libsodium must not be given
    Hash hash{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.empty() ? &nothing : key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, data.empty() ? &nothing : data.data(), data.size());
    crypto_auth_hmacsha256_final(&state, hash.data());
    sodium_memzero(&state, sizeof state);
    return hash;
}

bool equal(base::ByteView a, base::ByteView b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace guildhall::crypto
