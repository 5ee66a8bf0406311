#include "desk/desk.hpp"

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "casework/working_days.hpp"
#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/desk.hpp"
#include "html/form.hpp"
#include "html/front.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/page.hpp"
#include "html/text.hpp"

namespace guildhall::desk {
namespace {

using casework::Case;
using casework::Status;
using catalogue::OutcomeKind;

enum class Room { queue, feedback };

http::Response page(
    const Parts& parts, const http::Caller& caller, std::string title, html::Html main, Room room,
    bool has_error = false
) {
    html::DeskPage frame;
    frame.title = std::move(title);
    frame.has_error = has_error;
    frame.place = parts.place + " desk";
    frame.side = {
        {.text = "Due first", .href = "/desk", .current = room == Room::queue},
        {.text = "What people say", .href = "/desk/feedback", .current = room == Room::feedback},
        {.text = "How we are doing", .href = "/performance"}
    };
    frame.signed_in = html::SignedIn{.csrf = caller.csrf};
    frame.main = std::move(main);
    frame.assets = {
        parts.assets.url("app.css"), parts.assets.url("app.js"), parts.assets.url("icon.svg"),
        parts.assets.url("atkinson-hyperlegible-next-latin.woff2")
    };
    return http::Response::html(html::desk_page(frame).text(), has_error ? 422 : 200);
}

std::string due_words(base::Instant now, base::Instant due) {
    const int days = casework::working_days_until(now, due);
    if (days < 0) return fmt::format("{} working days late", -days);
    if (days == 0) return "Due today";
    if (days == 1) return "Due in 1 working day";
    return fmt::format("Due in {} working days", days);
}

html::Html state_chip(const casework::CaseSummary& summary) {
    switch (summary.status) {
        case Status::with_person:
            return html::chip("Needs a person", html::Tone::wait);
        case Status::in_review:
            return html::chip("Review", html::Tone::wait);
        case Status::decided:
            return html::chip("Decided", html::Tone::good);
    }
    return {};
}

std::string title_of(const Parts& parts, const std::string& service) {
    const auto found = parts.catalogue.get(service);
    return found ? found->title : service;
}

base::Result<http::Response> queue(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.cases.queue(caller.account, request.query.get("after"), 25);
    if (!found) return found.error();
    html::Html main = html::page_heading("Due first");
    if (found->cases.empty()) main += html::paragraph("Nothing waits for a person.");
    html::StackingTable table{
        .caption = "Cases that need a person", .hide_caption = true, .columns = {"Case", "Service", "State", "Due"}
    };
    for (const auto& summary : found->cases) {
        table.rows.push_back(
            {html::link({.text = summary.reference, .href = "/desk/cases/" + summary.reference}),
             title_of(parts, summary.service), state_chip(summary), due_words(parts.clock.now(), summary.due_at)}
        );
    }
    if (!table.rows.empty()) main += html::stacking_table(table);
    if (!found->next.empty())
        main += html::paragraph(html::link({.text = "Due later", .href = "/desk?after=" + found->next}));
    return page(parts, caller, "Due first", main, Room::queue);
}

std::string outcome_words(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::granted:
            return "grant";
        case OutcomeKind::granted_with_conditions:
            return "grant with conditions";
        case OutcomeKind::refused:
            return "refuse";
    }
    return "refuse";
}

/// Each decision table with its matching rule marked, and for each other rule the first cell that failed.
html::Html rules_of(const dmn::DecisionTrace& trace) {
    html::Html out;
    if (trace.is_table) {
        html::RulesTable table;
        table.caption = trace.decision;
        for (const auto& input : trace.table_inputs) table.columns.push_back(input.label);
        for (const auto& output : trace.output_names) table.columns.push_back(output);
        for (std::size_t i = 0; i < trace.cells.size() && i < trace.rules.size(); ++i) {
            html::Rule rule;
            rule.number = std::to_string(trace.rules[i].rule);
            rule.matched = trace.rules[i].applied;
            for (std::size_t column = 0; column < trace.cells[i].size(); ++column) {
                html::RuleCell cell{.text = trace.cells[i][column]};
                if (static_cast<int>(column) == trace.rules[i].failed_column && column < trace.table_inputs.size()) {
                    cell.why_not = fmt::format("it is {}", trace.table_inputs[column].value.text());
                }
                rule.cells.push_back(std::move(cell));
            }
            table.rules.push_back(std::move(rule));
        }
        out += html::rules_table(table);
    } else {
        out += html::paragraph(fmt::format("{}: {}", trace.decision, trace.value.text()));
    }
    for (const auto& required : trace.required) out += rules_of(required);
    return out;
}

html::Html told(const Case& found) {
    html::SummaryList list;
    for (const auto* question : found.service->in_order()) {
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        if (question->type == catalogue::QuestionType::file) {
            const std::string document = answer->second.string_at("document");
            if (document.empty()) continue;
            html::Action open{
                .text = "Open",
                .href = fmt::format("/desk/cases/{}/documents/{}", found.summary.reference, document),
                .visually_hidden_text = answer->second.string_at("name")
            };
            list.rows.push_back(html::summary_row(question->ask, answer->second.string_at("name"), open));
            continue;
        }
        std::string words = journeys::to_words(*question, answer->second);
        std::replace(words.begin(), words.end(), '\n', ' ');
        list.rows.push_back(html::summary_row(question->ask, words.empty() ? "Not given" : words));
    }
    return html::summary_list(list);
}

std::string event_words(const events::Event& event) {
    if (event.type == "application.submitted") return "Sent in by the resident";
    if (event.type == "record.viewed") return "Opened";
    if (event.type == "decision.issued")
        return event.data.string_at("decided_by").empty() ? "Decided by the rules"
                                                          : "Decided: " + event.data.string_at("outcome");
    if (event.type == "review.requested") return "The resident asked for a review";
    if (event.type == "review.decided") return "Reviewed: " + event.data.string_at("outcome");
    if (event.type == "notice.sent") return "The resident was told (" + event.data.string_at("channel") + ")";
    return event.type;
}

base::Result<html::Html> history_of(const Parts& parts, const Case& found) {
    const auto events = parts.store.read([&](store::ReadTransaction& transaction) {
        return events::history_of(transaction, found.summary.id, 100);
    });
    if (!events) return events.error();
    const auto staff = parts.accounts.staff();
    std::vector<html::HistoryItem> items;
    for (auto event = events->rbegin(); event != events->rend(); ++event) {
        std::string who;
        std::string actor = event->data.string_at("actor");
        if (actor.empty()) actor = event->data.string_at("decided_by");
        if (staff) {
            for (const auto& member : *staff) {
                if (member.account.id == actor) who = member.name;
            }
        }
        items.push_back({.when = casework::long_date_and_time(event->at), .text = event_words(*event), .who = who});
    }
    return html::history(items);
}

html::Html decision_form(
    const http::Caller& caller, const Case& found, const http::Fields* sent, const std::string& problem,
    const std::string& field
) {
    html::Radios choices;
    choices.name = "outcome";
    choices.fieldset = html::Fieldset{};
    choices.fieldset->legend.text =
        found.summary.status == Status::in_review ? "Your decision on the review" : "Your decision";
    choices.fieldset->legend.classes = html::legend_m;
    choices.hint.text = "Open what was handed in first. A refusal is yours to make, not the program’s.";
    for (const auto& [kind, words] :
         {std::pair{OutcomeKind::granted, "Grant"},
          {OutcomeKind::granted_with_conditions, "Grant with conditions"},
          {OutcomeKind::refused, "Refuse"}}) {
        choices.items.push_back({.value = std::string{casework::outcome_code(kind)}, .text = words});
    }
    // Nothing is preselected; only what was just sent comes back.
    if (sent) choices.value = std::string{sent->get("outcome")};
    if (field == "outcome") choices.error.text = problem;
    html::Textarea reason;
    reason.id = reason.name = "reason";
    reason.label.text = "Reason, in words for the resident";
    reason.rows = 6;
    if (sent) reason.value = std::string{sent->get("reason")};
    if (field == "reason") reason.error.text = problem;
    const html::Html controls = html::radios(choices) + html::textarea(reason) +
                                html::button_group(html::button({.text = "Decide", .prevent_double_click = true}));
    return html::decision_box(
        html::form({.action = "/desk/cases/" + found.summary.reference, .csrf = caller.csrf, .content = controls})
    );
}

base::Result<http::Response> case_page(
    const Parts& parts, const http::Caller& caller, const Case& found, const http::Fields* sent,
    const std::string& problem, const std::string& field
) {
    html::Html main;
    if (!problem.empty()) main += html::error_summary({.errors = {{.text = problem, .href = "#" + field}}});
    html::Html state = state_chip(found.summary);
    if (found.summary.status != Status::decided)
        state += html::chip(due_words(parts.clock.now(), found.summary.due_at), html::Tone::info);
    main += html::case_header({.title = found.service->title, .caption = found.summary.reference, .state = state});

    html::Html evidence = html::section("told", "What the resident told us", told(found));
    if (found.review) {
        evidence +=
            html::section("review", "What they ask us to look at again", html::paragraph(found.review->request));
    }
    if (found.proposed) {
        const std::string says =
            found.explanation.reproduced ? outcome_words(found.proposed->kind) : "they no longer give what was stored";
        evidence += html::section(
            "rules", "What the rules say: " + says,
            found.explanation.trace ? rules_of(*found.explanation.trace) : html::Html{}
        );
    }
    html::Html decision;
    if (found.decision) {
        html::SummaryList made;
        made.rows.push_back(html::summary_row("Decision", outcome_words(found.decision->kind)));
        made.rows.push_back(html::summary_row("When", casework::long_date_and_time(found.decision->decided_at)));
        if (!found.decision->reason.empty()) made.rows.push_back(html::summary_row("Reason", found.decision->reason));
        decision += html::section(
            "decided", found.review && !found.review->decided ? "First decision" : "Decided", html::summary_list(made)
        );
    }
    const bool own_first_decision = found.review && found.review->first_decided_by == caller.account;
    if (found.summary.status == Status::in_review && own_first_decision) {
        decision += html::paragraph("You decided this case, so someone else must review it.");
    } else if (found.summary.status != Status::decided) {
        decision += decision_form(caller, found, sent, problem, field);
    }
    const auto history = history_of(parts, found);
    if (!history) return history.error();
    decision += html::section("history", "History", *history);
    main += html::case_columns(evidence, decision);
    return page(parts, caller, found.summary.reference, main, Room::queue, !problem.empty());
}

base::Result<http::Response> show_case(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.cases.open_for_staff(request.parameter("reference"), caller.account);
    if (!found) return found.error();
    return case_page(parts, caller, *found, nullptr, "", "");
}

base::Result<http::Response> decide(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string reference{request.parameter("reference")};
    const auto again = [&](const std::string& problem, const std::string& field) -> base::Result<http::Response> {
        const auto found = parts.cases.open_for_staff(reference, caller.account);
        if (!found) return found.error();
        return case_page(parts, caller, *found, &request.form, problem, field);
    };
    const auto kind = casework::outcome_from_code(request.form.get("outcome"));
    if (!kind) return again("Choose a decision", "outcome");
    const auto decided = parts.cases.decide(reference, caller.account, *kind, std::string{request.form.get("reason")});
    if (!decided) {
        if (decided.error().code == base::ErrorCode::invalid_input)
            return again(decided.error().message.text, "reason");
        return decided.error();
    }
    parts.dispatcher.wake();
    return http::Response::redirect("/desk/cases/" + reference);
}

base::Result<http::Response> document(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    // Opening the case leaves the access record, and tells which documents belong to it.
    const auto found = parts.cases.open_for_staff(request.parameter("reference"), caller.account);
    if (!found) return found.error();
    const std::string_view wanted = request.parameter("document");
    bool belongs = false;
    for (const auto& [id, answer] : found->answers) belongs = belongs || answer.string_at("document") == wanted;
    if (!belongs)
        return base::Error{
            base::ErrorCode::not_found, {"There is no such file in this case."}, {"document is not of the case"}
        };
    const auto opened = parts.documents.open(wanted);
    if (!opened) return opened.error();
    http::Response response =
        http::Response::text(std::string{base::text_of(opened->bytes)}, opened->document.media_type);
    response.headers.set("Content-Disposition", documents::attachment_header(opened->name));
    return response;
}

base::Result<http::Response> feedback(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.feedback.list("", request.query.get("after"));
    if (!found) return found.error();
    html::Html main = html::page_heading("What people say");
    if (found->items.empty()) main += html::paragraph("Nobody has said anything yet.");
    html::StackingTable table{
        .caption = "Feedback, newest first", .hide_caption = true, .columns = {"When", "Page", "Satisfied", "Words"}
    };
    for (const auto& item : found->items) {
        table.rows.push_back(
            {casework::long_date_and_time(item.at), item.page, fmt::format("{} of 5", item.rating),
             item.text.empty() ? html::Content{"–"} : html::Content{item.text}}
        );
    }
    if (!table.rows.empty()) main += html::stacking_table(table);
    if (!found->next.empty())
        main += html::paragraph(html::link({.text = "Older", .href = "/desk/feedback?after=" + found->next}));
    return page(parts, caller, "What people say", main, Room::feedback);
}

}  // namespace

std::vector<http::Route> routes(const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    std::vector<http::Route> all;
    all.emplace_back(get, "/desk", http::Access::staff, bind(queue));
    all.emplace_back(get, "/desk/cases/{reference}", http::Access::staff, bind(show_case));
    all.emplace_back(post, "/desk/cases/{reference}", http::Access::staff, bind(decide));
    all.emplace_back(get, "/desk/cases/{reference}/documents/{document}", http::Access::staff, bind(document));
    all.emplace_back(get, "/desk/feedback", http::Access::staff, bind(feedback));
    return all;
}

}  // namespace guildhall::desk
