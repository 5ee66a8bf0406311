// The people who may act for somebody: giving them permission, seeing what they did, ending it; and answering one's
// invitations.

#include "html/button.hpp"
#include "html/desk.hpp"
#include "html/front.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "portal/internal/scope_form.hpp"

namespace guildhall::portal {
namespace {

using mandates::Mandate;
using mandates::State;

/// The helper's name, or their address while they have not accepted.
std::string helper_of(const Mandate& mandate) {
    return mandate.helper_name.empty() ? mandate.helper_email : mandate.helper_name;
}

std::string date_of(const words::Locale& locale, base::Instant instant) {
    return locale.date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)});
}

std::string state_words(const words::Locale& locale, const Mandate& mandate) {
    const std::string ended = date_of(locale, mandate.ended);
    switch (mandate.state) {
        case State::offered:
        case State::asked:
            return locale.text("helping.not_answered");
        case State::active:
            return locale.text("helping.counts_until", {{"date", until_words(locale, mandate.scope)}});
        case State::ended:
            break;
    }
    switch (mandate.end) {
        case mandates::End::by_holder:
            return locale.text("helping.ended_by_you", {{"date", ended}});
        case mandates::End::by_helper:
            return locale.text("helping.ended_by_helper", {{"date", ended}});
        case mandates::End::by_staff:
            return locale.text("helping.ended_by_staff", {{"date", ended}});
        case mandates::End::declined:
            return locale.text("helping.was_declined", {{"date", ended}});
        case mandates::End::ran_out:
        case mandates::End::none:
            return locale.text("helping.ran_out", {{"date", ended}});
    }
    return {};
}

base::Result<http::Response> list(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const auto found = parts.mandates.of_holder(caller.account);
    if (!found) return found.error();
    std::vector<html::ListItem> now;
    std::vector<html::ListItem> past;
    for (const auto& mandate : *found) {
        html::ListItem item{
            .title = helper_of(mandate), .href = "/permissions/" + mandate.id, .text = state_words(locale, mandate)
        };
        if (item.title.empty()) item.title = locale.text("helping.nobody_answered");
        (mandate.state == State::ended ? past : now).push_back(std::move(item));
    }
    html::Html main = html::page_heading(locale.text("helping.permissions_title")) +
                      html::lead(locale.text("helping.permissions_text"));
    if (now.empty()) main += html::inset_text({.text = locale.text("helping.no_helpers")});
    main += html::row_list(now);
    main += html::button_group(html::button({.text = locale.text("helping.give_title"), .href = "/permissions/new"}));
    if (!past.empty()) main += html::section("past", locale.text("helping.past_title"), html::row_list(past));
    return page(
        parts, request, caller,
        {.title = locale.text("helping.permissions_title"),
         .main = main,
         .back = "/account",
         .about_a_person = true,
         .language = locale.tag()}
    );
}

