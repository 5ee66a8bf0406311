#include "journeys/fee.hpp"

#include <gtest/gtest.h>

#include "catalogue/testing.hpp"

namespace guildhall::journeys {
namespace {

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

std::string fee(const std::string& lines, const Answers& answers) {
    const auto loaded = catalogue::testing::load_lines(lines);
    EXPECT_TRUE(loaded.service) << catalogue::testing::all_text(loaded.complaints);
    if (!loaded.service) return "refused";
    const auto due = fee_of(*loaded.service, answers, now);
    if (!due) return "error: " + due.error().detail.text;
    return *due ? words::decimal_of(**due) + " " + (*due)->currency : "nothing";
}

constexpr const char* questions = R"yaml(questions:
  size: {ask: Size, type: radios, options: {small: Small, large: Large}}
  days: {ask: Days, type: number, optional: true}
  total: {compute: "days * 2.5", ask: Total}
)yaml";

TEST(Fee, IsWorkedOutFromTheAnswers) {
    const std::string lines = std::string{"fee: if size = \"large\" then 48 else 24\n"} + questions;
    EXPECT_EQ(fee(lines, {{"size", "large"}}), "48.00 GBP");
    EXPECT_EQ(fee(lines, {{"size", "small"}}), "24.00 GBP");
}

TEST(Fee, ReadsWhatIsComputed) {
    EXPECT_EQ(fee(std::string{"fee: total\n"} + questions, {{"days", "3"}}), "7.50 GBP");
}

TEST(Fee, OfNothingIsNothing) {
    EXPECT_EQ(
        fee(std::string{"fee: if size = \"large\" then 48 else null\n"} + questions, {{"size", "small"}}), "nothing"
    );
    EXPECT_EQ(
        fee(std::string{"fee: if size = \"large\" then 48 else 0\n"} + questions, {{"size", "small"}}), "nothing"
    );
    EXPECT_EQ(fee(questions, {{"size", "small"}}), "nothing");
}

TEST(Fee, HasItsOwnCurrency) {
    EXPECT_EQ(fee(std::string{"fee: {amount: days, currency: JPY}\n"} + questions, {{"days", "1200"}}), "1200 JPY");
    EXPECT_EQ(fee(std::string{"fee: {amount: days, currency: KWD}\n"} + questions, {{"days", "1.234"}}), "1.234 KWD");
}

TEST(Fee, ThatNobodyCanPayIsRefusedAndNeverRounded) {
    EXPECT_TRUE(fee(std::string{"fee: days\n"} + questions, {{"days", "1.005"}}).starts_with("error"))
        << "half a penny";
    EXPECT_TRUE(
        fee(std::string{"fee: {amount: days, currency: JPY}\n"} + questions, {{"days", "1.5"}}).starts_with("error")
    );
    EXPECT_TRUE(fee(std::string{"fee: days\n"} + questions, {{"days", "-1"}}).starts_with("error"));
    EXPECT_TRUE(fee(std::string{"fee: size\n"} + questions, {{"size", "small"}}).starts_with("error")) << "no number";
    EXPECT_TRUE(fee(std::string{"fee: size * 2\n"} + questions, {{"size", "small"}}).starts_with("error"))
        << "a mistake is not free of charge";
}

}  // namespace
}  // namespace guildhall::journeys
