#include "portal/internal/case_view.hpp"
#include "portal/internal/changing.hpp"

#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "journeys/alternatives.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/letter.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/reasons.hpp"
#include "portal/internal/sentence.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;
using casework::Status;
using catalogue::OutcomeKind;

/// The law that the service rests on, with its text when it has an address.
html::Html source_of(const CaseView& view) {
    if (view.service.laws.empty()) return {};
    const catalogue::Law& law = view.service.laws.front();
    const html::Html title = view.of_service(law.title);
    return law.url.empty() ? title : html::link({.text = title, .href = law.url});
}

/// The reasons for a reader: the rules' own words where the rules decided so, and what the person wrote.
html::Html reasons_for(const CaseView& view) {
    const Case& found = view.found;
    std::vector<html::Reason> reasons;
    const bool follows_rules = found.proposed && found.decision && found.proposed->kind == found.decision->kind;
    if (found.explanation.trace && found.explanation.reproduced && (found.decision->automatic || follows_rules)) {
        const html::Html source = source_of(view);
        for (const auto& reason :
             rule_reasons(*found.explanation.trace, *found.service, {view.service, view.service_locale}))
            reasons.push_back({.text = in_language(view.locale, reason.language, reason.text), .source = source});
    }
    if (!found.explanation.reproduced)
        reasons.push_back({.text = view.text("applications.reasons_lost"), .source = ""});
    if (!found.decision->reason.empty()) {
        html::Html who = html::escape(view.text("applications.person_who_decided"));
        if (const auto profile = view.parts.accounts.profile(found.decision->decided_by);
            profile && !profile->name.empty())
            who = as_written(profile->name);
        reasons.push_back(
            {.text = sentence(view.locale, "applications.quotation", {{"words", lines(found.decision->reason)}}),
             .source = sentence(view.locale, "applications.after_reading", {{"who", who}})}
        );
    }
    return reasons.empty() ? html::Html{} : html::reasons(reasons);
}

/// `How long is your stall? 6 m instead of 8 m`; several that count together are joined.
html::Html alternative_html(const CaseView& view, const journeys::Alternative& alternative) {
    html::Html words;
    for (const auto& change : alternative.changes) {
        const html::Html one = html::strong(change.question->ask) +
                               html::escape(" " + journeys::change_words(change, view.service_locale));
        words = words.empty()
                    ? one
                    : sentence(view.service_locale, "applications.together", {{"first", words}, {"second", one}});
    }
    return view.of_service(words);
}

/// Other answers, of those that are the person's to change, with which the rules would have decided better.
html::Html would_change(const CaseView& view) {
    const Case& found = view.found;
    const bool follows_rules = found.proposed && found.proposed->kind == found.decision->kind;
    if (found.decision->kind == OutcomeKind::granted || !follows_rules || !found.explanation.reproduced) return {};
    const auto other = journeys::alternatives(view.service, found.answers, found.rules_at, journeys::Reader::resident);
    std::vector<html::Content> items;
    for (const auto& alternative : other.found) items.emplace_back(alternative_html(view, alternative));
    if (items.empty()) return {};
    const auto count = static_cast<std::int64_t>(items.size());
    return html::section(
        "would-change", view.text("applications.would_change_title"),
        html::paragraph(view.locale.text("applications.would_change", {{"count", count}})) + html::bullet_list(items) +
            html::paragraph(view.text("applications.can_apply_again"))
    );
}

void add_review_stages(std::vector<html::TimelineItem>& items, const CaseView& view) {
    using enum html::Stage;
    const casework::ReviewView& review = *view.found.review;
    items.push_back(
        {.title = view.text("applications.first_decision"),
         .when = outcome_words(review.first_outcome, view.locale),
         .stage = done}
    );
    items.push_back(
        {.title = view.text("applications.review_asked"), .when = view.date(review.requested_at), .stage = done}
    );
    if (review.decided) {
        items.push_back(
            {.title = view.text("applications.decided_on_review"),
             .when = view.date(view.found.summary.decided_at),
             .stage = now}
        );
        return;
    }
    items.push_back(
        {.title = view.text("applications.now_someone_else"),
         .when = view.text("applications.not_part_of_first"),
         .stage = now}
    );
    items.push_back(
        {.title = view.text("applications.decision_on_review"),
         .when = view.by("applications.by_date", review.due_at),
         .stage = later}
    );
}

