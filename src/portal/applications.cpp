// After sending in: the confirmation, where it stands, the decision and its reasons.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "casework/notices.hpp"
#include "dmn/sentences.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/front.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "journeys/alternatives.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/letter.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;
using casework::Status;
using catalogue::OutcomeKind;

html::Html receipt_words(const Case& found) {
    return html::receipt_box({
        .title = "Anyone can check that this has not been changed",
        .text = html::escape("It stands in our public record, which nobody can quietly rewrite. ") +
                html::link({.text = "See your receipt", .href = case_path(found, "receipt")}) + html::escape(" or ") +
                html::link({.text = "keep it as a file", .href = case_path(found, "receipt.json"), .download = true}) +
                html::escape(". ") + html::link({.text = "Who looked at my data", .href = "/access"}),
    });
}

html::Html status_chip(const casework::CaseSummary& summary) {
    switch (summary.status) {
        case Status::with_person:
            return html::chip("With a person", html::Tone::wait);
        case Status::in_review:
            return html::chip("Under review", html::Tone::wait);
        case Status::decided:
            break;
    }
    const auto kind = summary.outcome.value_or(OutcomeKind::refused);
    return html::chip(outcome_words(kind), kind == OutcomeKind::refused ? html::Tone::stop : html::Tone::good);
}

base::Result<http::Response> list(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string subject = subject_of(caller);
    html::Html main = html::page_heading("Your applications");
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    const auto cases = parts.cases.list_own(subject);
    if (!cases) return cases.error();
    if (!subject.empty()) {
        const auto unread = parts.notifier.unread(subject);
        if (!unread) return unread.error();
        main += html::paragraph(
            html::link({.text = "Your messages", .href = "/inbox"}) +
            (*unread == 0 ? html::Html{}
                          : html::escape(" ") + html::chip(fmt::format("{} new", *unread), html::Tone::info))
        );
    }
    std::vector<html::ListItem> started;
    for (const auto& draft : *drafts) {
        started.push_back(
            {.title = title_of(parts, draft.service),
             .href = "/apply/" + draft.id,
             .text = fmt::format("Saved on {}, not sent in yet.", casework::long_date(draft.updated_at))}
        );
    }
    std::vector<html::ListItem> sent;
    for (const auto& summary : *cases) {
        sent.push_back(
            {.title = title_of(parts, summary.service),
             .href = "/applications/" + summary.reference,
             .text = html::reference(summary.reference) +
                     html::escape(". " + standing_words(summary, parts.languages.get("en"))),
             .aside = status_chip(summary)}
        );
    }
    if (!started.empty()) main += html::section("started", "Started", html::row_list(started));
    if (!sent.empty()) main += html::section("sent-in", "Sent in", html::row_list(sent));
    if (started.empty() && sent.empty()) {
        main += html::inset_text({.text = "Nothing here yet. What you start and send in stands on this page."});
        html::Html ways = html::button({.text = "Find a service", .href = "/"});
        if (caller.account.empty()) {
            ways += html::button(
                {.text = "Sign in",
                 .href = "/sign-in?next=" + http::percent_encode("/applications"),
                 .classes = html::secondary_button}
            );
        }
        main += html::button_group(ways);
    }
    return page(
        parts, request, caller, {.title = "Your applications", .main = main, .back = "/", .about_a_person = true}
    );
}

/// Where the notices about this case go, in a sentence that is true.
std::string told_words(const Parts& parts, const Case& found, const http::Caller& caller) {
    std::string email = casework::contact_email(found);
    if (email.empty() && !caller.account.empty()) {
        if (const auto profile = parts.accounts.profile(caller.account)) email = profile->email;
    }
    if (email.empty()) return "We have put a message in your inbox here. We have no e-mail address to write to.";
    if (caller.account.empty())
        return fmt::format("We have sent a message to {}. The link in it opens this on any device.", email);
    return fmt::format("We have sent a message to {}, and put it in your inbox here.", email);
}

