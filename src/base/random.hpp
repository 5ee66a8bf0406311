#pragma once
/// Randomness enters by constructor, as time does.

#include <cstdint>
#include <mutex>
#include <span>

#include "base/bytes.hpp"

namespace guildhall::base {

/// Thread-safe source of random bytes.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    [[nodiscard]] Bytes bytes(std::size_t count);
    [[nodiscard]] std::uint64_t number();
};

/// The kernel's generator (getrandom). For keys, tokens, ids.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

/// The same sequence for the same seed: for tests, never for secrets.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;

private:
    std::mutex mutex_;
    std::uint64_t state_;
};

}  // namespace guildhall::base
