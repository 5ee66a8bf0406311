// The pages of somebody who is asked to sign or to answer a part: their link, their questions, signing, saying no.

#include "base/message.hpp"
#include "base/text.hpp"
#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/form.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/rate_limit.hpp"
#include "parties/shown.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "portal/internal/signing.hpp"
#include "portal/internal/upload.hpp"
#include "portal/internal/visit.hpp"

namespace guildhall::portal {
namespace {

using parties::Invitation;
using parties::Part;
using parties::State;

/// A person opens a link a few times; a scanner many.
constexpr http::RateLimitOptions opening{.burst = 20, .refill = std::chrono::seconds{30}};

std::string party_path(std::string_view id, std::string_view rest = {}) {
    return "/parties/" + std::string{id} + (rest.empty() ? "" : "/") + std::string{rest};
}

http::Response plain_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const words::Locale& locale,
    std::string title, html::Html main, int status = 200, std::string back = {}
) {
    return portal::page(
        parts, request, caller,
        {.title = std::move(title),
         .main = std::move(main),
         .back = std::move(back),
         .about_a_person = true,
         .status = status,
         .language = locale.tag(),
         .feedback_path = "/parties"}
    );
}

/// Whose link it becomes: the account or the session itself, also while a helper acts for somebody.
std::string reader_of(const http::Caller& caller) {
    return !caller.account.empty() && !caller.is_staff ? caller.account : caller.draft_subject;
}

/// Who asks, in a sentence of its reader's.
std::string asker_words(const std::string& name, const words::Locale& locale) {
    return name.empty() ? locale.text("parties.somebody") : name;
}

/// What is said to whoever may not come in, the same whether there is anything behind it or not.
http::Response locked(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("parties.locked_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(locale.text("parties.locked_lead"));
    main += html::paragraph(locale.text("parties.locked_same_address"));
    main += post_form(
        caller, party_path(request.parameter("party"), "link"),
        html::button_group(html::button({.text = locale.text("parties.locked_button"), .prevent_double_click = true}))
    );
    return plain_page(parts, request, caller, locale, title, main);
}

/// Nothing is bound by looking: programs that check mail for bad links open them too.
base::Result<http::Response> look_at_link(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto id = request.parameter("party");
    const auto invitation = parts.parties.invitation(id, reader_of(caller));
    if (!invitation) {
        if (invitation.error().code != base::ErrorCode::not_found) return invitation.error();
        return locked(parts, request, caller);
    }
    if (invitation->bound) return http::Response::redirect(party_path(id));
    const auto opens = parts.parties.opens(id, request.parameter("key"));
    if (!opens) return opens.error();
    if (!*opens) return locked(parts, request, caller);
    const auto [service, locale] = service_words(parts, request, *invitation->service);
    const std::string title = locale.text("parties.open_title");
    html::Html main = html::page_heading(title);
    main += html::lead(locale.text(
        "parties.open_lead", {{"asker", asker_words(invitation->asker_first_name, locale)}, {"service", service.title}}
    ));
    main += html::paragraph(locale.text("parties.open_private"));
    main += html::paragraph(locale.text("parties.open_not_you"));
    main += post_form(
        caller, request.path,
        html::button_group(html::button({.text = locale.text("parties.open_button"), .prevent_double_click = true}))
    );
    return plain_page(parts, request, caller, locale, title, main);
}

base::Result<http::Response> open_link(
    const Parts& parts, const http::Request& request, const http::Caller& caller, http::RateLimit& limit
) {
    const auto id = request.parameter("party");
    if (!limit.take(http::rate_limit_key(request.remote_address))) {
        return base::Error{base::ErrorCode::too_many_requests, base::by_key("parties.too_many_links"), {"links"}};
    }
    // No session is made for a key that opens nothing.
    const auto opens = parts.parties.opens(id, request.parameter("key"));
    if (!opens) return opens.error();
    if (!*opens) return locked(parts, request, caller);
    auto session = parts.sessions.ensure(caller);
    if (!session) return session.error();
    const auto bound = parts.parties.bind(id, request.parameter("key"), reader_of(session->caller));
    if (!bound) {
        if (bound.error().code == base::ErrorCode::expired) return locked(parts, request, caller);
        if (bound.error().code != base::ErrorCode::forbidden) return bound.error();
        const words::Locale& locale = words_of(parts, request);
        const std::string title = locale.text("parties.own_title");
        const html::Html main = html::page_heading(title) + html::paragraph(locale.text("parties.own_lead"));
        return plain_page(parts, request, caller, locale, title, main, 403);
    }
    http::Response response = http::Response::redirect(party_path(id));
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

base::Result<http::Response> send_link(
    const Parts& parts, const http::Request& request, const http::Caller&, http::RateLimit& limit
) {
    if (limit.take(http::rate_limit_key(request.remote_address))) {
        const auto sent = parts.parties.send_link(request.parameter("party"));
        if (!sent) return sent.error();
    }
    return http::Response::redirect(party_path(request.parameter("party"), "link-sent"));
}

base::Result<http::Response> link_sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("parties.link_sent_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(locale.text("parties.link_sent_lead"));
    main += html::paragraph(locale.text("parties.link_sent_wait"));
    return plain_page(parts, request, caller, locale, title, main);
}

/// One request of somebody who is bound to their link.
class PartVisit {
public:
    PartVisit(const Parts& parts_, const http::Request& request_, const http::Caller& caller_, Part part_)
        : parts(parts_),
          part(std::move(part_)),
          visit(parts_, request_, caller_, part.draft, {part.party->id, party_path(part.person.id, "answer")}) {}
    PartVisit(const PartVisit&) = delete;
    PartVisit& operator=(const PartVisit&) = delete;

    [[nodiscard]] const words::Locale& locale() const { return visit.locale(); }
    [[nodiscard]] std::string asker() const { return asker_words(part.asker, locale()); }
    [[nodiscard]] const catalogue::Party& party() const { return *visit.service().find_party(part.party->id); }
    [[nodiscard]] std::string path(std::string_view rest = {}) const { return party_path(part.person.id, rest); }

    const Parts& parts;
    const Part part;
    Visit visit;
};

using PartStep = base::Result<http::Response> (*)(PartVisit& visit);

/// Loads what the caller is bound to, and takes the step.
base::Result<http::Response> with_part(
    const Parts& parts, const http::Request& request, const http::Caller& caller, PartStep step
) {
    auto part = parts.parties.part(request.parameter("party"), reader_of(caller));
    if (!part) {
        if (part.error().code != base::ErrorCode::not_found) return part.error();
        return locked(parts, request, caller);
    }
    PartVisit visit(parts, request, caller, *std::move(part));
    return step(visit);
}

/// While something can be done; else to the page that says how it stands.
base::Result<http::Response> with_open_part(
    const Parts& parts, const http::Request& request, const http::Caller& caller, PartStep step
) {
    auto part = parts.parties.part(request.parameter("party"), reader_of(caller));
    if (!part) {
        if (part.error().code != base::ErrorCode::not_found) return part.error();
        return locked(parts, request, caller);
    }
    if (part->person.state != State::opened || !part->ready)
        return http::Response::redirect(party_path(part->person.id));
    PartVisit visit(parts, request, caller, *std::move(part));
    return step(visit);
}

std::string tasks_words(const PartVisit& visit) {
    const words::Locale& locale = visit.locale();
    std::vector<std::string> tasks;
    if (!visit.party().answers.empty()) {
        const auto count = static_cast<std::int64_t>(visit.party().answers.size());
        tasks.push_back(locale.text("parties.task_answer", {{"count", count}}));
    }
    if (visit.party().signs) tasks.push_back(locale.text("parties.task_sign"));
    return locale.list(tasks);
}

/// A page with nothing to do on it.
http::Response standing_page(
    const PartVisit& visit, std::string_view title_key, const std::vector<std::string>& paragraphs
) {
    const std::string title = visit.locale().text(title_key);
    html::Html main = html::page_heading(title, visit.visit.service().title);
    for (const auto& paragraph : paragraphs) main += html::paragraph(paragraph);
    return visit.visit.show({.title = title, .main = main}, {});
}

base::Result<http::Response> start_page(PartVisit& visit) {
    const words::Locale& locale = visit.locale();
    const words::Arguments asker{{"asker", visit.asker()}};
    const words::Arguments done{{"date", casework::long_date(locale, visit.part.person.done_at)}};
    const bool signs = visit.party().signs;
    switch (visit.part.person.state) {
        case State::not_asked:
            return standing_page(visit, "parties.taken_back_title", {locale.text("parties.taken_back_lead")});
        case State::done:
            return standing_page(
                visit, signs ? "parties.done_title_sign" : "parties.done_title_answer",
                {locale.text("parties.done_on", done),
                 locale.text(signs ? "parties.done_told" : "parties.done_told_answer", asker)}
            );
        case State::changed:
            return standing_page(visit, "parties.changed_title", {locale.text("parties.changed_lead", done)});
        case State::declined:
            return standing_page(visit, "parties.declined_title", {locale.text("parties.declined_lead", asker)});
        case State::asked:
        case State::opened:
            break;
    }
    if (!visit.part.ready) {
        return standing_page(visit, "parties.not_ready_title", {locale.text("parties.not_ready_lead", asker)});
    }
    const std::string title =
        locale.text("parties.start_title", {{"asker", visit.asker()}, {"tasks", tasks_words(visit)}});
    html::Html main = html::page_heading(title);
    main += html::lead(locale.text("parties.start_lead", {{"service", visit.visit.service().title}}));
    std::vector<html::Content> steps;
    if (!visit.party().answers.empty()) {
        const auto count = static_cast<std::int64_t>(visit.party().answers.size());
        steps.emplace_back(locale.text("parties.start_answer", {{"count", count}}));
        steps.emplace_back(locale.text("parties.start_read_back", asker));
    }
    if (signs) steps.emplace_back(locale.text("parties.start_sign"));
    if (!visit.party().sees.empty()) steps.emplace_back(locale.text("parties.start_reads"));
    main += html::bullet_list(steps);
    main += html::button_group(
        html::button({.text = locale.text("parties.start"), .href = visit.path("answer"), .start = true}) +
        html::link({.text = locale.text("parties.no_thanks"), .href = visit.path("decline")})
    );
    return visit.visit.show({.title = title, .main = main}, {});
}

/// The page that says how it stands when the part itself is closed: the application was sent in, or taken back.
base::Result<http::Response> start(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto invitation = parts.parties.invitation(request.parameter("party"), reader_of(caller));
    if (!invitation) {
        if (invitation.error().code != base::ErrorCode::not_found) return invitation.error();
        return locked(parts, request, caller);
    }
    if (invitation->bound && invitation->sent_in) {
        const auto [service, locale] = service_words(parts, request, *invitation->service);
        const std::string title = locale.text("parties.sent_in_title");
        const html::Html main =
            html::page_heading(title, service.title) + html::paragraph(locale.text("parties.sent_in_lead"));
        return plain_page(parts, request, caller, locale, title, main);
    }
    return with_part(parts, request, caller, start_page);
}

html::Html groups_view(const PartVisit& visit, parties::Answered answered) {
    const words::Locale& locale = visit.locale();
    const bool theirs = answered == parties::Answered::by_them;
    html::Html out;
    for (const auto& group : parties::answers_for(
             visit.visit.service(), visit.party(), answered, visit.visit.standing.relevant, locale, visit.visit.now
         )) {
        if (!group.title.empty()) {
            out += html::heading({.text = group.title, .level = std::min(3 + group.depth, 6), .size = html::Size::s});
        }
        html::SummaryList list;
        for (const auto& row : group.rows) {
            std::optional<html::Action> change;
            if (theirs && row.answer) {
                change = html::Action{
                    .text = locale.text("form.change"),
                    .href = draft_path(visit.visit.view(), row.page.text()) + "?from=check",
                    .visually_hidden_text = row.label
                };
            }
            list.rows.push_back(html::summary_row(
                row.label, row.words.empty() ? html::escape(locale.text("form.not_given")) : lines(row.words), change
            ));
        }
        if (!list.rows.empty()) out += html::summary_list(list);
    }
    return out;
}

/// What was sent and is not right.
struct SentAct {
    std::string name;
    bool agreed = false;
    std::vector<FormProblem> problems{};
};

html::Html sign_form(const PartVisit& visit, const SentAct& sent) {
    const words::Locale& locale = visit.locale();
    html::Html controls = html::hidden_field("shown", visit.parts.parties.shown_to(visit.part, locale));
    if (visit.party().signs) {
        html::Checkboxes agree;
        agree.name = "agree";
        agree.items.push_back(
            {.value = "yes",
             .text = locale.text("parties.sign_tick", {{"statement", parties::statement_of(visit.party(), locale)}})}
        );
        if (sent.agreed) agree.values = {"yes"};
        for (const auto& problem : sent.problems) {
            if (problem.field == "agree") agree.error = problem_message(locale, problem.message);
        }
        html::Input name = plain_input(locale, "name", locale.text("parties.sign_name"), sent.name, sent.problems);
        name.hint.text = locale.text("parties.sign_name_hint");
        name.autocomplete = "name";
        controls += html::heading({.text = locale.text("parties.sign_title")});
        controls += html::checkboxes(agree) + html::input(name);
        controls +=
            html::button_group(html::button({.text = locale.text("parties.sign_button"), .prevent_double_click = true})
            );
    } else {
        controls += html::heading({.text = locale.text("parties.hand_in_title")});
        controls += html::paragraph(locale.text("parties.hand_in_lead"));
        controls += html::button_group(
            html::button({.text = locale.text("parties.hand_in_button"), .prevent_double_click = true})
        );
    }
    return post_form(visit.visit.caller, visit.path("answer/check"), controls);
}

base::Result<http::Response> check_page(PartVisit& visit, const SentAct& sent) {
    const words::Locale& locale = visit.locale();
    PageView page;
    page.title = locale.text(visit.party().signs ? "parties.check_title_sign" : "parties.check_title_answer");
    html::Html& main = page.main;
    page.has_error = !sent.problems.empty();
    main += problems_summary(locale, sent.problems);
    main += html::page_heading(page.title, visit.visit.service().title);
    if (const html::Html read = groups_view(visit, parties::Answered::by_others); !read.empty()) {
        // Whoever applies can see that it was read.
        if (const auto noted = visit.parts.parties.note_reading(visit.part); !noted) return noted.error();
        main += html::section("others", locale.text("parties.their_answers", {{"asker", visit.asker()}}), read);
    }
    if (const html::Html own = groups_view(visit, parties::Answered::by_them); !own.empty())
        main += html::section("own", locale.text("parties.your_answers"), own);
    main += sign_form(visit, sent);
    main += html::paragraph(html::link({.text = locale.text("parties.no_thanks"), .href = visit.path("decline")}));
    return visit.visit.show(page, last_path(visit.visit.view()), page.has_error ? 422 : 200);
}

base::Result<http::Response> show_check(PartVisit& visit) {
    if (visit.visit.standing.next) return http::Response::redirect(next_path(visit.visit.view()));
    return check_page(visit, {});
}

/// What is wrong with what was typed, as with an answer of this type; nothing when they can be kept.
std::string fault_of(const std::string& typed, catalogue::QuestionType type, const words::Locale& locale) {
    catalogue::Question question;
    question.id = "words";
    question.type = type;
    question.optional = true;
    const auto read = journeys::read_answer(question, {{"words", typed}}, locale);
    return read.problems.empty() ? std::string{} : read.problems.front().problem.text(locale);
}

base::Result<http::Response> finish(PartVisit& visit) {
    if (visit.visit.standing.next) return http::Response::redirect(next_path(visit.visit.view()));
    const words::Locale& locale = visit.locale();
    const http::Fields& form = visit.visit.request.form;
    SentAct sent{.name = std::string{base::trimmed(form.get("name"))}, .agreed = form.get("agree") == "yes"};
    if (visit.party().signs) {
        if (!sent.agreed) sent.problems.push_back({"agree", locale.text("parties.sign_tick_missing")});
        if (sent.name.empty()) {
            sent.problems.push_back({"name", locale.text("parties.sign_name_missing")});
        } else if (base::code_point_count(sent.name) > parties::longest_name) {
            sent.problems.push_back(
                {"name", locale.text(
                             "parties.sign_name_too_long", {{"limit", static_cast<std::int64_t>(parties::longest_name)}}
                         )}
            );
        } else if (auto fault = fault_of(sent.name, catalogue::QuestionType::name, locale); !fault.empty()) {
            sent.problems.push_back({"name", std::move(fault)});
        }
    }
    if (!sent.problems.empty()) return check_page(visit, sent);
    const auto done = visit.parts.parties.finish(visit.part, {sent.name, std::string{form.get("shown")}}, locale);
    if (!done) {
        if (done.error().code != base::ErrorCode::conflict) return done.error();
        // Linked to what is to be read again.
        sent.problems.push_back({visit.party().sees.empty() ? "own" : "others", locale.text("parties.answers_changed")}
        );
        sent.agreed = false;
        return check_page(visit, sent);
    }
    visit.parts.dispatcher.wake();
    return http::Response::redirect(visit.path());
}

base::Result<http::Response> save(PartVisit& visit) {
    const words::Locale& locale = visit.locale();
    const std::string title = locale.text("journey.saved_title");
    const html::Html main =
        html::page_heading(title) + html::paragraph(locale.text("parties.saved_lead")) +
        html::paragraph(html::link({.text = locale.text("pages.go_on_now"), .href = visit.path("answer")}));
    return visit.visit.show({.title = title, .main = main}, visit.path("answer"));
}

base::Result<http::Response> decline_page(PartVisit& visit, const SentAct& sent, const std::string& why) {
    const words::Locale& locale = visit.locale();
    PageView page;
    page.title = locale.text("parties.decline_title");
    html::Html& main = page.main;
    page.has_error = !sent.problems.empty();
    main += problems_summary(locale, sent.problems);
    html::Radios choices;
    choices.name = "why";
    choices.fieldset = html::Fieldset{};
    choices.fieldset->legend.text = page.title;
    choices.fieldset->legend.classes = html::legend_l;
    choices.fieldset->legend.is_page_heading = true;
    choices.hint.text = locale.text("parties.decline_hint", {{"asker", visit.asker()}});
    choices.items.push_back({.value = "no", .text = locale.text("parties.decline_no")});
    choices.items.push_back({.value = "not-me", .text = locale.text("parties.decline_not_me")});
    choices.value = why;
    html::Textarea words;
    words.id = words.name = "words";
    words.label.text = locale.text("parties.decline_words");
    words.value = sent.name;
    words.rows = 3;
    for (const auto& problem : sent.problems) {
        if (problem.field == "why") choices.error = problem_message(locale, problem.message);
        if (problem.field == "words") words.error = problem_message(locale, problem.message);
    }
    main += post_form(
        visit.visit.caller, visit.path("decline"),
        html::radios(choices) + html::textarea(words) +
            html::button_group(
                html::button({.text = locale.text("parties.decline_button"), .prevent_double_click = true})
            )
    );
    return visit.visit.show(page, visit.path(), page.has_error ? 422 : 200);
}

base::Result<http::Response> show_decline(PartVisit& visit) {
    return decline_page(visit, {}, {});
}

base::Result<http::Response> decline(PartVisit& visit) {
    const words::Locale& locale = visit.locale();
    const http::Fields& form = visit.visit.request.form;
    const std::string why{form.get("why")};
    SentAct sent{.name = std::string{base::trimmed(form.get("words"))}};
    if (why != "no" && why != "not-me") sent.problems.push_back({"why", locale.text("parties.decline_missing")});
    if (base::code_point_count(sent.name) > parties::longest_words) {
        sent.problems.push_back(
            {"words",
             locale.text(
                 "parties.decline_words_too_long", {{"limit", static_cast<std::int64_t>(parties::longest_words)}}
             )}
        );
    } else if (auto fault = fault_of(sent.name, catalogue::QuestionType::long_text, locale); !fault.empty()) {
        sent.problems.push_back({"words", std::move(fault)});
    }
    if (!sent.problems.empty()) return decline_page(visit, sent, why);
    const auto done = visit.parts.parties.decline(visit.part, why == "not-me", sent.name);
    if (!done && done.error().code != base::ErrorCode::conflict) return done.error();
    visit.parts.dispatcher.wake();
    return http::Response::redirect(visit.path());
}

}  // namespace

void add_taking_part(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto limit = std::make_shared<http::RateLimit>(parts.clock, opening);
    const auto anyone = http::Access::anyone;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    const auto limited = [&parts, limit](auto handler) {
        return [&parts, limit, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller, *limit);
        };
    };
    const auto take = [&parts](PartStep step) {
        return [&parts, step](const http::Request& request, const http::Caller& caller) {
            return with_open_part(parts, request, caller, step);
        };
    };
    routes.emplace_back(get, "/parties/{party}", anyone, bind(start));
    routes.emplace_back(get, "/parties/{party}/open/{key}", anyone, bind(look_at_link));
    routes.emplace_back(post, "/parties/{party}/open/{key}", anyone, limited(open_link));
    routes.emplace_back(post, "/parties/{party}/link", anyone, limited(send_link));
    routes.emplace_back(get, "/parties/{party}/link-sent", anyone, bind(link_sent));
    routes.emplace_back(get, "/parties/{party}/decline", anyone, take(show_decline));
    routes.emplace_back(post, "/parties/{party}/decline", anyone, take(decline));
    routes.emplace_back(get, "/parties/{party}/answer", anyone, take([](PartVisit& visit) {
                            return go_on(visit.visit);
                        }));
    routes.emplace_back(get, "/parties/{party}/answer/check", anyone, take(show_check));
    routes.emplace_back(post, "/parties/{party}/answer/check", anyone, take(finish));
    routes.emplace_back(get, "/parties/{party}/answer/save", anyone, take(save));
    routes.emplace_back(get, "/parties/{party}/answer/{address*}", anyone, take([](PartVisit& visit) {
                            return show_page(visit.visit);
                        }));
    routes.emplace_back(
        post, "/parties/{party}/answer/{address*}", anyone,
        take([](PartVisit& visit) { return answer_page(visit.visit); }), http::Limits{.body = max_page_body}
    );
}

}  // namespace guildhall::portal
