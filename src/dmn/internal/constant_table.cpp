#include "dmn/internal/constant_table.hpp"

#include <algorithm>
#include <bit>

namespace guildhall::dmn {

namespace {

/// A column that is not known.
struct Axis {
    std::size_t column = 0;
    std::span<const std::size_t> classes;
    std::size_t stride = 0;
};

}  // namespace

std::optional<ConstantTable> ConstantTable::of(
    const BoxedTable& table, std::span<const std::optional<Outcome>> outcomes, bool has_open_cells
) {
    const bool single = table.hit_policy == HitPolicy::first || table.hit_policy == HitPolicy::unique;
    const bool constant =
        std::all_of(outcomes.begin(), outcomes.end(), [](const auto& one) { return one.has_value(); });
    if (!single || !constant || has_open_cells || !table.index) return std::nullopt;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto undecided = table.index->undecided_of_null(column);
        const bool is_plain = std::all_of(undecided.begin(), undecided.end(), [](auto word) { return word == 0; });
        if (!table.index->is_indexed(column) || table.columns[column].may_be_refused || !is_plain) return std::nullopt;
    }
    ConstantTable made(table);
    for (std::size_t rule = 0; rule < outcomes.size(); ++rule) {
        const auto same = std::find_if(made.rules_.begin(), made.rules_.end(), [&](std::size_t other) {
            return outcomes[other]->is(*outcomes[rule]);
        });
        made.outcomes_.push_back(static_cast<std::uint32_t>(same - made.rules_.begin()));
        if (same == made.rules_.end()) made.rules_.push_back(rule);
    }
    return made;
}

std::uint32_t ConstantTable::outcome_of(std::span<const std::uint64_t> rules) const {
    const bool first = table_->hit_policy == HitPolicy::first;
    std::optional<std::size_t> found;
    for (std::size_t word = 0; word < rules.size(); ++word) {
        if (rules[word] == 0) continue;
        if (found || (!first && !std::has_single_bit(rules[word]))) return error;
        found = word * 64 + static_cast<std::size_t>(std::countr_zero(rules[word]));
        if (first) break;
    }
    return outcomes_[found.value_or(outcomes_.size() - 1)];
}

std::optional<ConstantTable::Settled> ConstantTable::settle(std::span<const std::optional<TableIndex::Rules>> known
) const {
    const TableIndex& index = *table_->index;
    std::vector<Axis> axes;
    std::size_t points = 1;
    std::vector<std::uint64_t> taken(index.words(), ~std::uint64_t{0});
    if (const std::size_t rest = table_->rules.size() % 64; rest != 0) taken.back() = (std::uint64_t{1} << rest) - 1;
    for (std::size_t column = 0; column < known.size(); ++column) {
        if (known[column]) {
            for (std::size_t word = 0; word < taken.size(); ++word) taken[word] &= (*known[column])[word];
            continue;
        }
        axes.push_back({column, index.classes(column), points});
        if (axes.back().classes.empty() || points > most_combinations / axes.back().classes.size()) return std::nullopt;
        points *= axes.back().classes.size();
    }
    if (points > most_combinations / (axes.size() * index.words() + 8)) return std::nullopt;

    std::vector<std::uint32_t> outcomes(points);
    std::vector<std::uint64_t> rules(taken.size());
    bool settled = true;
    for (std::size_t point = 0; point < points; ++point) {
        rules = taken;
        for (const Axis& axis : axes) {
            const auto takers = index.takers(axis.column, axis.classes[point / axis.stride % axis.classes.size()]);
            for (std::size_t word = 0; word < rules.size(); ++word) rules[word] &= takers[word];
        }
        outcomes[point] = outcome_of(rules);
        settled = settled && outcomes[point] == outcomes.front();
    }
    if (settled && outcomes.front() == error) return std::nullopt;
    if (settled) return Settled{rules_[outcomes.front()]};

    // A column matters only when two of its classes give different outcomes with all others held fast.
    Settled open;
    for (const Axis& axis : axes) {
        bool matters = false;
        for (std::size_t point = 0; point < points && !matters; ++point)
            if (point / axis.stride % axis.classes.size() + 1 < axis.classes.size())
                matters = outcomes[point] != outcomes[point + axis.stride];
        if (matters) open.columns |= std::uint64_t{1} << axis.column;
    }
    return open;
}

}  // namespace guildhall::dmn
