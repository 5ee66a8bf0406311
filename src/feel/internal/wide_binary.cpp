#include "feel/internal/wide_binary.hpp"

#include <cmath>

namespace guildhall::feel {

namespace {

using Wide = WideBinary::Wide;

constexpr Wide ten_to(int exponent) {
    Wide power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

/// Zeros at the end go while they stand after the point.
void strip(Wide& coefficient, int& exponent) {
    struct Step {
        int places;
        Wide unit;
    };
    static constexpr std::array<Step, 5> steps{{{16, ten_to(16)}, {8, ten_to(8)}, {4, ten_to(4)}, {2, 100}, {1, 10}}};
    for (const auto& [places, unit] : steps) {
        while (exponent + places <= 0 && (coefficient & 1) == 0 && coefficient % unit == 0) {
            coefficient /= unit;
            exponent += places;
        }
    }
}

}  // namespace

std::optional<NumberParts> WideBinary::rounded() const {
    // The value is at least 2^(exponent + 191). With this many digits before the point, or one more:
    constexpr int wanted_digits = 34;
    constexpr double log10_of_2 = 0.30102999566398119521;
    const double lower_bound = (exponent_ + 191) * log10_of_2;
    if (lower_bound < -30 || lower_bound > 90) return std::nullopt;
    const int digits = static_cast<int>(std::floor(lower_bound)) + 1;
    constexpr Wide limit = ten_to(wanted_digits);
    for (int exponent = digits - wanted_digits; exponent <= digits - wanted_digits + 1; ++exponent) {
        const WideBinary scaled = times(power_of_ten(-exponent));
        const int fraction_bits = -scaled.exponent_;  // 10^33 ≤ scaled < 2·10^34: 192 bits less 110 to 114
        const Wide low = Wide(scaled.limbs_[1]) << 64 | scaled.limbs_[0];
        const Wide high = scaled.limbs_[2];
        Wide coefficient = high << (128 - fraction_bits) | low >> fraction_bits;
        if (coefficient >= limit) continue;
        const Wide fraction = low & ((Wide(1) << fraction_bits) - 1);
        const Wide half = Wide(1) << (fraction_bits - 1);
        // Wrong by 2^-160 of itself is wrong by 2^-47 of the last digit.
        const Wide doubt = Wide(1) << (fraction_bits - 47);
        if (fraction > half - doubt && fraction < half + doubt) return std::nullopt;
        if (fraction > half) ++coefficient;
        int place = exponent;
        if (coefficient == limit) {
            coefficient /= 10;
            ++place;
        }
        strip(coefficient, place);
        return NumberParts{
            false, static_cast<std::uint64_t>(coefficient >> 64), static_cast<std::uint64_t>(coefficient), place
        };
    }
    return std::nullopt;
}

}  // namespace guildhall::feel
