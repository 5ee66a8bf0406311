#include "feel/partition.hpp"

#include <algorithm>

#include "feel/internal/calendar.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

constexpr std::int64_t a_second = 1'000'000'000;  // in nanoseconds
constexpr std::int64_t a_day = 86'400 * a_second;

template <class T>
const T* as(const Value& value) {
    return std::get_if<T>(&value.data());
}

bool is_before(const Value& a, const Value& b) {
    const auto order = order_of(a, b);
    return order && *order < 0;
}
bool is_same(const Value& a, const Value& b) {
    const auto order = order_of(a, b);
    return order && *order == 0;
}

/// The roundest number between two others, which may be missing.
std::optional<Value> number_between(const Number* low, const Number* high) {
    const auto inside = [&](const std::optional<Number>& candidate) {
        return candidate && (!low || *candidate > *low) && (!high || *candidate < *high);
    };
    std::optional<Number> middle;
    if (low && high) {
        const auto sum = low->plus(*high);
        middle = sum ? sum->divided_by(Number(2)) : std::nullopt;
        for (std::int64_t places = 0; middle && places < 4; ++places)
            if (const auto round = middle->rounded(places, Number::Rounding::floor); inside(round))
                return Value(*round);
    } else if (low) {
        middle = low->plus(Number(1));
        if (!inside(middle)) middle = low->is_negative() ? low->divided_by(Number(2)) : low->times(Number(2));
    } else if (high) {
        middle = high->minus(Number(1));
        if (!inside(middle)) middle = high->is_negative() ? high->times(Number(2)) : high->divided_by(Number(2));
    } else {
        return Value(Number(0));
    }
    return inside(middle) ? std::optional(Value(*middle)) : std::nullopt;
}

std::optional<Value> string_between(const std::string* low, const std::string* high) {
    if (!low && !high) return Value("any");
    if (!low) return high->empty() ? std::nullopt : std::optional(Value(""));
    for (const char* ending : {" and more", "a", "0", " ", "\x01"}) {
        std::string candidate = *low + ending;
        if (!high || candidate < *high) return Value(std::move(candidate));
    }
    return std::nullopt;
}

std::optional<Value> date_between(const Date* low, const Date* high) {
    if (!low && !high) return Value(Date(2025, 1, 1));
    const std::int64_t from = low ? low->days_since_epoch() : high->days_since_epoch() - 2;
    const std::int64_t to = high ? high->days_since_epoch() : low->days_since_epoch() + 2;
    if (to - from < 2) return std::nullopt;
    const auto date = date_of_days(from + (to - from) / 2);
    return date ? std::optional(Value(*date)) : std::nullopt;
}

