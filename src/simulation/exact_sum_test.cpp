#include "simulation/exact_sum.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/thorough.hpp"

namespace guildhall::simulation {
namespace {

feel::Number number(const std::string& text) {
    return *feel::Number::parse(text);
}

std::string sum_of(const std::vector<std::string>& texts) {
    ExactSum sum;
    for (const std::string& text : texts) sum.add(number(text));
    return sum.text();
}

TEST(ExactSum, DoesNotRound) {
    EXPECT_EQ(sum_of({}), "0");
    EXPECT_EQ(sum_of({"0.1", "0.2"}), "0.3");
    EXPECT_EQ(sum_of({"1.50", "-0.5"}), "1");
    EXPECT_EQ(sum_of({"0.05", "-0.05"}), "0");
    EXPECT_EQ(sum_of({"-0.007", "-1"}), "-1.007");
    EXPECT_EQ(sum_of({"1e30", "1e-10", "-1e30"}), "0.0000000001");
    EXPECT_EQ(sum_of({"1e40", "7"}), "10000000000000000000000000000000000000007");
    EXPECT_EQ(
        sum_of({"9999999999999999999999999999999999", "9999999999999999999999999999999999", "2"}),
        "20000000000000000000000000000000000"
    );
    EXPECT_EQ(sum_of({"1200"}), "1200");
}

TEST(ExactSum, CountsAndTakesAway) {
    ExactSum sum;
    sum.add(number("9999999999999999999999999999999999"), 1'000'000'000'000);
    EXPECT_EQ(sum.text(), "9999999999999999999999999999999999000000000000");
    sum.add(number("9999999999999999999999999999999999"), -1'000'000'000'000);
    sum.add(number("-2.5"), 3);
    EXPECT_EQ(sum.text(), "-7.5");
    EXPECT_EQ(*sum.rounded(), number("-7.5"));
}

TEST(ExactSum, IsTheSameInAnyOrderAndInParts) {
    std::mt19937_64 random(3);
    for (unsigned i = 0; i < tests::tries(300, 3000); ++i) {
        std::vector<feel::Number> numbers;
        std::int64_t in_thousandths = 0;
        for (unsigned count = random() % 50; count > 0; --count) {
            const auto thousandths = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
            in_thousandths += thousandths;
            numbers.push_back(*feel::Number(thousandths).divided_by(feel::Number(1000)));
        }
        ExactSum forward, backward, parts[2];
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            forward.add(numbers[at]);
            backward.add(numbers[numbers.size() - 1 - at]);
            parts[random() % 2].add(numbers[at]);
        }
        parts[0].add(parts[1]);
        EXPECT_EQ(forward.text(), feel::Number(in_thousandths).divided_by(feel::Number(1000))->text());
        EXPECT_EQ(backward.text(), forward.text());
        EXPECT_EQ(parts[0].text(), forward.text());
    }
}

}  // namespace
}  // namespace guildhall::simulation
