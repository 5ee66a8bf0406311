// Other people in one's own application: asking them, how far they are, taking it back.

#include "portal/internal/signing.hpp"

#include <algorithm>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/form.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/rate_limit.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

using parties::Overview;
using parties::Person;
using parties::State;

/// Mail to addresses that a visitor types: a household asks a few people, not hundreds.
constexpr http::RateLimitOptions asking{.burst = 20, .refill = std::chrono::minutes{2}};

const catalogue::Party& party_of(const Visit& visit, const Person& person) {
    const auto* translated = visit.service().find_party(person.who.party->id);
    return translated ? *translated : *person.who.party;
}

std::string name_of(const Person& person) {
    return person.who.name.empty() ? person.who.email : person.who.name;
}

/// `Ann Smith, your partner`; what they are to the applicant, while they have no name.
std::string title_of(const Visit& visit, const Person& person) {
    const std::string& title = party_of(visit, person).title;
    const std::string name = name_of(person);
    return name.empty() ? visit.locale().capitalised(title)
                        : visit.locale().text("parties.person", {{"name", name}, {"title", title}});
}

std::string tasks_of(const Visit& visit, const Person& person) {
    const words::Locale& locale = visit.locale();
    const catalogue::Party& party = party_of(visit, person);
    std::string tasks;
    if (!party.answers.empty()) {
        const journeys::Sayings sayings(visit.service(), visit.draft.answers, {}, locale, visit.now);
        std::vector<std::string> questions;
        for (const auto& id : party.answers) {
            const auto* question = visit.service().find(id);
            if (question && !question->ask.empty()) questions.push_back(sayings.text(question->ask));
        }
        std::string all;
        for (const auto& question : questions) all += (all.empty() ? "" : " ") + question;
        tasks = locale.text("parties.answers", {{"questions", all}});
    }
    if (party.signs) tasks += (tasks.empty() ? "" : " – ") + locale.text("parties.signs");
    return tasks;
}

html::Html state_chip(const Visit& visit, const Person& person) {
    const words::Locale& locale = visit.locale();
    const auto chip = [&](std::string_view key, html::Tone tone) { return html::chip(locale.text(key), tone); };
    switch (person.state) {
        case State::not_asked:
            if (person.who.email.empty()) return chip("parties.state_no_address", html::Tone::stop);
            return person.waits ? chip("parties.state_waits", html::Tone::plain)
                                : chip("parties.state_not_asked", html::Tone::plain);
        case State::asked:
            return chip("parties.state_asked", html::Tone::wait);
        case State::opened:
            return chip("parties.state_opened", html::Tone::wait);
        case State::done:
            return chip(
                person.who.party->signs ? "parties.state_done_signed" : "parties.state_done_answered", html::Tone::good
            );
        case State::changed:
            return chip("parties.state_changed", html::Tone::stop);
        case State::declined:
            return chip("parties.state_declined", html::Tone::stop);
    }
    return {};
}

/// When it came to that, in a sentence.
std::string since_words(const Visit& visit, const Person& person) {
    const words::Locale& locale = visit.locale();
    const auto on = [&](std::string_view key, base::Instant at) {
        return locale.text(key, {{"date", casework::long_date(locale, at)}});
    };
    switch (person.state) {
        case State::not_asked:
            return {};
        case State::asked:
            return on("parties.asked_on", person.asked_at);
        case State::opened:
            return on("parties.asked_on", person.asked_at) + " " + on("parties.opened_on", person.opened_at);
        case State::done:
            if (!person.who.party->signs) return on("parties.answered_on", person.done_at);
            return locale.text(
                "parties.signed_on",
                {{"name", person.signed_name}, {"date", casework::long_date(locale, person.done_at)}}
            );
        case State::changed:
            return on("parties.changed_on", person.done_at);
        case State::declined: {
            std::string words = on(person.not_them ? "parties.not_them_on" : "parties.declined_on", person.done_at);
            if (!person.declined_words.empty())
                words += " " + locale.text("parties.their_words", {{"words", person.declined_words}});
            return words;
        }
    }
    return {};
}

/// Where the answer stands that says whom to ask.
std::string invite_path(const Visit& visit, const Person& person) {
    for (const auto& page : visit.standing.pages) {
        const auto& members = page.address.members;
        const bool here = person.who.party->each.empty()
                              ? members.empty()
                              : members == journeys::Members{{person.who.party->each, person.who.member}};
        if (!here) continue;
        for (const auto& asked : page.questions) {
            if (asked.question->id == person.who.party->invite)
                return draft_path(visit.view(), page.address.text()) + "?from=check";
        }
    }
    return {};
}

/// A button of its own form, whose words say to screen readers whom it is about.
html::Html act_button(const Visit& visit, const Person& person, std::string_view act, std::string_view key) {
    const html::Html words =
        html::escape(visit.locale().text(key)) +
        html::hidden_words(" " + visit.locale().text("parties.about_person", {{"person", name_of(person)}}));
    return html::form(
        {.action = draft_path(visit.view(), "sign"),
         .csrf = visit.caller.csrf,
         .content = html::hidden_field("do", std::string{act}) + html::hidden_field("person", person.id) +
                    html::button({.text = words, .classes = html::secondary_button, .prevent_double_click = true})}
    );
}

