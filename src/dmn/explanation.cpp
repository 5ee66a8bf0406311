#include "dmn/explanation.hpp"

namespace guildhall::dmn {

namespace {

using base::Json;

Json::Array texts(const std::vector<std::string>& items) {
    return {items.begin(), items.end()};
}

Json named_values(const std::vector<NamedValue>& items) {
    Json::Array array;
    for (const NamedValue& item : items) {
        Json made;
        made.set("name", item.name);
        made.set("value", item.value.text());
        array.push_back(std::move(made));
    }
    return Json(std::move(array));
}

Json rule_json(const TableText::Rule& text, const RuleTrace* trace) {
    Json made;
    made.set("tests", texts(text.tests));
    made.set("outputs", texts(text.outputs));
    if (!text.annotation.empty()) made.set("annotation", text.annotation);
    if (!trace) return made;
    made.set("rule", trace->rule);
    made.set("match", match_name(trace->match));
    made.set("applied", trace->applied);
    if (trace->failed_column >= 0) made.set("failed_column", trace->failed_column + 1);
    return made;
}

Json table_json(const TableTrace& table) {
    const TableText& text = *table.text;
    Json made;
    made.set("hit_policy", text.hit_policy);
    if (!text.aggregation.empty()) made.set("aggregation", text.aggregation);
    Json::Array columns;
    for (std::size_t i = 0; i < text.columns.size(); ++i) {
        Json column;
        column.set("label", text.columns[i].label);
        column.set("expression", text.columns[i].expression);
        if (i < table.values.size()) column.set("value", table.values[i].text());
        columns.push_back(std::move(column));
    }
    made.set("columns", std::move(columns));
    made.set("outputs", texts(text.outputs));
    Json::Array rules;
    for (std::size_t i = 0; i < text.rules.size(); ++i)
        rules.push_back(rule_json(text.rules[i], i < table.rules.size() ? &table.rules[i] : nullptr));
    made.set("rules", std::move(rules));
    if (table.refused_column >= 0) made.set("refused_column", table.refused_column + 1);
    made.set("default", table.is_default);
    return made;
}

}  // namespace

std::string_view part_name(DecisionTrace::Part part) {
    switch (part) {
        case DecisionTrace::Part::decision:
            return "decision";
        case DecisionTrace::Part::entry:
            return "entry";
        case DecisionTrace::Part::argument:
            return "argument";
        case DecisionTrace::Part::call:
            return "call";
        case DecisionTrace::Part::branch:
            return "branch";
    }
    return "decision";
}

std::string_view match_name(RuleTrace::Match match) {
    switch (match) {
        case RuleTrace::Match::yes:
            return "yes";
        case RuleTrace::Match::no:
            return "no";
        case RuleTrace::Match::unknown:
            return "unknown";
    }
    return "no";
}

base::Json to_json(const DecisionTrace& trace) {
    Json made;
    made.set("part", part_name(trace.part));
    made.set("name", trace.name);
    made.set("value", trace.value.text());
    if (trace.told_before) {
        made.set("told_before", true);
        return made;
    }
    made.set("form", trace.form);
    if (!trace.expression.empty()) made.set("expression", trace.expression);
    made.set("inputs", named_values(trace.inputs));
    if (trace.table) made.set("table", table_json(*trace.table));
    for (const auto& [name, list] : {std::pair{"parts", &trace.parts}, std::pair{"required", &trace.required}}) {
        if (list->empty()) continue;
        Json::Array array;
        for (const DecisionTrace& one : *list) array.push_back(to_json(one));
        made.set(name, std::move(array));
    }
    if (!trace.problems.empty()) made.set("problems", texts(trace.problems));
    if (trace.parts_left_out) made.set("parts_left_out", true);
    if (!trace.model_hash.empty()) {
        made.set("model", trace.model);
        made.set("model_hash", trace.model_hash);
    }
    return made;
}

}  // namespace guildhall::dmn
