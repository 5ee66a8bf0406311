#include "feel/number.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

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

/// 10,000 operations held against Python's decimal module, an implementation of its own of the same standard.
TEST(Number, AgreesWithPython) {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("number_test_{}", getpid());
    std::filesystem::create_directories(folder);
    std::mt19937 random(20'261'122);
    const auto operand = [&random] {
        std::string text = random() % 2 == 0 ? "-" : "";
        const unsigned digits = 1 + random() % 34;
        for (unsigned i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % (random() % 4 == 0 ? 1 : 10));
        if (random() % 2 == 0) text += fmt::format("E{}", static_cast<int>(random() % 60) - 40);
        return text;
    };
    {
        std::ofstream script(folder / "check.py");
        script << R"(
import decimal, sys
context = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
bad = 0
for line in open(sys.argv[1]):
    a, sign, b, got = line.split()
    a, b = decimal.Decimal(a), decimal.Decimal(b)
    want = {'+': context.add, '-': context.subtract, '*': context.multiply, '/': context.divide}[sign](a, b)
    if not want.is_finite():
        right = got == 'nothing'
    else:
        right = got != 'nothing' and decimal.Decimal(got) == want
    if not right:
        bad += 1
        print(line.strip(), 'wanted', want)
sys.exit(1 if bad else 0)
)";
        std::ofstream cases(folder / "cases.txt");
        for (int i = 0; i < 10'000; ++i) {
            const std::string a = operand();
            const std::string b = operand();
            const char sign = "+-*/"[random() % 4];
            const Number x = number(a);
            const Number y = number(b);
            const auto result = sign == '+'   ? x.plus(y)
                                : sign == '-' ? x.minus(y)
                                : sign == '*' ? x.times(y)
                                              : x.divided_by(y);
            cases << a << ' ' << sign << ' ' << b << ' ' << (result ? result->text() : "nothing") << '\n';
        }
    }
    const bool python = std::system("python3 -c 'import decimal' >/dev/null 2>&1") == 0;
    const int outcome =
        python ? std::system(fmt::format("python3 '{0}/check.py' '{0}/cases.txt'", folder.string()).c_str()) : 0;
    std::filesystem::remove_all(folder);
    if (!python) GTEST_SKIP() << "python3 is not there to compare with";
    EXPECT_EQ(outcome, 0);
}

}  // namespace
}  // namespace guildhall::feel