html::Html timeline_of(const CaseView& view, bool review_open) {
    using enum html::Stage;
    const Case& found = view.found;
    std::vector<html::TimelineItem> items;
    items.push_back(
        {.title = view.text("applications.sent_in"), .when = view.date(found.summary.submitted_at), .stage = done}
    );
    if (found.version > 1)
        items.push_back({.title = view.text("changing.by_you"), .when = view.date(found.changed_at), .stage = done});
    if (found.review) {
        add_review_stages(items, view);
    } else if (found.decision) {
        items.push_back(
            {.title = view.text("applications.decided"), .when = view.date(found.summary.decided_at), .stage = now}
        );
        if (review_open) {
            items.push_back(
                {.title = view.text("applications.can_ask_review"),
                 .when = view.by("applications.until_date", casework::Cases::review_until(found.summary)),
                 .stage = later}
            );
        }
    } else {
        items.push_back(
            {.title = view.text("applications.now_person"), .when = view.text("applications.due_first"), .stage = now}
        );
        items.push_back(
            {.title = view.text("applications.decision"),
             .when = view.by("applications.by_date", found.summary.due_at),
             .stage = later}
        );
    }
    return html::timeline(items);
}

/// What happens if the reader does nothing, under the timeline.
std::string next_words(const CaseView& view, bool review_open) {
    const Case& found = view.found;
    switch (found.summary.status) {
        case Status::with_person:
            return view.text("applications.wait_for_person");
        case Status::in_review:
            return view.text("applications.wait_for_review");
        case Status::decided:
            break;
    }
    if (found.decision->kind == OutcomeKind::granted) return view.text("applications.settled_granted");
    if (review_open) return view.by("applications.review_if_not_agreed", casework::Cases::review_until(found.summary));
    return view.text("applications.settled");
}

html::Html banner_of(const CaseView& view, const html::Html& title) {
    const auto& summary = view.found.summary;
    const html::Html which = sentence(
        view.locale, "applications.service_and_reference",
        {{"service", view.of_service(view.service.title)}, {"reference", html::reference(summary.reference)}}
    );
    if (summary.status != Status::decided) {
        return html::decision_banner(
            {.title = title,
             .text = which + html::escape(" " + standing_words(summary, view.locale)),
             .tone = html::Tone::wait}
        );
    }
    const auto& decision = *view.found.decision;
    return html::decision_banner({
        .title = title,
        .text =
            sentence(
                view.locale, decision.automatic ? "applications.decided_by_rules" : "applications.decided_by_person",
                {{"outcome", html::strong(outcome_words(decision.kind, view.locale))}},
                {{"date", view.date(decision.decided_at)}}
            ) +
            html::escape(" ") + which,
        .tone = decision.kind == OutcomeKind::refused ? html::Tone::stop : html::Tone::good,
    });
}

/// What stands on top: the outcome in the service's words, or where the case stands.
struct Headline {
    std::string words;
    bool of_service = false;
};
Headline headline_of(const CaseView& view) {
    const Case& found = view.found;
    if (found.summary.status == Status::in_review) return {view.text("applications.review_under_way")};
    if (!found.decision) return {view.text("applications.we_have_it")};
    const auto* outcome = view.service.outcome_for(found.decision->kind, found.decision->issues);
    return {outcome && !outcome->title.empty() ? outcome->title : view.service.title, true};
}

/// Above a case that was opened by its link: for how long, and how to keep it.
html::Html opened_words(const CaseView& view, const http::Caller& caller) {
    if (!caller.account.empty()) {
        return html::inset_text(
            {.text = html::paragraph(view.text("applications.opened_not_in_account")) +
                     post_form(
                         caller, case_path(view.found, "keep"),
                         html::button(
                             {.text = view.text("applications.keep_in_account"),
                              .classes = html::secondary_button,
                              .prevent_double_click = true}
                         )
                     )}
        );
    }
    const std::string next = http::percent_encode(case_path(view.found));
    return html::inset_text(
        {.text = sentence(
             view.locale, "applications.opened_by_link",
             {{"make_one", html::link({.text = view.text("applications.make_one"), .href = "/account/new?next=" + next})
              },
              {"sign_in", html::link({.text = view.text("applications.sign_in_link"), .href = "/sign-in?next=" + next})}
             },
             {{"hours", hours_kept}}
         )}
    );
}

