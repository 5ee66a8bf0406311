#include "desk/internal/rules.hpp"

#include <fmt/format.h>

#include "dmn/sentences.hpp"
#include "html/desk.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"

namespace guildhall::desk {
namespace {

using dmn::DecisionTrace;
using dmn::TableView;

html::CellState state_of(TableView::Mark mark) {
    switch (mark) {
        case TableView::Mark::held:
            return html::CellState::held;
        case TableView::Mark::failed:
            return html::CellState::failed;
        case TableView::Mark::open:
        case TableView::Mark::unread:
        case TableView::Mark::any:
        case TableView::Mark::output:
        case TableView::Mark::no_output:
            break;
    }
    return html::CellState::plain;
}

std::vector<std::string> columns_of(const TableView& view) {
    std::vector<std::string> columns;
    for (const TableView::Column& column : view.columns)
        columns.push_back(column.value.empty() ? column.label : fmt::format("{} ({})", column.label, column.value));
    return columns;
}

html::Html table_html(const TableView& view) {
    html::RulesTable table{.caption = view.caption, .columns = columns_of(view)};
    for (const TableView::Rule& rule : view.rules) {
        html::Rule row{.number = std::to_string(rule.number), .matched = rule.applied};
        if (!rule.applied) row.standing = rule.standing;
        for (const TableView::Cell& cell : rule.cells)
            row.cells.push_back(
                {.text = cell.words.plain ? html::Content{cell.words.text} : html::Content{html::code(cell.words.text)},
                 .why_not = cell.why_not,
                 .state = state_of(cell.mark)}
            );
        table.rules.push_back(std::move(row));
    }
    return html::rules_table(table) + (view.note.empty() ? html::Html{} : html::paragraph(view.note));
}

/// The table as the model has it.
html::Html source_html(const TableView& view) {
    html::StackingTable table{.caption = view.caption + ", in FEEL", .hide_caption = true};
    table.columns.emplace_back("Rule");
    for (const TableView::Column& column : view.columns) table.columns.push_back(column.label);
    for (const TableView::Rule& rule : view.rules) {
        std::vector<html::Content>& row = table.rows.emplace_back();
        row.emplace_back(fmt::format("Rule {}", rule.number));
        for (const TableView::Cell& cell : rule.cells) row.emplace_back(html::code(cell.feel));
    }
    return html::details(
        {.summary = "As the model has it",
         .text = html::soft(fmt::format("{}. The cells are FEEL, the language of DMN.", view.policy)) +
                 html::stacking_table(table)}
    );
}

/// Every table of the explanation, and what was worked out without one.
html::Html steps(const DecisionTrace& trace, const dmn::Wording& wording) {
    html::Html out;
    if (trace.told_before) return out;
    if (const auto view = dmn::table_view(trace, wording)) {
        out += table_html(*view) + source_html(*view);
    } else if (trace.part == DecisionTrace::Part::decision) {
        html::Html line =
            html::escape(fmt::format("{}: {}", dmn::name_words(trace.name), dmn::value_words(trace.value)));
        if (!trace.expression.empty()) line += html::escape(", by ") + html::code(trace.expression);
        out += html::paragraph(line);
    }
    for (const auto& problem : trace.problems) out += html::paragraph(problem);
    for (const auto& part : trace.parts) out += steps(part, wording);
    for (const auto& required : trace.required) out += steps(required, wording);
    return out;
}

}  // namespace

html::Html rules_view(const DecisionTrace& trace, const dmn::Wording& wording) {
    html::Html out;
    for (const auto& reason : dmn::reasons_of(trace, wording)) out += html::paragraph(reason.text);
    out += steps(trace, wording);
    if (!trace.model_hash.empty())
        out +=
            html::soft(html::escape(fmt::format("Model “{}”, SHA-256 ", trace.model)) + html::code(trace.model_hash));
    return out;
}

}  // namespace guildhall::desk
