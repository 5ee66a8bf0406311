#include "dmn/internal/table_operation.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace guildhall::dmn {

namespace {

using feel::Cell;
using feel::Run;

constexpr std::size_t most_columns = 64;

}  // namespace

bool TableOperation::supports(const BoxedTable& table) {
    if (!table.index || table.columns.size() > most_columns) return false;
    switch (table.hit_policy) {
        case HitPolicy::unique:
        case HitPolicy::any:
        case HitPolicy::first:
        case HitPolicy::priority:
        case HitPolicy::rule_order:
        case HitPolicy::output_order:
            return true;
        case HitPolicy::collect:
            return table.aggregation == Aggregation::none || table.outputs.size() == 1;
    }
    return false;
}

bool TableOperation::lists(const BoxedTable& table) {
    return table.hit_policy == HitPolicy::rule_order || table.hit_policy == HitPolicy::output_order ||
           (table.hit_policy == HitPolicy::collect && table.aggregation == Aggregation::none);
}

TableOperation::TableOperation(const BoxedTable& table, CompiledTable compiled)
    : table_(table), compiled_(std::move(compiled)), open_(table.rules.size()) {
    for (const auto& [place, routine] : compiled_.cells) open_[place.first].push_back(routine);
    for (std::size_t i = 0; i < table.columns.size(); ++i) indexed_.push_back(table.index->is_indexed(i));
}

bool TableOperation::give(Run& run, const CompiledTable::Result& result) const {
    if (result.routine) return run.call(*result.routine);
    for (std::size_t i = 0; i < compiled_.outputs.size(); ++i) run[compiled_.outputs[i]] = result.constants[i];
    return true;
}

/// The sum, the smallest, the largest or the count so far.
bool TableOperation::collect(Run& run, std::size_t rule, std::optional<feel::Number>& total) const {
    if (table_.aggregation == Aggregation::count) {
        total = total.value_or(feel::Number()).plus(feel::Number(1));
        return total.has_value();
    }
    if (!give(run, compiled_.rules[rule])) return false;
    const Cell& value = run[compiled_.outputs.front()];
    if (value.kind != Cell::Kind::number) return false;
    if (!total)
        total = value.number;
    else if (table_.aggregation == Aggregation::sum)
        total = total->plus(value.number);
    else if (table_.aggregation == Aggregation::minimum ? value.number < *total : value.number > *total)
        total = value.number;
    return total.has_value();
}

bool TableOperation::list(Run& run, std::vector<std::size_t> rules) const {
    if (rules.empty() && table_.hit_policy != HitPolicy::collect) {
        run[compiled_.list] = Cell();
        return true;
    }
    if (table_.hit_policy == HitPolicy::output_order)
        std::stable_sort(rules.begin(), rules.end(), [&](std::size_t a, std::size_t b) {
            return compiled_.ranks[a] < compiled_.ranks[b];
        });
    feel::List values;
    for (const std::size_t rule : rules) {
        if (!give(run, compiled_.rules[rule])) return false;
        if (compiled_.outputs.size() == 1) {
            values.push_back(run[compiled_.outputs.front()].value());
            continue;
        }
        feel::Context made;
        for (std::size_t i = 0; i < compiled_.outputs.size(); ++i)
            made.entries.emplace_back(table_.outputs[i].name, run[compiled_.outputs[i]].value());
        values.emplace_back(std::move(made));
    }
    run[compiled_.list] = run.keep(feel::Value(std::move(values)));
    return true;
}

bool TableOperation::run(Run& run) const {
    run.note(compiled_.note, 0);  // a table that is asked, whatever matches
    const TableIndex& index = *table_.index;
    std::array<TableIndex::Rules, most_columns> columns;
    std::size_t looked_up = 0;
    for (std::size_t i = 0; i < compiled_.columns.size(); ++i) {
        if (!indexed_[i]) continue;
        const auto rules = index.lookup(i, run[compiled_.columns[i]]);
        if (!rules) return false;
        columns[looked_up++] = *rules;
    }
    const bool lists_rules = lists(table_);
    const bool collects = table_.hit_policy == HitPolicy::collect && !lists_rules;
    const bool ranked = table_.hit_policy == HitPolicy::priority;
    std::optional<feel::Number> total;
    std::vector<std::size_t> listed;
    std::size_t best = 0;
    bool matched = false;
    for (std::size_t word = 0; word < index.words(); ++word) {
        std::uint64_t rules = ~std::uint64_t{0};
        for (std::size_t i = 0; i < looked_up; ++i) rules &= columns[i][word];
        for (; rules != 0; rules &= rules - 1) {
            const std::size_t rule = word * 64 + static_cast<std::size_t>(std::countr_zero(rules));
            if (rule >= table_.rules.size()) break;
            bool takes = true;
            for (const auto& [routine, answer] : open_[rule]) {
                if (!run.call(routine)) return false;
                takes = run[answer].is(true);
                if (!takes) break;
            }
            if (!takes) continue;
            if (matched && !collects && !ranked && !lists_rules) return false;
            if (ranked && (!matched || compiled_.ranks[rule] < compiled_.ranks[best])) best = rule;
            matched = true;
            run.note(compiled_.note, static_cast<std::uint32_t>(rule) + 1);
            if (collects) {
                if (!collect(run, rule, total)) return false;
                continue;
            }
            if (lists_rules) listed.push_back(rule);
            if (ranked || lists_rules) continue;
            if (table_.hit_policy == HitPolicy::first) return give(run, compiled_.rules[rule]);
            if (!give(run, compiled_.rules[rule])) return false;
        }
    }
    if (lists_rules) return list(run, std::move(listed));
    if (collects && (matched || table_.aggregation == Aggregation::count)) {
        run[compiled_.outputs.front()] = Cell(total.value_or(feel::Number()));
        return true;
    }
    if (matched) return !ranked || give(run, compiled_.rules[best]);
    if (compiled_.otherwise) return give(run, *compiled_.otherwise);
    if (compiled_.outputs.size() > 1) return false;
    run[compiled_.outputs.front()] = Cell();
    return true;
}

}  // namespace guildhall::dmn
