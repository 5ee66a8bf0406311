#include "feel/internal/operations.hpp"

#include "feel/function.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

template <class T>
const T* as(const Value& value) {
    return std::get_if<T>(&value.data());
}

Value of(std::optional<Number> number, std::string& problem) {
    if (number) return Value(*number);
    problem = "the result is too large, or there is none";
    return {};
}

template <class T>
Value of(std::optional<T> value, std::string& problem) {
    if (value) return Value(std::move(*value));
    problem = "the result is out of range, or one operand has a time zone and the other has none";
    return {};
}

Value months(std::optional<Number> number, std::string& problem) {
    if (number) number = number->rounded(0, Number::Rounding::down);
    const auto whole = number ? number->integer() : std::nullopt;
    if (whole) return Value(YearsMonthsDuration{*whole});
    problem = "the duration is out of range";
    return {};
}

Value shift_moment(const DateTime& moment, const YearsMonthsDuration& by, std::string& problem) {
    const auto date = shifted(moment.date, by);
    return of(date ? std::optional(DateTime{*date, moment.time}) : std::nullopt, problem);
}

std::optional<Value> added(const Value& a, const Value& b, std::string& problem) {
    if (const auto *x = a.number(), *y = b.number(); x && y) return of(x->plus(*y), problem);
    if (const auto *x = a.string(), *y = b.string(); x && y) return Value(*x + *y);
    if (const auto* y = as<DaysTimeDuration>(b)) {
        if (const auto* x = as<DaysTimeDuration>(a)) return of(sum(*x, *y), problem);
        if (const auto* x = as<Date>(a)) return of(shifted(*x, *y), problem);
        if (const auto* x = as<DateTime>(a)) return of(shifted(*x, *y), problem);
        if (const auto* x = as<Time>(a)) return Value(shifted(*x, *y));
    }
    if (const auto* y = as<YearsMonthsDuration>(b)) {
        if (const auto* x = as<YearsMonthsDuration>(a))
            return months(Number(x->months).plus(Number(y->months)), problem);
        if (const auto* x = as<Date>(a)) return of(shifted(*x, *y), problem);
        if (const auto* x = as<DateTime>(a)) return shift_moment(*x, *y, problem);
    }
    const bool duration_first = as<DaysTimeDuration>(a) || as<YearsMonthsDuration>(a);
    const bool point_second = as<Date>(b) || as<DateTime>(b) || as<Time>(b);
    if (duration_first && point_second) return added(b, a, problem);
    return std::nullopt;
}

std::optional<Value> subtracted(const Value& a, const Value& b, std::string& problem) {
    if (const auto *x = a.number(), *y = b.number(); x && y) return of(x->minus(*y), problem);
    if (const auto* y = as<DaysTimeDuration>(b)) return added(a, Value(negated(*y)), problem);
    if (const auto* y = as<YearsMonthsDuration>(b)) return added(a, Value(YearsMonthsDuration{-y->months}), problem);
    if (const auto *x = as<Time>(a), *y = as<Time>(b); x && y) return of(difference(*x, *y), problem);
    const bool mixed = (as<Date>(a) != nullptr) != (as<Date>(b) != nullptr);
    const auto moment = [mixed](const Value& value) -> std::optional<DateTime> {
        if (const auto* date = as<Date>(value)) {
            DateTime midnight = at_midnight(*date);
            if (mixed) midnight.time.offset_seconds = 0;  // beside a date and time, a date is midnight UTC
            return midnight;
        }
        if (const auto* date_time = as<DateTime>(value)) return *date_time;
        return std::nullopt;
    };
    const auto x = moment(a);
    const auto y = moment(b);
    if (x && y) return of(difference(*x, *y), problem);
    return std::nullopt;
}

