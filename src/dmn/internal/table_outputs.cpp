#include "dmn/internal/table_outputs.hpp"

#include <algorithm>

#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/types.hpp"
#include "feel/comparisons.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

class NoNames final : public feel::Scope {
public:
    [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
};

bool same(const Value& a, const Value& b) {
    if (feel::identical(a, b)) return true;
    const Value equal = feel::equals(a, b);
    return equal.boolean() && *equal.boolean();
}

std::string named(const BoxedTable& table, std::size_t output) {
    return table.outputs.size() == 1 || table.outputs[output].name.empty()
               ? "the output"
               : "the output '" + table.outputs[output].name + "'";
}

class Reader {
public:
    Reader(const Definitions& definitions, const BoxedTable& table, const std::string& result_type)
        : definitions_(definitions), table_(table), types_(definitions), result_type_(result_type) {
        for (const TableOutput& output : table.outputs) {
            auto& tests = allowed_.emplace_back();
            if (!output.values_text.written()) continue;
            auto parsed = feel::Expression::parse_unary_tests(output.values_text.text, {});
            if (parsed && feel::depends_only_on(*parsed, {})) tests = std::move(*parsed);
        }
    }

    TableOutcomes read() {
        TableOutcomes made;
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            RuleOutcome& outcome = made.rules.emplace_back();
            for (std::size_t i = 0; i < table_.outputs.size(); ++i)
                add(table_.rules[rule].outputs[i], i, rule, outcome, made.wrong);
        }
        for (const TableOutput& output : table_.outputs)
            made.has_default = made.has_default || output.default_value.written();
        for (std::size_t i = 0; i < table_.outputs.size(); ++i) {
            if (made.has_default)
                add(table_.outputs[i].default_value, i, std::nullopt, made.no_match, made.wrong);
            else if (table_.outputs.size() == 1)
                made.no_match.cells = {"null"};
            else
                made.no_match.cells = {"null instead of outputs"};
        }
        return made;
    }

private:
    [[nodiscard]] std::string type_of(std::size_t output) const {
        const std::string& type = table_.outputs[output].type;
        const bool single = table_.outputs.size() == 1 && table_.aggregation == Aggregation::none &&
                            table_.hit_policy != HitPolicy::collect && table_.hit_policy != HitPolicy::rule_order &&
                            table_.hit_policy != HitPolicy::output_order;
        return type.empty() && single ? result_type_ : type;
    }

    void add(
        const Formula& formula, std::size_t output, std::optional<std::size_t> rule, RuleOutcome& outcome,
        std::vector<WrongOutput>& wrong
    ) const {
        std::optional<Value> value;
        if (!formula.written())
            value = Value();
        else if (formula.expression)
            value = feel::constant_of(*formula.expression);
        if (!value) {
            outcome.constant = false;
            outcome.cells.push_back("computed: " + formula.text);
            return;
        }
        check(*value, formula, output, rule, wrong);
        const Value given = types_.coerce(*value, table_.outputs[output].type, feel::Environment{}).value_or(Value());
        outcome.cells.push_back(given.text());
        const auto& order = table_.outputs[output].values;
        const auto at = std::find_if(order.begin(), order.end(), [&](const Value& one) { return same(one, given); });
        outcome.rank.push_back(static_cast<std::size_t>(at - order.begin()));
        outcome.values.push_back(given);
    }

    void check(
        const Value& value, const Formula& formula, std::size_t output, std::optional<std::size_t> rule,
        std::vector<WrongOutput>& wrong
    ) const {
        if (value.is_null()) return;
        const std::string who = rule ? "rule " + std::to_string(*rule + 1) : "the default";
        const std::string type = type_of(output);
        const auto coerced = types_.coerce(value, type, feel::Environment{});
        if (!coerced) {
            const TypeFacts facts = type_facts(definitions_, type);
            const auto kind = feel::scalar_kind(value);
            const bool right_kind =
                kind && std::find(facts.kinds.begin(), facts.kinds.end(), *kind) != facts.kinds.end();
            if (right_kind)
                wrong.push_back(
                    {rule, formula.place, false,
                     who + " gives " + value.text() + ", which is not among the allowed values of '" + type +
                         "'; the outcome is null"}
                );
            else
                wrong.push_back(
                    {rule, formula.place, true,
                     who + " gives " + value.text() + (kind ? ", which is " + feel::scalar_kind_in_words(*kind) : "") +
                         "; " + named(table_, output) + " is declared as '" + type + "', so the outcome is null"}
                );
            return;
        }
        if (!allowed_[output]) return;
        const Value passes = allowed_[output]->test(*coerced, NoNames{}, feel::Environment{});
        if (passes.boolean() && *passes.boolean()) return;
        wrong.push_back(
            {rule, formula.place, false,
             who + " gives " + value.text() + ", which is not among the values of " + named(table_, output) + ": " +
                 table_.outputs[output].values_text.text}
        );
    }

    const Definitions& definitions_;
    const BoxedTable& table_;
    Types types_;
    const std::string& result_type_;
    std::vector<std::optional<feel::Expression>> allowed_;
};

}  // namespace

TableOutcomes outcomes_of(const Definitions& definitions, const BoxedTable& table, const std::string& result_type) {
    return Reader(definitions, table, result_type).read();
}

}  // namespace guildhall::dmn
