// Coming back to a case without the session that made it: the link in a message, a new link, an account that keeps it.

#include "base/ids.hpp"
#include "base/message.hpp"
#include "casework/case_link.hpp"
#include "html/button.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/sentence.hpp"

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
    if (!reference) return base::Error{base::ErrorCode::not_found, base::by_key("opening.not_a_reference"), {"link"}};
    const auto sent = parts.case_notices.send_link(reference->text());
    if (!sent) return sent.error();
    return http::Response::redirect("/applications/" + reference->text() + "/link-sent");
}

base::Result<http::Response> link_sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto reference = base::Reference::parse(request.parameter("reference"));
    if (!reference) return base::Error{base::ErrorCode::not_found, base::by_key("opening.not_a_reference"), {"link"}};
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("opening.sent_title");
    html::Html main = html::page_heading(title);
    main += html::paragraph(sentence(locale, "opening.sent_text", {{"reference", html::reference(reference->text())}}));
    main += html::bullet_list(
        {locale.text("opening.few_minutes"),
         locale.text("opening.one_in", {{"minutes", std::int64_t{casework::between_links.count()}}}),
         locale.text("opening.without_email")}
    );
    return page(
        parts, request, caller,
        {.title = title, .main = main, .back = "/applications/" + reference->text(), .about_a_person = true}
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
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("opening.title");
    html::Html main = html::page_heading(title, as_written(reference));
    main += html::lead(locale.text("opening.lead"));
    main += html::section(
        "link", locale.text("opening.by_link"),
        html::paragraph(locale.text("opening.by_link_text")) +
            post_form(
                caller, "/applications/" + reference + "/link",
                html::button_group(html::button({.text = locale.text("opening.send_me"), .prevent_double_click = true}))
            )
    );
    const std::string next = http::percent_encode("/applications/" + reference);
    main += html::section(
        "sign-in", locale.text("opening.with_account"),
        html::paragraph(sentence(
            locale, "opening.with_account_text",
            {{"sign_in", html::link({.text = locale.text("opening.sign_in_link"), .href = "/sign-in?next=" + next})}}
        ))
    );
    main += html::soft(locale.text("opening.check_reference"));
    return page(parts, request, caller, {.title = title, .main = main, .about_a_person = true, .status = 404});
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
