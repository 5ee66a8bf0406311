#pragma once
/// Sums of numbers that never round, whatever is added in whatever order.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "feel/number.hpp"

namespace guildhall::simulation {

/// A sum of numbers, kept exactly: for each exponent a whole number of 192 bits. Value type. Holds 2^63 numbers of any
/// size.
class ExactSum {
public:
    /// Adds the number so many times; a negative count takes it away.
    void add(const feel::Number& number, std::int64_t times = 1);
    void add(const ExactSum& other);
    /// Plain decimal notation, with every digit: `-1234.5`.
    [[nodiscard]] std::string text() const;
    /// The same as a number, to 34 digits half-even; nothing when it is out of their range.
    [[nodiscard]] std::optional<feel::Number> rounded() const { return feel::Number::parse(text()); }
    [[nodiscard]] bool operator==(const ExactSum& other) const { return text() == other.text(); }

private:
    /// A signed whole number in two's complement, least word first.
    struct Wide {
        std::uint64_t words[3] = {0, 0, 0};
    };
    struct Term {
        int exponent = 0;
        Wide sum;
    };
    Wide& term(int exponent);
    static void add(Wide& sum, const Wide& more);

    std::vector<Term> terms_;  ///< few: one for each number of decimal places that came up
};

}  // namespace guildhall::simulation
