#pragma once
/// Numbers taken apart, for sums that must not round.

#include <cstdint>

#include "feel/number.hpp"

namespace guildhall::feel {

/// A number as a whole number times a power of ten.
struct NumberParts {
    bool negative = false;
    std::uint64_t coefficient_high = 0, coefficient_low = 0;  ///< under 10^34
    int exponent = 0;                                         ///< -6176 to 6111
};
[[nodiscard]] NumberParts parts_of(const Number& number);

}  // namespace guildhall::feel
