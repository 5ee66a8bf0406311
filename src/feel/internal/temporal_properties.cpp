#include "feel/internal/calendar.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

Value number(std::int64_t value) {
    return Value(Number(value));
}

std::optional<Value> date_property(const Date& date, std::string_view name) {
    if (name == "year") return number(date.year);
    if (name == "month") return number(date.month);
    if (name == "day") return number(date.day);
    if (name == "weekday") return number(iso_weekday(date));
    return std::nullopt;
}

std::optional<Value> time_property(const Time& time, const Date& day, std::string_view name) {
    const std::int64_t seconds = time.nanoseconds / nanoseconds_a_second;
    if (name == "hour") return number(seconds / 3600);
    if (name == "minute") return number(seconds / 60 % 60);
    if (name == "second") {
        return Value(seconds_of({seconds % 60, static_cast<std::int32_t>(time.nanoseconds % nanoseconds_a_second)}));
    }
    if (name == "time offset") {
        const auto offset = offset_of(time, day);
        return offset ? Value(DaysTimeDuration{*offset, 0}) : Value();
    }
    if (name == "timezone") return time.zone.empty() ? Value() : Value(time.zone);
    return std::nullopt;
}

std::optional<Value> duration_property(const DaysTimeDuration& duration, std::string_view name) {
    if (name == "days") return number(duration.seconds / 86'400);
    if (name == "hours") return number(duration.seconds / 3600 % 24);
    if (name == "minutes") return number(duration.seconds / 60 % 60);
    if (name == "seconds") return Value(seconds_of({duration.seconds % 60, duration.nanoseconds}));
    if (name == "value") return Value(seconds_of(duration));
    return std::nullopt;
}

}  // namespace

std::optional<Value> temporal_property(const Value& value, std::string_view name) {
    const Date epoch;
    if (const auto* date = std::get_if<Date>(&value.data())) {
        if (auto found = date_property(*date, name)) return found;
        return time_property(at_midnight(*date).time, *date, name);
    }
    if (const auto* moment = std::get_if<DateTime>(&value.data())) {
        if (auto found = date_property(moment->date, name)) return found;
        return time_property(moment->time, moment->date, name);
    }
    if (const auto* time = std::get_if<Time>(&value.data())) return time_property(*time, epoch, name);
    if (const auto* duration = std::get_if<DaysTimeDuration>(&value.data())) return duration_property(*duration, name);
    if (const auto* duration = std::get_if<YearsMonthsDuration>(&value.data())) {
        if (name == "years") return number(duration->months / 12);
        if (name == "months") return number(duration->months % 12);
        if (name == "value") return number(duration->months);
    }
    return std::nullopt;
}

}  // namespace guildhall::feel
