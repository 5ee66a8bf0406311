#include "feel/number.hpp"

#include <gtest/gtest.h>

namespace guildhall::feel {
namespace {

Number number(std::string_view text) {
    const auto parsed = Number::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Number());
}

TEST(Number, ReadsAndWritesPlainDecimals) {
    EXPECT_EQ(number("-012.500").text(), "-12.5");
    EXPECT_EQ(number("1e3").text(), "1000");
    EXPECT_EQ(number("-0").text(), "0");
    EXPECT_EQ(number("1E-7").text(), "0.0000001");
    EXPECT_EQ(number("0." + std::string(40, '0') + "1").text(), "0." + std::string(40, '0') + "1");
    for (const auto* wrong :
         {"", "-", "1.", ".", "1e", "1e+", "NaN", "Infinity", " 1", "1 ", "0x1", "1.2.3", "--1", "1e6145"}) {
        EXPECT_FALSE(Number::parse(wrong)) << wrong;
    }
}

TEST(Number, RoundsTextHalfEvenTo34Digits) {
    const std::string digits(33, '1');
    EXPECT_EQ(number(digits + "25").text(), digits + "20");
    EXPECT_EQ(number(digits + "35").text(), digits + "40");
    EXPECT_EQ(number(digits + "25" + std::string(100, '0') + "1").text(), digits + "3" + std::string(102, '0'));
}

TEST(Number, IsExactAndEqualByValue) {
    EXPECT_EQ(number("0.1").plus(number("0.2"))->text(), "0.3");
    EXPECT_EQ(number("1.0"), number("1.00"));
    EXPECT_LT(number("-1"), number("0.5"));
    EXPECT_EQ(Number(INT64_MAX).plus(Number(1))->text(), "9223372036854775808");
    EXPECT_EQ(Number(INT64_MIN).text(), "-9223372036854775808");
    EXPECT_EQ(Number(INT64_MIN).integer(), INT64_MIN);
    EXPECT_EQ(Number(4'000'000'000).times(Number(4'000'000'000))->text(), "16000000000000000000");
    EXPECT_FALSE(number("16000000000000000000").integer());
    EXPECT_FALSE(number("1.5").integer());
    EXPECT_TRUE(number("150e-1").is_integer());
}

TEST(Number, GivesNothingOutOfRange) {
    EXPECT_FALSE(Number(1).divided_by(Number()));
    EXPECT_FALSE(Number().divided_by(Number()));
    EXPECT_FALSE(number("1e6144").times(Number(10)));
    EXPECT_FALSE(Number(-1).square_root());
    EXPECT_FALSE(Number().power(Number(-1)));
    EXPECT_FALSE(Number(-2).power(number("0.5")));
    EXPECT_FALSE(Number(1).rounded(7000, Number::Rounding::half_even));
}

TEST(Number, RoundsToAScale) {
    using enum Number::Rounding;
    EXPECT_EQ(number("2.5").rounded(0, half_even), number("2"));
    EXPECT_EQ(number("2.5").rounded(0, half_up), number("3"));
    EXPECT_EQ(number("-2.5").rounded(0, half_up), number("-3"));
    EXPECT_EQ(number("2.5").rounded(0, half_down), number("2"));
    EXPECT_EQ(number("2.51").rounded(0, half_down), number("3"));
    EXPECT_EQ(number("-2.1").rounded(0, up), number("-3"));
    EXPECT_EQ(number("-2.9").rounded(0, down), number("-2"));
    EXPECT_EQ(number("-2.1").rounded(0, floor), number("-3"));
    EXPECT_EQ(number("1234.567").rounded(2, half_even), number("1234.57"));
    EXPECT_EQ(number("1250").rounded(-2, half_even), number("1200"));
    EXPECT_EQ(number("-12").modulo(number("5")), number("3"));
    EXPECT_EQ(number("10.1").modulo(number("4.5")), number("1.1"));
}

}  // namespace
}  // namespace guildhall::feel
