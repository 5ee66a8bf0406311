// DMN 1.5 sections 10.3.4.8 and 10.3.4.9.

#include <array>

#include "feel/internal/builtins.hpp"
#include "feel/internal/calendar.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

std::optional<Date> day_of(const Value& value) {
    if (const auto* date = std::get_if<Date>(&value.data())) return *date;
    if (const auto* moment = std::get_if<DateTime>(&value.data())) return moment->date;
    return std::nullopt;
}

Value needs_date(Call& call, std::string_view name) {
    return call.fail(fmt::format("{} needs a date, not {}", name, kind_in_words(call[0])));
}

std::optional<DateTime> moment_now(Call& call) {
    const auto micros = call.caller.environment().now.time_since_epoch().count();
    const std::int64_t seconds = micros / 1'000'000 - (micros % 1'000'000 < 0 ? 1 : 0);
    return in_zone(seconds, static_cast<int>((micros - seconds * 1'000'000) * 1'000), call.caller.environment().zone);
}

Value now(Call& call) {
    auto moment = moment_now(call);
    return moment ? Value(std::move(*moment)) : call.fail("now: the time zone of the evaluation does not exist");
}

Value today(Call& call) {
    const auto moment = moment_now(call);
    return moment ? Value(moment->date) : call.fail("today: the time zone of the evaluation does not exist");
}

Value day_of_week(Call& call) {
    static constexpr std::array<const char*, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};
    const auto date = day_of(call[0]);
    if (!date) return needs_date(call, "day of week");
    return Value(names[static_cast<std::size_t>(iso_weekday(*date) - 1)]);
}

Value month_of_year(Call& call) {
    static constexpr std::array<const char*, 12> names{"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
    const auto date = day_of(call[0]);
    if (!date) return needs_date(call, "month of year");
    return Value(names[date->month - 1U]);
}

Value day_in_year(Call& call) {
    const auto date = day_of(call[0]);
    if (!date) return needs_date(call, "day of year");
    return Value(Number(day_of_year(*date)));
}

Value week_of_year(Call& call) {
    const auto date = day_of(call[0]);
    if (!date) return needs_date(call, "week of year");
    return Value(Number(iso_week(*date)));
}

const BuiltIn functions[] = {
    {"now", {}, now},
    {"today", {}, today},
    {"day of week", {"date"}, day_of_week},
    {"day of year", {"date"}, day_in_year},
    {"week of year", {"date"}, week_of_year},
    {"month of year", {"date"}, month_of_year},
};

}  // namespace

std::span<const BuiltIn> temporal_functions() {
    return functions;
}

}  // namespace guildhall::feel
