#pragma once
/// Ids for the program (UUIDv7) and references for people (Crockford base32 with a check character).

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace guildhall::base {

/// A UUID; value type. New ones are version 7 (RFC 9562 section 5.7), so they sort by time of making.
class Uuid {
public:
    Uuid() = default;
    [[nodiscard]] static Uuid make(const Clock& clock, Random& random);
    /// Reads the lower-case 36-character form alone.
    [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    auto operator<=>(const Uuid&) const = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// What people read out on the phone: `GH-7K3M-9QXD-5`: 40 random bits in eight Crockford base32
/// characters and a check character (value modulo 37). Uniqueness is the database's to enforce.
class Reference {
public:
    [[nodiscard]] static Reference make(Random& random);
    /// Reads what people type: any case, spaces and hyphens anywhere, I and L for 1, O for 0.
    /// Nothing when the check character does not fit.
    [[nodiscard]] static std::optional<Reference> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const { return text_; }
    auto operator<=>(const Reference&) const = default;

private:
    explicit Reference(std::uint64_t bits);
    std::string text_;
};

}  // namespace guildhall::base
