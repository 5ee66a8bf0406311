#include "words/money.hpp"

#include <gtest/gtest.h>

namespace guildhall::words {
namespace {

TEST(Money, IsReadWithTheDecimalsOfItsCurrency) {
    EXPECT_EQ(money_from_decimal("24", "GBP"), (Money{2400, "GBP"}));
    EXPECT_EQ(money_from_decimal("24.5", "GBP"), (Money{2450, "GBP"}));
    EXPECT_EQ(money_from_decimal("0.05", "GBP"), (Money{5, "GBP"}));
    EXPECT_EQ(money_from_decimal("1200", "JPY"), (Money{1200, "JPY"}));
    EXPECT_EQ(money_from_decimal("1.234", "KWD"), (Money{1234, "KWD"}));
    EXPECT_EQ(money_from_decimal("-3.10", "GBP"), (Money{-310, "GBP"}));
    EXPECT_EQ(money_from_decimal("24.500", "GBP"), (Money{2450, "GBP"})) << "zeros that say nothing";
}

TEST(Money, RefusesWhatTheCurrencyCannotPay) {
    for (const char* text : {"24.505", "", ".", "-", "1e3", "1,000", " 1", "1.2.3", "10000000000000.01"})
        EXPECT_EQ(money_from_decimal(text, "GBP"), std::nullopt) << text;
    EXPECT_EQ(money_from_decimal("12.5", "JPY"), std::nullopt);
    EXPECT_EQ(money_from_decimal("99999999999999999999999", "GBP"), std::nullopt);
}

TEST(Money, IsWrittenWithAllDecimals) {
    EXPECT_EQ(decimal_of({2400, "GBP"}), "24.00");
    EXPECT_EQ(decimal_of({5, "GBP"}), "0.05");
    EXPECT_EQ(decimal_of({-5, "GBP"}), "-0.05");
    EXPECT_EQ(decimal_of({1200, "JPY"}), "1200");
    EXPECT_EQ(decimal_of({7, "KWD"}), "0.007");
}

TEST(Money, ComesBackAsItWas) {
    for (const char* currency : {"GBP", "JPY", "KWD"}) {
        for (std::int64_t minor = -1500; minor <= 1500; minor += 7) {
            const Money money{minor, currency};
            EXPECT_EQ(money_from_decimal(decimal_of(money), currency), money) << minor << currency;
        }
    }
}

}  // namespace
}  // namespace guildhall::words
