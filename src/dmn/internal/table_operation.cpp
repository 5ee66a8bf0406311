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
    for (const auto& [place, code] : compiled_.cells)
        open_[place.first].push_back({place.second, code.first, code.second});
    for (std::size_t i = 0; i < table.columns.size(); ++i) indexed_.push_back(table.index->is_indexed(i));
    constants_.reserve(table.rules.size() + 1);
    for (const CompiledTable::Result& result : compiled_.rules) constants_.push_back(constant(result));
    Outcome nothing;
    if (table.hit_policy == HitPolicy::collect && lists(table)) nothing.value = feel::Value(feel::List{});
    constants_.push_back(compiled_.otherwise ? constant(*compiled_.otherwise) : nothing);
    constant_table_ = ConstantTable::of(table, constants_, !compiled_.cells.empty());
}

std::optional<Outcome> TableOperation::constant(const CompiledTable::Result& result) const {
    if (result.routine) return std::nullopt;
    if (result.constants.size() == 1) return Outcome{result.constants.front().value()};
    feel::Context made;
    for (std::size_t i = 0; i < result.constants.size(); ++i)
        made.entries.emplace_back(table_.outputs[i].name, result.constants[i].value());
    return Outcome{feel::Value(std::move(made))};
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
        auto made = value_of(run, compiled_.rules[rule]);
        if (!made) return false;
        values.push_back(*std::move(made));
    }
    return run.put(compiled_.list, feel::Value(std::move(values)));
}

std::optional<feel::Value> TableOperation::value_of(Run& run, const CompiledTable::Result& result) const {
    if (!give(run, result)) return std::nullopt;
    if (compiled_.outputs.size() == 1) return run.value(run[compiled_.outputs.front()]);
    feel::Context made;
    for (std::size_t i = 0; i < compiled_.outputs.size(); ++i)
        made.entries.emplace_back(table_.outputs[i].name, run.value(run[compiled_.outputs[i]]));
    return feel::Value(std::move(made));
}

bool TableOperation::put(Run& run, const feel::Value& value) const {
    if (lists(table_)) return run.put(compiled_.list, value);
    const feel::Context* const context = value.context();
    if (compiled_.outputs.size() > 1 && !value.unknown() && !context) return false;
    for (std::size_t i = 0; i < compiled_.outputs.size(); ++i) {
        const bool is_entry = compiled_.outputs.size() > 1 && context;
        if (!run.put(compiled_.outputs[i], is_entry ? context->entries[i].second : value)) return false;
    }
    return true;
}

std::optional<TableOperation::Rows> TableOperation::decided_rows(Run& run, std::span<const feel::Value> columns) const {
    const TableIndex& index = *table_.index;
    const std::size_t rules = table_.rules.size();
    std::vector<std::optional<TableIndex::Rules>> known(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!indexed_[i] || columns[i].unknown()) continue;
        known[i] = index.lookup(i, run[compiled_.columns[i]]);
        if (!known[i]) return std::nullopt;
    }
    Rows made{std::vector<Match>(rules, Match::no), CellStates(rules, columns.size())};
    for (std::size_t word = 0; word < index.words(); ++word) {
        std::uint64_t left = ~std::uint64_t{0};
        for (const auto& takers : known)
            if (takers) left &= (*takers)[word];
        for (; left != 0; left &= left - 1) {
            const std::size_t rule = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
            if (rule >= rules) break;
            Match& match = made.matches[rule];
            match = Match::yes;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (!indexed_[i] || known[i] || index.is_open(i, rule) || index.takes_everything(i, rule)) continue;
                made.states.set_undecided(rule, i);
                match = Match::unknown;
            }
            for (const OpenCell& cell : open_[rule]) {
                if (!run.call(cell.routine)) return std::nullopt;
                const Cell& answer = run[cell.answer];
                if (answer.kind == Cell::Kind::unknown) {
                    made.states.set_undecided(rule, cell.column, run.unknown(answer.inputs).unknown()->inputs);
                    match = Match::unknown;
                } else if (!answer.is(true)) {
                    match = Match::no;
                    break;
                }
            }
            if (match == Match::yes && table_.hit_policy == HitPolicy::first) return made;  // the rest cannot matter
        }
    }
    return made;
}

std::optional<bool> TableOperation::settle_constant(Run& run) const {
    std::array<std::optional<TableIndex::Rules>, most_columns> known;
    for (std::size_t i = 0; i < compiled_.columns.size(); ++i) {
        const Cell& value = run[compiled_.columns[i]];
        if (value.kind == Cell::Kind::unknown) continue;
        known[i] = table_.index->lookup(i, value);
        if (!known[i]) return false;
    }
    const auto settled = constant_table_->settle(std::span(known).first(compiled_.columns.size()));
    if (!settled) return std::nullopt;
    if (settled->rule) return put(run, constants_[*settled->rule]->value);
    std::uint64_t inputs = 0;
    for (std::size_t i = 0; i < compiled_.columns.size(); ++i)
        if ((settled->columns >> i & 1) != 0) inputs |= run[compiled_.columns[i]].inputs;
    for (const feel::Register output : compiled_.outputs) run[output] = Cell::not_known(inputs);
    return true;
}

bool TableOperation::settle(Run& run) const {
    if (run.keeps_notes()) return false;
    if (constant_table_)
        if (const auto answered = settle_constant(run)) return *answered;
    std::vector<feel::Value> columns;
    columns.reserve(compiled_.columns.size());
    for (const feel::Register at : compiled_.columns) columns.push_back(run.value(run[at]));
    const auto rows = decided_rows(run, columns);
    if (!rows) return false;
    bool answered = true;
    const auto outcome_of = [&](const CompiledTable::Result& result) {
        auto value = value_of(run, result);
        answered = answered && value;
        return Outcome{value ? *std::move(value) : feel::Value()};
    };
    std::map<std::size_t, Outcome> outcomes;
    const RuleValue rule_value = [&](std::size_t rule) -> const Outcome& {
        if (constants_[rule]) return *constants_[rule];
        const auto known = outcomes.find(rule);
        return known != outcomes.end() ? known->second
                                       : outcomes.emplace(rule, outcome_of(compiled_.rules[rule])).first->second;
    };
    const Outcome no_match = constants_.back() ? *constants_.back() : outcome_of(*compiled_.otherwise);
    std::vector<std::string> problems;
    const Outcome outcome = settle_table(table_, columns, rows->matches, rows->states, rule_value, no_match, problems);
    return answered && problems.empty() && !outcome.failed && put(run, outcome.value);
}

bool TableOperation::run(Run& run) const {
    run.note(compiled_.note, 0);  // a table that is asked, whatever matches
    for (const feel::Register column : compiled_.columns)
        if (run[column].kind == Cell::Kind::unknown) return settle(run);
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
            for (const OpenCell& cell : open_[rule]) {
                if (!run.call(cell.routine)) return false;
                if (run[cell.answer].kind == Cell::Kind::unknown) return settle(run);
                takes = run[cell.answer].is(true);
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
