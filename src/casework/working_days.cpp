#include "casework/working_days.hpp"

namespace guildhall::casework {
namespace {

bool is_working_day(std::chrono::sys_days day) {
    const std::chrono::weekday weekday{day};
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

}  // namespace

base::Instant after_working_days(base::Instant from, int days) {
    auto day = std::chrono::floor<std::chrono::days>(from);
    while (days > 0) {
        day += std::chrono::days{1};
        if (is_working_day(day)) --days;
    }
    return day + std::chrono::days{1};
}

int working_days_until(base::Instant now, base::Instant due) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    // `due` is the midnight that ends the last day.
    const auto last = std::chrono::floor<std::chrono::days>(due - std::chrono::microseconds{1});
    int count = 0;
    for (auto day = today; day < last; day += std::chrono::days{1}) {
        if (is_working_day(day + std::chrono::days{1})) ++count;
    }
    for (auto day = last; day < today; day += std::chrono::days{1}) {
        if (is_working_day(day + std::chrono::days{1})) --count;
    }
    return count;
}

}  // namespace guildhall::casework
