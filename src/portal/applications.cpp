// After sending in: the confirmation, where it stands, the decision and its reasons, receipts, reviews.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/field.hpp"
#include "html/front.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/letter.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/reasons.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;
using casework::Status;

std::string case_path(const Case& found, std::string_view rest = {}) {
    return fmt::format("/applications/{}{}{}", found.summary.reference, rest.empty() ? "" : "/", rest);
}

base::Result<Case> load(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    return parts.cases.load_own(request.parameter("reference"), subject_of(caller));
}

html::Html answers_list(const Case& found) {
    html::SummaryList list;
    for (const auto* question : found.service->in_order()) {
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        const std::string words = journeys::to_words(*question, answer->second);
        list.rows.push_back(html::summary_row(question->ask, words.empty() ? html::escape("Not given") : lines(words)));
    }
    return html::summary_list(list);
}

html::Html receipt_words(const Case& found) {
    return html::receipt_box({
        .title = "Anyone can check that this has not been changed",
        .text = html::escape("It stands in our public record, which nobody can quietly rewrite. ") +
                html::link({.text = "See your receipt", .href = case_path(found, "receipt")}) + html::escape(" or ") +
                html::link({.text = "keep it as a file", .href = case_path(found, "receipt.json"), .download = true}) +
                html::escape("."),
    });
}

base::Result<http::Response> list(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string subject = subject_of(caller);
    html::Html main = html::page_heading("Your applications");
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    const auto cases = parts.cases.list_own(subject);
    if (!cases) return cases.error();
    std::vector<html::ListItem> items;
    for (const auto& draft : *drafts) {
        items.push_back(
            {.title = title_of(parts, draft.service),
             .href = "/apply/" + draft.id,
             .text = fmt::format("Saved on {}, not sent in yet.", casework::long_date(draft.updated_at))}
        );
    }
    for (const auto& summary : *cases) {
        items.push_back(
            {.title = fmt::format("{}, {}", title_of(parts, summary.service), summary.reference),
             .href = "/applications/" + summary.reference,
             .text = standing_words(summary)}
        );
    }
    if (items.empty()) {
        main += html::paragraph("Nothing here yet. What you start and send in stands on this page.");
        if (caller.account.empty())
            main += html::paragraph(html::link({.text = "Sign in to see what you started before", .href = "/sign-in"}));
    }
    main += html::row_list(items);
    if (!subject.empty()) {
        const auto unread = parts.notifier.unread(subject);
        if (!unread) return unread.error();
        main += html::paragraph(html::link(
            {.text = *unread == 0 ? "Your messages" : fmt::format("Your messages ({} new)", *unread), .href = "/inbox"}
        ));
    }
    return page(
        parts, request, caller, {.title = "Your applications", .main = main, .back = "/", .about_a_person = true}
    );
}

base::Result<http::Response> sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    html::Html main = html::panel({
        .title = "Sent in",
        .text = html::escape("Your reference is") + html::element("br", {}) + html::strong(found->summary.reference),
    });
    if (found->decision && found->decision->automatic) {
        main += html::paragraph("The rules decided at once, in your favour.");
        main += html::button_group(html::button({.text = "Read the decision", .href = case_path(*found)}));
    } else {
        main += html::paragraph(fmt::format(
            "A person looks at it. You hear by {} at the latest.", casework::deadline_day(found->summary.due_at)
        ));
        main += html::button_group(html::button({.text = "See where it stands", .href = case_path(*found)}));
    }
    main +=
        html::paragraph("We have sent a confirmation to your e-mail address, and put a message in your inbox here.");
    if (caller.account.empty()) {
        main += html::paragraph(
            html::link({.text = "Make an account", .href = "/account/new?next=" + encoded(case_path(*found))}) +
            html::escape(" to find this again on any device.")
        );
    }
    main += receipt_words(*found);
    return page(parts, request, caller, {.title = "Sent in", .main = main, .about_a_person = true});
}

/// The reasons for a reader: the rules' own words where the rules decided so, and what the person wrote.
html::Html reasons_for(const Parts& parts, const Case& found) {
    std::vector<html::Reason> reasons;
    const bool follows_rules = found.proposed && found.decision && found.proposed->kind == found.decision->kind;
    if (found.explanation.trace && found.explanation.reproduced && (found.decision->automatic || follows_rules)) {
        const std::string source = found.service->laws.empty() ? "" : found.service->laws.front().title;
        for (const auto& reason : reasons_of(*found.explanation.trace))
            reasons.push_back({.text = reason, .source = source});
    }
    if (!found.explanation.reproduced) {
        reasons.push_back(
            {.text = "We cannot recompute the reasons that the rules gave. We are looking into it, and you can ask for "
                     "a review.",
             .source = ""}
        );
    }
    if (!found.decision->reason.empty()) {
        std::string who = "The person who decided";
        if (const auto profile = parts.accounts.profile(found.decision->decided_by); profile && !profile->name.empty())
            who = profile->name;
        reasons.push_back(
            {.text = html::escape("“") + lines(found.decision->reason) + html::escape("”"),
             .source = who + ", after reading your answers."}
        );
    }
    return reasons.empty() ? html::Html{} : html::reasons(reasons);
}