html::Html ways_of(const CaseView& view, bool review_open) {
    const Case& found = view.found;
    const auto letter = letter_for(view.service, found);
    const html::Html letter_title = !letter                 ? html::Html{}
                                    : letter->title.empty() ? html::escape(view.text("letter.your_letter"))
                                                            : view.of_service(letter->title);
    std::vector<html::Way> ways;
    const bool granted = found.decision->kind == OutcomeKind::granted;
    if (letter && granted) {
        ways.push_back(
            {.title = letter_title, .href = case_path(found, "letter"), .text = view.text("applications.print_or_keep")}
        );
    }
    if (!granted && review_open) {
        ways.push_back(
            {.title = view.text("applications.ask_review"),
             .href = case_path(found, "review"),
             .text = view.by("applications.ask_review_text", casework::Cases::review_until(found.summary))}
        );
    }
    if (letter && !granted) {
        ways.push_back(
            {.title = letter_title,
             .href = case_path(found, "letter"),
             .text = view.text("applications.decision_as_letter")}
        );
    }
    if (!granted) {
        ways.push_back(
            {.title = view.text("applications.apply_again"),
             .href = "/services/" + found.service->id,
             .text = view.text("applications.apply_again_text")}
        );
    }
    return ways.empty() ? html::Html{}
                        : html::section("ways", view.text("applications.what_you_can_do"), html::ways(ways));
}

}  // namespace

html::Html receipt_words(const CaseView& view) {
    const Case& found = view.found;
    return html::receipt_box({
        .title = view.text("applications.receipt_title"),
        .text = sentence(
                    view.locale, "applications.receipt_text",
                    {{"see_receipt",
                      html::link({.text = view.text("applications.see_receipt"), .href = case_path(found, "receipt")})},
                     {"keep_file", html::link(
                                       {.text = view.text("applications.keep_file"),
                                        .href = case_path(found, "receipt.json"),
                                        .download = true}
                                   )}}
                ) +
                html::escape(" ") + html::link({.text = view.text("frame.who_looked"), .href = "/access"}),
    });
}

CasePage case_page(
    const CaseView& view, const http::Caller& caller, const std::vector<casework::CaseVersion>& versions
) {
    const Case& found = view.found;
    const Headline headline = headline_of(view);
    const bool decided = found.decision && found.summary.status == Status::decided;
    const bool review_open = decided && found.decision->kind != OutcomeKind::granted && !found.review &&
                             view.parts.clock.now() < casework::Cases::review_until(found.summary);
    CasePage page;
    page.main = banner_of(view, headline.of_service ? view.of_service(headline.words) : html::escape(headline.words));
    if (found.subject != subject_of(caller)) page.main += opened_words(view, caller);
    if (decided) {
        page.main += html::section("why", view.text("applications.why"), reasons_for(view));
        page.main += would_change(view);
        page.main += ways_of(view, review_open);
    }
    page.main += html::section(
        "next", view.text(decided ? "applications.where_it_stands" : "applications.what_next"),
        timeline_of(view, review_open) + html::paragraph(next_words(view, review_open))
    );
    page.main += changes_section(view.parts, view.request, found, versions);
    page.main += html::section(
        "answers", view.text("applications.your_answers"),
        answers_list(view.parts, view.request, found) + change_ways(view.parts, view.request, caller, found)
    );
    if (found.payment) {
        page.main +=
            html::section("payment", view.text("paying.payment"), html::paragraph(paid_words(found, view.locale)));
    }
    page.main += receipt_words(view);
    page.title = decided
                     ? view.locale.text(
                           "applications.decided_title",
                           {{"outcome", outcome_words(found.decision->kind, view.locale)}, {"title", headline.words}}
                       )
                     : headline.words;
    return page;
}

}  // namespace guildhall::portal
