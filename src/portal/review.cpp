// Asking for a review of a decision.

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/input.hpp"
#include "html/text.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "portal/internal/sentence.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;

http::Response review_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Case& found,
    const std::string& problem
) {
    html::Html main;
    const words::Locale& locale = words_of(parts, request);
    const std::string title = locale.text("review.title");
    if (!problem.empty()) main += problems_summary(locale, {{"words", problem}});
    main += html::page_heading(
        title, sentence(
                   locale, "applications.service_and_reference",
                   {{"service", service_title(parts, request, *found.service)},
                    {"reference", as_written(found.summary.reference)}}
               )
    );
    main += html::bullet_list({
        locale.text("review.someone_else"),
        locale.text("review.hear_within", {{"days", found.service->decide_within_working_days}}),
        sentence(
            locale, "review.free_until",
            {{"date", html::strong(casework::deadline_day(locale, casework::Cases::review_until(found.summary)))}}
        ),
    });
    html::Textarea words;
    words.id = words.name = "words";
    words.label.text = locale.text("review.question");
    words.hint.text = locale.text("review.hint");
    words.rows = 8;
    words.value = std::string{request.form.get("words")};
    if (!problem.empty()) words.error = problem_message(locale, problem);
    main += post_form(
        caller, case_path(found, "review"),
        html::textarea(words) + html::button_group(html::button({.text = title, .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = title,
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
    const auto asked = parts.cases.ask_review(
        found->summary.reference, found->subject, std::string{request.form.get("words")}, on_behalf_of(parts, caller)
    );
    if (!asked) {
        if (asked.error().code == base::ErrorCode::invalid_input)
            return review_form(
                parts, request, caller, *found, words::said(words_of(parts, request), asked.error().message.text)
            );
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