html::Html timeline_of(const Case& found) {
    std::vector<html::TimelineItem> items;
    items.push_back(
        {.title = "Sent in", .when = casework::long_date(found.summary.submitted_at), .stage = html::Stage::done}
    );
    if (found.review) {
        items.push_back({.title = "Decided", .when = "", .stage = html::Stage::done});
        items.push_back(
            {.title = "Review asked for",
             .when = casework::long_date(found.review->requested_at),
             .stage = html::Stage::done}
        );
        if (found.review->decided) {
            items.push_back(
                {.title = "Reviewed", .when = casework::long_date(found.summary.decided_at), .stage = html::Stage::now}
            );
        } else {
            items.push_back(
                {.title = "Now: someone else looks at it",
                 .when = "You hear by " + casework::deadline_day(found.review->due_at),
                 .stage = html::Stage::now}
            );
        }
    } else if (found.decision) {
        items.push_back(
            {.title = "Decided", .when = casework::long_date(found.summary.decided_at), .stage = html::Stage::now}
        );
    } else {
        items.push_back(
            {.title = "Now: a person looks at it", .when = "In order of what is due", .stage = html::Stage::now}
        );
        items.push_back(
            {.title = "Decision",
             .when = "By " + casework::deadline_day(found.summary.due_at),
             .stage = html::Stage::later}
        );
    }
    return html::timeline(items);
}

base::Result<http::Response> show(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    const std::string& reference = found->summary.reference;
    std::string title = found->service->title;
    html::Html main;
    if (!found->decision || found->summary.status == Status::in_review) {
        title = found->summary.status == Status::in_review ? "Your review is under way" : "We have your application";
        main += html::decision_banner(
            {.title = title,
             .text = html::escape(found->service->title + ", ") + html::strong(reference) +
                     html::escape(". " + standing_words(found->summary)),
             .tone = html::Tone::wait}
        );
    } else {
        const bool refused = found->decision->kind == catalogue::OutcomeKind::refused;
        title = fmt::format("{}: {}", outcome_words(found->decision->kind), found->service->title);
        const std::string by = found->decision->automatic ? "decided by the published rules" : "decided by a person";
        main += html::decision_banner({
            .title = title,
            .text =
                html::escape("Case ") + html::strong(reference) +
                html::escape(fmt::format(", {} on {}.", by, casework::long_date_and_time(found->decision->decided_at))),
            .tone = refused ? html::Tone::stop : html::Tone::good,
        });
    }
    if (found->decision && found->summary.status == Status::decided) {
        main += html::section("why", "Why", reasons_for(parts, *found));
        if (const auto letter = letter_for(*found)) {
            main += html::button_group(html::button(
                {.text = letter->title, .href = case_path(*found, "letter"), .classes = html::secondary_button}
            ));
        }
    }
    main += html::section("next", "What happens next", timeline_of(*found));
    if (found->decision && found->decision->kind != catalogue::OutcomeKind::granted &&
        found->summary.status == Status::decided) {
        std::vector<html::Way> ways;
        const base::Instant until = casework::Cases::review_until(found->summary);
        if (!found->review && parts.clock.now() < until) {
            ways.push_back(
                {.title = "Ask for a review",
                 .href = case_path(*found, "review"),
                 .text = fmt::format("By {}. Someone else decides. It is free.", casework::deadline_day(until))}
            );
        }
        ways.push_back(
            {.title = "Apply again",
             .href = "/services/" + found->service->id,
             .text = "If something has changed, or an answer was wrong."}
        );
        main += html::section("ways", "What you can do", html::ways(ways));
    }
    main += html::section("answers", "Your answers", answers_list(*found));
    main += receipt_words(*found);
    main += html::soft(html::link({.text = "Who looked at my data", .href = "/access"}));
    return page(
        parts, request, caller, {.title = title, .main = main, .back = "/applications", .about_a_person = true}
    );
}

base::Result<http::Response> letter(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    const auto letter = letter_for(*found);
    if (!letter)
        return base::Error{base::ErrorCode::not_found, {"There is no letter for this case yet."}, {"no letter"}};
    View view{
        .title = letter->title, .main = letter_view(*found, *letter), .back = case_path(*found), .about_a_person = true
    };
    return page(parts, request, caller, view);
}

base::Result<std::optional<ledger::Receipt>> receipt_for(const Parts& parts, const Case& found) {
    auto receipt = parts.ledger.receipt_for(found.submitted_event);
    if (receipt && *receipt) (*receipt)->opened = found.opened;
    return receipt;
}

