#include "dmn/random_cases.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>

#include "dmn/boundary_values.hpp"

namespace guildhall::dmn {

namespace {

using feel::Number;
using feel::Value;

constexpr std::uint32_t null_every = 20;
constexpr std::int64_t hundredths = 100;
constexpr std::int64_t beyond = 10;  ///< units beyond the least and the greatest boundary value

/// The boundary values of one input, and the range that they span.
struct Choices {
    std::vector<Value> values;
    std::optional<Number> least, greatest;
    std::optional<std::int64_t> first_day, last_day;
};

class Maker {
public:
    Maker(const Model& model, std::uint32_t seed, base::Instant now, std::string_view zone)
        : model_(model), random_(seed) {
        for (const std::string& decision : model.decisions())
            for (const auto& [input, values] : boundary_values(model, decision, now, zone)) {
                Choices& choices = choices_[input];
                for (const Value& value : values) add(choices, value);
            }
    }

    [[nodiscard]] Inputs one() {
        Inputs inputs;
        for (const InputDescription& input : model_.inputs()) {
            const auto found = choices_.find(input.name);
            const bool null = found == choices_.end() || found->second.values.empty() || below(null_every) == 0;
            inputs.emplace(input.name, null ? Value() : value_of(input.name, found->second));
        }
        return inputs;
    }

    [[nodiscard]] std::vector<std::string> without_values() const {
        std::vector<std::string> names;
        for (const auto& [input, choices] : choices_)
            if (choices.values.empty()) names.push_back(input);
        return names;
    }

private:
    static void add(Choices& choices, const Value& value) {
        if (std::any_of(choices.values.begin(), choices.values.end(), [&](const Value& one) {
                return feel::identical(one, value);
            }))
            return;
        choices.values.push_back(value);
        if (const Number* number = value.number()) {
            if (!choices.least || *number < *choices.least) choices.least = *number;
            if (!choices.greatest || *number > *choices.greatest) choices.greatest = *number;
        } else if (const auto* date = std::get_if<feel::Date>(&value.data())) {
            const std::int64_t day = date->days_since_epoch();
            choices.first_day = std::min(choices.first_day.value_or(day), day);
            choices.last_day = std::max(choices.last_day.value_or(day), day);
        }
    }

    std::uint32_t below(std::uint64_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

    Value value_of(const std::string& input, const Choices& choices) {
        const Value& boundary = choices.values[below(choices.values.size())];
        if (below(2) == 0) return boundary;
        std::optional<Value> other;
        if (boundary.number())
            other = any_number(*choices.least, *choices.greatest);
        else if (std::holds_alternative<feel::Date>(boundary.data()))
            other = any_date(*choices.first_day, *choices.last_day);
        return other && model_.fits_input(input, *other) ? *other : boundary;
    }

    /// Half of them whole, half with hundredths.
    std::optional<Value> any_number(const Number& least, const Number& greatest) {
        const auto low = least.rounded(0, Number::Rounding::floor);
        const auto high = greatest.rounded(0, Number::Rounding::floor);
        if (!low || !high || !low->integer() || !high->integer()) return std::nullopt;
        const std::int64_t span = *high->integer() - *low->integer() + 2 * beyond;
        if (span <= 0 || span > INT64_C(1'000'000'000'000)) return std::nullopt;
        const std::int64_t units =
            *low->integer() - beyond + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(span));
        if (below(2) == 0) return Value(Number(units));
        const auto exact = Number(units * hundredths + below(hundredths)).divided_by(Number(hundredths));
        return exact ? std::optional(Value(*exact)) : std::nullopt;
    }

    Value any_date(std::int64_t first, std::int64_t last) {
        const std::int64_t day =
            first - beyond +
            static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(last - first + 2 * beyond));
        return Value(feel::Date(std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}}));
    }

    const Model& model_;
    std::mt19937_64 random_;
    std::map<std::string, Choices> choices_;
};

}  // namespace

RandomCases random_cases(
    const Model& model, std::size_t count, std::uint32_t seed, base::Instant now, std::string_view zone
) {
    Maker maker(model, seed, now, zone);
    RandomCases made;
    made.without_values = maker.without_values();
    for (std::size_t i = 0; i < count; ++i) made.cases.push_back(maker.one());
    return made;
}

}  // namespace guildhall::dmn
