#include "casework/dates.hpp"

#include <fmt/format.h>

namespace guildhall::casework {

std::string long_date(base::Instant instant) {
    return base::long_date(std::chrono::floor<std::chrono::days>(instant));
}

std::string long_date_and_time(base::Instant instant) {
    const std::chrono::hh_mm_ss time{instant - std::chrono::floor<std::chrono::days>(instant)};
    return fmt::format("{} at {:02}:{:02}", long_date(instant), time.hours().count(), time.minutes().count());
}

std::string deadline_day(base::Instant due) {
    return long_date(due - std::chrono::microseconds{1});
}

}  // namespace guildhall::casework