html::Html person_view(const Visit& visit, const Person& person) {
    html::Html out = html::heading({.text = title_of(visit, person), .level = 3, .size = html::Size::s});
    out += html::chips(state_chip(visit, person));
    std::string words = tasks_of(visit, person);
    if (person.who.party->optional) words += ". " + visit.locale().text("parties.can_be_left_out");
    out += html::paragraph(words);
    if (const std::string since = since_words(visit, person); !since.empty()) out += html::soft(since);
    html::Html buttons;
    const bool on_its_way = person.state == State::asked || person.state == State::opened;
    if (on_its_way) buttons += act_button(visit, person, "again", "parties.send_again");
    if (person.state == State::declined) buttons += act_button(visit, person, "again", "parties.ask_once_more");
    if (on_its_way) buttons += act_button(visit, person, "take-back", "parties.take_back");
    if (!buttons.empty()) out += html::button_group(buttons);
    const std::string path = invite_path(visit, person);
    if (person.state != State::done && !path.empty()) {
        out += html::paragraph(html::link(
            {.text = html::escape(visit.locale().text("parties.change_address")) +
                     html::hidden_words(
                         " " + visit.locale().text("parties.about_person", {{"person", title_of(visit, person)}})
                     ),
             .href = path}
        ));
    }
    return out;
}

html::Html ask_form(const Visit& visit, const Overview& overview) {
    std::vector<std::string> names;
    for (const Person& person : overview.people) {
        const bool open = person.state == State::not_asked || person.state == State::changed;
        if (open && !person.waits && !person.who.email.empty()) names.push_back(name_of(person));
    }
    return html::form(
        {.action = draft_path(visit.view(), "sign"),
         .csrf = visit.caller.csrf,
         .content = html::hidden_field("do", "ask") +
                    html::button_group(html::button(
                        {.text = visit.locale().text("parties.ask", {{"names", visit.locale().list(names)}}),
                         .prevent_double_click = true}
                    ))}
    );
}

/// Said on top after something could not be done.
html::Html problem_view(const Visit& visit) {
    const auto problem = visit.request.query.get("problem");
    const std::string_view key = problem == "too-often" ? "parties.asked_too_often"
                                 : problem == "changed" ? "parties.changed_meanwhile"
                                                        : "";
    if (key.empty()) return {};
    return html::inset_text({.text = visit.locale().text(key)});
}

base::Result<http::Response> act(Visit& visit, http::RateLimit& limit) {
    if (visit.standing.next) return http::Response::redirect(next_path(visit.view()));
    parties::Parties& parties = visit.parts.parties;
    const auto what = visit.request.form.get("do");
    const auto person = visit.request.form.get("person");
    const bool mails = what == "ask" || what == "again";
    if (mails && !limit.take(http::rate_limit_key(visit.request.remote_address)))
        return http::Response::redirect(draft_path(visit.view(), "check?problem=too-often"));
    base::Result<base::Done> done = base::Done{};
    if (what == "ask")
        done = parties.ask(visit.draft, visit.locale());
    else if (what == "again")
        done = parties.ask_again(visit.draft, person, visit.locale());
    else if (what == "take-back")
        done = parties.take_back(visit.draft, person);
    if (!done) {
        if (done.error().code == base::ErrorCode::too_many_requests)
            return http::Response::redirect(draft_path(visit.view(), "check?problem=too-often"));
        if (done.error().code == base::ErrorCode::conflict)
            return http::Response::redirect(draft_path(visit.view(), "check?problem=changed"));
        return done.error();
    }
    return http::Response::redirect(draft_path(visit.view(), check_page_name) + "#others");
}

}  // namespace

base::Result<BeforeSending> before_sending_others(const Visit& visit) {
    if (!visit.others || visit.others->people.empty()) return BeforeSending{};
    const Overview& overview = *visit.others;
    const words::Locale& locale = visit.locale();
    html::Html content = problem_view(visit);
    content += html::paragraph(locale.text(
        overview.ready()     ? "parties.lead_ready"
        : overview.can_ask() ? "parties.lead_ask"
                             : "parties.lead_waiting"
    ));
    for (const Person& person : overview.people) content += person_view(visit, person);
    if (overview.can_ask()) content += ask_form(visit, overview);
    return BeforeSending{
        .part = html::section("others", locale.text("parties.title"), content), .holds = overview.ready()
    };
}

void add_signing(Routes& routes, const Parts& parts) {
    const auto limit = std::make_shared<http::RateLimit>(parts.clock, asking);
    routes.emplace_back(
        http::Method::post, "/apply/{draft}/sign", http::Access::anyone,
        [&parts, limit](const http::Request& request, const http::Caller& caller) {
            return visit_own(parts, request, caller, [&](Visit& visit) { return act(visit, *limit); });
        }
    );
}

}  // namespace guildhall::portal
