// Signing in, making an account, the inbox, who looked at one's data.

#include "base/text.hpp"
#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/desk.hpp"
#include "html/field.hpp"
#include "html/form.hpp"
#include "html/front.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

std::string next_of(const http::Request& request) {
    const std::string_view sent = request.form.has("next") ? request.form.get("next") : request.query.get("next");
    return local_path_or(sent, "/applications");
}

http::Response sign_in_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string next = next_of(request);
    const std::string title = locale.text("account.sign_in_title");
    html::Html main = problems_summary(locale, problems) + html::page_heading(title);
    html::Input email =
        plain_input(locale, "email", locale.text("account.email"), std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    html::Input password = plain_input(locale, "password", locale.text("account.password"), "", problems);
    password.type = "password";
    password.autocomplete = "current-password";
    main += post_form(
        caller, "/sign-in",
        html::hidden_field("next", next) + html::input(email) + html::input(password) +
            html::button_group(html::button({.text = title, .prevent_double_click = true}))
    );
    main += html::paragraph(html::link({.text = locale.text("account.forgot"), .href = "/password/forgotten"}));
    if (!next.starts_with("/desk")) {
        main += html::section(
            "no-account", locale.text("account.no_account"),
            html::paragraph(locale.text("account.no_account_text")) +
                html::button_group(html::button(
                    {.text = locale.text("account.make"),
                     .href = "/account/new?next=" + http::percent_encode(next),
                     .classes = html::secondary_button}
                ))
        );
    }
    return page(
        parts, request, caller,
        {.title = title, .main = main, .has_error = !problems.empty(), .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> sign_in(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    if (request.form.get("email").empty()) problems.push_back({"email", locale.text("account.missing_email")});
    if (request.form.get("password").empty()) problems.push_back({"password", locale.text("account.missing_password")});
    if (!problems.empty()) return sign_in_form(parts, request, caller, problems);
    const auto account =
        parts.accounts.sign_in(request.form.get("email"), request.form.get("password"), request.remote_address);
    if (!account) {
        const auto code = account.error().code;
        if (code != base::ErrorCode::not_signed_in && code != base::ErrorCode::too_many_requests)
            return account.error();
        return sign_in_form(parts, request, caller, {{"email", words::said(locale, account.error().message.text)}});
    }
    const auto session = parts.sessions.sign_in(caller, *account);
    if (!session) return session.error();
    const std::string next =
        request.form.has("next") ? next_of(request) : (account->is_staff() ? "/desk" : "/applications");
    http::Response response = http::Response::redirect(account->is_staff() && next == "/applications" ? "/desk" : next);
    if (session->cookie) response.cookies.push_back(*session->cookie);
    if (auto language = settle_language(parts, request, account->id)) response.cookies.push_back(*std::move(language));
    return response;
}

http::Response new_account_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string next = next_of(request);
    const std::string title = locale.text("account.make");
    html::Html main = problems_summary(locale, problems) + html::page_heading(title);
    main += html::paragraph(locale.text("account.make_text"));
    html::Input name = plain_input(
        locale, "name", locale.text("account.name_optional"), std::string{request.form.get("name")}, problems
    );
    name.autocomplete = "name";
    html::Input email =
        plain_input(locale, "email", locale.text("account.email"), std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    html::Input password = plain_input(locale, "password", locale.text("account.password"), "", problems);
    password.type = "password";
    password.autocomplete = "new-password";
    password.hint.text = locale.text("account.password_hint", {{"limit", identity::shortest_password}});
    main += post_form(
        caller, "/account/new",
        html::hidden_field("next", next) + html::input(name) + html::input(email) + html::input(password) +
            html::button_group(html::button({.text = locale.text("account.make_button"), .prevent_double_click = true}))
    );
    main += html::paragraph(html::link(
        {.text = locale.text("account.sign_in_instead"), .href = "/sign-in?next=" + http::percent_encode(next)}
    ));
    return page(
        parts, request, caller,
        {.title = title, .main = main, .has_error = !problems.empty(), .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> new_account(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    identity::NewResident resident{
        std::string{request.form.get("email")}, std::string{request.form.get("password")},
        std::string{request.form.get("name")}, request.remote_address
    };
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    const auto note = [&](const char* field, const std::optional<std::string>& problem) {
        if (problem) problems.push_back({field, words::said(locale, *problem)});
    };
    note("name", identity::problem_with_name(resident.name));
    note("email", identity::problem_with_email(resident.email));
    note("password", identity::problem_with_password(resident.password, resident.email));
    if (!problems.empty()) return new_account_form(parts, request, caller, problems);
    const auto account = parts.accounts.create_resident(resident);
    if (!account) {
        const auto code = account.error().code;
        if (code == base::ErrorCode::conflict || code == base::ErrorCode::too_many_requests ||
            code == base::ErrorCode::invalid_input) {
            return new_account_form(
                parts, request, caller, {{"email", words::said(locale, account.error().message.text)}}
            );
        }
        return account.error();
    }
    const auto session = parts.sessions.sign_in(caller, *account);
    if (!session) return session.error();
    http::Response response = http::Response::redirect(next_of(request));
    if (session->cookie) response.cookies.push_back(*session->cookie);
    if (auto language = settle_language(parts, request, account->id)) response.cookies.push_back(*std::move(language));
    return response;
}

base::Result<http::Response> sign_out(const Parts& parts, const http::Request&, const http::Caller& caller) {
    auto forget = parts.sessions.sign_out(caller);
    if (!forget) return forget.error();
    http::Response response = http::Response::redirect("/");
    response.cookies.push_back(*std::move(forget));
    return response;
}

/// Messages from before their language was kept are English.
std::string language_of(const notifications::Message& message) {
    return message.language.empty() ? "en" : message.language;
}

base::Result<http::Response> inbox(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.notifier.inbox(subject_of(caller), request.query.get("after"));
    if (!found) return found.error();
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("account.messages_title");
    html::Html main = html::page_heading(title);
    if (found->notices.empty()) main += html::inset_text({.text = locale.text("account.no_messages")});
    html::TaskList list;
    for (const auto& notice : found->notices) {
        html::Task task;
        task.title.text = in_language(locale, language_of(notice.message), notice.message.subject);
        task.hint = casework::long_date_and_time(locale, notice.at);
        task.href = "/inbox/" + notice.id;
        if (notice.read) {
            task.status.text = locale.text("account.read");
        } else {
            task.status.tag = html::Tag{.text = locale.text("account.new"), .classes = html::tag_blue};
        }
        list.items.push_back(std::move(task));
    }
    if (!list.items.empty()) main += html::task_list(list);
    if (!found->next.empty())
        main += html::paragraph(html::link(
            {.text = locale.text("account.older_messages"), .href = "/inbox?after=" + http::percent_encode(found->next)}
        ));
    return page(
        parts, request, caller, {.title = title, .main = main, .back = "/applications", .about_a_person = true}
    );
}

/// A message's words, with the addresses of this site as links; nothing else becomes one.
html::Html linked(const words::Locale& locale, const std::string& origin, std::string_view body) {
    while (body.ends_with('\n')) body.remove_suffix(1);
    html::Html out;
    bool first = true;
    for (const auto line : base::split(body, '\n')) {
        if (!first) out += html::element("br", {});
        first = false;
        const bool ours = line.starts_with(origin + "/") && line.find(' ') == std::string_view::npos;
        out += ours ? html::link(
                          {.text = locale.text("account.open_here"), .href = std::string{line.substr(origin.size())}}
                      )
                    : html::escape(line);
    }
    return out;
}

base::Result<http::Response> message(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto notice = parts.notifier.find(subject_of(caller), request.parameter("notice"));
    if (!notice) return notice.error();
    if (!notice->read) {
        if (const auto marked = parts.notifier.mark_read(subject_of(caller), notice->id); !marked)
            return marked.error();
    }
    const words::Locale& locale = words_of(parts, request);
    const std::string language = language_of(notice->message);
    html::Html main = html::page_heading(
        in_language(locale, language, notice->message.subject), casework::long_date_and_time(locale, notice->at)
    );
    // A letter stays in the language that it was written in, and so does the link in it.
    const words::Locale& letters = parts.languages.get(language);
    main +=
        part_in_language(locale, language, html::paragraph(linked(letters, parts.place.origin, notice->message.body)));
    return page(
        parts, request, caller,
        {.title = notice->message.subject, .main = main, .back = "/inbox", .about_a_person = true}
    );
}

std::string purpose_words(const std::string& code, const words::Locale& locale) {
    if (code == "decide-case") return locale.text("account.why_decide");
    if (code == "review-case") return locale.text("account.why_review");
    if (code == "acting") return locale.text("helping.why_acting");
    if (code == "take-part") return locale.text("parties.looked");
    if (code == "own") return locale.text("account.why_own");
    return code;
}

/// One look after another by the same person for the same reason is one row, with how often.
struct Look {
    std::string who;
    std::string why;
    base::Instant last;
    int times = 1;
};

std::vector<Look> looks_of(
    const Parts& parts, const std::vector<vault::AccessRecord>& accesses, const std::string& subject,
    const words::Locale& locale
) {
    const auto staff = parts.accounts.staff();
    std::map<std::string, std::string> helpers;
    std::vector<Look> looks;
    for (const auto& access : accesses) {
        std::string who = locale.text("account.former_staff");
        if (staff) {
            for (const auto& member : *staff) {
                if (member.account.id == access.actor) who = member.name;
            }
        }
        if (access.code == "acting") {
            auto [known, is_new] = helpers.try_emplace(access.actor);
            if (is_new) known->second = name_of_account(parts, access.actor);
            who = known->second.empty() ? locale.text("helping.gone") : known->second;
        }
        if (access.actor == subject) who = locale.text("account.you");
        if (std::string name = parts.parties.name_of_reader(subject, access.actor); !name.empty())
            who = std::move(name);
        std::string why = purpose_words(access.code, locale);
        if (!looks.empty() && looks.back().who == who && looks.back().why == why &&
            std::chrono::floor<std::chrono::days>(looks.back().last) ==
                std::chrono::floor<std::chrono::days>(access.at)) {
            ++looks.back().times;
            continue;
        }
        looks.push_back({std::move(who), std::move(why), access.at});
    }
    return looks;
}

base::Result<http::Response> who_looked(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    constexpr std::size_t most_looks = 100;
    const std::string subject = subject_of(caller);
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("account.looked_title");
    html::Html main = html::page_heading(title);
    main += html::lead(locale.text("account.looked_lead"));
    if (subject.empty()) {
        main += html::paragraph(locale.text("account.looked_sign_in"));
        main += html::button_group(html::button(
            {.text = locale.text("frame.sign_in"), .href = "/sign-in?next=" + http::percent_encode("/access")}
        ));
        return page(parts, request, caller, {.title = title, .main = main});
    }
    const auto accesses = parts.store.read([&](store::ReadTransaction& transaction) {
        return parts.vault.accesses(transaction, subject, most_looks);
    });
    if (!accesses) return accesses.error();
    if (accesses->empty()) {
        main += html::inset_text({.text = locale.text("account.nobody_looked")});
    } else {
        html::StackingTable table{
            .caption = locale.text("account.newest_first"),
            .hide_caption = true,
            .columns = {locale.text("account.when"), locale.text("account.who"), locale.text("account.why")}
        };
        for (const auto& look : looks_of(parts, *accesses, subject, locale)) {
            std::string when = casework::long_date_and_time(locale, look.last);
            if (look.times > 1) when = locale.text("account.times_that_day", {{"when", when}, {"count", look.times}});
            table.rows.push_back({when, as_written(look.who), look.why});
        }
        main += html::stacking_table(table);
        if (accesses->size() == most_looks) {
            const auto count = static_cast<std::int64_t>(most_looks);
            main += html::soft(locale.text("account.last_looks", {{"count", count}}));
        }
    }
    main += html::soft(locale.text("account.should_not_be"));
    return page(
        parts, request, caller, {.title = title, .main = main, .about_a_person = true, .width = html::Width::wide}
    );
}

base::Result<http::Response> account_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto profile = parts.accounts.profile(caller.account);
    if (!profile) return profile.error();
    const auto account = parts.accounts.find(caller.account);
    if (!account) return account.error();
    const auto unread = parts.notifier.unread(caller.account);
    if (!unread) return unread.error();
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("account.title");
    html::Html main = html::page_heading(title);
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row(
        locale.text("account.name"),
        profile->name.empty() ? html::escape(locale.text("form.not_given")) : as_written(profile->name)
    ));
    facts.rows.push_back(html::summary_row(locale.text("account.email"), as_written(profile->email)));
    facts.rows.push_back(html::summary_row(
        locale.text("account.password"), locale.text("account.only_you_know"),
        html::Action{
            .text = locale.text("form.change"),
            .href = "/password/forgotten",
            .visually_hidden_text = locale.text("account.your_password")
        }
    ));
    facts.rows.push_back(
        html::summary_row(locale.text("account.made_on"), casework::long_date(locale, account->created))
    );
    main += html::summary_list(facts);
    main += html::row_list({
        {.title = locale.text("applications.title"),
         .href = "/applications",
         .text = locale.text("account.applications_text")},
        {.title = locale.text("account.messages_title"),
         .href = "/inbox",
         .text = locale.text("account.messages_text"),
         .aside = *unread == 0
                      ? html::Html{}
                      : html::chip(locale.text("applications.new_messages", {{"count", *unread}}), html::Tone::info)},
        {.title = locale.text("remembered.title"), .href = "/account/remembered", .text = locale.text("remembered.text")
        },
        {.title = locale.text("account.looked_title"), .href = "/access", .text = locale.text("account.looked_text")},
        {.title = locale.text("helping.permissions_title"),
         .href = "/permissions",
         .text = locale.text("helping.permissions_summary")},
        {.title = locale.text("helping.people_title"), .href = "/helping", .text = locale.text("helping.people_summary")
        },
    });
    return page(parts, request, caller, {.title = title, .main = main, .back = "/", .about_a_person = true});
}

}  // namespace

http::Response sign_in_page(const http::Request& request, http::Access) {
    return http::Response::redirect(
        "/sign-in?next=" + http::percent_encode(request.method == http::Method::get ? request.path : "/")
    );
}

void add_account(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](
                   const http::Request& request, const http::Caller& caller
               ) -> base::Result<http::Response> { return handler(parts, request, caller); };
    };
    const http::Limits hashing{.pool = http::Pool::passwords};
    const auto show_sign_in = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return sign_in_form(p, request, caller, {});
    };
    const auto show_new = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return new_account_form(p, request, caller, {});
    };
    routes.emplace_back(get, "/sign-in", http::Access::anyone, bind(show_sign_in));
    routes.emplace_back(post, "/sign-in", http::Access::anyone, bind(sign_in), hashing);
    routes.emplace_back(post, "/sign-out", http::Access::anyone, bind(sign_out));
    routes.emplace_back(get, "/account/new", http::Access::anyone, bind(show_new));
    routes.emplace_back(post, "/account/new", http::Access::anyone, bind(new_account), hashing);
    routes.emplace_back(get, "/account", http::Access::resident, bind(account_page));
    routes.emplace_back(get, "/inbox", http::Access::anyone, bind(inbox));
    routes.emplace_back(get, "/inbox/{notice}", http::Access::anyone, bind(message));
    routes.emplace_back(get, "/access", http::Access::anyone, bind(who_looked));
}

}  // namespace guildhall::portal
