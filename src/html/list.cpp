#include "html/list.hpp"

#include <algorithm>

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

namespace {

void action_link(Markup& m, const Action& action, const Content& card_title) {
    m.raw("<a")
        .classes("govuk-link", action.classes)
        .attribute("href", action.href)
        .attributes(action.attributes)
        .raw(">");
    m.add(action.text);
    if (!action.visually_hidden_text.empty() || !card_title.empty()) {
        m.raw(R"(<span class="govuk-visually-hidden">)");
        if (!action.visually_hidden_text.empty()) {
            m.raw(" ").text(action.visually_hidden_text);
        }
        if (!card_title.empty()) {
            m.raw(" (").add(card_title).raw(")");
        }
        m.raw("</span>");
    }
    m.raw("</a>");
}

void row_actions(Markup& m, const Actions& actions, const Content& card_title) {
    m.raw("<dd").classes("govuk-summary-list__actions", actions.classes).raw(">");
    if (actions.items.size() == 1) {
        action_link(m, actions.items.front(), card_title);
    } else {
        m.raw(R"(<ul class="govuk-summary-list__actions-list">)");
        for (const Action& action : actions.items) {
            m.raw(R"(<li class="govuk-summary-list__actions-list-item">)");
            action_link(m, action, card_title);
            m.raw("</li>");
        }
        m.raw("</ul>");
    }
    m.raw("</dd>");
}

void open_card(Markup& m, const SummaryCard& card) {
    m.raw("<div").classes("govuk-summary-card", card.classes).attributes(card.attributes);
    m.raw(R"(><div class="govuk-summary-card__title-wrapper">)");
    if (!card.title.empty()) {
        const std::string heading = "h" + std::to_string(card.heading_level);
        m.raw("<").raw(heading).classes("govuk-summary-card__title", card.title_classes).raw(">").add(card.title);
        m.raw("</").raw(heading).raw(">");
    }
    if (card.actions.items.size() == 1) {
        m.raw("<div").classes("govuk-summary-card__actions", card.actions.classes).raw(">");
        action_link(m, card.actions.items.front(), card.title);
        m.raw("</div>");
    } else if (!card.actions.items.empty()) {
        m.raw("<ul").classes("govuk-summary-card__actions", card.actions.classes).raw(">");
        for (const Action& action : card.actions.items) {
            m.raw(R"(<li class="govuk-summary-card__action">)");
            action_link(m, action, card.title);
            m.raw("</li>");
        }
        m.raw("</ul>");
    }
    m.raw(R"(</div><div class="govuk-summary-card__content">)");
}

}  // namespace

Html summary_list(const SummaryList& options) {
    const bool any_actions = std::any_of(options.rows.begin(), options.rows.end(), [](const SummaryRow& row) {
        return row.actions && !row.actions->items.empty();
    });
    const Content card_title = options.card ? options.card->title : Content();
    Markup m;
    if (options.card) {
        open_card(m, *options.card);
    }
    m.raw("<dl").classes("govuk-summary-list", options.classes).attributes(options.attributes).raw(">");
    for (const SummaryRow& row : options.rows) {
        m.raw("<div").classes(
            "govuk-summary-list__row", any_actions && !row.actions ? "govuk-summary-list__row--no-actions" : "",
            row.classes
        );
        m.raw("><dt").classes("govuk-summary-list__key", row.key.classes).raw(">").add(row.key.text).raw("</dt>");
        m.raw("<dd").classes("govuk-summary-list__value", row.value.classes).raw(">").add(row.value.text).raw("</dd>");
        if (row.actions && !row.actions->items.empty()) {
            row_actions(m, *row.actions, card_title);
        }
        m.raw("</div>");
    }
    m.raw("</dl>");
    if (options.card) {
        m.raw("</div></div>");
    }
    return m.take();
}

