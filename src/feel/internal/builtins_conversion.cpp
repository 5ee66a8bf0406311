// DMN 1.5 section 10.3.4.1.

#include "feel/internal/builtins.hpp"
#include "feel/internal/calendar.hpp"
#include "feel/internal/node.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

template <class T>
const T* as(const Value& value) {
    return std::get_if<T>(&value.data());
}

Value date_from(Call& call) {
    if (const auto* text = call[0].string()) {
        const auto date = parse_date(*text);
        return date ? Value(*date) : call.fail(fmt::format("date: '{}' is no date", *text));
    }
    if (const auto* date = as<Date>(call[0])) return Value(*date);
    if (const auto* moment = as<DateTime>(call[0])) return Value(moment->date);
    return call.fail(fmt::format("date cannot be made from {}", kind_in_words(call[0])));
}

/// A whole number within limits.
std::optional<std::int64_t> whole(const Value& value, std::int64_t least, std::int64_t most) {
    if (value.number() == nullptr) return std::nullopt;
    const auto integer = value.number()->integer();
    if (!integer || *integer < least || *integer > most) return std::nullopt;
    return integer;
}

std::optional<Date> date_of(const Value& year, const Value& month, const Value& day) {
    const auto y = whole(year, -last_year, last_year);
    const auto m = whole(month, 1, 12);
    const auto d = whole(day, 1, 31);
    return y && m && d ? make_date(*y, *m, *d) : std::nullopt;
}

Value date_from_parts(Call& call) {
    const auto date = date_of(call[0], call[1], call[2]);
    return date ? Value(*date) : call.fail("date: no such day");
}

/// Hour, minute, second and offset from the arguments that start at `first`.
std::optional<Time> time_of(const Call& call, std::size_t first) {
    const auto hour = whole(call[first], 0, 23);
    const auto minute = whole(call[first + 1], 0, 59);
    const auto* second = call[first + 2].number();
    if (!hour || !minute || second == nullptr || second->is_negative() || *second >= Number(60)) return std::nullopt;
    const auto exact = duration_of_seconds(*second);
    if (!exact) return std::nullopt;
    Time time;
    time.nanoseconds = ((*hour * 60 + *minute) * 60 + exact->seconds) * 1'000'000'000 + exact->nanoseconds;
    if (call.count() > first + 3 && !call[first + 3].is_null()) {
        const auto* offset = as<DaysTimeDuration>(call[first + 3]);
        if (offset == nullptr || offset->seconds > 50'400 || offset->seconds < -50'400) return std::nullopt;
        time.offset_seconds = static_cast<int>(offset->seconds);
    }
    return time;
}

Value time_from(Call& call) {
    if (const auto* text = call[0].string()) {
        auto time = parse_time(*text);
        return time ? Value(std::move(*time)) : call.fail(fmt::format("time: '{}' is no time", *text));
    }
    if (const auto* time = as<Time>(call[0])) return Value(*time);
    if (const auto* moment = as<DateTime>(call[0])) return Value(moment->time);
    if (as<Date>(call[0])) {
        Time midnight;
        midnight.offset_seconds = 0;  // a date stands for midnight UTC
        return Value(midnight);
    }
    return call.fail(fmt::format("time cannot be made from {}", kind_in_words(call[0])));
}

Value time_from_parts(Call& call) {
    auto time = time_of(call, 0);
    return time ? Value(std::move(*time)) : call.fail("time: no such time");
}

Value date_and_time_from(Call& call) {
    if (const auto* text = call[0].string()) {
        if (auto moment = parse_date_time(*text)) return Value(std::move(*moment));
        if (const auto date = parse_date(*text)) return Value(at_midnight(*date));
        return call.fail(fmt::format("date and time: '{}' is none", *text));
    }
    if (const auto* moment = as<DateTime>(call[0])) return Value(*moment);
    if (const auto* date = as<Date>(call[0])) return Value(at_midnight(*date));
    return call.fail(fmt::format("date and time cannot be made from {}", kind_in_words(call[0])));
}

