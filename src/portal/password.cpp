// A new password for who forgot theirs: asking for the link, and using it.

#include <fmt/format.h>

#include "html/button.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

using Problems = std::vector<FormProblem>;

http::Response forgotten_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Problems& problems
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("password.forgotten_title");
    html::Html main = problems_summary(locale, problems) + html::page_heading(title);
    main += html::paragraph(locale.text("password.forgotten_text"));
    html::Input email =
        plain_input(locale, "email", locale.text("account.email"), std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    main += post_form(
        caller, "/password/forgotten",
        html::input(email) +
            html::button_group(html::button({.text = locale.text("password.send_link"), .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .back = "/sign-in",
         .has_error = !problems.empty(),
         .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> ask_for_link(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto asked = parts.password_resets.request(
        request.form.get("email"), request.remote_address, words_of(parts, request).tag()
    );
    if (!asked) {
        const auto code = asked.error().code;
        if (code != base::ErrorCode::invalid_input && code != base::ErrorCode::too_many_requests) return asked.error();
        return forgotten_form(
            parts, request, caller, {{"email", words::said(words_of(parts, request), asked.error().message.text)}}
        );
    }
    return http::Response::redirect("/password/sent");
}

base::Result<http::Response> link_sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("password.sent_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(locale.text("password.sent_text"));
    main += html::bullet_list(
        {locale.text("password.works_once"), locale.text("password.nothing_there"), locale.text("password.old_works")}
    );
    main += html::paragraph(html::link({.text = locale.text("password.ask_another"), .href = "/password/forgotten"}));
    return page(parts, request, caller, {.title = title, .main = main, .back = "/sign-in"});
}

http::Response new_password_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Problems& problems
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("password.new_title");
    html::Html main = problems_summary(locale, problems) + html::page_heading(title);
    html::Input password = plain_input(locale, "password", locale.text("password.new_password"), "", problems);
    password.type = "password";
    password.autocomplete = "new-password";
    password.hint.text = locale.text("account.password_hint", {{"limit", identity::shortest_password}});
    main += post_form(
        caller, "/password/new/" + std::string{request.parameter("token")},
        html::input(password) +
            html::button_group(html::button({.text = locale.text("password.set"), .prevent_double_click = true}))
    );
    main += html::soft(locale.text("password.then_signed_in"));
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .has_error = !problems.empty(),
         .about_a_person = true,
         .status = problems.empty() ? 200 : 422,
         // The address holds what opens the account: it goes into no other address.
         .feedback_path = "/password/new"}
    );
}

http::Response link_over(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
) {
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("password.over_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(words::said(locale, error.message.text));
    main += html::button_group(html::button({.text = locale.text("password.ask_new"), .href = "/password/forgotten"}));
    return page(
        parts, request, caller,
        {.title = title,
         .main = main,
         .about_a_person = true,
         .status = http::status_of(error.code),
         .feedback_path = "/password/new"}
    );
}

base::Result<http::Response> open_link(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto account = parts.password_resets.account_for(request.parameter("token"));
    if (!account) {
        if (account.error().code != base::ErrorCode::expired) return account.error();
        return link_over(parts, request, caller, account.error());
    }
    return new_password_form(parts, request, caller, {});
}

base::Result<http::Response> set_password(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto account = parts.password_resets.reset(request.parameter("token"), request.form.get("password"));
    if (!account) {
        const auto code = account.error().code;
        if (code == base::ErrorCode::expired) return link_over(parts, request, caller, account.error());
        if (code != base::ErrorCode::invalid_input) return account.error();
        return new_password_form(
            parts, request, caller, {{"password", words::said(words_of(parts, request), account.error().message.text)}}
        );
    }
    // Every session of the account has ended; a session of this browser that was its own is gone too.
    const http::Caller before = caller.account == account->id ? http::Caller{} : caller;
    const auto session = parts.sessions.sign_in(before, *account);
    if (!session) return session.error();
    http::Response response = http::Response::redirect(account->is_staff() ? "/desk" : "/applications");
    if (session->cookie) response.cookies.push_back(*session->cookie);
    if (auto language = settle_language(parts, request, account->id)) response.cookies.push_back(*std::move(language));
    return response;
}

}  // namespace

notifications::Message password_mail(const Place& place, const words::Locale& locale, const std::string& token) {
    return {
        locale.text("password.mail_subject"),
        fmt::format(
            "{}\n\n{}\n{}/password/new/{}\n\n{}\n\n{}\n", locale.text("password.mail_asked", {{"place", place.name}}),
            locale.text("password.mail_if_you"), place.origin, token, locale.text("password.mail_if_not"),
            place.agency.empty() ? place.name : place.agency
        ),
        locale.tag()
    };
}

void add_password(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](
                   const http::Request& request, const http::Caller& caller
               ) -> base::Result<http::Response> { return handler(parts, request, caller); };
    };
    const auto show_forgotten = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return forgotten_form(p, request, caller, {});
    };
    const http::Limits hashing{.pool = http::Pool::passwords};
    routes.emplace_back(get, "/password/forgotten", http::Access::anyone, bind(show_forgotten));
    routes.emplace_back(post, "/password/forgotten", http::Access::anyone, bind(ask_for_link));
    routes.emplace_back(get, "/password/sent", http::Access::anyone, bind(link_sent));
    routes.emplace_back(get, "/password/new/{token}", http::Access::anyone, bind(open_link));
    routes.emplace_back(post, "/password/new/{token}", http::Access::anyone, bind(set_password), hashing);
}

}  // namespace guildhall::portal
