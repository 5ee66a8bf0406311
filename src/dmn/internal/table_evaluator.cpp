#include <algorithm>
#include <bit>
#include <map>

#include "dmn/internal/evaluator.hpp"
#include "dmn/internal/table.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

TableText text_of(const BoxedTable& table) {
    TableText made;
    made.hit_policy = hit_policy_name(table.hit_policy);
    made.aggregation = aggregation_name(table.aggregation);
    for (const TableColumn& column : table.columns) made.columns.push_back({column.label, column.expression.text});
    for (const TableOutput& output : table.outputs) made.outputs.push_back(output.name);
    for (const TableRule& rule : table.rules) {
        TableText::Rule& row = made.rules.emplace_back();
        for (const Formula& test : rule.tests) row.tests.push_back(test.written() ? test.text : "-");
        for (const Formula& output : rule.outputs) row.outputs.push_back(output.text);
        row.annotation = rule.annotation;
    }
    return made;
}

using RuleValues = std::map<std::size_t, Outcome>;

/// Which of the rules that match made the value.
void mark_applied(
    const BoxedTable& table, const RuleValues& rule_values, const Value& value, std::vector<RuleTrace>& rules
) {
    if (value.unknown()) return;
    const bool single = table.hit_policy == HitPolicy::first || table.hit_policy == HitPolicy::priority;
    const bool by_value = table.hit_policy == HitPolicy::priority || table.aggregation == Aggregation::minimum ||
                          table.aggregation == Aggregation::maximum;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].match == Match::unknown && single) return;
        if (rules[i].match != Match::yes) continue;
        const auto made = rule_values.find(i);
        if (by_value && !(made != rule_values.end() && feel::identical(made->second.value, value))) continue;
        rules[i].applied = true;
        if (single) return;
    }
}

}  // namespace

Value Evaluator::cell(
    const BoxedTable& table, std::size_t rule, std::size_t column, const Value& value, const feel::Scope& scope
) {
    const Formula& test = table.rules[rule].tests[column];
    if (!test.expression) return Value(true);
    const std::string& variable = table.columns[column].variable;
    if (variable.empty()) return test.expression->test(value, scope, environment_);
    LocalScope inner(&scope);
    inner.set(variable, value);
    return test.expression->test(value, inner, environment_);
}

std::optional<std::vector<std::size_t>> Evaluator::indexed_matches(
    const BoxedTable& table, std::span<const Value> column_values, const feel::Scope& scope
) {
    const TableIndex& index = *table.index;
    std::vector<std::optional<TableIndex::Rules>> columns;
    columns.reserve(column_values.size());
    for (std::size_t i = 0; i < column_values.size(); ++i)
        columns.push_back(index.lookup(i, feel::Cell(column_values[i])));
    std::vector<std::size_t> found;
    for (std::size_t word = 0; word < index.words(); ++word) {
        std::uint64_t rules = ~std::uint64_t{0};
        for (const auto& column : columns)
            if (column) rules &= (*column)[word];
        for (; rules != 0; rules &= rules - 1) {
            const std::size_t rule = word * 64 + static_cast<std::size_t>(std::countr_zero(rules));
            if (rule >= table.rules.size()) break;
            bool matches = true;
            for (std::size_t i = 0; i < columns.size() && matches; ++i) {
                if (columns[i] && !index.is_open(i, rule)) continue;
                const Value answer = cell(table, rule, i, column_values[i], scope);
                if (answer.unknown()) return std::nullopt;
                matches = answer.boolean() && *answer.boolean();
            }
            if (!matches) continue;
            found.push_back(rule);
            if (table.hit_policy == HitPolicy::first) return found;
        }
    }
    return found;
}

