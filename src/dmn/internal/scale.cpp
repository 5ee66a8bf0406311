#include "dmn/internal/scale.hpp"

#include <algorithm>
#include <chrono>

namespace guildhall::dmn {

namespace {

using feel::Number;
using feel::Value;

constexpr std::size_t max_decimals = 12;
constexpr std::int64_t day = 86'400;

std::size_t decimals_of(const Number& number) {
    const std::string text = number.text();
    const auto point = text.find('.');
    return point == std::string::npos ? 0 : text.size() - point - 1;
}

Number distance(const Number& a, const Number& b) {
    const auto difference = a.minus(b);
    if (!difference) return Number(0);
    return difference->is_negative() ? difference->negated() : *difference;
}

void sort_unique(std::vector<Number>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

std::optional<Scale> Scale::of(const Value& value) {
    const auto& data = value.data();
    if (std::holds_alternative<Number>(data) || std::holds_alternative<feel::Date>(data) ||
        std::holds_alternative<feel::DaysTimeDuration>(data) || std::holds_alternative<feel::YearsMonthsDuration>(data))
        return Scale(data.index());
    return std::nullopt;
}

std::optional<Number> Scale::position(const Value& value) const {
    if (const Number* number = value.number()) return *number;
    if (const auto* date = std::get_if<feel::Date>(&value.data())) return Number(date->days_since_epoch());
    if (const auto* duration = std::get_if<feel::DaysTimeDuration>(&value.data())) return Number(duration->seconds);
    if (const auto* duration = std::get_if<feel::YearsMonthsDuration>(&value.data())) return Number(duration->months);
    return std::nullopt;
}

std::optional<Value> Scale::value_at(const Number& position) const {
    if (kind_ == Value(Number()).data().index()) return Value(position);
    const auto whole = position.integer();
    if (!whole) return std::nullopt;
    if (kind_ == Value(feel::Date()).data().index()) {
        constexpr std::int64_t reach = 365 * 9'000LL;  // what std::chrono's years hold, and people live in
        if (*whole > reach || *whole < -reach) return std::nullopt;
        const std::chrono::sys_days days{std::chrono::days{*whole}};
        return Value(feel::Date(std::chrono::year_month_day{days}));
    }
    if (kind_ == Value(feel::YearsMonthsDuration()).data().index()) return Value(feel::YearsMonthsDuration{*whole});
    return Value(feel::DaysTimeDuration{*whole, 0});
}

void Scale::find_step(const std::vector<Number>& positions) {
    if (kind_ == Value(Number()).data().index()) {
        std::size_t decimals = 0;
        for (const Number& number : positions) decimals = std::max(decimals, decimals_of(number));
        decimals = std::min(decimals, max_decimals);
        step_ = *Number::parse("1e-" + std::to_string(decimals));
    } else if (kind_ == Value(feel::DaysTimeDuration()).data().index()) {
        const bool whole_days = std::all_of(positions.begin(), positions.end(), [](const Number& number) {
            return number.integer().value_or(1) % day == 0;
        });
        step_ = Number(whole_days ? day : 1);
    }
}

std::vector<Value> Scale::values_to_try(const std::vector<Value>& points, const Value* from, bool far_and_wide) {
    std::vector<Number> positions;
    for (const Value& point : points)
        if (const auto found = position(point)) positions.push_back(*found);
    const std::optional<Number> here = from ? position(*from) : std::nullopt;
    std::vector<Number> all = positions;
    if (here) all.push_back(*here);
    find_step(all);
    sort_unique(positions);

    std::vector<Number> found;
    const auto add = [&](const std::optional<Number>& number) {
        if (number) found.push_back(*number);
    };
    for (std::size_t i = 0; i < positions.size(); ++i) {
        found.push_back(positions[i]);
        if (i == 0) add(positions[i].minus(step_));
        if (i + 1 == positions.size()) {
            add(positions[i].plus(step_));
        } else if (distance(positions[i], positions[i + 1]) > step_) {
            add(positions[i].plus(step_));
            add(positions[i + 1].minus(step_));
        } else if (const auto sum = positions[i].plus(positions[i + 1])) {
            add(sum->divided_by(Number(2)));
        }
    }
    if (here && far_and_wide) {
        found.emplace_back(0);
        add(here->plus(step_));
        add(here->minus(step_));
        add(here->negated());
        for (const std::int64_t factor : {2, 10, 100, 1000}) {
            add(here->times(Number(factor)));
            if (const auto part = here->divided_by(Number(factor)))
                add(part->rounded(static_cast<std::int64_t>(max_decimals), Number::Rounding::half_even));
        }
    }
    sort_unique(found);
    if (here)
        std::stable_sort(found.begin(), found.end(), [&](const Number& a, const Number& b) {
            return distance(a, *here) < distance(b, *here);
        });
    std::vector<Value> values;
    for (const Number& number : found)
        if (auto value = value_at(number)) values.push_back(*std::move(value));
    return values;
}

std::optional<Value> Scale::between(const Value& near, const Value& far) const {
    const auto low = position(near);
    const auto high = position(far);
    if (!low || !high || distance(*low, *high) <= step_) return std::nullopt;
    const auto sum = low->plus(*high);
    const auto half = sum ? sum->divided_by(Number(2)) : std::nullopt;
    const auto steps = half ? half->divided_by(step_) : std::nullopt;
    const auto whole = steps ? steps->rounded(0, Number::Rounding::half_even) : std::nullopt;
    const auto middle = whole ? whole->times(step_) : std::nullopt;
    if (!middle || *middle == *low || *middle == *high) return std::nullopt;
    return value_at(*middle);
}

}  // namespace guildhall::dmn