base::Result<http::Response> receipt_file(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    const auto receipt = receipt_for(parts, *found);
    if (!receipt) return receipt.error();
    if (!*receipt)
        return base::Error{
            base::ErrorCode::unavailable, {"Your receipt is being made. Try again in a second."}, {"no checkpoint yet"}
        };
    http::Response response = http::Response::text(ledger::receipt_text(**receipt), "application/json");
    response.headers.set(
        "Content-Disposition", fmt::format("attachment; filename=\"receipt-{}.json\"", found->summary.reference)
    );
    return response;
}

base::Result<http::Response> receipt_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    const auto receipt = receipt_for(parts, *found);
    if (!receipt) return receipt.error();
    html::Html main = html::page_heading("Receipt", found->service->title);
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row("Reference", found->summary.reference));
    facts.rows.push_back(
        html::summary_row("Sent in", casework::long_date_and_time(found->summary.submitted_at) + " (UTC)")
    );
    if (*receipt) {
        facts.rows.push_back(html::summary_row("Entry of the public record", std::to_string((*receipt)->index)));
        facts.rows.push_back(html::summary_row("Key of the record", html::code(parts.ledger.verifier_key())));
    }
    main += html::summary_list(facts);
    main += html::heading({.text = "What you sent in"}) + answers_list(*found);
    if (*receipt) {
        const auto proof = ledger::verify_receipt(ledger::receipt_text(**receipt), parts.ledger.verifier_key());
        std::vector<html::Content> sentences;
        if (proof) {
            for (const auto& sentence : *proof) sentences.emplace_back(sentence);
            main += html::heading({.text = "What this proves"}) + html::bullet_list(sentences);
        }
        main += html::paragraph(
            html::link(
                {.text = "Keep the receipt as a file", .href = case_path(*found, "receipt.json"), .download = true}
            ) +
            html::escape(". Anyone can check it without us, with the program guildhall: ")
        );
        main += html::paragraph(html::code(fmt::format(
            "guildhall verify receipt-{}.json --key '{}'", found->summary.reference, parts.ledger.verifier_key()
        )));
    } else {
        main += html::paragraph("The proof is being made. Load this page again in a second.");
    }
    return page(
        parts, request, caller, {.title = "Receipt", .main = main, .back = case_path(*found), .about_a_person = true}
    );
}

http::Response review_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Case& found,
    const std::string& problem
) {
    html::Html main;
    if (!problem.empty()) main += html::error_summary({.errors = {{.text = problem, .href = "#words"}}});
    main += html::page_heading("Ask for a review", found.service->title);
    main += html::paragraph(
        "Someone else than who decided looks at everything again: your answers, your files, the reasons, and what you "
        "write here. It is free."
    );
    html::Textarea words;
    words.id = words.name = "words";
    words.label.text = "What should we look at again?";
    words.hint.text = "What was missed or wrong? You need no legal words.";
    words.rows = 8;
    words.value = std::string{request.form.get("words")};
    if (!problem.empty()) words.error.text = problem;
    main += post_form(
        caller, case_path(found, "review"),
        html::textarea(words) +
            html::button_group(html::button({.text = "Ask for a review", .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = "Ask for a review",
         .main = main,
         .back = case_path(found),
         .has_error = !problem.empty(),
         .about_a_person = true,
         .status = problem.empty() ? 200 : 422}
    );
}

base::Result<http::Response> show_review(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    if (found->review) return http::Response::redirect(case_path(*found));
    return review_form(parts, request, caller, *found, "");
}

base::Result<http::Response> ask_review(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load(parts, request, caller);
    if (!found) return found.error();
    const auto asked =
        parts.cases.ask_review(found->summary.reference, subject_of(caller), std::string{request.form.get("words")});
    if (!asked) {
        if (asked.error().code == base::ErrorCode::invalid_input)
            return review_form(parts, request, caller, *found, asked.error().message.text);
        // A second click: the review exists, and its page says so.
        if (found->review) return http::Response::redirect(case_path(*found));
        return asked.error();
    }
    parts.dispatcher.wake();
    return http::Response::redirect(case_path(*found));
}

}  // namespace

void add_applications(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, "/applications", http::Access::anyone, bind(list));
    routes.emplace_back(get, "/applications/{reference}", http::Access::anyone, bind(show));
    routes.emplace_back(get, "/applications/{reference}/sent", http::Access::anyone, bind(sent));
    routes.emplace_back(get, "/applications/{reference}/letter", http::Access::anyone, bind(letter));
    routes.emplace_back(get, "/applications/{reference}/receipt", http::Access::anyone, bind(receipt_page));
    routes.emplace_back(get, "/applications/{reference}/receipt.json", http::Access::anyone, bind(receipt_file));
    routes.emplace_back(get, "/applications/{reference}/review", http::Access::anyone, bind(show_review));
    routes.emplace_back(post, "/applications/{reference}/review", http::Access::anyone, bind(ask_review));
}

}  // namespace guildhall::portal