std::optional<Value> multiplied(const Value& a, const Value& b, std::string& problem) {
    const auto* y = b.number();
    if (const auto* x = a.number(); x && y) return of(x->times(*y), problem);
    if (const auto* x = as<DaysTimeDuration>(a); x && y) {
        const auto product = seconds_of(*x).times(*y);
        return of(product ? duration_of_seconds(*product) : std::nullopt, problem);
    }
    if (const auto* x = as<YearsMonthsDuration>(a); x && y) return months(Number(x->months).times(*y), problem);
    if (a.number() && (as<DaysTimeDuration>(b) || as<YearsMonthsDuration>(b))) return multiplied(b, a, problem);
    return std::nullopt;
}

std::optional<Value> divided(const Value& a, const Value& b, std::string& problem) {
    const auto* y = b.number();
    if (y && *y == Number()) {
        problem = "division by zero";
        return Value();
    }
    if (const auto* x = a.number(); x && y) return of(x->divided_by(*y), problem);
    if (const auto* x = as<DaysTimeDuration>(a)) {
        if (y) {
            const auto quotient = seconds_of(*x).divided_by(*y);
            return of(quotient ? duration_of_seconds(*quotient) : std::nullopt, problem);
        }
        if (const auto* z = as<DaysTimeDuration>(b)) return of(seconds_of(*x).divided_by(seconds_of(*z)), problem);
    }
    if (const auto* x = as<YearsMonthsDuration>(a)) {
        if (y) return months(Number(x->months).divided_by(*y), problem);
        if (const auto* z = as<YearsMonthsDuration>(b))
            return of(Number(x->months).divided_by(Number(z->months)), problem);
    }
    return std::nullopt;
}

std::string_view verb(NodeKind operation) {
    switch (operation) {
        case NodeKind::add:
            return "add";
        case NodeKind::subtract:
            return "subtract";
        case NodeKind::multiply:
            return "multiply";
        case NodeKind::divide:
            return "divide";
        default:
            return "raise to a power:";
    }
}

/// Put together by hand: programs try what the evaluator then tells, and drop the words.
std::string cannot(std::string_view verb, const Value& a, std::string_view with, const Value& b) {
    std::string text;
    text.reserve(96);
    text += "cannot ";
    text += verb;
    text += ' ';
    text += kind_in_words(a);
    text += ' ';
    text += with;
    text += ' ';
    return text += kind_in_words(b);
}

}  // namespace

Value unknown_of(const Value& a, const Value& b) {
    std::set<std::string> inputs;
    collect_unknowns(a, inputs);
    collect_unknowns(b, inputs);
    return Value::unknown(std::move(inputs));
}

std::string kind_in_words(const Value& value) {
    static constexpr std::string_view names[] = {
        "null",
        "a boolean",
        "a number",
        "a string",
        "a date",
        "a time",
        "a date and time",
        "a days and time duration",
        "a years and months duration",
        "a list",
        "a context",
        "a range",
        "a function",
        "an unknown value"
    };
    return std::string(names[value.data().index()]);
}

Value arithmetic(NodeKind operation, const Value& a, const Value& b, std::string& problem) {
    if (a.is_null() || b.is_null()) {  // null whatever an unknown operand turns out to be
        problem = cannot(verb(operation), a, "and", b);
        return {};
    }
    if (a.unknown() || b.unknown()) return unknown_of(a, b);
    std::optional<Value> result;
    switch (operation) {
        case NodeKind::add:
            result = added(a, b, problem);
            break;
        case NodeKind::subtract:
            result = subtracted(a, b, problem);
            break;
        case NodeKind::multiply:
            result = multiplied(a, b, problem);
            break;
        case NodeKind::divide:
            result = divided(a, b, problem);
            break;
        default:
            if (const auto *x = a.number(), *y = b.number(); x && y) result = of(x->power(*y), problem);
            break;
    }
    if (result) return *result;
    problem = cannot(verb(operation), a, "and", b);
    return {};
}