Value Evaluator::body(const BoxedTable& table, const feel::Scope& scope) {
    TableTrace* const trace = current_trace_ ? &current_trace_->table.emplace() : nullptr;
    if (trace) trace->text = table.text->get([&] { return text_of(table); });

    const std::int64_t before = failures();
    std::vector<Value> column_values;
    bool refused = false;
    for (const TableColumn& column : table.columns) {
        column_values.push_back(body(column.expression, scope));
        const Value& value = column_values.back();
        if (trace) trace->values.push_back(without_functions(value));
        if (!column.allowed_values.expression || definitions_.dialect != Dialect::standard || value.unknown()) continue;
        const Value allowed = column.allowed_values.expression->test(value, scope, environment_);
        if (allowed.unknown() || (allowed.boolean() && *allowed.boolean())) continue;
        problem("'" + column.label + "' is " + value.text() + ", which is not among " + column.allowed_values.text);
        if (trace && !refused) trace->refused_column = static_cast<int>(column_values.size()) - 1;
        refused = true;
    }
    if (refused) return {};

    const auto output_of = [&](const std::function<Value(std::size_t)>& part) -> Outcome {
        const std::int64_t before_output = failures();
        if (table.outputs.size() == 1) {
            Value made = coerce(part(0), table.outputs.front().type, {"an output"});
            const bool failed = made.is_null() && failures() > before_output;
            return {std::move(made), failed};
        }
        feel::Context made;
        for (std::size_t i = 0; i < table.outputs.size(); ++i)
            made.entries.emplace_back(
                table.outputs[i].name, coerce(part(i), table.outputs[i].type, {"the output", table.outputs[i].name})
            );
        return {Value(std::move(made)), failures() > before_output};
    };
    RuleValues rule_values;
    const RuleValue rule_value = [&](std::size_t rule) -> const Outcome& {
        const auto known = rule_values.find(rule);
        if (known != rule_values.end()) return known->second;
        Outcome made = output_of([&](std::size_t i) {
            const auto& outputs = table.rules[rule].outputs;
            return i < outputs.size() ? body(outputs[i], scope) : Value();
        });
        return rule_values.emplace(rule, std::move(made)).first->second;
    };
    Outcome no_match;
    const bool has_default = std::any_of(table.outputs.begin(), table.outputs.end(), [](const TableOutput& output) {
        return output.default_value.written();
    });
    if (has_default)
        no_match = output_of([&](std::size_t i) { return body(table.outputs[i].default_value, scope); });
    else if (table.hit_policy == HitPolicy::collect && table.aggregation == Aggregation::none)
        no_match.value = Value(feel::List{});

    std::vector<std::string> found;
    Outcome outcome;
    const bool known = std::none_of(column_values.begin(), column_values.end(), [](const Value& column_value) {
        return column_value.unknown() != nullptr;
    });
    bool none_matched = false;
    std::optional<std::vector<std::size_t>> decided;
    if (!trace && known && table.index) decided = indexed_matches(table, column_values, scope);
    if (recorded_ && current_decision_) {
        MatchedRules& matched = recorded_->emplace_back();
        matched.decision = current_decision_->name;
        if (decided)
            for (const std::size_t rule : *decided) matched.rules.push_back(static_cast<int>(rule) + 1);
    }
    const std::size_t record = recorded_ ? recorded_->size() : 0;
    if (decided) {
        outcome = settle_decided(table, *std::move(decided), rule_value, no_match, found);
    } else {
        const Rows rows = evaluated_rows(table, column_values, scope, trace);
        outcome = settle_table(table, column_values, rows.matches, rows.states, rule_value, no_match, found);
        if (record > 0)
            for (std::size_t rule = 0; rule < rows.matches.size(); ++rule)
                if (rows.matches[rule] == Match::yes)
                    (*recorded_)[record - 1].rules.push_back(static_cast<int>(rule) + 1);
        none_matched =
            std::all_of(rows.matches.begin(), rows.matches.end(), [](Match match) { return match == Match::no; });
    }
    for (std::string& text : found) problem(std::move(text));
    // What a cell could not be compared with is no failure of the table: its rule does not match.
    set_failures(before + (outcome.failed ? 1 : 0));
    const Value& value = outcome.value;
    if (!trace) return value;
    mark_applied(table, rule_values, value, trace->rules);
    trace->is_default = has_default && none_matched && !value.unknown();
    return value;
}

Evaluator::Rows Evaluator::evaluated_rows(
    const BoxedTable& table, std::span<const Value> column_values, const feel::Scope& scope, TableTrace* trace
) {
    const std::size_t rules = table.rules.size();
    Rows made{std::vector<Match>(rules, Match::no), CellStates(rules, column_values.size())};
    // What the index says of the columns that are known spares the rules that cannot match.
    const TableIndex* const index = trace ? nullptr : table.index.get();
    std::vector<std::optional<TableIndex::Rules>> known(column_values.size());
    for (std::size_t column = 0; index && column < column_values.size(); ++column)
        if (!column_values[column].unknown()) known[column] = index->lookup(column, feel::Cell(column_values[column]));
    const auto is_out = [&](std::size_t rule) {
        return std::any_of(known.begin(), known.end(), [&](const auto& takers) {
            return takers && ((*takers)[rule / 64] >> (rule % 64) & 1) == 0;
        });
    };
    for (std::size_t rule = 0; rule < rules; ++rule) {
        if (is_out(rule)) continue;
        const TableRule& row = table.rules[rule];
        made.matches[rule] = Match::yes;
        int failed = -1;
        for (std::size_t column = 0; column < row.tests.size() && column < column_values.size(); ++column) {
            if (index && index->is_indexed(column) && !index->is_open(column, rule)) {
                if (known[column]) continue;
                if (column_values[column].unknown()) {  // literals are held against it: its inputs are the cell's
                    if (index->takes_everything(column, rule)) continue;
                    made.states.set_undecided(rule, column);
                    made.matches[rule] = Match::unknown;
                    continue;
                }
            }
            const Value answer = cell(table, rule, column, column_values[column], scope);
            if (answer.unknown()) {
                std::set<std::string> inputs;
                collect_unknowns(answer, inputs);
                made.states.set_undecided(rule, column, std::move(inputs));
                made.matches[rule] = Match::unknown;
            } else if (!answer.boolean() || !*answer.boolean()) {
                failed = static_cast<int>(column);
                made.matches[rule] = Match::no;
                break;
            }
        }
        if (trace) trace->rules.push_back({static_cast<int>(rule) + 1, made.matches[rule], failed, false});
        if (made.matches[rule] == Match::yes && table.hit_policy == HitPolicy::first && !trace)
            break;  // the rest cannot matter
    }
    return made;
}

}  // namespace guildhall::dmn
