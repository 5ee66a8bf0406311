#pragma once
/// The numbers that rules are full of: up to 18 digits and 18 places after the point, exact in 64-bit integers.
///
/// Each operation answers only where its result is exact in the same way; otherwise Intel's library is to be asked.

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>

#include "feel/number.hpp"

namespace guildhall::feel {

/// How decimal128 lies in two words (IEEE 754-2008 section 3.5.2, binary encoding of the coefficient): a sign bit, 14
/// bits of exponent, and of the coefficient 49 bits in the upper word and all of the lower.
struct NumberLayout {
    static constexpr std::uint64_t sign_bit = 0x8000000000000000ULL;
    static constexpr int bias = 6176;
    static constexpr int exponent_shift = 49;
    static constexpr std::uint64_t coefficient_bits = (1ULL << exponent_shift) - 1;
};

struct SmallNumber {
    std::int64_t coefficient = 0;
    int exponent = 0;  ///< 0 to -18

    static constexpr int most_places = 18;
    static constexpr std::array<std::int64_t, most_places + 1> powers_of_ten = [] {
        std::array<std::int64_t, most_places + 1> powers{1};
        for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
        return powers;
    }();

    /// False when the number is not small.
    [[nodiscard]] bool read(const Number& number) {
        const std::uint64_t upper = number.high_ & ~NumberLayout::sign_bit;
        exponent = static_cast<int>(upper >> NumberLayout::exponent_shift) - NumberLayout::bias;
        if ((upper & NumberLayout::coefficient_bits) != 0 || exponent > 0 || exponent < -most_places ||
            number.low_ >= 1ULL << 62)
            return false;
        coefficient = static_cast<std::int64_t>(number.low_);
        if ((number.high_ & NumberLayout::sign_bit) != 0) coefficient = -coefficient;
        return true;
    }
    /// Also for exponents beyond what is small, in the range of decimal128. Every zero is +0E0.
    [[nodiscard]] Number number() const {
        Number made;
        if (coefficient == 0) return made;
        const auto bits = static_cast<std::uint64_t>(coefficient);
        made.low_ = coefficient < 0 ? 0 - bits : bits;
        made.high_ = static_cast<std::uint64_t>(exponent + NumberLayout::bias) << NumberLayout::exponent_shift |
                     (coefficient < 0 ? NumberLayout::sign_bit : 0);
        return made;
    }
    /// Both with the smaller of their exponents; false when one is not small or would grow too large.
    [[nodiscard]] static bool aligned(const Number& x, const Number& y, SmallNumber& a, SmallNumber& b) {
        if (!a.read(x) || !b.read(y)) return false;
        if (a.exponent == b.exponent) return true;
        SmallNumber& coarse = a.exponent > b.exponent ? a : b;
        const int exponent = std::min(a.exponent, b.exponent);
        if (__builtin_mul_overflow(coarse.coefficient, powers_of_ten[coarse.exponent - exponent], &coarse.coefficient))
            return false;
        coarse.exponent = exponent;
        return true;
    }

    /// False: ask the library. So with the others.
    [[nodiscard]] static bool add(const Number& x, const Number& y, Number& sum) {
        SmallNumber a, b;
        if (!aligned(x, y, a, b) || __builtin_add_overflow(a.coefficient, b.coefficient, &a.coefficient)) return false;
        sum = a.number();
        return true;
    }
    [[nodiscard]] static bool subtract(const Number& x, const Number& y, Number& difference) {
        SmallNumber a, b;
        if (!aligned(x, y, a, b) || __builtin_sub_overflow(a.coefficient, b.coefficient, &a.coefficient)) return false;
        difference = a.number();
        return true;
    }
    [[nodiscard]] static bool multiply(const Number& x, const Number& y, Number& product) {
        SmallNumber a, b;
        if (!a.read(x) || !b.read(y) || __builtin_mul_overflow(a.coefficient, b.coefficient, &a.coefficient))
            return false;
        a.exponent += b.exponent;
        product = a.number();
        return true;
    }
    [[nodiscard]] static bool compare(const Number& x, const Number& y, std::strong_ordering& order) {
        SmallNumber a, b;
        if (!aligned(x, y, a, b)) return false;
        order = a.coefficient <=> b.coefficient;
        return true;
    }
};

}  // namespace guildhall::feel