base::Result<http::Response> sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    html::Html main = html::panel({
        .title = "Sent in",
        .text = html::escape("Your reference is") + html::element("br", {}) + html::reference(found->summary.reference),
    });
    const bool decided = found->decision && found->decision->automatic;
    std::vector<html::Content> steps;
    if (decided) {
        steps.emplace_back("The rules decided at once, in your favour.");
    } else {
        steps.emplace_back(
            html::escape("A person looks at it. You hear from us by ") +
            html::strong(casework::deadline_day(found->summary.due_at)) + html::escape(" at the latest.")
        );
    }
    steps.emplace_back(told_words(parts, *found, caller));
    steps.emplace_back("Keep the reference: with it we find your application when you talk to us.");
    main += html::section("next", "What happens next", html::bullet_list(steps));
    html::Html buttons =
        html::button({.text = decided ? "Read the decision" : "See where it stands", .href = case_path(*found)});
    if (caller.account.empty()) {
        const std::string next = http::percent_encode(case_path(*found));
        main += html::inset_text(
            {.text = html::strong("You are not signed in. ") +
                     html::escape("This browser forgets you within 12 hours. ") +
                     html::link({.text = "Make an account", .href = "/account/new?next=" + next}) +
                     html::escape(
                         decided ? " to find your decision again later, on any device."
                                 : " now, so that you can read the decision when it is made."
                     )}
        );
    }
    main += html::button_group(buttons);
    main += receipt_words(*found);
    return page(parts, request, caller, {.title = "Sent in", .main = main, .about_a_person = true});
}

/// The law that the service rests on, with its text when it has an address.
html::Html source_of(const catalogue::Service& service) {
    if (service.laws.empty()) return {};
    const catalogue::Law& law = service.laws.front();
    return law.url.empty() ? html::escape(law.title) : html::link({.text = law.title, .href = law.url});
}

/// The reasons for a reader: the rules' own words where the rules decided so, and what the person wrote.
html::Html reasons_for(const Parts& parts, const Case& found) {
    std::vector<html::Reason> reasons;
    const bool follows_rules = found.proposed && found.decision && found.proposed->kind == found.decision->kind;
    if (found.explanation.trace && found.explanation.reproduced && (found.decision->automatic || follows_rules)) {
        const html::Html source = source_of(*found.service);
        for (const auto& reason : dmn::reasons_of(*found.explanation.trace, journeys::wording_of(*found.service)))
            reasons.push_back({.text = reason.text, .source = source});
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
             .source = who + ", after reading your answers"}
        );
    }
    return reasons.empty() ? html::Html{} : html::reasons(reasons);
}

/// `How long is your stall? 6 m instead of 8 m`; several that count together are joined.
html::Html alternative_html(const journeys::Alternative& alternative, const words::Locale& locale) {
    html::Html words;
    for (const auto& change : alternative.changes) {
        if (!words.empty()) words += html::escape(", and ");
        words += html::strong(change.question->ask) + html::escape(" " + journeys::change_words(change, locale));
    }
    return words;
}

/// Other answers, of those that are the person's to change, with which the rules would have decided better.
html::Html would_change(const Case& found, const words::Locale& locale) {
    const bool follows_rules = found.proposed && found.proposed->kind == found.decision->kind;
    if (found.decision->kind == OutcomeKind::granted || !follows_rules || !found.explanation.reproduced) return {};
    const auto other =
        journeys::alternatives(*found.service, found.answers, found.rules_at, journeys::Reader::resident);
    std::vector<html::Content> items;
    for (const auto& alternative : other.found) items.emplace_back(alternative_html(alternative, locale));
    if (items.empty()) return {};
    return html::section(
        "would-change", "What would have changed the outcome",
        html::paragraph(
            items.size() == 1 ? "With this answer instead, the rules would have decided otherwise:"
                              : "With any one of these instead, the rules would have decided otherwise:"
        ) + html::bullet_list(items) +
            html::paragraph("If you can change that, you can apply again.")
    );
}

