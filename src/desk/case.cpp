// A case on one page: what the resident told, what the rules say and why, the decision, the history.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "desk/internal/changes.hpp"
#include "desk/internal/frame.hpp"
#include "desk/internal/history.hpp"
#include "desk/internal/pages.hpp"
#include "desk/internal/payment.hpp"
#include "desk/internal/permission.hpp"
#include "desk/internal/rules.hpp"
#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/desk.hpp"
#include "html/form.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/navigation.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "journeys/alternatives.hpp"
#include "journeys/sayings.hpp"
#include "parties/parties.hpp"

namespace guildhall::desk {
namespace {

using casework::Case;
using casework::Status;
using catalogue::OutcomeKind;

/// What was sent and refused, to be shown again; empty when the page is opened.
struct Refused {
    const http::Fields* sent = nullptr;  ///< borrowed
    std::string problem;
    std::string field;
};

std::string size_words(const base::Json& answer) {
    const auto* bytes = answer["size"].integer();
    const std::int64_t size = bytes ? *bytes : 0;
    if (size >= 1'000'000) return fmt::format("{:.1f} MB", static_cast<double>(size) / 1'000'000.0);
    return fmt::format("{} KB", std::max<std::int64_t>(1, size / 1000));
}

/// A picture is shown where the case is read; whatever else was handed in is a link.
html::Html file_view(const Parts& parts, const Case& found, const std::string& label, const base::Json& file) {
    const std::string document = file.string_at("document");
    const std::string type = file.string_at("type");
    const std::string href = fmt::format("/desk/cases/{}/documents/{}", found.summary.reference, document);
    std::string about = size_words(file);
    if (const auto kept = parts.documents.find(document)) {
        about += kept->scan == documents::ScanState::clean ? ", scanned for viruses" : ", not scanned for viruses";
    }
    return html::evidence(
        {.title = "Open " + file.string_at("name"),
         .href = href,
         .image = type.starts_with("image/") ? href : "",
         .image_text = label,
         .about = about}
    );
}

/// One answer: what was handed in each for itself, the rest in words.
html::Html answer_view(
    const Parts& parts, const Case& found, const journeys::SummaryRow& row, const words::Locale& locale
) {
    html::Html files;
    if (row.question->type == catalogue::QuestionType::file && row.answer && row.answer->array()) {
        for (const auto& file : *row.answer->array()) {
            if (!file.string_at("document").empty()) files += file_view(parts, found, row.label, file);
        }
    }
    if (!files.empty()) return files;
    html::Html words = row.words.empty() ? html::escape("Not given") : words_with_lines(row.words);
    if (row.source.empty()) return words;
    words = html::element("p", {{"class", "govuk-body"}}, words);
    if (!row.questioned) return words + html::soft(row.source);
    return words + html::soft(locale.text("lookup.says", {{"source", row.source}, {"answer", row.found_words}})) +
           html::soft(locale.text("lookup.applicant_says", {{"why", row.why}}));
}

/// Who else signed or answered, with what they signed and the commitment that stands in the public record.
html::Html took_part(const Case& found) {
    const auto signatures = parties::signatures_of(found.kept);
    if (signatures.empty()) return {};
    html::SummaryList list;
    for (const auto& signature : signatures) {
        const bool is_signed = !signature.statement.empty();
        html::Html words = html::escape(fmt::format(
            "{} by {} on {}", is_signed ? "Signed" : "Answered", signature.name, casework::long_date(signature.at)
        ));
        if (is_signed) {
            words += html::element("br", {}) + html::escape("“" + signature.statement + "”") + html::element("br", {}) +
                     html::code(signature.commitment);
        }
        std::string who = signature.party;
        if (!who.empty()) who.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(who.front())));
        list.rows.push_back(html::summary_row(who, words));
    }
    return html::heading({.text = "Who took part", .level = 3, .size = html::Size::s}) + html::summary_list(list);
}

html::Html told(const Parts& parts, const Case& found) {
    // The desk is English; what people told is read in the language of the service.
    const words::Locale& locale = parts.languages.get(found.service->language);
    html::Html out;
    for (const auto& group : journeys::summarise(*found.service, found.answers, locale, found.rules_at)) {
        if (!group.title.empty()) {
            out += html::heading({.text = group.title, .level = std::min(3 + group.depth, 6), .size = html::Size::s});
        }
        html::SummaryList list;
        for (const auto& row : group.rows)
            list.rows.push_back(html::summary_row(row.label, answer_view(parts, found, row, locale)));
        if (!list.rows.empty()) out += html::summary_list(list);
    }
    return out + took_part(found);
}