SummaryRow summary_row(Content key, Content value, std::optional<Action> action) {
    SummaryRow row{.key = {.text = std::move(key)}, .value = {.text = std::move(value)}};
    if (action) {
        row.actions = Actions{.items = {std::move(*action)}};
    }
    return row;
}

namespace {

void span_attributes(Markup& m, const TableCell& cell) {
    if (cell.colspan > 0) {
        m.attribute("colspan", std::to_string(cell.colspan));
    }
    if (cell.rowspan > 0) {
        m.attribute("rowspan", std::to_string(cell.rowspan));
    }
    m.attributes(cell.attributes);
}

std::string format_class(std::string_view element, const TableCell& cell) {
    return cell.format.empty() ? "" : std::string("govuk-table__").append(element).append("--").append(cell.format);
}

}  // namespace

Html table(const Table& options) {
    Markup m;
    m.raw("<table").classes("govuk-table", options.classes).attributes(options.attributes).raw(">");
    if (!options.caption.empty()) {
        m.raw("<caption")
            .classes("govuk-table__caption", options.caption_classes)
            .raw(">")
            .text(options.caption)
            .raw("</caption>");
    }
    if (!options.head.empty()) {
        m.raw(R"(<thead class="govuk-table__head"><tr class="govuk-table__row">)");
        for (const TableCell& cell : options.head) {
            m.raw(R"(<th scope="col")").classes("govuk-table__header", format_class("header", cell), cell.classes);
            span_attributes(m, cell);
            m.raw(">").add(cell.text).raw("</th>");
        }
        m.raw("</tr></thead>");
    }
    m.raw(R"(<tbody class="govuk-table__body">)");
    for (const std::vector<TableCell>& row : options.rows) {
        m.raw(R"(<tr class="govuk-table__row">)");
        for (const TableCell& cell : row) {
            const bool is_header = options.first_cell_is_header && &cell == &row.front();
            if (is_header) {
                m.raw(R"(<th scope="row")").classes("govuk-table__header", cell.classes);
            } else {
                m.raw("<td").classes("govuk-table__cell", format_class("cell", cell), cell.classes);
            }
            span_attributes(m, cell);
            m.raw(">").add(cell.text).raw(is_header ? "</th>" : "</td>");
        }
        m.raw("</tr>");
    }
    return m.raw("</tbody></table>").take();
}

namespace {

void task(Markup& m, const Task& item, const std::string& id) {
    const std::string hint_id = id + "-hint";
    const std::string status_id = id + "-status";
    m.raw("<li").classes(
        "govuk-task-list__item", item.href.empty() ? "" : "govuk-task-list__item--with-link", item.classes
    );
    m.raw(R"(><div class="govuk-task-list__name-and-hint">)");
    if (!item.href.empty()) {
        m.raw("<a").classes("govuk-link govuk-task-list__link", item.title.classes).attribute("href", item.href);
        m.attribute("aria-describedby", item.hint.empty() ? status_id : hint_id + " " + status_id);
        m.raw(">").add(item.title.text).raw("</a>");
    } else {
        m.raw("<div").attribute_if("class", item.title.classes).raw(">").add(item.title.text).raw("</div>");
    }
    if (!item.hint.empty()) {
        m.raw("<div").attribute("id", hint_id).raw(R"( class="govuk-task-list__hint">)").add(item.hint).raw("</div>");
    }
    m.raw("</div><div").classes("govuk-task-list__status", item.status.classes).attribute("id", status_id).raw(">");
    if (item.status.tag) {
        m.add(tag(*item.status.tag));
    } else {
        m.add(item.status.text);
    }
    m.raw("</div></li>");
}

}  // namespace

Html task_list(const TaskList& options) {
    Markup m;
    m.raw("<ul").classes("govuk-task-list", options.classes).attributes(options.attributes).raw(">");
    std::size_t number = 0;
    for (const Task& item : options.items) {
        task(m, item, options.id_prefix + "-" + std::to_string(++number));
    }
    return m.raw("</ul>").take();
}

}  // namespace guildhall::html