Value date_and_time_of_two(Call& call) {
    if (const auto* zone = call[1].string()) {
        const auto* moment = as<DateTime>(call[0]);
        if (moment == nullptr || !is_zone(*zone))
            return call.fail("date and time: needs a date and time, and a time zone");
        const auto offset = offset_of(moment->time, moment->date);
        if (!offset) {
            DateTime result = *moment;
            result.time.zone = *zone;
            return Value(std::move(result));
        }
        DateTime epoch;
        epoch.time.offset_seconds = 0;
        const auto since_epoch = difference(*moment, epoch);
        auto result = in_zone(since_epoch->seconds, static_cast<int>(moment->time.nanoseconds % 1'000'000'000), *zone);
        return result ? Value(std::move(*result)) : call.fail("date and time: out of range");
    }
    const auto* time = as<Time>(call[1]);
    if (time == nullptr) return call.fail(fmt::format("date and time needs a time, not {}", kind_in_words(call[1])));
    if (const auto* date = as<Date>(call[0])) return Value(DateTime{*date, *time});
    if (const auto* moment = as<DateTime>(call[0])) return Value(DateTime{moment->date, *time});
    return call.fail(fmt::format("date and time needs a date, not {}", kind_in_words(call[0])));
}

Value date_and_time_from_parts(Call& call) {
    const auto date = date_of(call[0], call[1], call[2]);
    auto time = time_of(call, 3);
    return date && time ? Value(DateTime{*date, std::move(*time)}) : call.fail("date and time: no such moment");
}

Value duration_from(Call& call) {
    if (const auto* text = call[0].string()) {
        Value duration = parse_duration(*text);
        return duration.is_null() ? call.fail(fmt::format("duration: '{}' is none", *text)) : duration;
    }
    if (as<DaysTimeDuration>(call[0]) || as<YearsMonthsDuration>(call[0])) return call[0];
    return call.fail(fmt::format("duration cannot be made from {}", kind_in_words(call[0])));
}

Value years_and_months_between(Call& call) {
    const auto date_part = [](const Value& value) -> std::optional<Date> {
        if (const auto* date = as<Date>(value)) return *date;
        if (const auto* moment = as<DateTime>(value)) return moment->date;
        return std::nullopt;
    };
    const auto from = date_part(call[0]);
    const auto to = date_part(call[1]);
    if (!from || !to) return call.fail("years and months duration needs two dates");
    const auto months_of = [](const Date& date) { return std::int64_t{date.year} * 12 + date.month; };
    std::int64_t months = months_of(*to) - months_of(*from);
    // Only whole months count, toward zero.
    if (months > 0 && to->day < from->day) --months;
    if (months < 0 && to->day > from->day) ++months;
    return Value(YearsMonthsDuration{months});
}

Value string_from(Call& call) {
    if (call[0].is_null()) return {};
    return Value(plain_text(call[0]));
}

Value number_from(Call& call) {
    if (call.count() == 1) {
        if (call[0].number() != nullptr) return call[0];
        if (call[0].string() == nullptr)
            return call.fail(fmt::format("number cannot be made from {}", kind_in_words(call[0])));
        const auto number = Number::parse(*call[0].string());
        return number ? Value(*number) : call.fail(fmt::format("number: '{}' is none", *call[0].string()));
    }
    const auto* from = call[0].string();
    if (from == nullptr) return call.fail(fmt::format("number cannot be made from {}", kind_in_words(call[0])));
    const auto separator = [&](std::size_t i) -> std::optional<std::string> {
        if (call.count() <= i || call[i].is_null()) return "";
        if (call[i].string() == nullptr) return std::nullopt;
        return *call[i].string();
    };
    const auto grouping = separator(1);
    const auto point = separator(2);
    const bool good_grouping =
        grouping && (grouping->empty() || *grouping == " " || *grouping == "," || *grouping == ".");
    const bool good_point = point && (point->empty() || *point == "," || *point == ".");
    if (!good_grouping || !good_point || (!grouping->empty() && *grouping == *point)) {
        return call.fail("number: separators are ' ', ',' or '.', and differ");
    }
    std::string plain;
    for (const char c : *from) {
        if (!grouping->empty() && c == grouping->front()) continue;
        if (!point->empty() && c == point->front()) {
            plain += '.';
        } else if (c == '.' && !point->empty()) {
            return call.fail(fmt::format("number: '{}' is none", *from));
        } else {
            plain += c;
        }
    }
    const auto number = Number::parse(plain);
    return number ? Value(*number) : call.fail(fmt::format("number: '{}' is none", *from));
}

class NoNames final : public Scope {
public:
    [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
};

/// A literal, or a date, time or duration made from one.
bool is_constant(const Node& node) {
    if (node.kind == NodeKind::literal) return true;
    if (node.kind == NodeKind::negate) return is_constant(*node.children[0]);
    if (node.kind != NodeKind::invocation || node.children.size() != 2) return false;
    const Node& callee = *node.children[0];
    const bool maker =
        callee.text == "date" || callee.text == "time" || callee.text == "date and time" || callee.text == "duration";
    return callee.kind == NodeKind::name && maker && node.children[1]->kind == NodeKind::literal;
}

Value range_from(Call& call) {
    const auto* text = call[0].string();
    if (text == nullptr) return call.fail(fmt::format("range cannot be made from {}", kind_in_words(call[0])));
    const auto parsed = Expression::parse(*text, {});
    const bool constant = parsed && parsed->root().kind == NodeKind::range && parsed->root().children[0] &&
                          parsed->root().children[1] && is_constant(*parsed->root().children[0]) &&
                          is_constant(*parsed->root().children[1]);
    if (!constant) return call.fail(fmt::format("range: '{}' is no range of constants", *text));
    const Value range = parsed->evaluate(NoNames(), call.caller.environment());
    const bool in_order = range.range() != nullptr && *order_of(*range.range()->low, *range.range()->high) <= 0;
    return in_order ? range : call.fail(fmt::format("range: '{}' is none", *text));
}

const BuiltIn functions[] = {
    {"date", {"from"}, date_from},
    {"date", {"year", "month", "day"}, date_from_parts},
    {"time", {"from"}, time_from},
    {"time", {"hour", "minute", "second", "offset?"}, time_from_parts},
    {"date and time", {"from"}, date_and_time_from},
    {"date and time", {"date", "time"}, date_and_time_of_two},
    {"date and time", {"date", "timezone"}, date_and_time_of_two},
    {"date and time", {"year", "month", "day", "hour", "minute", "second", "offset?"}, date_and_time_from_parts},
    {"duration", {"from"}, duration_from},
    {"years and months duration", {"from", "to"}, years_and_months_between},
    {"range", {"from"}, range_from},
    {"string", {"from"}, string_from},
    {"number", {"from"}, number_from},
    {"number", {"from", "grouping separator", "decimal separator?"}, number_from},
};

}  // namespace

std::span<const BuiltIn> conversion_functions() {
    return functions;
}

}  // namespace guildhall::feel
