// A new password for who forgot theirs: asking for the link, and using it.

#include <fmt/format.h>

#include "html/button.hpp"
#include "html/list.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"

namespace guildhall::portal {
namespace {

using Problems = std::vector<FormProblem>;

http::Response forgotten_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Problems& problems
) {
    html::Html main = problems_summary(problems) + html::page_heading("Make a new password");
    main += html::paragraph(
        "Enter the e-mail address of your account. We send you a link with which you choose a new password."
    );
    html::Input email = plain_input("email", "E-mail address", std::string{request.form.get("email")}, problems);
    email.type = "email";
    email.autocomplete = "username";
    main += post_form(
        caller, "/password/forgotten",
        html::input(email) + html::button_group(html::button({.text = "Send the link", .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = "Make a new password",
         .main = main,
         .back = "/sign-in",
         .has_error = !problems.empty(),
         .status = problems.empty() ? 200 : 422}
    );
}

base::Result<http::Response> ask_for_link(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const auto asked = parts.password_resets.request(request.form.get("email"), request.remote_address);
    if (!asked) {
        const auto code = asked.error().code;
        if (code != base::ErrorCode::invalid_input && code != base::ErrorCode::too_many_requests) return asked.error();
        return forgotten_form(parts, request, caller, {{"email", asked.error().message.text}});
    }
    return http::Response::redirect("/password/sent");
}

base::Result<http::Response> link_sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    html::Html main = html::page_heading("Look at your e-mail");
    main += html::paragraph(
        "If there is an account with the address that you gave, a link to a new password is on its way to it."
    );
    main += html::bullet_list(
        {"The link works once, for an hour.",
         "Nothing there after a few minutes? Look among the unwanted mail, and check that you gave the address of "
         "your account.",
         "Your old password works until you have chosen a new one."}
    );
    main += html::paragraph(html::link({.text = "Ask for another link", .href = "/password/forgotten"}));
    return page(parts, request, caller, {.title = "Look at your e-mail", .main = main, .back = "/sign-in"});
}

http::Response new_password_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Problems& problems
) {
    html::Html main = problems_summary(problems) + html::page_heading("Choose a new password");
    html::Input password = plain_input("password", "New password", "", problems);
    password.type = "password";
    password.autocomplete = "new-password";
    password.hint.text = "At least 8 characters. Three words that you remember are better than one short word.";
    main += post_form(
        caller, "/password/new/" + std::string{request.parameter("token")},
        html::input(password) +
            html::button_group(html::button({.text = "Set the new password", .prevent_double_click = true}))
    );
    main += html::soft("You are then signed in here, and signed out everywhere else.");
    return page(
        parts, request, caller,
        {.title = "Choose a new password",
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
    html::Html main = html::page_heading("This link no longer works");
    main += html::paragraph(error.message.text);
    main += html::button_group(html::button({.text = "Ask for a new link", .href = "/password/forgotten"}));
    return page(
        parts, request, caller,
        {.title = "This link no longer works",
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
        return new_password_form(parts, request, caller, {{"password", account.error().message.text}});
    }
    // Every session of the account has ended; a session of this browser that was its own is gone too.
    const http::Caller before = caller.account == account->id ? http::Caller{} : caller;
    const auto session = parts.sessions.sign_in(before, *account);
    if (!session) return session.error();
    http::Response response = http::Response::redirect(account->is_staff() ? "/desk" : "/applications");
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

}  // namespace

notifications::Message password_mail(const Place& place, const std::string& token) {
    return {
        "Choose a new password",
        fmt::format(
            "Someone asked for a new password for your account at {}.\n\nIf it was you, choose one here. The link "
            "works "
            "once, for an hour:\n{}/password/new/{}\n\nIf it was not you, do nothing: your password stays as it "
            "is.\n\n{}\n",
            place.name, place.origin, token, place.agency.empty() ? place.name : place.agency
        )
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
