#include "dmn/boundary_values.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "feel/partition.hpp"

namespace guildhall::dmn {

namespace {

using feel::ScalarKind;
using feel::Value;

constexpr std::array kinds{
    ScalarKind::boolean,
    ScalarKind::number,
    ScalarKind::string,
    ScalarKind::date,
    ScalarKind::date_time,
    ScalarKind::zoned_date_time,
    ScalarKind::time,
    ScalarKind::zoned_time,
    ScalarKind::days_time_duration,
    ScalarKind::years_months_duration,
};
constexpr std::size_t max_points = 12;  ///< of one kind, for inputs that are read by more than tests

class Finder {
public:
    Finder(const Model& model, std::string_view decision, base::Instant now, std::string_view zone)
        : model_(model), now_(now), breakpoints_(model.breakpoints(decision, now, zone)) {}

    [[nodiscard]] std::vector<Value> values_of(const InputDescription& input) const {
        std::vector<Value> found = scalars(input.name, [&](const Value& value) { return fits(input, value); });
        if (!found.empty()) return found;
        found = lists(input);
        if (found.empty()) found = contexts(input);
        return found;
    }

private:
    [[nodiscard]] bool fits(const InputDescription& input, const Value& value) const {
        return model_.fits_input(input.name, value);
    }

    /// What is named, and what lies between, of every kind that `fit`.
    template <class Fit>
    [[nodiscard]] std::vector<Value> scalars(const std::string& name, const Fit& fit) const {
        std::vector<Value> found;
        for (const ScalarKind kind : kinds)
            for (const feel::ValueClass& each : feel::partition(kind, points(name, kind), kind != ScalarKind::string))
                if (fit(each.example)) found.push_back(each.example);
        return found;
    }

    [[nodiscard]] std::vector<Value> points(const std::string& name, ScalarKind kind) const {
        std::vector<Value> found;
        const auto add = [&](const std::vector<Value>& values, std::size_t limit) {
            for (const Value& value : values)
                if (feel::scalar_kind(value) == kind && found.size() < limit) found.push_back(value);
        };
        const auto held = breakpoints_.held.find(name);
        if (held != breakpoints_.held.end()) add(held->second, held->second.size());
        if (!breakpoints_.computed.contains(name)) return found;
        add(breakpoints_.others, max_points);
        for (const auto& [other, values] : breakpoints_.held)
            if (other != name) add(values, max_points);
        add(spread(), found.size() + max_points);
        return found;
    }

    /// A few numbers and dates wide apart, for sums and differences.
    [[nodiscard]] std::vector<Value> spread() const {
        std::vector<Value> found;
        for (const std::int64_t number : {0, 100, 10'000}) found.emplace_back(feel::Number(number));
        const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now_)};
        for (const int years : {70, 20, 0}) {
            const auto day = today - std::chrono::years{years};
            found.emplace_back(feel::Date(day.ok() ? day : day.year() / day.month() / std::chrono::last));
        }
        return found;
    }

    [[nodiscard]] std::vector<Value> lists(const InputDescription& input) const {
        std::vector<Value> found;
        if (fits(input, Value(feel::List{}))) found.emplace_back(feel::List{});
        const std::vector<Value> items =
            scalars(input.name, [&](const Value& value) { return fits(input, Value(feel::List{value})); });
        for (const Value& item : items) found.emplace_back(feel::List{item});
        if (items.size() > 1) found.emplace_back(feel::List(items));
        return found;
    }

    /// Of entries that the rules name: the first, second, … value of each together.
    [[nodiscard]] std::vector<Value> contexts(const InputDescription& input) const {
        std::map<std::string, std::vector<Value>> entries;
        const std::string prefix = input.name + ".";
        const auto add = [&](const std::string& name) {
            if (!name.starts_with(prefix) || name.find('.', prefix.size()) != std::string::npos) return;
            entries[name.substr(prefix.size())] = scalars(name, [](const Value&) { return true; });
        };
        for (const auto& [name, values] : breakpoints_.held) add(name);
        for (const std::string& name : breakpoints_.computed) add(name);
        std::size_t most = 0;
        for (const auto& [name, values] : entries) most = std::max(most, values.size());
        std::vector<Value> found;
        for (std::size_t at = 0; at < most; ++at) {
            feel::Context context;
            for (const auto& [name, values] : entries) context.entries.emplace_back(name, values[at % values.size()]);
            Value value(std::move(context));
            if (fits(input, value)) found.push_back(std::move(value));
        }
        return found;
    }

    const Model& model_;
    base::Instant now_;
    Breakpoints breakpoints_;
};

}  // namespace

std::map<std::string, std::vector<Value>> boundary_values(
    const Model& model, std::string_view decision, base::Instant now, std::string_view zone
) {
    std::map<std::string, std::vector<Value>> found;
    const Finder finder(model, decision, now, zone);
    const std::set<std::string> read = model.inputs_of(decision);
    for (const InputDescription& input : model.inputs())
        if (read.contains(input.name)) found.emplace(input.name, finder.values_of(input));
    return found;
}

}  // namespace guildhall::dmn