/// Times of one offset: those of another are the same points of the day.
std::optional<Value> time_between(const Time* low, const Time* high, bool zoned) {
    Time made;
    if (zoned) made.offset_seconds = 0;
    const Date day;
    if (const Time* known = low ? low : high; known && zoned) made.offset_seconds = offset_of(*known, day).value_or(0);
    const auto point = [&](const Time& time) {
        return time.nanoseconds - (offset_of(time, day).value_or(0) - made.offset_seconds.value_or(0)) * a_second;
    };
    const std::int64_t from = low ? point(*low) : -1;
    const std::int64_t to = high ? point(*high) : a_day;
    if (to - from < 2) return std::nullopt;
    made.nanoseconds = from + (to - from) / 2;
    for (const std::int64_t unit : {3'600 * a_second, 60 * a_second, a_second})
        if (const std::int64_t round = made.nanoseconds - made.nanoseconds % unit; round > from) {
            made.nanoseconds = round;
            break;
        }
    if (made.nanoseconds < 0 || made.nanoseconds >= a_day) return std::nullopt;
    return Value(made);
}

std::optional<DaysTimeDuration> half_of(const DaysTimeDuration& duration) {
    const auto half = seconds_of(duration).divided_by(Number(2));
    if (!half) return std::nullopt;
    const auto round = half->rounded(0, Number::Rounding::floor);
    if (round && round->integer().value_or(0) > 0) return duration_of_seconds(*round);
    const auto exact = half->rounded(9, Number::Rounding::floor);
    return exact ? duration_of_seconds(*exact) : std::nullopt;
}

std::optional<Value> moment_between(const DateTime* low, const DateTime* high, bool zoned) {
    const DaysTimeDuration day{86'400, 0};
    std::optional<DateTime> made;
    if (low && high) {
        const auto apart = difference(*high, *low);
        const auto half = apart ? half_of(*apart) : std::nullopt;
        if (half) made = shifted(*low, *half);
    } else if (low) {
        made = shifted(*low, day);
    } else if (high) {
        made = shifted(*high, negated(day));
    } else {
        made = at_midnight(Date(2025, 1, 1));
        if (zoned) made->time.offset_seconds = 0;
    }
    return made ? std::optional(Value(*made)) : std::nullopt;
}

std::optional<Value> duration_between(const DaysTimeDuration* low, const DaysTimeDuration* high) {
    const DaysTimeDuration day{86'400, 0};
    if (!low && !high) return Value(day);
    std::optional<DaysTimeDuration> made;
    if (low && high) {
        const auto apart = sum(*high, negated(*low));
        const auto half = apart ? half_of(*apart) : std::nullopt;
        made = half ? sum(*low, *half) : std::nullopt;
    } else {
        made = low ? sum(*low, day) : sum(*high, negated(day));
    }
    return made ? std::optional(Value(*made)) : std::nullopt;
}

std::optional<Value> months_between(const YearsMonthsDuration* low, const YearsMonthsDuration* high) {
    if (!low && !high) return Value(YearsMonthsDuration{12});
    const std::int64_t from = low ? low->months : high->months - 2;
    const std::int64_t to = high ? high->months : low->months + 2;
    if (to - from < 2) return std::nullopt;
    return Value(YearsMonthsDuration{from + (to - from) / 2});
}

/// A value strictly between two others of one kind, either of which may be missing.
std::optional<Value> between(ScalarKind kind, const Value* low, const Value* high) {
    std::optional<Value> made;
    const auto make = [&](const auto& function, const auto* type) {
        using T = std::remove_cv_t<std::remove_pointer_t<decltype(type)>>;
        made = function(low ? as<T>(*low) : nullptr, high ? as<T>(*high) : nullptr);
    };
    switch (kind) {
        case ScalarKind::number:
            make(number_between, static_cast<const Number*>(nullptr));
            break;
        case ScalarKind::string:
            make(string_between, static_cast<const std::string*>(nullptr));
            break;
        case ScalarKind::boolean:
            return std::nullopt;
        case ScalarKind::date:
            make(date_between, static_cast<const Date*>(nullptr));
            break;
        case ScalarKind::time:
        case ScalarKind::zoned_time:
            make(
                [&](const Time* a, const Time* b) { return time_between(a, b, kind == ScalarKind::zoned_time); },
                static_cast<const Time*>(nullptr)
            );
            break;
        case ScalarKind::date_time:
        case ScalarKind::zoned_date_time:
            make(
                [&](const DateTime* a, const DateTime* b) {
                    return moment_between(a, b, kind == ScalarKind::zoned_date_time);
                },
                static_cast<const DateTime*>(nullptr)
            );
            break;
        case ScalarKind::days_time_duration:
            make(duration_between, static_cast<const DaysTimeDuration*>(nullptr));
            break;
        case ScalarKind::years_months_duration:
            make(months_between, static_cast<const YearsMonthsDuration*>(nullptr));
            break;
    }
    const bool inside = made && (!low || is_before(*low, *made)) && (!high || is_before(*made, *high));
    return inside ? made : std::nullopt;
}

/// Equality takes whole seconds (section 10.3.2.13), order takes fractions: both ends of the second are breakpoints.
void add_whole_seconds(std::vector<Value>& points) {
    const std::size_t given = points.size();
    for (std::size_t i = 0; i < given; ++i) {
        if (const auto* time = as<Time>(points[i])) {
            Time end = *time;
            end.nanoseconds -= end.nanoseconds % a_second;
            if (end.nanoseconds != time->nanoseconds) points.emplace_back(end);
            end.nanoseconds += a_second;
            if (end.nanoseconds < a_day) points.emplace_back(end);
        } else if (const auto* moment = as<DateTime>(points[i])) {
            DateTime end = *moment;
            end.time.nanoseconds -= end.time.nanoseconds % a_second;
            const auto next = shifted(end, DaysTimeDuration{1, 0});
            if (end.time.nanoseconds != moment->time.nanoseconds) points.emplace_back(end);
            if (next) points.emplace_back(*next);
        }
    }
}

std::vector<ValueClass> named_strings(const std::vector<Value>& points) {
    std::vector<ValueClass> classes;
    std::string other = "another";
    for (const Value& point : points) classes.push_back({ScalarKind::string, point, true, false, {}, {}});
    while (std::any_of(points.begin(), points.end(), [&](const Value& point) { return *point.string() == other; }))
        other += " one";
    classes.push_back({ScalarKind::string, Value(points.empty() ? "any" : other), false, true, {}, {}});
    return classes;
}

}  // namespace

std::optional<ScalarKind> scalar_kind(const Value& value) {
    if (value.number()) return ScalarKind::number;
    if (value.string()) return ScalarKind::string;
    if (value.boolean()) return ScalarKind::boolean;
    if (as<Date>(value)) return ScalarKind::date;
    if (const auto* time = as<Time>(value)) {
        if (!time->zone.empty()) return std::nullopt;
        return time->offset_seconds ? ScalarKind::zoned_time : ScalarKind::time;
    }
    if (const auto* moment = as<DateTime>(value))
        return offset_of(moment->time, moment->date) ? ScalarKind::zoned_date_time : ScalarKind::date_time;
    if (as<DaysTimeDuration>(value)) return ScalarKind::days_time_duration;
    if (as<YearsMonthsDuration>(value)) return ScalarKind::years_months_duration;
    return std::nullopt;
}

std::string scalar_kind_in_words(ScalarKind kind) {
    switch (kind) {
        case ScalarKind::number:
            return "a number";
        case ScalarKind::string:
            return "a string";
        case ScalarKind::boolean:
            return "true or false";
        case ScalarKind::date:
            return "a date";
        case ScalarKind::time:
        case ScalarKind::zoned_time:
            return "a time";
        case ScalarKind::date_time:
        case ScalarKind::zoned_date_time:
            return "a date and time";
        case ScalarKind::days_time_duration:
            return "a days and time duration";
        case ScalarKind::years_months_duration:
            return "a years and months duration";
    }
    return "a value";
}

std::vector<ValueClass> partition(ScalarKind kind, const std::vector<Value>& points, bool ordered) {
    if (kind == ScalarKind::boolean)
        return {{kind, Value(true), true, false, {}, {}}, {kind, Value(false), true, false, {}, {}}};
    std::vector<Value> sorted;
    for (const Value& point : points)
        if (scalar_kind(point) == kind) sorted.push_back(point);
    add_whole_seconds(sorted);
    std::sort(sorted.begin(), sorted.end(), is_before);
    sorted.erase(std::unique(sorted.begin(), sorted.end(), is_same), sorted.end());
    if (kind == ScalarKind::string && !ordered) return named_strings(sorted);
    std::vector<ValueClass> classes;
    const auto add_between = [&](const Value* low, const Value* high) {
        auto example = between(kind, low, high);
        if (!example) return;
        ValueClass made{kind, std::move(*example), false, false, {}, {}};
        if (low) made.low = *low;
        if (high) made.high = *high;
        classes.push_back(std::move(made));
    };
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        add_between(i == 0 ? nullptr : &sorted[i - 1], &sorted[i]);
        classes.push_back({kind, sorted[i], true, false, {}, {}});
    }
    add_between(sorted.empty() ? nullptr : &sorted.back(), nullptr);
    return classes;
}

std::string tests_for(const std::vector<ValueClass>& partition, const std::vector<std::size_t>& chosen) {
    if (chosen.size() == partition.size()) return "-";
    std::string text;
    const auto add = [&](const std::string& test) { text += (text.empty() ? "" : ", ") + test; };
    const auto is_chosen = [&](std::size_t at) { return std::binary_search(chosen.begin(), chosen.end(), at); };
    const bool others = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t at) { return partition[at].other; });
    if (others) {
        for (std::size_t i = 0; i < partition.size(); ++i)
            if (!is_chosen(i)) add(partition[i].example.text());
        return "not(" + text + ")";
    }
    const bool unordered = std::any_of(partition.begin(), partition.end(), [](const ValueClass& each) {
        return each.other || each.kind == ScalarKind::boolean;
    });
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const ValueClass& first = partition[chosen[i]];
        std::size_t end = i;
        while (!unordered && end + 1 < chosen.size() && chosen[end + 1] == chosen[end] + 1) ++end;
        const ValueClass& last = partition[chosen[end]];
        i = end;
        const std::optional<Value> low = first.single ? first.example : first.low;
        const std::optional<Value> high = last.single ? last.example : last.high;
        if (unordered || (first.single && &first == &last))
            add(first.example.text());
        else if (low && high)
            add((first.single ? "[" : "(") + low->text() + ".." + high->text() + (last.single ? "]" : ")"));
        else if (low)
            add((first.single ? ">= " : "> ") + low->text());
        else if (high)
            add((last.single ? "<= " : "< ") + high->text());
    }
    return text;
}

}  // namespace guildhall::feel
