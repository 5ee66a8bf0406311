#include "html/desk.hpp"

#include "html/internal/markup.hpp"
#include "html/list.hpp"

namespace guildhall::html {

using internal::Markup;

Html case_header(const CaseHeader& options) {
    Markup m;
    if (!options.caption.empty()) {
        m.raw("<p class=\"gh-caption\">").add(options.caption).raw("</p>");
    }
    m.raw("<h1 class=\"govuk-heading-l\">").add(options.title).raw("</h1>");
    if (!options.state.empty()) {
        m.add(chips(options.state));
    }
    return m.take();
}

Html case_columns(const Html& evidence, const Html& decision) {
    return Markup()
        .raw("<div class=\"gh-columns\"><div>")
        .add(evidence)
        .raw("</div><div>")
        .add(decision)
        .raw("</div></div>")
        .take();
}

Html decision_box(const Html& content) {
    return Markup().raw("<div class=\"gh-box\">").add(content).raw("</div>").take();
}

Html rules_table(const RulesTable& options) {
    Markup m;
    m.raw("<table class=\"gh-rules gh-stacking\"><caption")
        .classes("govuk-table__caption", options.hide_caption ? "govuk-visually-hidden" : caption_s);
    m.raw(">")
        .text(options.caption)
        .raw("</caption><thead><tr><th scope=\"col\">")
        .text(options.rule_heading)
        .raw("</th>");
    for (const std::string& column : options.columns) {
        m.raw("<th scope=\"col\">").text(column).raw("</th>");
    }
    m.raw("</tr></thead><tbody>");
    for (const Rule& rule : options.rules) {
        m.raw(rule.matched ? "<tr class=\"gh-rules__match\">" : "<tr>");
        m.raw("<th scope=\"row\"").attribute("data-heading", options.rule_heading).raw(">").text(rule.number);
        if (rule.matched) {
            m.raw(" <span class=\"gh-rules__mark\"><span aria-hidden=\"true\">✓</span> ")
                .text(options.matched_words)
                .raw("</span>");
        } else if (!rule.standing.empty()) {
            m.raw(" <span class=\"gh-rules__standing\">").text(rule.standing).raw("</span>");
        }
        m.raw("</th>");
        for (std::size_t i = 0; i < rule.cells.size(); ++i) {
            const RuleCell& cell = rule.cells[i];
            m.raw("<td").attribute("data-heading", i < options.columns.size() ? options.columns[i] : "").raw(">");
            if (cell.state == CellState::held) {
                m.raw("<span class=\"gh-rules__held\" aria-hidden=\"true\">✓</span>")
                    .raw("<span class=\"govuk-visually-hidden\">Holds: </span>");
            }
            m.add(cell.text);
            if (!cell.why_not.empty()) {
                m.raw("<span class=\"gh-rules__why\"><span aria-hidden=\"true\">✗</span> ")
                    .add(cell.why_not)
                    .raw("</span>");
            }
            m.raw("</td>");
        }
        m.raw("</tr>");
    }
    return m.raw("</tbody></table>").take();
}

Html history(const std::vector<HistoryItem>& items) {
    Markup m;
    m.raw("<ol class=\"gh-history\">");
    for (const HistoryItem& item : items) {
        m.raw("<li class=\"gh-history__one\"><span class=\"gh-history__what\">").add(item.text);
        m.raw("</span><span class=\"gh-history__when\">").add(item.when);
        if (!item.who.empty()) {
            m.raw(", ").add(item.who);
        }
        m.raw("</span></li>");
    }
    return m.raw("</ol>").take();
}

Html stacking_table(const StackingTable& options) {
    Table table_options{
        .caption = options.caption,
        .caption_classes = options.hide_caption ? "govuk-visually-hidden" : caption_m,
        .first_cell_is_header = true,
        .classes = options.tight ? "gh-stacking gh-stacking--tight" : "gh-stacking"
    };
    for (const std::string& column : options.columns) {
        table_options.head.push_back({.text = column});
    }
    for (const std::vector<Content>& row : options.rows) {
        std::vector<TableCell>& cells = table_options.rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells.push_back(
                {.text = row[i], .attributes = {{"data-heading", i < options.columns.size() ? options.columns[i] : ""}}}
            );
        }
    }
    return table(table_options);
}

}  // namespace guildhall::html