Value negation_of(const Value& value, std::string& problem) {
    if (value.unknown()) return value;
    if (const auto* number = value.number()) return Value(number->negated());
    if (const auto* duration = as<DaysTimeDuration>(value)) return Value(negated(*duration));
    if (const auto* duration = as<YearsMonthsDuration>(value)) return Value(YearsMonthsDuration{-duration->months});
    problem = fmt::format("cannot negate {}", kind_in_words(value));
    return {};
}

std::optional<std::strong_ordering> order_of(const Value& a, const Value& b) {
    if (const auto *x = a.number(), *y = b.number(); x && y) return *x <=> *y;
    if (const auto *x = a.string(), *y = b.string(); x && y)
        return x->compare(*y) <=> 0;  // UTF-8 keeps code point order
    if (const auto *x = as<Date>(a), *y = as<Date>(b); x && y) return order(*x, *y);
    if (const auto *x = as<Time>(a), *y = as<Time>(b); x && y) return order(*x, *y);
    if (const auto *x = as<DateTime>(a), *y = as<DateTime>(b); x && y) return order(*x, *y);
    if (const auto *x = as<DaysTimeDuration>(a), *y = as<DaysTimeDuration>(b); x && y) return order(*x, *y);
    if (const auto *x = as<YearsMonthsDuration>(a), *y = as<YearsMonthsDuration>(b); x && y)
        return x->months <=> y->months;
    return std::nullopt;
}

Value compare(NodeKind operation, const Value& a, const Value& b, std::string& problem) {
    if (a.is_null() || b.is_null()) {
        problem = cannot("compare", a, "with", b);
        return {};
    }
    if (a.unknown() || b.unknown()) return unknown_of(a, b);
    const auto order = order_of(a, b);
    if (!order) {
        problem = cannot("compare", a, "with", b);
        return {};
    }
    switch (operation) {
        case NodeKind::less:
            return Value(*order < 0);
        case NodeKind::less_equal:
            return Value(*order <= 0);
        case NodeKind::greater:
            return Value(*order > 0);
        default:
            return Value(*order >= 0);
    }
}

bool Logic::add(const Value& value) {
    if (const auto* known = value.boolean()) {
        decided_ = decided_ || *known == decisive_;
    } else if (value.unknown()) {
        unknown_ = true;
        collect_unknowns(value, inputs_);
    } else {
        null_ = true;
    }
    return decided_;
}

Value Logic::result() const {
    if (decided_) return Value(decisive_);
    if (unknown_) return Value::unknown(inputs_);
    if (null_) return {};
    return Value(!decisive_);
}

Value opposite(const Value& value) {
    if (value.unknown()) return value;
    if (const auto* known = value.boolean()) return Value(!*known);
    return {};
}

Value in_range(const Value& value, const Range& range, std::string& problem) {
    if (range.kind == Range::Kind::equal) return equals(value, *range.low);
    if (range.kind == Range::Kind::not_equal) return opposite(equals(value, *range.low));
    Logic all(false);
    if (range.low)
        all.add(compare(range.low_included ? NodeKind::greater_equal : NodeKind::greater, value, *range.low, problem));
    if (range.high)
        all.add(compare(range.high_included ? NodeKind::less_equal : NodeKind::less, value, *range.high, problem));
    return all.result();
}

Value is_in(const Value& value, const Value& test, std::string& problem) {
    if (test.unknown()) return unknown_of(value, test);
    if (const auto* range = test.range()) {
        if (value.range()) return equals(value, test);
        return in_range(value, *range, problem);
    }
    if (const auto* list = test.list()) {
        Logic any(true);
        if (value.list() || value.unknown()) any.add(equals(value, test));  // a list may be the very value asked for
        for (const auto& item : *list) {
            if (any.add(item.range() ? is_in(value, item, problem) : equals(value, item))) break;
        }
        // An element of another type is no match rather than an error.
        const Value result = any.result();
        return result.is_null() ? Value(false) : result;
    }
    return equals(value, test);
}

}  // namespace guildhall::feel