html::Html timeline_of(const Case& found, bool review_open) {
    std::vector<html::TimelineItem> items;
    items.push_back(
        {.title = "Sent in", .when = casework::long_date(found.summary.submitted_at), .stage = html::Stage::done}
    );
    if (found.review) {
        items.push_back(
            {.title = "First decision", .when = outcome_words(found.review->first_outcome), .stage = html::Stage::done}
        );
        items.push_back(
            {.title = "Review asked for",
             .when = casework::long_date(found.review->requested_at),
             .stage = html::Stage::done}
        );
        if (found.review->decided) {
            items.push_back(
                {.title = "Decided on review",
                 .when = casework::long_date(found.summary.decided_at),
                 .stage = html::Stage::now}
            );
        } else {
            items.push_back(
                {.title = "Now: someone else looks at it",
                 .when = "They were not part of the first decision",
                 .stage = html::Stage::now}
            );
            items.push_back(
                {.title = "Decision on the review",
                 .when = "By " + casework::deadline_day(found.review->due_at),
                 .stage = html::Stage::later}
            );
        }
    } else if (found.decision) {
        items.push_back(
            {.title = "Decided", .when = casework::long_date(found.summary.decided_at), .stage = html::Stage::now}
        );
        if (review_open) {
            items.push_back(
                {.title = "You can ask for a review",
                 .when = "Until " + casework::deadline_day(casework::Cases::review_until(found.summary)),
                 .stage = html::Stage::later}
            );
        }
    } else {
        items.push_back(
            {.title = "Now: a person looks at it", .when = "What is due first comes first", .stage = html::Stage::now}
        );
        items.push_back(
            {.title = "Decision",
             .when = "By " + casework::deadline_day(found.summary.due_at),
             .stage = html::Stage::later}
        );
    }
    return html::timeline(items);
}

/// What happens if the reader does nothing, under the timeline.
std::string next_words(const Case& found, bool review_open) {
    switch (found.summary.status) {
        case Status::with_person:
            return "You need to do nothing now. We write to you when it is decided, or when we need to know more.";
        case Status::in_review:
            return "You need to do nothing now. Until it is decided, the first decision stands.";
        case Status::decided:
            break;
    }
    if (found.decision->kind == OutcomeKind::granted) return "This is settled. You need to do nothing more.";
    if (review_open)
        return fmt::format(
            "Nothing more happens by itself. If you do not agree, ask for a review by {}.",
            casework::deadline_day(casework::Cases::review_until(found.summary))
        );
    return "This is settled. Nothing more happens by itself.";
}

html::Html banner_of(const Parts& parts, const Case& found, const std::string& title) {
    const auto& summary = found.summary;
    if (summary.status != Status::decided) {
        return html::decision_banner(
            {.title = title,
             .text = html::escape(found.service->title + ", ") + html::reference(summary.reference) +
                     html::escape(". " + standing_words(summary, parts.languages.get("en"))),
             .tone = html::Tone::wait}
        );
    }
    const bool refused = found.decision->kind == OutcomeKind::refused;
    const std::string by = found.decision->automatic ? "by the published rules" : "by a person";
    return html::decision_banner({
        .title = title,
        .text = html::strong(outcome_words(found.decision->kind)) +
                html::escape(fmt::format(
                    " {} on {}. {}, ", by, casework::long_date(found.decision->decided_at), found.service->title
                )) +
                html::reference(summary.reference) + html::escape("."),
        .tone = refused ? html::Tone::stop : html::Tone::good,
    });
}

/// What stands on top: the outcome in the service's words, or where the case stands.
std::string headline_of(const Case& found) {
    if (found.summary.status == Status::in_review) return "Your review is under way";
    if (!found.decision) return "We have your application";
    const auto* outcome = found.service->outcome_for(found.decision->kind, found.decision->issues);
    return outcome && !outcome->title.empty() ? outcome->title : found.service->title;
}

