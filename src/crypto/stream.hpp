#pragma once
/// Files of any size, sealed in chunks with libsodium's crypto_secretstream (XChaCha20-Poly1305): a chunk that is
/// changed, lost, repeated or out of place is found, and so is an end that is missing.
///
/// Not thread-safe; one object per file. Memory is one chunk.

#include <memory>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::crypto {

/// Plain bytes of every chunk but the last, which holds 0 to `stream_chunk` bytes.
inline constexpr std::size_t stream_chunk = 65536;
/// What sealing adds to each chunk.
inline constexpr std::size_t stream_overhead = 17;
inline constexpr std::size_t stream_header = 24;

class StreamSealer {
public:
    /// `context` is authenticated with every chunk, and not stored.
    StreamSealer(const SecretKey& key, std::string_view context);
    ~StreamSealer();
    StreamSealer(StreamSealer&&) noexcept;
    StreamSealer& operator=(StreamSealer&&) noexcept;

    /// What stands in front of the file.
    [[nodiscard]] base::ByteView header() const;
    /// Exactly `stream_chunk` bytes unless it is the last (bug otherwise).
    [[nodiscard]] base::Bytes chunk(base::ByteView plain, bool last);

private:
    struct State;
    std::unique_ptr<State> state_;
};

class StreamOpener {
public:
    /// An error (`corrupt`) when the header has the wrong size.
    [[nodiscard]] static base::Result<StreamOpener> start(
        const SecretKey& key, std::string_view context, base::ByteView header
    );
    ~StreamOpener();
    StreamOpener(StreamOpener&&) noexcept;
    StreamOpener& operator=(StreamOpener&&) noexcept;

    /// `last`: nothing follows in the file. An error (`corrupt`) when the chunk is not the next one, or is not the
    /// end although nothing follows, or is the end although something follows.
    [[nodiscard]] base::Result<base::Bytes> chunk(base::ByteView sealed, bool last);

private:
    struct State;
    explicit StreamOpener(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace guildhall::crypto
