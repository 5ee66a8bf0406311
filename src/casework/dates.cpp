#include "casework/dates.hpp"

#include <fmt/format.h>

namespace guildhall::casework {
namespace {

std::string time_of_day(base::Instant instant) {
    const std::chrono::hh_mm_ss time{instant - std::chrono::floor<std::chrono::days>(instant)};
    return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
}

/// What is due by midnight is due on the day that ends then.
base::Instant in_last_day(base::Instant due) {
    return due - std::chrono::microseconds{1};
}

}  // namespace

std::string long_date(base::Instant instant) {
    return base::long_date(std::chrono::floor<std::chrono::days>(instant));
}

std::string long_date(const words::Locale& locale, base::Instant instant) {
    return locale.date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)});
}

std::string long_date_and_time(base::Instant instant) {
    return fmt::format("{} at {}", long_date(instant), time_of_day(instant));
}

std::string long_date_and_time(const words::Locale& locale, base::Instant instant) {
    return locale.text("frame.date_at_time", {{"date", long_date(locale, instant)}, {"time", time_of_day(instant)}});
}

std::string deadline_day(base::Instant due) {
    return long_date(in_last_day(due));
}

std::string deadline_day(const words::Locale& locale, base::Instant due) {
    return long_date(locale, in_last_day(due));
}

}  // namespace guildhall::casework
