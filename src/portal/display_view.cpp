// What is read and not answered: texts, texts behind a line, tables, calculated values.

#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {
namespace {

using catalogue::QuestionType;

html::Html title(const QuestionParts& parts) {
    const std::string words = parts.showing.sayings.text(parts.question.ask);
    if (words.empty()) return {};
    if (parts.showing.heading == Heading::page) return html::page_heading(words);
    return html::heading({.text = words});
}

/// Rendered in safe mode when the service was loaded; answers are escaped when they are filled in.
html::Html own_text(const QuestionParts& parts) {
    return html::prose(html::trusted(parts.showing.sayings.html(parts.question.text_html)));
}

html::Html table(const QuestionParts& parts) {
    const auto& question = parts.question;
    const auto& sayings = parts.showing.sayings;
    html::Table table;
    table.caption = sayings.text(question.ask);
    table.caption_classes = html::caption_m;
    table.first_cell_is_header = true;
    for (const auto& column : question.columns) table.head.push_back({.text = sayings.text(column)});
    for (const auto& row : question.rows) {
        std::vector<html::TableCell> cells;
        for (const auto& cell : row) cells.push_back({.text = sayings.text(cell)});
        table.rows.push_back(std::move(cells));
    }
    const html::Html heading = parts.showing.heading == Heading::page ? title(parts) : html::Html{};
    if (!heading.empty()) table.caption.clear();
    return heading + html::table(table);
}

html::Html computed(const QuestionParts& parts) {
    const std::string words = parts.showing.sayings.computed(parts.question);
    if (words.empty() || parts.question.ask.empty()) return {};
    if (parts.showing.heading == Heading::page) return title(parts) + html::lead(words);
    html::SummaryList list;
    list.rows.push_back(html::summary_row(parts.showing.sayings.text(parts.question.ask), words));
    return html::summary_list(list);
}

}  // namespace

html::Html display_view(const QuestionParts& parts) {
    if (parts.question.compute) return computed(parts);
    switch (parts.question.type) {
        case QuestionType::details: {
            html::Html heading;
            if (parts.showing.heading == Heading::page) heading = title(parts);
            return heading +
                   html::details({.summary = parts.showing.sayings.text(parts.question.ask), .text = own_text(parts)});
        }
        case QuestionType::table:
            return table(parts);
        default:
            return title(parts) + own_text(parts);
    }
}

}  // namespace guildhall::portal
