// `keep:`, `open:` and `after-sending:` of service.yaml, and that a question knows which bank it comes from.

#include <gtest/gtest.h>

#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::complaints_of;
using testing::load_lines;

const std::string questions = "questions:\n  a: {ask: A}\n  b: {type: guidance, text: B}\n  c: {from: bank/contact}\n";

TEST(Keeping, WhatMayBeChangedAfterSendingIn) {
    EXPECT_FALSE(load_lines(questions).service->after_sending);
    const auto all = load_lines(questions + "after-sending: {change: all}\n").service;
    ASSERT_TRUE(all && all->after_sending);
    EXPECT_TRUE(all->after_sending->allows("a"));
    EXPECT_EQ(all->after_sending->until, "");
    const auto some = load_lines(questions + "after-sending: {change: [c], until: 14 days}\n").service;
    ASSERT_TRUE(some && some->after_sending);
    EXPECT_TRUE(some->after_sending->allows("c"));
    EXPECT_FALSE(some->after_sending->allows("a"));
    EXPECT_EQ(some->after_sending->until, "14 days");

    EXPECT_EQ(
        complaints_of(questions + "after-sending: {change: [aa]}\n"),
        "refused\nservice.yaml:9:26: error: there is no question that is asked `aa`; did you mean `a`?\n"
    );
    EXPECT_NE(complaints_of(questions + "after-sending: {change: [b]}\n").find(":9:26:"), std::string::npos)
        << "a text is not answered";
    EXPECT_NE(complaints_of(questions + "after-sending: {change: some}\n").find(":9:25:"), std::string::npos);
    EXPECT_NE(complaints_of(questions + "after-sending: {until: 3 days}\n").find("change"), std::string::npos);
    EXPECT_NE(
        complaints_of(questions + "after-sending: {change: all, until: soon}\n").find(":9:37:"), std::string::npos
    );
}

TEST(Keeping, HowLongDraftsAreKept) {
    const std::string rule =
        questions + "keep:\n  - {records: draft, for: 20 days, after: last change, remind: 3 days}\n";
    const auto service = load_lines(rule).service;
    ASSERT_TRUE(service);
    EXPECT_EQ(service->keep.at(0).remind, "3 days");
    EXPECT_NE(
        complaints_of(questions + "keep:\n  - {records: draft, for: 20 days, after: decision}\n").find("10:43: error"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(questions + "keep:\n  - {records: granted, for: 20 days, after: decision, remind: 3 days}\n")
            .find("10:63: error: `remind:` goes with the records `draft`"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(questions + "keep:\n  - {records: draft, for: 2 days, after: last change, remind: 1 week}\n")
            .find("which is before a draft that is kept 2 days begins"),
        std::string::npos
    );
    EXPECT_NE(
        complaints_of(rule + "  - {records: draft, for: 10 days, after: last change}\n").find("a second rule"),
        std::string::npos
    );
}

TEST(Keeping, DaysOnWhichItIsOpen) {
    const auto service = load_lines(questions + "open: \"[2026-01-01..2026-03-31]\"\n").service;
    ASSERT_TRUE(service);
    EXPECT_EQ(service->open.last, std::chrono::sys_days{std::chrono::year{2026} / 3 / 31});
    EXPECT_FALSE(load_lines(questions + "open: \"[..2026-03-31]\"\n").service->open.first);
    EXPECT_NE(
        complaints_of(questions + "open: \"[2026-02-30..]\"\n").find("`2026-02-30`, which is no day"), std::string::npos
    );
    EXPECT_NE(
        complaints_of(questions + "open: \"[2026-04-01..2026-03-31]\"\n").find("ends before it starts"),
        std::string::npos
    );
    EXPECT_NE(complaints_of(questions + "open: \"[2026-04-01..2026-05-01)\"\n").find("9:7: error"), std::string::npos);
}

TEST(Keeping, AQuestionKnowsItsBank) {
    const auto service = load_lines(questions).service;
    ASSERT_TRUE(service);
    EXPECT_EQ(service->find("c")->bank, "bank/contact");
    EXPECT_EQ(service->find("a")->bank, "");
}

TEST(Keeping, WhatWasSignedOrPaidForStays) {
    const std::string form =
        "questions:\n  a: {ask: A}\n  n: {ask: N, type: number}\n  twice: {compute: n * 2, type: "
        "number}\n  friend: {ask: F, type: contact}\n";
    const std::string signs = "parties:\n  friend: {title: a friend, does: [sign], invite: friend, sees: [a]}\n";
    EXPECT_EQ(complaints_of(form + signs + "after-sending: {change: [n]}\n"), "");
    EXPECT_NE(
        complaints_of(form + signs + "after-sending: {change: [a]}\n").find("`friend` signs for `a`"), std::string::npos
    );
    EXPECT_NE(complaints_of(form + signs + "after-sending: {change: all}\n").find("signs for `a`"), std::string::npos);
    EXPECT_EQ(complaints_of(form + "fee: twice\nafter-sending: {change: [a]}\n"), "");
    EXPECT_NE(
        complaints_of(form + "fee: twice\nafter-sending: {change: [n]}\n").find("`fee:` reads `n`"), std::string::npos
    );
}

}  // namespace
}  // namespace guildhall::catalogue
