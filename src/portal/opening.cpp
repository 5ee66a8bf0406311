// Coming back to a case without the session that made it: the link in a message, a new link, an account that keeps it.

#include "base/ids.hpp"
#include "casework/case_link.hpp"
#include "html/button.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

/// As long as a session; the link opens it again.
constexpr std::chrono::hours opened_for{12};

/// The key goes into a cookie, so that it does not stay in the address bar and the history. What the browser gets is
/// this one case: a link that somebody else sends cannot make its reader work under another's name.
base::Result<http::Response> open(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto reference = request.parameter("reference");
    const auto found = parts.cases.load_with_key(reference, request.parameter("key"));
    if (!found) {
        if (found.error().code != base::ErrorCode::not_found) return found.error();
        // An old link of a case that is the caller's by now.
        if (const auto own = load_case(parts, request, caller)) return http::Response::redirect(case_path(*own));
        return locked_page(parts, request, caller);
    }
    http::Response response = http::Response::redirect(case_path(*found));
    if (found->subject != subject_of(caller)) {
        response.cookies.push_back(
            {key_cookie_name(reference),
             casework::make_case_key(parts.vault, found->summary.id, found->subject, parts.clock.now() + opened_for),
             std::nullopt, http::SameSite::lax}
        );
    }
    return response;
}

base::Result<http::Response> send_link(const Parts& parts, const http::Request& request, const http::Caller&) {
    const auto reference = base::Reference::parse(request.parameter("reference"));
    if (!reference) return base::Error{base::ErrorCode::not_found, {"This is not a reference of ours."}, {"link"}};
    const auto sent = parts.case_notices.send_link(reference->text());
    if (!sent) return sent.error();
    return http::Response::redirect("/applications/" + reference->text() + "/link-sent");
}

base::Result<http::Response> link_sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto reference = base::Reference::parse(request.parameter("reference"));
    if (!reference) return base::Error{base::ErrorCode::not_found, {"This is not a reference of ours."}, {"link"}};
    html::Html main = html::page_heading("Look at your e-mail");
    main += html::paragraph(
        html::escape("If there is an application ") + html::reference(reference->text()) +
        html::escape(" with an e-mail address, a link that opens it is on its way there.")
    );
    main += html::bullet_list(
        {"It can take a few minutes. Look among the unwanted mail too.", "We send at most one link in ten minutes.",
         "Without an e-mail address in the application we cannot send one: then contact us with the reference."}
    );
    return page(
        parts, request, caller,
        {.title = "Look at your e-mail",
         .main = main,
         .back = "/applications/" + reference->text(),
         .about_a_person = true}
    );
}

base::Result<http::Response> keep(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    // A key opens cases of visitors alone, so what is not the caller's own is no other account's.
    if (found->subject != caller.account) {
        const auto brought = parts.sessions.bring(found->subject, caller.account);
        if (!brought) return brought.error();
    }
    http::Response response = http::Response::redirect(case_path(*found));
    response.cookies.push_back(
        {key_cookie_name(found->summary.reference), {}, std::chrono::seconds{0}, http::SameSite::lax}
    );
    return response;
}

}  // namespace

bool asks_for_a_case(const http::Request& request, const http::Caller& caller) {
    return caller.account.empty() && request.path.starts_with("/applications/") &&
           base::Reference::parse(request.parameter("reference")).has_value();
}

http::Response locked_page(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto parsed = base::Reference::parse(request.parameter("reference"));
    const std::string reference = parsed ? parsed->text() : std::string{};
    html::Html main = html::page_heading("Open your application", reference);
    main += html::lead("This browser does not know you as the one who applied. There are two ways in.");
    main += html::section(
        "link", "By a link",
        html::paragraph("We can send a link that opens it to the e-mail address that you gave when you applied.") +
            post_form(
                caller, "/applications/" + reference + "/link",
                html::button_group(html::button({.text = "Send me a link", .prevent_double_click = true}))
            )
    );
    const std::string next = http::percent_encode("/applications/" + reference);
    main += html::section(
        "sign-in", "With your account",
        html::paragraph(
            html::escape("If you applied with an account, ") +
            html::link({.text = "sign in", .href = "/sign-in?next=" + next}) + html::escape(" and it is there.")
        )
    );
    main += html::soft("Nothing there that you know? Check the reference: it is on your receipt and in our messages.");
    return page(
        parts, request, caller, {.title = "Open your application", .main = main, .about_a_person = true, .status = 404}
    );
}

void add_opening(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, "/applications/{reference}/open/{key}", http::Access::anyone, bind(open));
    routes.emplace_back(post, "/applications/{reference}/link", http::Access::anyone, bind(send_link));
    routes.emplace_back(get, "/applications/{reference}/link-sent", http::Access::anyone, bind(link_sent));
    routes.emplace_back(post, "/applications/{reference}/keep", http::Access::resident, bind(keep));
}

}  // namespace guildhall::portal
