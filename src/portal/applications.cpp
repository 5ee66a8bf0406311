// After sending in: the list, the confirmation, where it stands, the letter.

#include "base/message.hpp"
#include "casework/notices.hpp"
#include "html/button.hpp"
#include "html/front.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/case_view.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/letter.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/sentence.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;
using casework::Status;
using catalogue::OutcomeKind;

html::Html status_chip(const casework::CaseSummary& summary, const words::Locale& locale) {
    switch (summary.status) {
        case Status::with_person:
            return html::chip(locale.text("standing.with_person"), html::Tone::wait);
        case Status::in_review:
            return html::chip(locale.text("standing.under_review"), html::Tone::wait);
        case Status::decided:
            break;
    }
    const auto kind = summary.outcome.value_or(OutcomeKind::refused);
    return html::chip(outcome_words(kind, locale), kind == OutcomeKind::refused ? html::Tone::stop : html::Tone::good);
}

base::Result<http::Response> list(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string subject = subject_of(caller);
    html::Html main = html::page_heading(locale.text("applications.title"));
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    const auto cases = parts.cases.list_own(subject);
    if (!cases) return cases.error();
    // Messages are for the person alone.
    if (!subject.empty() && caller.acting.mandate.empty()) {
        const auto unread = parts.notifier.unread(subject);
        if (!unread) return unread.error();
        html::Html messages = html::link({.text = locale.text("applications.messages"), .href = "/inbox"});
        if (*unread > 0)
            messages += html::escape(" ") +
                        html::chip(locale.text("applications.new_messages", {{"count", *unread}}), html::Tone::info);
        main += html::paragraph(messages);
    }
    std::vector<html::ListItem> started;
    for (const auto& draft : *drafts) {
        if (!may_open_draft(caller, draft.service)) continue;
        started.push_back(
            {.title = service_title(parts, request, draft.service),
             .href = "/apply/" + draft.id,
             .text = locale.text(
                 "applications.saved_until", {{"date", casework::long_date(locale, draft.updated_at)},
                                              {"until", casework::deadline_day(locale, draft.keep_until)}}
             )}
        );
    }
    std::vector<html::ListItem> sent;
    for (const auto& summary : *cases) {
        if (!is_within_scope(caller, summary.service)) continue;
        sent.push_back(
            {.title = service_title(parts, request, summary.service),
             .href = "/applications/" + summary.reference,
             .text = html::reference(summary.reference) + html::escape(". " + standing_words(summary, locale)),
             .aside = status_chip(summary, locale)}
        );
    }
    if (!started.empty())
        main += html::section("started", locale.text("applications.started"), html::row_list(started));
    if (!sent.empty()) main += html::section("sent-in", locale.text("applications.sent_in"), html::row_list(sent));
    if (started.empty() && sent.empty()) {
        main += html::inset_text({.text = locale.text("applications.nothing_yet")});
        html::Html ways = html::button({.text = locale.text("applications.find_service"), .href = "/"});
        if (caller.account.empty()) {
            ways += html::button(
                {.text = locale.text("frame.sign_in"),
                 .href = "/sign-in?next=" + http::percent_encode("/applications"),
                 .classes = html::secondary_button}
            );
        }
        main += html::button_group(ways);
    }
    return page(
        parts, request, caller,
        {.title = locale.text("applications.title"), .main = main, .back = "/", .about_a_person = true}
    );
}

/// Where the notices about this case go, in a sentence that is true.
html::Html told_words(const CaseView& view, const http::Caller& caller) {
    if (!caller.acting.mandate.empty())
        return html::escape(view.locale.text("helping.told", {{"person", caller.acting.person}}));
    std::string email = casework::contact_email(view.found);
    if (email.empty() && !caller.account.empty()) {
        if (const auto profile = view.parts.accounts.profile(caller.account)) email = profile->email;
    }
    if (email.empty()) return html::escape(view.text("applications.told_inbox_only"));
    return sentence(
        view.locale, caller.account.empty() ? "applications.told_by_link" : "applications.told_both",
        {{"email", as_written(email)}}
    );
}

