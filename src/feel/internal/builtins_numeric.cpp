// DMN 1.5 section 10.3.4.5.

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

Value of(Call& call, std::string_view name, const std::optional<Number>& number) {
    return number ? Value(*number) : call.fail(fmt::format("{} has no result for these numbers", name));
}

Value not_numbers(Call& call, std::string_view name) {
    return call.fail(fmt::format("{} needs numbers", name));
}

/// `name(n, scale)`.
template <Number::Rounding rounding>
Value round_to(Call& call, std::string_view name) {
    const auto* number = call[0].number();
    static const Number zero;
    const Number* scale = call.count() > 1 ? call[1].number() : &zero;
    if (number == nullptr || scale == nullptr) return not_numbers(call, name);
    const auto places = scale->integer();
    return of(call, name, places ? number->rounded(*places, rounding) : std::nullopt);
}

Value decimal(Call& call) {
    return round_to<Number::Rounding::half_even>(call, "decimal");
}
Value floor_of(Call& call) {
    return round_to<Number::Rounding::floor>(call, "floor");
}
Value ceiling_of(Call& call) {
    return round_to<Number::Rounding::ceiling>(call, "ceiling");
}
Value round_up(Call& call) {
    return round_to<Number::Rounding::up>(call, "round up");
}
Value round_down(Call& call) {
    return round_to<Number::Rounding::down>(call, "round down");
}
Value round_half_up(Call& call) {
    return round_to<Number::Rounding::half_up>(call, "round half up");
}
Value round_half_down(Call& call) {
    return round_to<Number::Rounding::half_down>(call, "round half down");
}

Value absolute(Call& call) {
    if (const auto* number = call[0].number()) return Value(number->is_negative() ? number->negated() : *number);
    if (const auto* duration = std::get_if<DaysTimeDuration>(&call[0].data())) {
        const bool negative = duration->seconds < 0 || duration->nanoseconds < 0;
        return negative ? Value(DaysTimeDuration{-duration->seconds, -duration->nanoseconds}) : call[0];
    }
    if (const auto* duration = std::get_if<YearsMonthsDuration>(&call[0].data())) {
        return Value(YearsMonthsDuration{duration->months < 0 ? -duration->months : duration->months});
    }
    return not_numbers(call, "abs");
}

Value modulo(Call& call) {
    const auto* dividend = call[0].number();
    const auto* divisor = call[1].number();
    if (dividend == nullptr || divisor == nullptr) return not_numbers(call, "modulo");
    return of(call, "modulo", dividend->modulo(*divisor));
}

template <std::optional<Number> (Number::*operation)() const>
Value apply(Call& call, std::string_view name) {
    const auto* number = call[0].number();
    return number != nullptr ? of(call, name, (number->*operation)()) : not_numbers(call, name);
}

Value square_root(Call& call) {
    return apply<&Number::square_root>(call, "sqrt");
}
Value exponential(Call& call) {
    return apply<&Number::exponential>(call, "exp");
}

Value logarithm(Call& call) {
    if (call[0].number() != nullptr && *call[0].number() <= Number()) return call.fail("log needs a number above zero");
    return apply<&Number::logarithm>(call, "log");
}

/// Remainder by two: 0 when even, nothing when not a whole number.
std::optional<std::int64_t> parity(const Value& value) {
    if (value.number() == nullptr) return std::nullopt;
    const auto rest = value.number()->modulo(Number(2));
    return rest ? rest->integer() : std::nullopt;
}

Value is_odd(Call& call) {
    if (call[0].number() == nullptr) return not_numbers(call, "odd");
    return Value(parity(call[0]) == 1);
}

Value is_even(Call& call) {
    if (call[0].number() == nullptr) return not_numbers(call, "even");
    return Value(parity(call[0]) == 0);
}

const BuiltIn functions[] = {
    {"decimal", {"n", "scale"}, decimal},
    {"floor", {"n", "scale?"}, floor_of},
    {"ceiling", {"n", "scale?"}, ceiling_of},
    {"round up", {"n", "scale"}, round_up},
    {"round down", {"n", "scale"}, round_down},
    {"round half up", {"n", "scale"}, round_half_up},
    {"round half down", {"n", "scale"}, round_half_down},
    {"abs", {"n"}, absolute},
    {"modulo", {"dividend", "divisor"}, modulo},
    {"sqrt", {"number"}, square_root},
    {"log", {"number"}, logarithm},
    {"exp", {"number"}, exponential},
    {"odd", {"number"}, is_odd},
    {"even", {"number"}, is_even},
};

}  // namespace

std::span<const BuiltIn> numeric_functions() {
    return functions;
}

}  // namespace guildhall::feel
