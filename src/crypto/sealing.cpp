#include <sodium.h>

#include <cassert>

#include "crypto/crypto.hpp"

namespace guildhall::crypto {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

base::Error unreadable(std::string detail) {
    return {
        base::ErrorCode::corrupt,
        {"Stored data cannot be read. Please tell the people who run this service."},
        {std::move(detail)},
    };
}

}  // namespace

SecretKey::SecretKey(base::ByteView bytes) {
    assert(bytes.size() == bytes_.size());
    std::copy_n(bytes.begin(), std::min(bytes.size(), bytes_.size()), bytes_.begin());
}

SecretKey SecretKey::make(base::Random& random) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    SecretKey key(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

SecretKey::~SecretKey() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

base::Bytes seal(const SecretKey& key, base::ByteView plain, std::string_view context, base::Random& random) {
    base::Bytes sealed(nonce_size + plain.size() + tag_size);
    random.fill(std::span(sealed).first(nonce_size));
    const auto associated = base::view_of(context);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + nonce_size, nullptr, plain.data(), plain.size(), associated.data(), associated.size(), nullptr,
        sealed.data(), key.bytes().data()
    );
    return sealed;
}

base::Result<base::Bytes> open(const SecretKey& key, base::ByteView sealed, std::string_view context) {
    if (sealed.size() < nonce_size + tag_size) return unreadable("sealed bytes are shorter than a nonce and a tag");
    base::Bytes plain(sealed.size() - nonce_size - tag_size);
    const auto associated = base::view_of(context);
    const int answer = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain.data(), nullptr, nullptr, sealed.data() + nonce_size, sealed.size() - nonce_size, associated.data(),
        associated.size(), sealed.data(), key.bytes().data()
    );
    if (answer != 0) return unreadable("sealed bytes, key or context differ");
    return plain;
}

}  // namespace guildhall::crypto
