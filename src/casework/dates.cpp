#include "casework/dates.hpp"

#include <fmt/format.h>

namespace guildhall::casework {

std::string long_date(base::Instant instant) {
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(instant)};
    return fmt::format(
        "{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year())
    );
}

std::string long_date_and_time(base::Instant instant) {
    const std::chrono::hh_mm_ss time{instant - std::chrono::floor<std::chrono::days>(instant)};
    return fmt::format("{} at {:02}:{:02}", long_date(instant), time.hours().count(), time.minutes().count());
}

std::string deadline_day(base::Instant due) {
    return long_date(due - std::chrono::microseconds{1});
}

}  // namespace guildhall::casework
