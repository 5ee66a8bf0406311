#pragma once
/// Positive numbers of 192 significant bits, for powers that must come out right in all of 34 decimal digits.

#include <array>
#include <cstdint>
#include <optional>

#include "feel/number_parts.hpp"

namespace guildhall::feel {

/// mantissa × 2^exponent, the mantissa's highest bit set. Products and reciprocals are cut, not rounded: each is too
/// small by less than 2^-190 of itself. Value type; exponents are far from the limits of 32 bits for any base and power
/// that has an answer in decimal128.
class WideBinary {
public:
    __extension__ using Wide = unsigned __int128;

    /// Powers of ten are at hand from 10^-this to 10^this.
    static constexpr int most_tens = 64;

    /// Exact; not for zero.
    static constexpr WideBinary whole(Wide value);
    /// 10^exponent, within 2^-189 of itself; -most_tens to most_tens.
    static constexpr const WideBinary& power_of_ten(int exponent);
    [[nodiscard]] constexpr WideBinary times(const WideBinary& other) const;
    [[nodiscard]] constexpr WideBinary reciprocal() const;
    /// The nearest number of 34 digits, when it is certain although this one is wrong by up to 2^-160 of itself, and
    /// lies between 1E-30 and 1E90. No zeros at the end after the point.
    [[nodiscard]] std::optional<NumberParts> rounded() const;

private:
    std::array<std::uint64_t, 3> limbs_{};  // the lowest first
    int exponent_ = 0;

    constexpr void normalize();
};

constexpr void WideBinary::normalize() {
    while ((limbs_[2] >> 63) == 0) {
        limbs_[2] = limbs_[2] << 1 | limbs_[1] >> 63;
        limbs_[1] = limbs_[1] << 1 | limbs_[0] >> 63;
        limbs_[0] <<= 1;
        --exponent_;
    }
}

constexpr WideBinary WideBinary::whole(Wide value) {
    WideBinary result;
    result.limbs_ = {0, static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64)};
    result.exponent_ = -64;
    if (result.limbs_[2] == 0) {
        result.limbs_ = {0, 0, result.limbs_[1]};
        result.exponent_ -= 64;
    }
    const int zeros = __builtin_clzll(result.limbs_[2]);
    if (zeros != 0) {
        result.limbs_[2] = result.limbs_[2] << zeros | result.limbs_[1] >> (64 - zeros);
        result.limbs_[1] <<= zeros;
        result.exponent_ -= zeros;
    }
    return result;
}

constexpr WideBinary WideBinary::times(const WideBinary& other) const {
    std::array<std::uint64_t, 6> product{};
    for (std::size_t i = 0; i < 3; ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            const Wide sum = Wide(limbs_[i]) * other.limbs_[j] + product[i + j] + carry;
            product[i + j] = static_cast<std::uint64_t>(sum);
            carry = static_cast<std::uint64_t>(sum >> 64);
        }
        product[i + 3] = carry;
    }
    WideBinary result;
    result.limbs_ = {product[3], product[4], product[5]};
    result.exponent_ = exponent_ + other.exponent_ + 192;
    if ((product[5] >> 63) == 0) {  // at most one bit, since both mantissas are at least one half
        result.limbs_ = {
            product[3] << 1 | product[2] >> 63, product[4] << 1 | product[3] >> 63, product[5] << 1 | product[4] >> 63
        };
        --result.exponent_;
    }
    return result;
}

/// 2^383 divided by the mantissa, limb by limb: algorithm D of Knuth, The Art of Computer Programming, section 4.3.1.
constexpr WideBinary WideBinary::reciprocal() const {
    WideBinary result;
    constexpr std::uint64_t top_bit = 1ULL << 63;
    if (limbs_[2] == top_bit && limbs_[1] == 0 && limbs_[0] == 0) {
        result.limbs_[2] = top_bit;
        result.exponent_ = -382 - exponent_;
        return result;
    }
    std::array<std::uint64_t, 4> rest{0, 0, top_bit, 0};
    for (std::size_t place = 3; place-- > 0;) {
        rest = {0, rest[0], rest[1], rest[2]};
        // D3: the quotient of the two highest limbs by the highest is too large by two at most.
        const Wide highest = Wide(rest[3]) << 64 | rest[2];
        std::uint64_t quotient =
            rest[3] >= limbs_[2] ? ~std::uint64_t{0} : static_cast<std::uint64_t>(highest / limbs_[2]);
        // D4: multiply and subtract.
        std::uint64_t carry = 0;
        std::uint64_t borrow = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const Wide product = (i < 3 ? Wide(quotient) * limbs_[i] : Wide(0)) + carry;
            carry = static_cast<std::uint64_t>(product >> 64);
            const Wide difference = Wide(rest[i]) - static_cast<std::uint64_t>(product) - borrow;
            rest[i] = static_cast<std::uint64_t>(difference);
            borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
        }
        // D6: add back.
        while (borrow != 0) {
            --quotient;
            std::uint64_t over = 0;
            for (std::size_t i = 0; i < 4; ++i) {
                const Wide sum = Wide(rest[i]) + (i < 3 ? limbs_[i] : 0) + over;
                rest[i] = static_cast<std::uint64_t>(sum);
                over = static_cast<std::uint64_t>(sum >> 64);
            }
            borrow -= over;
        }
        result.limbs_[place] = quotient;
    }
    result.exponent_ = -383 - exponent_;
    result.normalize();
    return result;
}

/// 10^-64 to 10^64; 5^64 has 149 bits, so that the whole ones are exact.
inline constexpr auto wide_powers_of_ten = [] {
    constexpr std::size_t limit = WideBinary::most_tens;
    std::array<WideBinary, 2 * limit + 1> powers{};
    powers[limit] = WideBinary::whole(1);
    for (std::size_t i = 1; i <= limit; ++i) {
        powers[limit + i] = powers[limit + i - 1].times(WideBinary::whole(10));
        powers[limit - i] = powers[limit + i].reciprocal();
    }
    return powers;
}();

constexpr const WideBinary& WideBinary::power_of_ten(int exponent) {
    return wide_powers_of_ten[static_cast<std::size_t>(most_tens + exponent)];
}

}  // namespace guildhall::feel