/// What the rules would answer, as an instruction: `refuse`.
std::string proposal_words(OutcomeKind kind) {
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

html::Html rules_section(const Case& found) {
    if (!found.proposed) return {};
    const std::string title =
        "What the rules say: " +
        (found.explanation.reproduced ? proposal_words(found.proposed->kind) : "they no longer give what was stored");
    return html::section(
        "rules", title,
        found.explanation.trace ? rules_view(*found.explanation.trace, journeys::wording_of(*found.service))
                                : html::Html{}
    );
}

/// The smallest changes to the answers with which the rules would decide otherwise, those of the person marked.
html::Html would_change(const Parts& parts, const Case& found) {
    if (!found.proposed || !found.explanation.reproduced) return {};
    const auto other = journeys::alternatives(*found.service, found.answers, found.rules_at, journeys::Reader::staff);
    html::Html out;
    if (other.found.empty()) {
        out += html::paragraph(
            other.complete ? "No other answers to at most three of the questions would give another outcome."
                           : "The search was ended early, and found no other answers that would give another outcome."
        );
        return html::section("would-change", "What would have changed the outcome", out);
    }
    std::vector<html::Content> items;
    for (const auto& alternative : other.found) {
        html::Html words;
        for (const auto& change : alternative.changes) {
            if (!words.empty()) words += html::escape(", and ");
            words += html::strong(change.question->ask) +
                     html::escape(" " + journeys::change_words(change, parts.languages.get("en")));
        }
        words += html::escape(": " + outcome_words(alternative.kind));
        if (alternative.theirs_to_change()) words += html::soft_words(" Theirs to change.");
        items.emplace_back(std::move(words));
    }
    out += html::bullet_list(items);
    out += html::soft(
        other.complete
            ? "The fewest and nearest changes, each tried with the rules. Residents are told only of answers "
              "that are theirs to change."
            : "The search was ended early: fewer or nearer changes may exist. Each of these was tried with "
              "the rules."
    );
    return html::section("would-change", "What would have changed the outcome", out);
}

html::Html decision_form(const http::Caller& caller, const Case& found, const Refused& refused) {
    html::Radios choices;
    choices.name = "outcome";
    choices.fieldset = html::Fieldset{};
    choices.fieldset->legend.text =
        found.summary.status == Status::in_review ? "Your decision on the review" : "Your decision";
    choices.fieldset->legend.classes = html::legend_m;
    choices.hint.text = "Read what was handed in first. A refusal is yours to make, not the program’s.";
    for (const auto& [kind, words] :
         {std::pair{OutcomeKind::granted, "Grant"},
          {OutcomeKind::granted_with_conditions, "Grant with conditions"},
          {OutcomeKind::refused, "Refuse"}}) {
        html::Choice choice{.value = std::string{casework::outcome_code(kind)}, .text = words};
        if (const auto* outcome = found.service->outcome_for(kind, found.proposed ? found.proposed->issues : "");
            outcome && !outcome->title.empty()) {
            choice.hint.text = "They read: " + outcome->title;
        }
        choices.items.push_back(std::move(choice));
    }
    // Nothing is preselected; only what was just sent comes back.
    if (refused.sent) choices.value = std::string{refused.sent->get("outcome")};
    if (refused.field == "outcome") choices.error.text = refused.problem;
    html::Textarea reason;
    reason.id = reason.name = "reason";
    reason.label.text = "Reason, in words for the resident";
    reason.hint.text = "They read it as you write it, with your name.";
    reason.rows = 6;
    if (refused.sent) reason.value = std::string{refused.sent->get("reason")};
    if (refused.field == "reason") reason.error.text = refused.problem;
    // Which version of the answers they decide on.
    const html::Html controls = html::hidden_field("version", std::to_string(found.version)) + html::radios(choices) +
                                html::textarea(reason) +
                                html::button_group(html::button({.text = "Decide", .prevent_double_click = true}));
    return html::decision_box(
        html::form({.action = "/desk/cases/" + found.summary.reference, .csrf = caller.csrf, .content = controls})
    );
}

html::Html decided_section(const Parts& parts, const Case& found) {
    if (!found.decision) return {};
    html::SummaryList made;
    made.rows.push_back(html::summary_row("Decision", outcome_words(found.decision->kind)));
    made.rows.push_back(html::summary_row("When", casework::long_date_and_time(found.decision->decided_at)));
    std::string who = "The published rules";
    if (!found.decision->automatic) {
        const auto profile = parts.accounts.profile(found.decision->decided_by);
        who = profile && !profile->name.empty() ? profile->name : "A member of staff";
    }
    made.rows.push_back(html::summary_row("By", who));
    if (!found.decision->reason.empty())
        made.rows.push_back(html::summary_row("Reason", words_with_lines(found.decision->reason)));
    return html::section(
        "decided", found.review && !found.review->decided ? "First decision" : "Decided", html::summary_list(made)
    );
}

base::Result<http::Response> case_page(
    const Parts& parts, const http::Caller& caller, const Case& found, const Refused& refused
) {
    html::Html main;
    if (!refused.problem.empty())
        main += html::error_summary({.errors = {{.text = refused.problem, .href = "#" + refused.field}}});
    main += html::back_link({.text = "All cases", .href = "/desk"});
    html::Html state = state_chip(found.summary);
    if (found.summary.status != Status::decided)
        state += due_chip(parts.clock.now(), found.summary.due_at) +
                 html::soft_words("By " + casework::deadline_day(found.summary.due_at));
    main += html::case_header({.title = found.service->title, .caption = found.summary.reference, .state = state});

    html::Html evidence;
    const auto permission = permission_section(parts, caller, found);
    if (!permission) return permission.error();
    evidence += *permission;
    if (found.review) {
        evidence += html::section(
            "review", "What they ask us to look at again",
            html::inset_text({.text = words_with_lines(found.review->request)})
        );
    }
    const auto changed = changes_of(parts, found);
    if (!changed) return changed.error();
    evidence += *changed;
    evidence += html::section("told", "What the resident told us", told(parts, found));
    evidence += rules_section(found);
    evidence += would_change(parts, found);

    html::Html decision = decided_section(parts, found);
    const bool own_first_decision = found.review && found.review->first_decided_by == caller.account;
    if (found.summary.status == Status::in_review && own_first_decision) {
        decision += html::inset_text({.text = "You decided this case, so someone else must review it."});
    } else if (found.summary.status != Status::decided) {
        decision += decision_form(caller, found, refused);
    }
    decision += payment_section(parts, caller, found, refused.sent, refused.problem, refused.field);
    const auto history = history_of(parts, found);
    if (!history) return history.error();
    decision += html::section("history", "History", *history);
    main += html::case_columns(evidence, decision);
    return page(parts, caller, found.summary.reference, main, Room::queue, !refused.problem.empty());
}

base::Result<http::Response> show_case(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.cases.open_for_staff(request.parameter("reference"), caller.account);
    if (!found) return found.error();
    return case_page(parts, caller, *found, {});
}

/// The version of the answers that was on screen; 0 when the form does not say.
int seen_version(const http::Request& request) {
    int version = 0;
    const std::string_view sent = request.form.get("version");
    const auto read = std::from_chars(sent.data(), sent.data() + sent.size(), version);
    return read.ptr == sent.data() + sent.size() ? version : 0;
}

base::Result<http::Response> decide(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string reference{request.parameter("reference")};
    const auto again = [&](const std::string& problem, const std::string& field) -> base::Result<http::Response> {
        const auto found = parts.cases.open_for_staff(reference, caller.account);
        if (!found) return found.error();
        return case_page(parts, caller, *found, {&request.form, problem, field});
    };
    const auto kind = casework::outcome_from_code(request.form.get("outcome"));
    if (!kind) return again("Choose a decision", "outcome");
    const auto decided = parts.cases.decide(
        reference, caller.account, *kind, std::string{request.form.get("reason")}, seen_version(request)
    );
    if (!decided) {
        // What they wrote comes back, over the answers as they are now.
        if (decided.error().detail.text == casework::Cases::seen_older_version)
            return again(decided.error().message.text, "changes");
        if (decided.error().code == base::ErrorCode::invalid_input)
            return again(decided.error().message.text, "reason");
        return decided.error();
    }
    parts.dispatcher.wake();
    return http::Response::redirect("/desk/cases/" + reference);
}

base::Result<http::Response> refund(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string reference{request.parameter("reference")};
    const auto asked = parts.paying.refund(
        reference, caller.account, request.form.get(refund_amount), request.form.get(refund_reason)
    );
    if (!asked) {
        if (asked.error().code != base::ErrorCode::invalid_input) return asked.error();
        const auto found = parts.cases.open_for_staff(reference, caller.account);
        if (!found) return found.error();
        const bool of_amount = asked.error().detail.text == "amount";
        return case_page(
            parts, caller, *found,
            {&request.form, asked.error().message.text, of_amount ? refund_amount : refund_reason}
        );
    }
    parts.dispatcher.wake();
    return http::Response::redirect("/desk/cases/" + reference);
}

}  // namespace

void add_case(Routes& routes, const Parts& parts) {
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(http::Method::get, "/desk/cases/{reference}", http::Access::staff, bind(show_case));
    routes.emplace_back(http::Method::post, "/desk/cases/{reference}", http::Access::staff, bind(decide));
    routes.emplace_back(http::Method::post, "/desk/cases/{reference}/refund", http::Access::staff, bind(refund));
}

}  // namespace guildhall::desk