/// For who is not signed in: this browser forgets, an account does not.
html::Html account_words(const CaseView& view, bool decided) {
    const std::string next = http::percent_encode(case_path(view.found));
    return html::inset_text(
        {.text = html::strong(view.text("applications.not_signed_in")) + html::escape(" ") +
                 html::escape(view.locale.text("applications.forgets", {{"hours", hours_kept}})) + html::escape(" ") +
                 sentence(
                     view.locale, decided ? "applications.account_for_decision" : "applications.account_for_later",
                     {{"make_account",
                       html::link({.text = view.text("account.make"), .href = "/account/new?next=" + next})}}
                 )}
    );
}

base::Result<http::Response> sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const CaseView view(parts, request, *found);
    html::Html main = html::panel({
        .title = view.text("applications.sent_in"),
        .text = html::escape(view.text("applications.your_reference_is")) + html::element("br", {}) +
                html::reference(found->summary.reference),
    });
    const bool decided = found->decision && found->decision->automatic;
    std::vector<html::Content> steps;
    if (decided) {
        steps.emplace_back(view.text("applications.decided_at_once"));
    } else {
        steps.emplace_back(sentence(
            view.locale, "applications.person_looks_until",
            {{"date", html::strong(casework::deadline_day(view.locale, found->summary.due_at))}}
        ));
    }
    if (found->payment) steps.emplace_back(paid_words(*found, view.locale));
    steps.emplace_back(told_words(view, caller));
    steps.emplace_back(view.text("applications.keep_reference"));
    main += html::section("next", view.text("applications.what_next"), html::bullet_list(steps));
    if (caller.account.empty()) main += account_words(view, decided);
    main += html::button_group(html::button(
        {.text = view.text(decided ? "applications.read_decision" : "applications.see_standing"),
         .href = case_path(*found)}
    ));
    main += receipt_words(view);
    return page(
        parts, request, caller, {.title = view.text("applications.sent_in"), .main = main, .about_a_person = true}
    );
}

base::Result<http::Response> show(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto versions = parts.corrections.versions(*found);
    if (!versions) return versions.error();
    const CasePage shown = case_page(CaseView(parts, request, *found), caller, *versions);
    return page(
        parts, request, caller,
        {.title = shown.title,
         .main = shown.main,
         .back = "/applications",
         .about_a_person = true,
         .width = html::Width::wide}
    );
}

base::Result<http::Response> letter(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const CaseView view(parts, request, *found);
    const auto letter = letter_for(view.service, *found);
    if (!letter) return base::Error{base::ErrorCode::not_found, base::by_key("letter.none_yet"), {"no letter"}};
    html::Html main = part_in_language(
        view.locale, view.service.language, letter_view(view.service, view.service_locale, *found, *letter)
    );
    std::vector<html::Fact> facts{
        {.label = view.text("letter.reference"), .value = as_written(found->summary.reference)},
        {.label = view.text("letter.decided_on"), .value = view.date(found->decision->decided_at)},
    };
    const std::string& agency = parts.place.agency.empty() ? parts.place.name : parts.place.agency;
    facts.push_back({.label = view.text("letter.by"), .value = as_written(agency)});
    if (!parts.place.contact.empty())
        facts.push_back({.label = view.text("letter.questions"), .value = as_written(parts.place.contact)});
    main += html::facts(facts);
    main += html::soft(sentence(
        view.locale, "letter.print",
        {{"receipt", html::link({.text = view.text("letter.the_receipt"), .href = case_path(*found, "receipt")})}}
    ));
    return page(
        parts, request, caller,
        {.title = letter->title.empty() ? view.text("letter.your_letter") : letter->title,
         .main = main,
         .back = case_path(*found),
         .about_a_person = true}
    );
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
