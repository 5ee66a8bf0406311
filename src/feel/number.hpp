#pragma once
/// FEEL numbers: IEEE 754-2008 decimal128, 34 digits, half-even; never NaN or infinity.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::feel {

/// An exact decimal; value type, 16 bytes (BID encoding of Intel's library). Numbers of up to 18 digits and 18
/// places take an exact fast path in 64-bit integers, which the library takes over where it would overflow.
/// Operations that would leave the range, or have no answer (division by zero), give nothing. Equality is by value: 1.0
/// = 1.00.
class Number {
public:
    Number() = default;  ///< zero
    explicit Number(std::int64_t value);
    /// Digits with an optional sign, point and exponent; nothing else.
    [[nodiscard]] static std::optional<Number> parse(std::string_view text);
    /// Plain decimal notation without exponent or trailing zeros: `0.1`, `-12`, `1000`.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] std::optional<Number> plus(const Number& other) const;
    [[nodiscard]] std::optional<Number> minus(const Number& other) const;
    [[nodiscard]] std::optional<Number> times(const Number& other) const;
    [[nodiscard]] std::optional<Number> divided_by(const Number& other) const;
    [[nodiscard]] std::optional<Number> power(const Number& exponent) const;
    /// The remainder with the sign of the divisor: `modulo(-12, 5)` is 3 (DMN 1.5 section 10.3.4.5).
    [[nodiscard]] std::optional<Number> modulo(const Number& divisor) const;
    [[nodiscard]] std::optional<Number> square_root() const;
    [[nodiscard]] std::optional<Number> exponential() const;
    /// To base e.
    [[nodiscard]] std::optional<Number> logarithm() const;
    [[nodiscard]] Number negated() const;
    enum class Rounding {
        half_even,
        down,
        up,
        half_down,
        half_up,
        floor,
        ceiling
    };  ///< up and down: away from and toward zero
    /// With `scale` digits after the point; negative scales round to tens, hundreds, … Nothing when |scale| is over
    /// 6176.
    [[nodiscard]] std::optional<Number> rounded(std::int64_t scale, Rounding rounding) const;
    [[nodiscard]] bool is_negative() const;
    [[nodiscard]] bool is_integer() const;
    /// When it is an integer that fits.
    [[nodiscard]] std::optional<std::int64_t> integer() const;

    [[nodiscard]] std::strong_ordering operator<=>(const Number& other) const;
    [[nodiscard]] bool operator==(const Number& other) const { return (*this <=> other) == 0; }

private:
    friend struct NumberBits;   // internal: the way to and from the library's type
    friend struct SmallNumber;  // internal: the fast path
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0x3040000000000000ULL;  // BID128 of +0E0
};

}  // namespace guildhall::feel
