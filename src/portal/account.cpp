// Signing in, making an account, the inbox, who looked at one's data.

#include <fmt/format.h>

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
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"

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
    const std::string next = next_of(request);
    html::Html main = problems_summary(problems) + html::page_heading("Sign in");
    html::Input email = plain_input("email", "E-mail address", std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    html::Input password = plain_input("password", "Password", "", problems);
    password.type = "password";
    password.autocomplete = "current-password";
    main += post_form(
        caller, "/sign-in",
        html::hidden_field("next", next) + html::input(email) + html::input(password) +
            html::button_group(html::button({.text = "Sign in", .prevent_double_click = true}))
    );
    main += html::paragraph(html::link({.text = "Forgot your password?", .href = "/password/forgotten"}));
    if (!next.starts_with("/desk")) {
        main += html::section(
            "no-account", "No account yet?",
            html::paragraph(
                "You can use most services without one. With an account you find your applications and messages "
                "again on any device."
            ) +
                html::button_group(html::button(
                    {.text = "Make an account",
                     .href = "/account/new?next=" + http::percent_encode(next),
                     .classes = html::secondary_button}
                ))
        );
    }
    return page(
        parts, request, caller,
        {.title = "Sign in", .main = main, .has_error = !problems.empty(), .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> sign_in(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    std::vector<FormProblem> problems;
    if (request.form.get("email").empty()) problems.push_back({"email", "Enter your e-mail address"});
    if (request.form.get("password").empty()) problems.push_back({"password", "Enter your password"});
    if (!problems.empty()) return sign_in_form(parts, request, caller, problems);
    const auto account =
        parts.accounts.sign_in(request.form.get("email"), request.form.get("password"), request.remote_address);
    if (!account) {
        const auto code = account.error().code;
        if (code != base::ErrorCode::not_signed_in && code != base::ErrorCode::too_many_requests)
            return account.error();
        return sign_in_form(parts, request, caller, {{"email", account.error().message.text}});
    }
    const auto session = parts.sessions.sign_in(caller, *account);
    if (!session) return session.error();
    const std::string next =
        request.form.has("next") ? next_of(request) : (account->is_staff() ? "/desk" : "/applications");
    http::Response response = http::Response::redirect(account->is_staff() && next == "/applications" ? "/desk" : next);
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

http::Response new_account_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const std::string next = next_of(request);
    html::Html main = problems_summary(problems) + html::page_heading("Make an account");
    main += html::paragraph(
        "With an account you can come back on any device, and see your applications and messages in one place."
    );
    html::Input name = plain_input("name", "Your name (optional)", std::string{request.form.get("name")}, problems);
    name.autocomplete = "name";
    html::Input email = plain_input("email", "E-mail address", std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    html::Input password = plain_input("password", "Password", "", problems);
    password.type = "password";
    password.autocomplete = "new-password";
    password.hint.text = "At least 8 characters. Three words that you remember are better than one short word.";
    main += post_form(
        caller, "/account/new",
        html::hidden_field("next", next) + html::input(name) + html::input(email) + html::input(password) +
            html::button_group(html::button({.text = "Make the account", .prevent_double_click = true}))
    );
    main +=
        html::paragraph(html::link({.text = "Sign in instead", .href = "/sign-in?next=" + http::percent_encode(next)}));
    return page(
        parts, request, caller,
        {.title = "Make an account",
         .main = main,
         .has_error = !problems.empty(),
         .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> new_account(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    identity::NewResident resident{
        std::string{request.form.get("email")}, std::string{request.form.get("password")},
        std::string{request.form.get("name")}, request.remote_address
    };
    std::vector<FormProblem> problems;
    if (auto problem = identity::problem_with_name(resident.name)) problems.push_back({"name", *problem});
    if (auto problem = identity::problem_with_email(resident.email)) problems.push_back({"email", *problem});
    if (auto problem = identity::problem_with_password(resident.password, resident.email))
        problems.push_back({"password", *problem});
    if (!problems.empty()) return new_account_form(parts, request, caller, problems);
    const auto account = parts.accounts.create_resident(resident);
    if (!account) {
        const auto code = account.error().code;
        if (code == base::ErrorCode::conflict || code == base::ErrorCode::too_many_requests ||
            code == base::ErrorCode::invalid_input) {
            return new_account_form(parts, request, caller, {{"email", account.error().message.text}});
        }
        return account.error();
    }
    const auto session = parts.sessions.sign_in(caller, *account);
    if (!session) return session.error();
    http::Response response = http::Response::redirect(next_of(request));
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

base::Result<http::Response> sign_out(const Parts& parts, const http::Request&, const http::Caller& caller) {
    auto forget = parts.sessions.sign_out(caller);
    if (!forget) return forget.error();
    http::Response response = http::Response::redirect("/");
    response.cookies.push_back(*std::move(forget));
    return response;
}

base::Result<http::Response> inbox(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = parts.notifier.inbox(subject_of(caller), request.query.get("after"));
    if (!found) return found.error();
    html::Html main = html::page_heading("Your messages");
    if (found->notices.empty())
        main += html::inset_text(
            {.text = "You have no messages yet. When something happens with an application, it stands here."}
        );
    html::TaskList list;
    for (const auto& notice : found->notices) {
        html::Task task;
        task.title.text = notice.message.subject;
        task.hint = casework::long_date_and_time(notice.at);
        task.href = "/inbox/" + notice.id;
        if (notice.read) {
            task.status.text = "Read";
        } else {
            task.status.tag = html::Tag{.text = "New", .classes = html::tag_blue};
        }
        list.items.push_back(std::move(task));
    }
    if (!list.items.empty()) main += html::task_list(list);
    if (!found->next.empty())
        main += html::paragraph(
            html::link({.text = "Older messages", .href = "/inbox?after=" + http::percent_encode(found->next)})
        );
    return page(
        parts, request, caller,
        {.title = "Your messages", .main = main, .back = "/applications", .about_a_person = true}
    );
}

/// A message's words, with the addresses of this site as links; nothing else becomes one.
html::Html linked(const std::string& origin, std::string_view body) {
    while (body.ends_with('\n')) body.remove_suffix(1);
    html::Html out;
    bool first = true;
    for (const auto line : base::split(body, '\n')) {
        if (!first) out += html::element("br", {});
        first = false;
        const bool ours = line.starts_with(origin + "/") && line.find(' ') == std::string_view::npos;
        out += ours ? html::link({.text = "Open it here", .href = std::string{line.substr(origin.size())}})
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
    html::Html main = html::page_heading(notice->message.subject, casework::long_date_and_time(notice->at));
    main += html::paragraph(linked(parts.place.origin, notice->message.body));
    return page(
        parts, request, caller,
        {.title = notice->message.subject, .main = main, .back = "/inbox", .about_a_person = true}
    );
}

std::string purpose_words(const std::string& code) {
    if (code == "decide-case") return "To decide your application";
    if (code == "review-case") return "To review a decision that you asked to have reviewed";
    if (code == "own") return "You looked at it yourself";
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
    const std::vector<vault::AccessRecord>& accesses, const std::string& subject,
    const base::Result<std::vector<identity::StaffMember>>& staff
) {
    std::vector<Look> looks;
    for (const auto& access : accesses) {
        std::string who = "Someone who no longer works here";
        if (staff) {
            for (const auto& member : *staff) {
                if (member.account.id == access.actor) who = member.name;
            }
        }
        if (access.actor == subject) who = "You";
        std::string why = purpose_words(access.code);
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
    html::Html main = html::page_heading("Who looked at my data");
    main += html::lead(
        "Whenever somebody who works here opens your data, that is written down, and you can see it. Nobody can look "
        "without leaving a line here."
    );
    if (subject.empty()) {
        main += html::paragraph("Sign in to see who looked at yours, when and why.");
        main += html::button_group(
            html::button({.text = "Sign in", .href = "/sign-in?next=" + http::percent_encode("/access")})
        );
        return page(parts, request, caller, {.title = "Who looked at my data", .main = main});
    }
    const auto accesses = parts.store.read([&](store::ReadTransaction& transaction) {
        return parts.vault.accesses(transaction, subject, most_looks);
    });
    if (!accesses) return accesses.error();
    if (accesses->empty()) {
        main += html::inset_text({.text = "Nobody has looked at your data so far."});
    } else {
        html::StackingTable table{.caption = "Newest first", .hide_caption = true, .columns = {"When", "Who", "Why"}};
        for (const auto& look : looks_of(*accesses, subject, parts.accounts.staff())) {
            std::string when = casework::long_date_and_time(look.last);
            if (look.times > 1) when += fmt::format(", {} times that day", look.times);
            table.rows.push_back({when, look.who, look.why});
        }
        main += html::stacking_table(table);
        if (accesses->size() == most_looks) main += html::soft(fmt::format("These are the last {} times.", most_looks));
    }
    main += html::soft("Something here that should not be? Tell us with the link at the foot of this page.");
    return page(
        parts, request, caller,
        {.title = "Who looked at my data", .main = main, .about_a_person = true, .width = html::Width::wide}
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
    html::Html main = html::page_heading("Your account");
    html::SummaryList facts;
    facts.rows.push_back(html::summary_row("Name", profile->name.empty() ? "Not given" : profile->name));
    facts.rows.push_back(html::summary_row("E-mail address", profile->email));
    facts.rows.push_back(html::summary_row(
        "Password", "Only you know it",
        html::Action{.text = "Change", .href = "/password/forgotten", .visually_hidden_text = "your password"}
    ));
    facts.rows.push_back(html::summary_row("Made on", casework::long_date(account->created)));
    main += html::summary_list(facts);
    main += html::row_list({
        {.title = "Your applications", .href = "/applications", .text = "What you started and sent in."},
        {.title = "Your messages",
         .href = "/inbox",
         .text = "What we wrote to you.",
         .aside = *unread == 0 ? html::Html{} : html::chip(fmt::format("{} new", *unread), html::Tone::info)},
        {.title = "Who looked at my data", .href = "/access", .text = "Everybody here who opened it, when and why."},
    });
    return page(parts, request, caller, {.title = "Your account", .main = main, .back = "/", .about_a_person = true});
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
