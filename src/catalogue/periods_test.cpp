#include "catalogue/periods.hpp"

#include <gtest/gtest.h>

namespace guildhall::catalogue {
namespace {

base::Instant at(std::string_view text) {
    const auto instant = base::from_rfc3339(text);
    EXPECT_TRUE(instant) << text;
    return instant ? *instant : base::Instant{};
}
std::string day(base::Instant instant) {
    return base::to_rfc3339(instant).substr(0, 10);
}

TEST(Periods, LengthsOfTimeAsFoldersWriteThem) {
    const base::Instant monday = at("2026-11-30T10:15:00Z");
    EXPECT_EQ(day(later(monday, "1 day")), "2026-12-01");
    EXPECT_EQ(day(later(monday, "30 days")), "2026-12-30");
    EXPECT_EQ(day(later(monday, "2 weeks")), "2026-12-14");
    EXPECT_EQ(day(later(monday, "3 months")), "2027-02-28");
    EXPECT_EQ(day(later(monday, "1 year")), "2027-11-30");
    EXPECT_EQ(day(later(monday, "5 working days")), "2026-12-07");
    EXPECT_EQ(day(later(at("2028-02-29T00:00:00Z"), "1 year")), "2029-02-28");
    EXPECT_EQ(day(earlier(monday, "1 working day")), "2026-11-27");
    EXPECT_EQ(day(earlier(at("2026-03-31T00:00:00Z"), "1 month")), "2026-02-28");
    EXPECT_EQ(later(monday, "1 day") - monday, std::chrono::hours{24});
}

TEST(Periods, ADraftIsKeptUntilTheEndOfADayAndItsOwnerIsToldBefore) {
    Service service;
    const base::Instant changed = at("2026-11-30T10:15:00Z");
    base::Instant end = end_of_draft(service, changed);
    EXPECT_EQ(base::to_micros(end), base::to_micros(at("2026-12-31T00:00:00Z")));
    ASSERT_TRUE(reminder_of_draft(service, end));
    EXPECT_EQ(day(*reminder_of_draft(service, end)), "2026-12-26");

    service.keep = {
        {.records = "granted", .duration = "10 years", .after = "decision", .under = "", .remind = ""},
        {.records = "draft", .duration = "1 week", .after = "last change", .under = "", .remind = ""}
    };
    end = end_of_draft(service, changed);
    EXPECT_EQ(day(end), "2026-12-08");
    EXPECT_FALSE(reminder_of_draft(service, end)) << "a week is soon over";
    service.keep[1].remind = "2 days";
    EXPECT_EQ(day(*reminder_of_draft(service, end)), "2026-12-06");
}

TEST(Periods, AServiceIsOpenOnItsDays) {
    Service service;
    EXPECT_EQ(openness(service, at("2026-01-01T00:00:00Z")), Openness::open);
    service.open.first = std::chrono::floor<std::chrono::days>(at("2026-01-02T00:00:00Z"));
    service.open.last = std::chrono::floor<std::chrono::days>(at("2026-03-31T00:00:00Z"));
    EXPECT_EQ(openness(service, at("2026-01-01T23:59:59Z")), Openness::not_yet);
    EXPECT_EQ(openness(service, at("2026-01-02T00:00:00Z")), Openness::open);
    EXPECT_EQ(openness(service, at("2026-03-31T23:59:59Z")), Openness::open);
    EXPECT_EQ(openness(service, at("2026-04-01T00:00:00Z")), Openness::closed);
    EXPECT_EQ(day(end_of_draft(service, at("2026-03-20T08:00:00Z"))), "2026-04-01") << "not past the last day";
}

}  // namespace
}  // namespace guildhall::catalogue
