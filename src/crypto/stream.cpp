#include "crypto/stream.hpp"

#include <sodium.h>

#include <cassert>

namespace guildhall::crypto {

static_assert(stream_overhead == crypto_secretstream_xchacha20poly1305_ABYTES);
static_assert(stream_header == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == 32);

namespace {

base::Error unreadable(std::string detail) {
    return {
        base::ErrorCode::corrupt,
        {"A stored file cannot be read. Please tell the people who run this service."},
        {std::move(detail)},
    };
}

}  // namespace

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
    std::array<std::uint8_t, stream_header> header{};
    std::string context;

    ~State() { sodium_memzero(&stream, sizeof(stream)); }
};

StreamSealer::StreamSealer(const SecretKey& key, std::string_view context) : state_(std::make_unique<State>()) {
    state_->context = context;
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, state_->header.data(), key.bytes().data());
}

StreamSealer::~StreamSealer() = default;
StreamSealer::StreamSealer(StreamSealer&&) noexcept = default;
StreamSealer& StreamSealer::operator=(StreamSealer&&) noexcept = default;

base::ByteView StreamSealer::header() const {
    return state_->header;
}

base::Bytes StreamSealer::chunk(base::ByteView plain, bool last) {
    assert(last ? plain.size() <= stream_chunk : plain.size() == stream_chunk);
    base::Bytes sealed(plain.size() + stream_overhead);
    const auto context = base::view_of(state_->context);
    crypto_secretstream_xchacha20poly1305_push(
        &state_->stream, sealed.data(), nullptr, plain.data(), plain.size(), context.data(), context.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    );
    return sealed;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
    std::string context;

    ~State() { sodium_memzero(&stream, sizeof(stream)); }
};

StreamOpener::StreamOpener(std::unique_ptr<State> state) : state_(std::move(state)) {}
StreamOpener::~StreamOpener() = default;
StreamOpener::StreamOpener(StreamOpener&&) noexcept = default;
StreamOpener& StreamOpener::operator=(StreamOpener&&) noexcept = default;

base::Result<StreamOpener> StreamOpener::start(const SecretKey& key, std::string_view context, base::ByteView header) {
    if (header.size() != stream_header) return unreadable("the file is shorter than its header");
    auto state = std::make_unique<State>();
    state->context = context;
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state->stream, header.data(), key.bytes().data()) != 0) {
        return unreadable("the file's header is not one of a sealed stream");
    }
    return StreamOpener(std::move(state));
}

base::Result<base::Bytes> StreamOpener::chunk(base::ByteView sealed, bool last) {
    if (sealed.size() < stream_overhead) return unreadable("the file ends inside a chunk");
    base::Bytes plain(sealed.size() - stream_overhead);
    unsigned char tag = 0;
    const auto context = base::view_of(state_->context);
    const int answer = crypto_secretstream_xchacha20poly1305_pull(
        &state_->stream, plain.data(), nullptr, &tag, sealed.data(), sealed.size(), context.data(), context.size()
    );
    if (answer != 0) return unreadable("a chunk of the file, its key or its context differs");
    const bool end = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (end != last) return unreadable(last ? "the file's end is missing" : "something follows the file's end");
    return plain;
}

}  // namespace guildhall::crypto
