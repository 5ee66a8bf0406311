#include "feel/number.hpp"

#include <algorithm>
#include <cstdlib>

#include "feel/internal/small_number.hpp"
#include "feel/internal/wide_binary.hpp"
#include "feel/number_parts.hpp"

// Arguments by value, rounding and flags as parameters: the build of the library that keeps no state.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <bid_conf.h>
#include <bid_functions.h>
#pragma GCC diagnostic pop

namespace guildhall::feel {

struct NumberBits {
    static BID_UINT128 of(const Number& number) {
        BID_UINT128 bits;
        bits.w[0] = number.low_;
        bits.w[1] = number.high_;
        return bits;
    }
    /// Nothing for infinities and NaN; every zero becomes +0E0.
    static std::optional<Number> checked(BID_UINT128 bits) {
        Number number;
        if (bid128_isInf(bits) != 0 || bid128_isNaN(bits) != 0) return std::nullopt;
        if (bid128_isZero(bits) != 0) return number;
        number.low_ = bits.w[0];
        number.high_ = bits.w[1];
        return number;
    }
    static Number of_parts(const NumberParts& parts) {
        Number number;
        number.low_ = parts.coefficient_low;
        number.high_ = parts.coefficient_high |
                       static_cast<std::uint64_t>(parts.exponent + NumberLayout::bias) << NumberLayout::exponent_shift |
                       (parts.negative ? NumberLayout::sign_bit : 0);
        return number;
    }
};

namespace {

constexpr unsigned half_even = BID_ROUNDING_TO_NEAREST;

template <BID_UINT128 (*operation)(BID_UINT128, BID_UINT128, _IDEC_round, _IDEC_flags*)>
std::optional<Number> binary(const Number& a, const Number& b) {
    _IDEC_flags flags = 0;
    return NumberBits::checked(operation(NumberBits::of(a), NumberBits::of(b), half_even, &flags));
}

template <BID_UINT128 (*operation)(BID_UINT128, _IDEC_round, _IDEC_flags*)>
std::optional<Number> unary(const Number& a) {
    _IDEC_flags flags = 0;
    return NumberBits::checked(operation(NumberBits::of(a), half_even, &flags));
}

/// The power of a number by a whole exponent, when it is certain in all 34 digits: the nearest number. Fast, and nearly
/// always certain; not for numbers very large or very small.
std::optional<Number> certain_power(const Number& base, std::int64_t exponent) {
    const NumberParts parts = parts_of(base);
    if (base == Number() || exponent == 0 || std::abs(parts.exponent) > WideBinary::most_tens) return std::nullopt;
    // Each square doubles the relative error and each product adds 2^-190: under 2^-165 for exponents under 2^20.
    WideBinary square = WideBinary::whole(WideBinary::Wide(parts.coefficient_high) << 64 | parts.coefficient_low)
                            .times(WideBinary::power_of_ten(parts.exponent));
    WideBinary result = WideBinary::whole(1);
    for (auto rest = static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent);;) {
        if ((rest & 1) != 0) result = result.times(square);
        rest >>= 1;
        if (rest == 0) break;
        square = square.times(square);
    }
    auto rounded = (exponent < 0 ? result.reciprocal() : result).rounded();
    if (!rounded) return std::nullopt;
    rounded->negative = parts.negative && exponent % 2 != 0;
    return NumberBits::of_parts(*rounded);
}

/// A sum of two numbers, the second smaller than the last digit of the first: some 66 digits, for the powers that are
/// not certain otherwise (ties among them: the products by fused multiplication are exact).
struct DecimalPair {
    BID_UINT128 high, low;