http::Response give_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const words::Locale& locale = words_of(parts, request);
    html::Html main = problems_summary(locale, problems) + html::page_heading(locale.text("helping.give_title"));
    main += html::bullet_list({
        locale.text("helping.give_they_act"),
        locale.text("helping.give_never"),
        locale.text("helping.give_end"),
    });
    html::Input email = plain_input(
        locale, "email", locale.text("helping.helpers_email"), std::string{request.form.get("email")}, problems
    );
    email.type = "email";
    main += post_form(
        caller, "/permissions/new",
        html::input(email) + scope_fields(parts, request, problems) +
            html::button_group(html::button({.text = locale.text("helping.give_button"), .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = locale.text("helping.give_title"),
         .main = main,
         .back = "/permissions",
         .has_error = !problems.empty(),
         .status = problems.empty() ? 200 : 422,
         .language = locale.tag()}
    );
}

base::Result<http::Response> give(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    const auto scope = read_scope(parts, request, problems);
    if (!problems.empty()) return give_form(parts, request, caller, problems);
    const auto given = parts.mandates.give(caller.account, request.form.get("email"), scope);
    if (given) return http::Response::redirect("/permissions/" + given->id);
    if (const auto problem = problem_of(locale, given.error())) return give_form(parts, request, caller, {*problem});
    return given.error();
}

std::string deed_words(const words::Locale& locale, mandates::Act act) {
    switch (act) {
        case mandates::Act::saw_list:
            return locale.text("helping.saw_list");
        case mandates::Act::saw_draft:
            return locale.text("helping.saw_draft");
        case mandates::Act::saw_case:
            return locale.text("helping.saw_case");
        case mandates::Act::started:
            return locale.text("helping.started");
        case mandates::Act::answered:
            return locale.text("helping.answered");
        case mandates::Act::sent_in:
            return locale.text("helping.sent_in");
        case mandates::Act::asked_review:
            return locale.text("helping.asked_review");
    }
    return {};
}

html::Html history(const Parts& parts, const words::Locale& locale, const std::vector<mandates::Deed>& deeds) {
    if (deeds.empty()) return html::paragraph(locale.text("helping.nothing_done"));
    html::StackingTable table{
        .caption = locale.text("helping.history_title"),
        .hide_caption = true,
        .columns = {locale.text("helping.when"), locale.text("helping.what_done"), locale.text("helping.where")}
    };
    for (const auto& deed : deeds) {
        std::string what = deed_words(locale, deed.act);
        if (deed.times > 1) what = locale.text("helping.several_times", {{"what", what}, {"times", deed.times}});
        const auto service = parts.catalogue.get(deed.service);
        std::string where = service ? service->in_language(locale.tag()).title : deed.service;
        const bool is_case = deed.act == mandates::Act::saw_case || deed.act == mandates::Act::sent_in ||
                             deed.act == mandates::Act::asked_review;
        html::Html place = html::escape(where);
        if (is_case) {
            place += html::escape(" ") +
                     html::link({.text = html::reference(deed.about), .href = "/applications/" + deed.about});
        }
        table.rows.push_back({date_of(locale, deed.last), what, place});
    }
    return html::stacking_table(table);
}

base::Result<http::Response> one(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const auto mandate = parts.mandates.find_for_holder(request.parameter("mandate"), caller.account);
    if (!mandate) return mandate.error();
    const auto deeds = parts.mandates.deeds(mandate->id);
    if (!deeds) return deeds.error();
    std::string title = helper_of(*mandate);
    if (title.empty()) title = locale.text("helping.nobody_answered");
    html::Html main = html::page_heading(title);
    if (mandate->state == State::offered)
        main += html::inset_text({.text = locale.text("helping.mail_sent", {{"email", mandate->helper_email}})});
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row(locale.text("helping.standing"), state_words(locale, *mandate)));
    if (!mandate->helper_email.empty())
        facts.rows.push_back(html::summary_row(locale.text("helping.email"), mandate->helper_email));
    facts.rows.push_back(html::summary_row(locale.text("helping.they_may"), what_words(locale, mandate->scope)));
    facts.rows.push_back(
        html::summary_row(locale.text("helping.services"), services_words(parts, locale, mandate->scope.services))
    );
    facts.rows.push_back(html::summary_row(locale.text("helping.given"), how_words(locale, mandate->how)));
    main += html::summary_list(facts);
    if (mandate->state != State::ended) {
        main += html::section(
            "end", locale.text("helping.end_title"),
            html::paragraph(locale.text("helping.end_by_holder", {{"helper", title}})) +
                post_form(
                    caller, "/permissions/" + mandate->id + "/end",
                    html::button(
                        {.text = locale.text("helping.end_button"),
                         .classes = html::warning_button,
                         .prevent_double_click = true}
                    )
                )
        );
    }
    main += html::section(
        "history", locale.text("helping.history_of", {{"helper", title}}), history(parts, locale, *deeds)
    );
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .back = "/permissions",
         .about_a_person = true,
         .width = html::Width::wide,
         .language = locale.tag()}
    );
}

base::Result<http::Response> end(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string id{request.parameter("mandate")};
    const auto ended = parts.mandates.end(id, caller.account);
    if (!ended) return ended.error();
    return http::Response::redirect("/permissions/" + id);
}

