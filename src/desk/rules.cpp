#include "desk/internal/rules.hpp"

#include <fmt/format.h>

#include "desk/internal/rule_words.hpp"
#include "html/desk.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"

namespace guildhall::desk {
namespace {

html::Content cell_content(std::string_view feel) {
    const CellWords words = cell_words(feel);
    return words.plain ? html::Content{words.text} : html::Content{html::code(words.text)};
}

std::vector<std::string> columns_of(const dmn::DecisionTrace& trace) {
    std::vector<std::string> columns;
    for (const auto& input : trace.table_inputs) columns.push_back(name_words(input.label));
    for (const auto& output : trace.output_names) columns.push_back(name_words(output));
    return columns;
}

html::Html table_view(const dmn::DecisionTrace& trace) {
    html::RulesTable table;
    table.caption = name_words(trace.decision);
    table.columns = columns_of(trace);
    for (std::size_t i = 0; i < trace.cells.size() && i < trace.rules.size(); ++i) {
        html::Rule rule;
        rule.number = std::to_string(trace.rules[i].rule);
        rule.matched = trace.rules[i].applied;
        for (std::size_t column = 0; column < trace.cells[i].size(); ++column) {
            const std::string& feel = trace.cells[i][column];
            html::RuleCell cell{.text = cell_content(feel)};
            if (static_cast<int>(column) == trace.rules[i].failed_column && column < trace.table_inputs.size())
                cell.why_not = why_not(feel, trace.table_inputs[column].value);
            rule.cells.push_back(std::move(cell));
        }
        table.rules.push_back(std::move(rule));
    }
    return html::rules_table(table);
}

/// The words of the rules that apply, as their author wrote them.
html::Html annotations_of(const dmn::DecisionTrace& trace) {
    html::Html out;
    for (const auto& rule : trace.rules) {
        if (rule.applied && !rule.annotation.empty()) out += html::paragraph(rule.annotation);
    }
    return out;
}

/// The table as the model has it.
html::Html source_view(const dmn::DecisionTrace& trace) {
    html::StackingTable table{.caption = name_words(trace.decision) + ", in FEEL", .hide_caption = true};
    table.columns = columns_of(trace);
    table.columns.insert(table.columns.begin(), "Rule");
    for (std::size_t i = 0; i < trace.cells.size() && i < trace.rules.size(); ++i) {
        std::vector<html::Content>& row = table.rows.emplace_back();
        row.emplace_back(fmt::format("Rule {}", trace.rules[i].rule));
        for (const auto& cell : trace.cells[i]) row.emplace_back(html::code(cell));
    }
    const std::string policy = trace.hit_policy.empty() ? "UNIQUE" : trace.hit_policy;
    return html::details(
        {.summary = "As the model has it",
         .text = html::soft(fmt::format("Hit policy {}. The cells are FEEL, the language of DMN.", policy)) +
                 html::stacking_table(table)}
    );
}

}  // namespace

html::Html rules_view(const dmn::DecisionTrace& trace) {
    html::Html out;
    if (trace.is_table) {
        out += annotations_of(trace) + table_view(trace) + source_view(trace);
    } else {
        out += html::paragraph(fmt::format("{}: {}", name_words(trace.decision), value_words(trace.value)));
    }
    for (const auto& required : trace.required) out += rules_view(required);
    return out;
}

}  // namespace guildhall::desk