/// Above a case that was opened by its link: for how long, and how to keep it.
html::Html opened_words(const http::Caller& caller, const Case& found) {
    if (!caller.account.empty()) {
        return html::inset_text(
            {.text = html::paragraph("You opened this by the link in our message. It is not in your account yet.") +
                     post_form(
                         caller, case_path(found, "keep"),
                         html::button(
                             {.text = "Keep it in my account",
                              .classes = html::secondary_button,
                              .prevent_double_click = true}
                         )
                     )}
        );
    }
    const std::string next = http::percent_encode(case_path(found));
    return html::inset_text(
        {.text =
             html::escape("You opened this by the link in our message. This browser forgets it within 12 hours; the "
                          "link opens it again. To have it in an account, ") +
             html::link({.text = "make one", .href = "/account/new?next=" + next}) + html::escape(" or ") +
             html::link({.text = "sign in", .href = "/sign-in?next=" + next}) + html::escape(".")}
    );
}

html::Html ways_of(const Case& found, const std::optional<Letter>& letter, bool review_open) {
    std::vector<html::Way> ways;
    const bool granted = found.decision->kind == OutcomeKind::granted;
    if (letter && granted) {
        ways.push_back(
            {.title = letter->title, .href = case_path(found, "letter"), .text = "Print it or keep it at hand."}
        );
    }
    if (!granted && review_open) {
        ways.push_back(
            {.title = "Ask for a review",
             .href = case_path(found, "review"),
             .text = fmt::format(
                 "By {}. Someone else looks at everything again. It is free.",
                 casework::deadline_day(casework::Cases::review_until(found.summary))
             )}
        );
    }
    if (letter && !granted) {
        ways.push_back(
            {.title = letter->title, .href = case_path(found, "letter"), .text = "The decision as a letter, to print."}
        );
    }
    if (!granted) {
        ways.push_back(
            {.title = "Apply again",
             .href = "/services/" + found.service->id,
             .text = "If something has changed, or an answer was wrong."}
        );
    }
    return ways.empty() ? html::Html{} : html::section("ways", "What you can do", html::ways(ways));
}

base::Result<http::Response> show(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const std::string headline = headline_of(*found);
    const bool decided = found->decision && found->summary.status == Status::decided;
    const bool review_open = decided && found->decision->kind != OutcomeKind::granted && !found->review &&
                             parts.clock.now() < casework::Cases::review_until(found->summary);
    html::Html main = banner_of(parts, *found, headline);
    if (found->subject != subject_of(caller)) main += opened_words(caller, *found);
    if (decided) {
        main += html::section("why", "Why", reasons_for(parts, *found));
        main += would_change(*found, parts.languages.get("en"));
        main += ways_of(*found, letter_for(*found), review_open);
    }
    main += html::section(
        "next", decided ? "Where it stands" : "What happens next",
        timeline_of(*found, review_open) + html::paragraph(next_words(*found, review_open))
    );
    main += html::section("answers", "Your answers", answers_list(parts, request, *found));
    main += receipt_words(*found);
    const std::string title = decided ? outcome_words(found->decision->kind) + ": " + headline : headline;
    return page(
        parts, request, caller,
        {.title = title, .main = main, .back = "/applications", .about_a_person = true, .width = html::Width::wide}
    );
}

base::Result<http::Response> letter(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto letter = letter_for(*found);
    if (!letter)
        return base::Error{base::ErrorCode::not_found, {"There is no letter for this case yet."}, {"no letter"}};
    html::Html main = letter_view(*found, *letter, parts.languages.get(found->service->language));
    std::vector<html::Fact> facts{
        {.label = "Reference", .value = found->summary.reference},
        {.label = "Decided on", .value = casework::long_date(found->decision->decided_at)},
    };
    const std::string& agency = parts.place.agency.empty() ? parts.place.name : parts.place.agency;
    facts.push_back({.label = "By", .value = agency});
    if (!parts.place.contact.empty()) facts.push_back({.label = "Questions", .value = parts.place.contact});
    main += html::facts(facts);
    main += html::soft(
        html::escape("Your browser prints this page as a letter. ") +
        html::link({.text = "The receipt", .href = case_path(*found, "receipt")}) +
        html::escape(" proves that it has not been changed.")
    );
    View view{.title = letter->title, .main = main, .back = case_path(*found), .about_a_person = true};
    return page(parts, request, caller, view);
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
}

}  // namespace guildhall::portal