    [[nodiscard]] DecimalPair times(const DecimalPair& other) const {
        _IDEC_flags flags = 0;
        const auto add = [&](BID_UINT128 a, BID_UINT128 b) { return bid128_add(a, b, half_even, &flags); };
        const BID_UINT128 product = bid128_mul(high, other.high, half_even, &flags);
        BID_UINT128 rest = bid128_fma(high, other.high, bid128_negate(product), half_even, &flags);
        rest = add(rest, bid128_mul(high, other.low, half_even, &flags));
        rest = add(rest, bid128_mul(low, other.high, half_even, &flags));
        const BID_UINT128 sum = add(product, rest);
        return {sum, add(rest, bid128_sub(product, sum, half_even, &flags))};
    }
    [[nodiscard]] BID_UINT128 reciprocal() const {
        _IDEC_flags flags = 0;
        const BID_UINT128 one = bid128_from_int64(1);
        const BID_UINT128 first = bid128_div(one, high, half_even, &flags);
        BID_UINT128 rest = bid128_fma(bid128_negate(first), high, one, half_even, &flags);
        rest = bid128_fma(bid128_negate(first), low, rest, half_even, &flags);
        return bid128_fma(rest, first, first, half_even, &flags);
    }
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

Number::Number(std::int64_t value) {
    if (value == 0) return;
    const BID_UINT128 bits = bid128_from_int64(value);
    low_ = bits.w[0];
    high_ = bits.w[1];
}

NumberParts parts_of(const Number& number) {
    // Intel's library makes no other encoding than this one of what is finite and under 10^34.
    const BID_UINT128 bits = NumberBits::of(number);
    const std::uint64_t upper = bits.w[1] & ~NumberLayout::sign_bit;
    return {
        (bits.w[1] & NumberLayout::sign_bit) != 0, upper & NumberLayout::coefficient_bits, bits.w[0],
        static_cast<int>(upper >> NumberLayout::exponent_shift) - NumberLayout::bias
    };
}

std::optional<Number> Number::parse(std::string_view text) {
    // The library's own reader takes more (NaN, Infinity) and keeps a bounded number of digits, so the
    // text is reduced to at most 40 significant digits first, the last of them standing for all that follow.
    std::size_t at = 0;
    bool negative = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
    constexpr std::size_t kept_digits = 40;
    std::string digits;
    std::int64_t exponent = 0;
    bool any_digit = false;
    bool rest_not_zero = false;
    bool after_point = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !after_point) {
            after_point = true;
            if (at + 1 >= text.size() || !is_digit(text[at + 1])) return std::nullopt;
            continue;
        }
        if (!is_digit(text[at])) break;
        any_digit = true;
        if (digits.empty() && text[at] == '0') {
            if (after_point) --exponent;
            continue;
        }
        if (digits.size() < kept_digits) {
            digits += text[at];
            if (after_point) --exponent;
        } else {
            rest_not_zero = rest_not_zero || text[at] != '0';
            if (!after_point) ++exponent;
        }
    }
    if (!any_digit) return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        bool negative_exponent = false;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative_exponent = text[at++] == '-';
        if (at >= text.size()) return std::nullopt;
        std::int64_t written = 0;
        for (; at < text.size() && is_digit(text[at]); ++at) {
            if (written < 1'000'000'000) written = written * 10 + (text[at] - '0');
        }
        exponent += negative_exponent ? -written : written;
    }
    if (at != text.size()) return std::nullopt;
    if (digits.empty()) return Number();
    if (digits.size() <= 18 && exponent <= 0 && exponent >= -18) {
        std::int64_t value = 0;
        for (const char c : digits) value = value * 10 + (c - '0');
        return SmallNumber{negative ? -value : value, static_cast<int>(exponent)}.number();
    }
    if (rest_not_zero && (digits.back() == '0' || digits.back() == '5'))
        digits.back() = static_cast<char>(digits.back() + 1);
    exponent = std::max<std::int64_t>(std::min<std::int64_t>(exponent, 100'000), -100'000);
    std::string reduced = fmt::format("{}{}E{}", negative ? "-" : "", digits, exponent);
    _IDEC_flags flags = 0;
    return NumberBits::checked(bid128_from_string(reduced.data(), half_even, &flags));
}

std::string Number::text() const {
    SmallNumber value;
    if (value.read(*this) && value.exponent == 0) return fmt::format("{}", value.coefficient);
    char buffer[64];  // sign, 34 digits, E, sign, 4 digits
    _IDEC_flags flags = 0;
    bid128_to_string(buffer, NumberBits::of(*this), &flags);
    const std::string_view written = buffer;
    const std::size_t e = written.find('E');
    std::string digits(written.substr(1, e - 1));
    int exponent = 0;
    const bool negative_exponent = written[e + 1] == '-';
    for (const char c : written.substr(e + 2)) exponent = exponent * 10 + (c - '0');
    if (negative_exponent) exponent = -exponent;
    while (digits.size() > 1 && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    if (exponent >= 0) {
        digits.append(static_cast<std::size_t>(exponent), '0');
    } else if (static_cast<std::size_t>(-exponent) < digits.size()) {
        digits.insert(digits.size() - static_cast<std::size_t>(-exponent), ".");
    } else {
        digits.insert(0, "0." + std::string(static_cast<std::size_t>(-exponent) - digits.size(), '0'));
    }
    return (written[0] == '-' ? "-" : "") + digits;
}

std::optional<Number> Number::plus(const Number& other) const {
    Number sum;
    if (SmallNumber::add(*this, other, sum)) return sum;
    return binary<bid128_add>(*this, other);
}

std::optional<Number> Number::minus(const Number& other) const {
    Number difference;
    if (SmallNumber::subtract(*this, other, difference)) return difference;
    return binary<bid128_sub>(*this, other);
}

std::optional<Number> Number::times(const Number& other) const {
    Number product;
    if (SmallNumber::multiply(*this, other, product)) return product;
    return binary<bid128_mul>(*this, other);
}

std::optional<Number> Number::divided_by(const Number& other) const {
    return binary<bid128_div>(*this, other);
}

std::optional<Number> Number::power(const Number& exponent) const {
    const auto whole = exponent.integer();
    if (whole && *whole > -1'000'000 && *whole < 1'000'000) {
        if (const auto certain = certain_power(*this, *whole)) return certain;
        DecimalPair result{NumberBits::of(Number(1)), NumberBits::of(Number())};
        DecimalPair square{NumberBits::of(*this), NumberBits::of(Number())};
        for (auto rest = static_cast<std::uint64_t>(*whole < 0 ? -*whole : *whole); rest != 0; rest >>= 1) {
            if ((rest & 1) != 0) result = result.times(square);
            if (rest > 1) square = square.times(square);
        }
        const auto powered = NumberBits::checked(*whole < 0 ? result.reciprocal() : result.high);
        if (powered && *powered != Number()) return powered;
        // Out of range on the way: there may still be an answer.
    }
    return binary<bid128_pow>(*this, exponent);
}

std::optional<Number> Number::modulo(const Number& divisor) const {
    if (divisor == Number()) return std::nullopt;
    _IDEC_flags flags = 0;
    auto rest = NumberBits::checked(bid128_fmod(NumberBits::of(*this), NumberBits::of(divisor), &flags));
    if (rest && *rest != Number() && rest->is_negative() != divisor.is_negative()) return rest->plus(divisor);
    return rest;
}

std::optional<Number> Number::square_root() const {
    return unary<bid128_sqrt>(*this);
}

std::optional<Number> Number::exponential() const {
    return unary<bid128_exp>(*this);
}

std::optional<Number> Number::logarithm() const {
    return unary<bid128_log>(*this);
}

Number Number::negated() const {
    Number result = *this;
    if (*this != Number()) result.high_ ^= 0x8000000000000000ULL;
    return result;
}

std::optional<Number> Number::rounded(std::int64_t scale, Rounding rounding) const {
    if (scale < -6111 || scale > 6176) return std::nullopt;
    // Move the point, round to an integer, move it back: exact, since scaling changes the exponent alone.
    _IDEC_flags flags = 0;
    const auto places = static_cast<int>(scale);
    const BID_UINT128 bits = NumberBits::of(*this);
    int exponent_bits = 0;
    {
        // With no more digits than asked for there is nothing to round, and scaling could leave the range.
        const std::uint64_t top = (bits.w[1] >> 49) & 0x3fff;
        exponent_bits = static_cast<int>(top) - 6176;
        if (exponent_bits >= -places) return *this;
    }
    const BID_UINT128 shifted = bid128_scalbn(bits, places, half_even, &flags);
    BID_UINT128 whole = shifted;
    switch (rounding) {
        case Rounding::half_even:
            whole = bid128_round_integral_nearest_even(shifted, &flags);
            break;
        case Rounding::down:
            whole = bid128_round_integral_zero(shifted, &flags);
            break;
        case Rounding::up:
            whole = is_negative() ? bid128_round_integral_negative(shifted, &flags)
                                  : bid128_round_integral_positive(shifted, &flags);
            break;
        case Rounding::half_up:
            whole = bid128_round_integral_nearest_away(shifted, &flags);
            break;
        case Rounding::half_down: {
            const BID_UINT128 toward_zero = bid128_round_integral_zero(shifted, &flags);
            const auto part = NumberBits::checked(bid128_sub(shifted, toward_zero, half_even, &flags));
            const Number half = *Number::parse("0.5");
            const bool over = part && (*part > half || *part < half.negated());
            whole = over ? bid128_round_integral_nearest_away(shifted, &flags) : toward_zero;
            break;
        }
        case Rounding::floor:
            whole = bid128_round_integral_negative(shifted, &flags);
            break;
        case Rounding::ceiling:
            whole = bid128_round_integral_positive(shifted, &flags);
            break;
    }
    return NumberBits::checked(bid128_scalbn(whole, -places, half_even, &flags));
}

bool Number::is_negative() const {
    return (high_ & 0x8000000000000000ULL) != 0 && *this != Number();
}

bool Number::is_integer() const {
    SmallNumber value;
    if (value.read(*this)) return value.coefficient % SmallNumber::powers_of_ten[-value.exponent] == 0;
    _IDEC_flags flags = 0;
    const BID_UINT128 bits = NumberBits::of(*this);
    return bid128_quiet_equal(bits, bid128_round_integral_zero(bits, &flags), &flags) != 0;
}

std::optional<std::int64_t> Number::integer() const {
    SmallNumber small;
    if (small.read(*this)) {
        const std::int64_t unit = SmallNumber::powers_of_ten[-small.exponent];
        return small.coefficient % unit == 0 ? std::optional(small.coefficient / unit) : std::nullopt;
    }
    _IDEC_flags flags = 0;
    const std::int64_t value = bid128_to_int64_xint(NumberBits::of(*this), &flags);
    if ((flags & (BID_INVALID_EXCEPTION | BID_INEXACT_EXCEPTION)) != 0) return std::nullopt;
    return value;
}

std::strong_ordering Number::operator<=>(const Number& other) const {
    std::strong_ordering order = std::strong_ordering::equal;
    if (SmallNumber::compare(*this, other, order)) return order;
    _IDEC_flags flags = 0;
    const BID_UINT128 left = NumberBits::of(*this);
    const BID_UINT128 right = NumberBits::of(other);
    if (bid128_quiet_less(left, right, &flags) != 0) return std::strong_ordering::less;
    if (bid128_quiet_equal(left, right, &flags) != 0) return std::strong_ordering::equal;
    return std::strong_ordering::greater;
}

}  // namespace guildhall::feel
