#include "catalogue/periods.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace guildhall::catalogue {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view usual_length = "30 days";
constexpr std::string_view usual_reminder = "5 days";
constexpr days shortest_worth_a_reminder{10};

bool is_working_day(sys_days day) {
    const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
    return weekday <= 5;
}

sys_days by_working_days(sys_days day, int count) {
    const days step{count < 0 ? -1 : 1};
    for (int left = std::abs(count); left > 0;) {
        day += step;
        if (is_working_day(day)) --left;
    }
    return day;
}

sys_days by_months(sys_days day, int count) {
    const std::chrono::year_month_day from{day};
    const auto month = std::chrono::year_month{from.year(), from.month()} + std::chrono::months{count};
    const std::chrono::year_month_day_last last{month.year(), std::chrono::month_day_last{month.month()}};
    return sys_days{month / std::min(from.day(), last.day())};
}

base::Instant moved(base::Instant from, std::string_view length, int direction) {
    int count = 0;
    const auto number = std::from_chars(length.data(), length.data() + length.size(), count);
    std::string_view unit = length.substr(static_cast<std::size_t>(number.ptr - length.data()));
    if (unit.starts_with(' ')) unit.remove_prefix(1);
    count *= direction;
    const sys_days day = std::chrono::floor<days>(from);
    const auto time = from - day;
    sys_days moved_day = day;
    if (unit.starts_with("working"))
        moved_day = by_working_days(day, count);
    else if (unit.starts_with("day"))
        moved_day = day + days{count};
    else if (unit.starts_with("week"))
        moved_day = day + days{7 * count};
    else if (unit.starts_with("month"))
        moved_day = by_months(day, count);
    else if (unit.starts_with("year"))
        moved_day = by_months(day, 12 * count);
    return moved_day + time;
}

const KeepRule* rule_for_drafts(const Service& service) {
    const auto found = std::find_if(service.keep.begin(), service.keep.end(), [](const KeepRule& rule) {
        return rule.records == "draft";
    });
    return found == service.keep.end() ? nullptr : &*found;
}

}  // namespace

base::Instant later(base::Instant from, std::string_view length) {
    return moved(from, length, 1);
}

base::Instant earlier(base::Instant from, std::string_view length) {
    return moved(from, length, -1);
}

base::Instant end_of_draft(const Service& service, base::Instant last_change) {
    const KeepRule* rule = rule_for_drafts(service);
    const base::Instant end = later(last_change, rule ? std::string_view{rule->duration} : usual_length);
    sys_days last_day = std::chrono::floor<days>(end);
    // What cannot be sent in any more is not kept; whoever answers after that day still sees why for a day.
    if (service.open.last) {
        const sys_days today = std::chrono::floor<days>(last_change);
        last_day = std::min(last_day, std::max(*service.open.last, today));
    }
    return last_day + days{1};
}

std::optional<base::Instant> reminder_of_draft(const Service& service, base::Instant end) {
    const KeepRule* rule = rule_for_drafts(service);
    if (rule && !rule->remind.empty()) return earlier(end, rule->remind);
    const base::Instant kept_from = earlier(end, rule ? std::string_view{rule->duration} : usual_length);
    if (end - kept_from < shortest_worth_a_reminder) return std::nullopt;
    return earlier(end, usual_reminder);
}

Openness openness(const Service& service, base::Instant now) {
    const sys_days today = std::chrono::floor<days>(now);
    if (service.open.first && today < *service.open.first) return Openness::not_yet;
    if (service.open.last && today > *service.open.last) return Openness::closed;
    return Openness::open;
}

}  // namespace guildhall::catalogue