/// What an invitation asks, and the answers to it. Its link is a key: the page's own path is told to nobody.
http::Response invitation_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Mandate& mandate,
    const std::string& problem
) {
    const words::Locale& locale = words_of(parts, request);
    const bool asked = mandate.state == State::asked;
    const std::string path = "/permissions/answer/" + std::string{request.parameter("key")};
    const std::string title = asked ? locale.text("helping.asked_title", {{"helper", mandate.helper_name}})
                                    : locale.text("helping.offered_title", {{"person", mandate.person.name}});
    html::Html main;
    if (!problem.empty()) main += problems_summary(locale, {{"answer", problem}});
    main += html::page_heading(title);
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row(
        locale.text("helping.who"),
        asked ? mandate.helper_name + ", " + mandate.helper_email : mandate.person.name + ", " + mandate.person.email
    ));
    facts.rows.push_back(html::summary_row(
        locale.text(asked ? "helping.they_may" : "helping.you_may"), what_words(locale, mandate.scope)
    ));
    facts.rows.push_back(
        html::summary_row(locale.text("helping.services"), services_words(parts, locale, mandate.scope.services))
    );
    facts.rows.push_back(html::summary_row(locale.text("helping.until"), until_words(locale, mandate.scope)));
    main += html::summary_list(facts);
    if (asked) {
        main += html::bullet_list({
            locale.text("helping.give_they_act"),
            locale.text("helping.give_never"),
            locale.text("helping.give_end"),
        });
    } else {
        main += html::bullet_list({
            locale.text("helping.help_recorded"),
            locale.text("helping.help_only"),
            locale.text("helping.give_end"),
        });
    }
    const std::string email = asked ? mandate.person.email : mandate.helper_email;
    const bool signed_in = !caller.account.empty() && !caller.is_staff;
    html::Html buttons;
    if (signed_in) {
        buttons += html::button(
            {.text = locale.text(asked ? "helping.agree" : "helping.accept"),
             .name = "answer",
             .value = "yes",
             .id = "answer",
             .prevent_double_click = true}
        );
    }
    buttons += html::button(
        {.text = locale.text(asked ? "helping.refuse" : "helping.decline"),
         .name = "answer",
         .value = "no",
         .classes = html::secondary_button,
         .prevent_double_click = true}
    );
    if (!signed_in) {
        const std::string next = http::percent_encode(path);
        main += html::section(
            "account", locale.text(asked ? "helping.to_agree" : "helping.to_accept"),
            html::paragraph(locale.text("helping.needs_account", {{"email", email}})) +
                html::button_group(
                    html::button({.text = locale.text("frame.sign_in"), .href = "/sign-in?next=" + next}) +
                    html::button(
                        {.text = locale.text("pages.make_account"),
                         .href = "/account/new?next=" + next,
                         .classes = html::secondary_button}
                    )
                )
        );
    }
    main += post_form(caller, path, html::button_group(buttons));
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .has_error = !problem.empty(),
         .about_a_person = true,
         .status = problem.empty() ? 200 : 422,
         .language = locale.tag(),
         .feedback_path = "/permissions/answer"}
    );
}

http::Response plain_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const std::string& title,
    const std::string& text, int status = 200
) {
    return page(
        parts, request, caller,
        {.title = title,
         .main = html::page_heading(title) + html::lead(text),
         .about_a_person = true,
         .status = status,
         .language = words_of(parts, request).tag(),
         .feedback_path = "/permissions/answer"}
    );
}

base::Result<http::Response> gone(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
) {
    if (error.code != base::ErrorCode::expired) return error;
    const words::Locale& locale = words_of(parts, request);
    return plain_page(
        parts, request, caller, locale.text("helping.link_over_title"), locale.text("helping.link_over_text"), 410
    );
}

base::Result<http::Response> show_invitation(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto mandate = parts.mandates.invitation(request.parameter("key"));
    if (!mandate) return gone(parts, request, caller, mandate.error());
    return invitation_page(parts, request, caller, *mandate, {});
}

base::Result<http::Response> answer(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string_view key = request.parameter("key");
    const auto mandate = parts.mandates.invitation(key);
    if (!mandate) return gone(parts, request, caller, mandate.error());
    const std::string_view sent = request.form.get("answer");
    if (sent == "no") {
        const auto declined = parts.mandates.decline(key);
        if (!declined) return gone(parts, request, caller, declined.error());
        parts.dispatcher.wake();
        return plain_page(
            parts, request, caller, locale.text("helping.declined_title"), locale.text("helping.declined_text")
        );
    }
    const std::string email = mandate->state == State::asked ? mandate->person.email : mandate->helper_email;
    if (sent != "yes" || caller.account.empty())
        return invitation_page(
            parts, request, caller, *mandate, locale.text("helping.needs_account", {{"email", email}})
        );
    const bool asked = mandate->state == State::asked;
    const auto accepted = parts.mandates.accept(key, caller.account);
    if (!accepted) {
        if (accepted.error().code != base::ErrorCode::forbidden) return gone(parts, request, caller, accepted.error());
        return invitation_page(
            parts, request, caller, *mandate, locale.text("helping.wrong_account", {{"email", email}})
        );
    }
    parts.dispatcher.wake();
    return http::Response::redirect(asked ? "/permissions/" + accepted->id : "/helping/" + accepted->id);
}

}  // namespace

void add_permissions(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](
                   const http::Request& request, const http::Caller& caller
               ) -> base::Result<http::Response> { return handler(parts, request, caller); };
    };
    const auto show_give = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return give_form(p, request, caller, {});
    };
    routes.emplace_back(get, "/permissions", http::Access::resident, bind(list));
    routes.emplace_back(get, "/permissions/new", http::Access::resident, bind(show_give));
    routes.emplace_back(post, "/permissions/new", http::Access::resident, bind(give));
    routes.emplace_back(get, "/permissions/{mandate}", http::Access::resident, bind(one));
    routes.emplace_back(post, "/permissions/{mandate}/end", http::Access::resident, bind(end));
    routes.emplace_back(get, "/permissions/answer/{key}", http::Access::anyone, bind(show_invitation));
    routes.emplace_back(post, "/permissions/answer/{key}", http::Access::anyone, bind(answer));
}

}  // namespace guildhall::portal
