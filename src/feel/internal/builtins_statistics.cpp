// DMN 1.5 section 10.3.4.4: functions over lists of numbers (and, for some, of durations and other ordered values).

#include <algorithm>

#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"

namespace guildhall::feel {
namespace {

List elements(const Call& call) {
    return call.count() == 1 ? as_list(call[0]) : call.arguments;
}

std::optional<std::vector<Number>> numbers(const Call& call) {
    std::vector<Number> result;
    for (const auto& item : elements(call)) {
        if (item.number() == nullptr) return std::nullopt;
        result.push_back(*item.number());
    }
    return result;
}

Value needs_numbers(Call& call, std::string_view name) {
    return call.fail(fmt::format("{} needs numbers, at least one", name));
}

Value of(Call& call, std::string_view name, const std::optional<Number>& number) {
    return number ? Value(*number) : call.fail(fmt::format("{}: the result is out of range", name));
}

template <bool largest>
Value extreme(Call& call) {
    const List items = elements(call);
    if (items.empty()) return {};
    const Value* best = &items.front();
    for (const auto& item : items) {
        const auto order = order_of(item, *best);
        if (!order)
            return call.fail(fmt::format("{} needs values that compare with each other", largest ? "max" : "min"));
        if (largest ? *order > 0 : *order < 0) best = &item;
    }
    return *best;
}

Value sum_of(Call& call) {
    const List items = elements(call);
    if (items.empty()) return {};
    Value total = items.front();
    const bool duration = std::holds_alternative<DaysTimeDuration>(total.data()) ||
                          std::holds_alternative<YearsMonthsDuration>(total.data());
    if (total.number() == nullptr && !duration) return needs_numbers(call, "sum");
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (items[i].data().index() != total.data().index()) return needs_numbers(call, "sum");
        std::string problem;
        total = arithmetic(NodeKind::add, total, items[i], problem);
        if (total.is_null()) return call.fail("sum: " + problem);
    }
    return total;
}

Value mean(Call& call) {
    const List items = elements(call);
    if (items.empty()) return needs_numbers(call, "mean");
    const Value total = sum_of(call);
    if (total.is_null()) return total;
    std::string problem;
    return arithmetic(NodeKind::divide, total, Value(Number(static_cast<std::int64_t>(items.size()))), problem);
}

Value product(Call& call) {
    const auto list = numbers(call);
    if (!list || list->empty()) return needs_numbers(call, "product");
    std::optional<Number> result = Number(1);
    for (const auto& number : *list) {
        if (result) result = result->times(number);
    }
    return of(call, "product", result);
}

Value median(Call& call) {
    auto list = numbers(call);
    if (!list) return needs_numbers(call, "median");
    if (list->empty()) return {};
    std::sort(list->begin(), list->end());
    const std::size_t middle = list->size() / 2;
    if (list->size() % 2 == 1) return Value((*list)[middle]);
    const auto both = (*list)[middle - 1].plus((*list)[middle]);
    return of(call, "median", both ? both->divided_by(Number(2)) : std::nullopt);
}

/// Of a sample: divided by one less than the count.
Value standard_deviation(Call& call) {
    const auto list = numbers(call);
    if (!list || list->size() < 2) return call.fail("stddev needs two numbers or more");
    const Number size(static_cast<std::int64_t>(list->size()));
    std::optional<Number> total = Number();
    for (const auto& number : *list) {
        if (total) total = total->plus(number);
    }
    const auto average = total ? total->divided_by(size) : std::nullopt;
    std::optional<Number> squares = Number();
    for (const auto& number : *list) {
        const auto distance = average ? number.minus(*average) : std::nullopt;
        const auto square = distance ? distance->times(*distance) : std::nullopt;
        squares = squares && square ? squares->plus(*square) : std::nullopt;
    }
    const auto variance = squares ? squares->divided_by(*size.minus(Number(1))) : std::nullopt;
    return of(call, "stddev", variance ? variance->square_root() : std::nullopt);
}

Value mode(Call& call) {
    auto list = numbers(call);
    if (!list) return needs_numbers(call, "mode");
    std::sort(list->begin(), list->end());
    std::size_t most = 0;
    List result;
    for (std::size_t i = 0; i < list->size();) {
        std::size_t end = i;
        while (end < list->size() && (*list)[end] == (*list)[i]) ++end;
        if (end - i > most) {
            most = end - i;
            result.clear();
        }
        if (end - i == most) result.emplace_back((*list)[i]);
        i = end;
    }
    return Value(std::move(result));
}

const BuiltIn functions[] = {
    {"min", {"list"}, extreme<false>, true},
    {"max", {"list"}, extreme<true>, true},
    {"sum", {"list"}, sum_of, true},
    {"mean", {"list"}, mean, true},
    {"product", {"list"}, product, true},
    {"median", {"list"}, median, true},
    {"stddev", {"list"}, standard_deviation, true},
    {"mode", {"list"}, mode, true},
};

}  // namespace

std::span<const BuiltIn> statistical_functions() {
    return functions;
}

}  // namespace guildhall::feel
