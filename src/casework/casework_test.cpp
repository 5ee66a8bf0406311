#include <gtest/gtest.h>

#include "casework/case_link.hpp"
#include "casework/decision.hpp"
#include "casework/notices.hpp"
#include "casework/working_days.hpp"

namespace guildhall::casework {
namespace {

using catalogue::OutcomeKind;

TEST(Decision, TheRulesAloneCanOnlyGrantOutright) {
    for (const bool settled : {false, true}) {
        for (const bool automatic : {false, true}) {
            for (const auto kind : {OutcomeKind::granted, OutcomeKind::granted_with_conditions, OutcomeKind::refused}) {
                journeys::Verdict verdict;
                verdict.settled = settled;
                verdict.automatic = automatic;
                verdict.kind = kind;
                const auto decision = Decision::by_rules(verdict);
                EXPECT_EQ(decision.ok(), settled && automatic && kind == OutcomeKind::granted);
                if (decision) {
                    EXPECT_TRUE(decision->automatic());
                }
            }
        }
    }
}

TEST(Decision, NothingAdverseWithoutANamedReviewerWhoSawTheInputs) {
    const std::string reason = "The tree is protected.";
    for (const auto kind : {OutcomeKind::granted_with_conditions, OutcomeKind::refused}) {
        EXPECT_FALSE(Decision::by_person(kind, {"", true}, reason));
        EXPECT_FALSE(Decision::by_person(kind, {"officer", false}, reason));
        EXPECT_FALSE(Decision::by_person(kind, {"officer", true}, "   no    "));
        const auto made = Decision::by_person(kind, {"officer", true}, reason);
        ASSERT_TRUE(made);
        EXPECT_EQ(made->decided_by(), "officer");
        EXPECT_FALSE(made->automatic());
    }
}

TEST(Decision, AReviewIsNeverByWhoDecidedFirst) {
    EXPECT_FALSE(Decision::on_review(OutcomeKind::granted, {"officer", true}, "Looked at again.", "officer"));
    EXPECT_TRUE(Decision::on_review(OutcomeKind::granted, {"other", true}, "Looked at again.", "officer"));
}

TEST(WorkingDays, WeekendsDoNotCount) {
    const auto friday = *base::from_rfc3339("2026-11-20T15:00:00Z");
    EXPECT_EQ(base::to_rfc3339(after_working_days(friday, 1)), "2026-11-24T00:00:00Z");  // the end of Monday
    EXPECT_EQ(
        base::to_rfc3339(after_working_days(friday, 10)), "2026-12-05T00:00:00Z"
    );  // the end of Friday two weeks on
    const auto due = after_working_days(friday, 3);
    EXPECT_EQ(working_days_until(friday, due), 3);
    EXPECT_EQ(working_days_until(due - std::chrono::hours{1}, due), 0);
    EXPECT_LT(working_days_until(due + std::chrono::days{7}, due), 0);
}

TEST(Notices, LinksEndInALetterOrADigit) {
    EXPECT_EQ(case_link("https://a.example", "GH-GD7A-2RFT-9"), "https://a.example/applications/GH-GD7A-2RFT-9");
    EXPECT_EQ(case_link("https://a.example", "GH-GD7A-2RFT-$"), "https://a.example/applications/GH-GD7A-2RFT-%24");
    EXPECT_EQ(case_link("", "*~="), "/applications/%2A%7E%3D");
    EXPECT_EQ(case_link("", "GH-$", "a_-.17"), "/applications/GH-%24/open/a_-.17");
}

}  // namespace
}  // namespace guildhall::casework
