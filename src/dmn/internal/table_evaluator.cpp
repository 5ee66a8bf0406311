#include <algorithm>

#include "dmn/internal/evaluator.hpp"
#include "dmn/internal/table.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

void describe(const BoxedTable& table, DecisionTrace& trace) {
    trace.is_table = true;
    trace.hit_policy = hit_policy_name(table.hit_policy);
    for (const TableOutput& output : table.outputs) trace.output_names.push_back(output.name);
    for (const TableRule& rule : table.rules) {
        std::vector<std::string>& cells = trace.cells.emplace_back();
        for (const Formula& test : rule.tests) cells.push_back(test.written() ? test.text : "-");
        for (const Formula& output : rule.outputs) cells.push_back(output.text);
    }
}

/// Which of the rules that match made the value.
void mark_applied(
    const BoxedTable& table, const std::vector<std::optional<Value>>& rule_values, const Value& value,
    std::vector<RuleTrace>& rules
) {
    if (value.unknown()) return;
    const bool single = table.hit_policy == HitPolicy::first || table.hit_policy == HitPolicy::priority;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].match == Match::unknown && single) return;
        if (rules[i].match != Match::yes) continue;
        if (table.hit_policy == HitPolicy::priority && !(rule_values[i] && feel::identical(*rule_values[i], value)))
            continue;
        rules[i].applied = true;
        if (single) return;
    }
}

}  // namespace

Value Evaluator::body(const BoxedTable& table, const feel::Scope& scope) {
    DecisionTrace* const trace = traced_table_ == &table ? current_trace_ : nullptr;
    if (trace) describe(table, *trace);

    std::vector<Value> column_values;
    bool refused = false;
    for (const TableColumn& column : table.columns) {
        column_values.push_back(body(column.expression, scope));
        const Value& value = column_values.back();
        if (trace) trace->table_inputs.push_back({column.label, without_functions(value)});
        if (!column.allowed_values.expression || definitions_.dialect != Dialect::standard || value.unknown()) continue;
        const Value allowed = column.allowed_values.expression->test(value, scope, environment_);
        if (allowed.unknown() || (allowed.boolean() && *allowed.boolean())) continue;
        problem("'" + column.label + "' is " + value.text() + ", which is not among " + column.allowed_values.text);
        refused = true;
    }
    if (refused) return {};

    const std::size_t rules = table.rules.size();
    std::vector<Match> matches(rules, Match::no);
    CellStates states{std::vector<std::vector<Match>>(rules), std::vector<std::vector<std::set<std::string>>>(rules)};
    for (std::size_t rule = 0; rule < rules; ++rule) {
        const TableRule& row = table.rules[rule];
        auto& cells = states.cells[rule];
        auto& inputs = states.inputs[rule];
        matches[rule] = Match::yes;
        int failed = -1;
        for (std::size_t column = 0; column < row.tests.size() && column < column_values.size(); ++column) {
            const Formula& test = row.tests[column];
            Value answer(true);
            if (test.expression) {
                const std::string& variable = table.columns[column].variable;
                if (variable.empty()) {
                    answer = test.expression->test(column_values[column], scope, environment_);
                } else {
                    LocalScope inner(&scope);
                    inner.set(variable, column_values[column]);
                    answer = test.expression->test(column_values[column], inner, environment_);
                }
            }
            inputs.emplace_back();
            if (answer.unknown()) {
                cells.push_back(Match::unknown);
                collect_unknowns(answer, inputs.back());
                matches[rule] = Match::unknown;
            } else if (answer.boolean() && *answer.boolean()) {
                cells.push_back(Match::yes);
            } else {
                failed = static_cast<int>(column);
                matches[rule] = Match::no;
                cells.clear();
                inputs.clear();
                break;
            }
        }
        if (trace) trace->rules.push_back({static_cast<int>(rule) + 1, matches[rule], failed, row.annotation, false});
        if (matches[rule] == Match::yes && table.hit_policy == HitPolicy::first && !trace)
            break;  // the rest cannot matter
    }

    std::vector<std::optional<Value>> rule_values(rules);
    const auto output_of = [&](const std::function<Value(std::size_t)>& cell) {
        if (table.outputs.size() == 1) return coerce(cell(0), table.outputs.front().type, "an output");
        feel::Context made;
        for (std::size_t i = 0; i < table.outputs.size(); ++i)
            made.entries.emplace_back(
                table.outputs[i].name,
                coerce(cell(i), table.outputs[i].type, "the output '" + table.outputs[i].name + "'")
            );
        return Value(std::move(made));
    };
    const RuleValue rule_value = [&](std::size_t rule) -> const Value& {
        auto& known = rule_values[rule];
        if (!known)
            known = output_of([&](std::size_t i) {
                const auto& outputs = table.rules[rule].outputs;
                return i < outputs.size() ? body(outputs[i], scope) : Value();
            });
        return *known;
    };
    Value no_match;
    const bool has_default = std::any_of(table.outputs.begin(), table.outputs.end(), [](const TableOutput& output) {
        return output.default_value.written();
    });
    if (has_default)
        no_match = output_of([&](std::size_t i) { return body(table.outputs[i].default_value, scope); });
    else if (table.hit_policy == HitPolicy::collect && table.aggregation == Aggregation::none)
        no_match = Value(feel::List{});

    std::vector<std::string> found;
    Value value = settle_table(table, column_values, matches, states, rule_value, no_match, found);
    for (std::string& text : found) problem(std::move(text));
    if (trace) mark_applied(table, rule_values, value, trace->rules);
    return value;
}

}  // namespace guildhall::dmn
