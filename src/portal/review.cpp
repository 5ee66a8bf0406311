// Asking for a review of a decision.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/input.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;

http::Response review_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Case& found,
    const std::string& problem
) {
    html::Html main;
    if (!problem.empty()) main += html::error_summary({.errors = {{.text = problem, .href = "#words"}}});
    main += html::page_heading("Ask for a review", found.service->title + ", " + found.summary.reference);
    main += html::bullet_list({
        "Someone else than who decided looks at everything again: your answers, your files, the reasons, and what you "
        "write here.",
        fmt::format("You hear from us within {} working days of asking.", found.service->decide_within_working_days),
        html::Content{
            html::escape("It is free. You can ask until ") +
            html::strong(casework::deadline_day(casework::Cases::review_until(found.summary))) + html::escape(".")
        },
    });
    html::Textarea words;
    words.id = words.name = "words";
    words.label.text = "What should we look at again?";
    words.hint.text = "What was missed or wrong? You need no legal words.";
    words.rows = 8;
    words.value = std::string{request.form.get("words")};
    if (!problem.empty()) words.error.text = problem;
    main += post_form(
        caller, case_path(found, "review"),
        html::textarea(words) +
            html::button_group(html::button({.text = "Ask for a review", .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = "Ask for a review",
         .main = main,
         .back = case_path(found),
         .has_error = !problem.empty(),
         .about_a_person = true,
         .status = problem.empty() ? 200 : 422}
    );
}

base::Result<http::Response> show_review(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    if (found->review) return http::Response::redirect(case_path(*found));
    return review_form(parts, request, caller, *found, "");
}

base::Result<http::Response> ask_review(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    const auto asked =
        parts.cases.ask_review(found->summary.reference, found->subject, std::string{request.form.get("words")});
    if (!asked) {
        if (asked.error().code == base::ErrorCode::invalid_input)
            return review_form(parts, request, caller, *found, asked.error().message.text);
        // A second click: the review exists, and its page says so.
        if (found->review) return http::Response::redirect(case_path(*found));
        return asked.error();
    }
    parts.dispatcher.wake();
    return http::Response::redirect(case_path(*found));
}

}  // namespace

void add_review(Routes& routes, const Parts& parts) {
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    constexpr const char* path = "/applications/{reference}/review";
    routes.emplace_back(http::Method::get, path, http::Access::anyone, bind(show_review));
    routes.emplace_back(http::Method::post, path, http::Access::anyone, bind(ask_review));
}

}  // namespace guildhall::portal
