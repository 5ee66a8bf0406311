// After sending in: beginning a change, that it is sent, and what was changed when.

#include "portal/internal/changing.hpp"

#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/own_case.hpp"
#include "portal/internal/page_view.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;
using casework::Changeable;

std::chrono::year_month_day day_of(base::Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant);
}

base::Result<http::Response> start(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    // Who came by a link keeps the application in an account first: the draft is theirs who changes it.
    if (found->subject != subject_of(caller)) return http::Response::redirect(case_path(*found));
    const auto draft = parts.corrections.start(*found);
    if (!draft) return draft.error();
    return http::Response::redirect(draft_path(*draft, check_page_name));
}

base::Result<http::Response> sent(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = load_case(parts, request, caller);
    if (!found) return found.error();
    if (found->version == 1) return http::Response::redirect(case_path(*found));
    const auto [service, locale] = service_words(parts, request, *found->service);
    const std::string title = locale.text("changing.sent_title");
    html::Html main = html::panel(
        {.title = title,
         .text = html::escape(service.title) + html::element("br", {}) + html::reference(found->summary.reference)}
    );
    std::vector<html::Content> steps;
    if (!found->decision) {
        steps.emplace_back(locale.text("changing.sent_next", {{"date", last_day(found->summary.due_at)}}));
    }
    steps.emplace_back(locale.text("changing.kept_both"));
    main += html::bullet_list(steps);
    main +=
        html::button_group(html::button({.text = locale.text("applications.see_standing"), .href = case_path(*found)}));
    return page(
        parts, request, caller, {.title = title, .main = main, .about_a_person = true, .language = locale.tag()}
    );
}

}  // namespace

html::Html change_ways(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const Case& found
) {
    // What was sent in is changed by the one whose application it is, not by a helper.
    if (!caller.acting.mandate.empty() || casework::changeable(found, parts.clock.now()) != Changeable::yes) return {};
    const auto [service, locale] = service_words(parts, request, *found.service);
    html::Html out;
    if (found.subject != subject_of(caller)) {
        out = html::paragraph(locale.text("changing.keep_first"));
    } else {
        const auto until = casework::changeable_until(found);
        std::string words =
            until ? locale.text("changing.until", {{"date", last_day(*until)}}) : locale.text("changing.until_decided");
        if (!service.after_sending->all) {
            std::vector<std::string> asked;
            for (const auto& id : service.after_sending->change) {
                if (const auto* question = service.find(id); question && !question->ask.empty())
                    asked.push_back("“" + question->ask + "”");
            }
            words += " " + locale.text("changing.these", {{"questions", locale.list(asked)}});
        }
        out = html::paragraph(words) + post_form(
                                           caller, case_path(found, "change"),
                                           html::button(
                                               {.text = locale.text("changing.button"),
                                                .classes = html::secondary_button,
                                                .prevent_double_click = true}
                                           )
                                       );
    }
    return part_in_language(words_of(parts, request), locale.tag(), out);
}

html::Html changes_section(
    const Parts& parts, const http::Request& request, const Case& found,
    const std::vector<casework::CaseVersion>& versions
) {
    if (versions.size() < 2) return {};
    const auto [service, locale] = service_words(parts, request, *found.service);
    html::Html out;
    for (std::size_t at = versions.size(); at-- > 1;) {
        const auto& version = versions[at];
        out += html::heading(
            {.text = locale.text("changing.changed_on", {{"date", day_of(version.sent_at)}}),
             .level = 3,
             .size = html::Size::s}
        );
        if (!version.reason.empty())
            out += html::paragraph(lines(locale.text("applications.quotation", {{"words", version.reason}})));
        out += changes_view(
            journeys::changes_between(service, versions[at - 1].answers, version.answers, locale, found.rules_at),
            locale
        );
    }
    return html::section(
        "changes", words_of(parts, request).text("changing.versions_title"),
        part_in_language(words_of(parts, request), locale.tag(), out)
    );
}

void add_changing(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(post, "/applications/{reference}/change", http::Access::anyone, bind(start));
    routes.emplace_back(get, "/applications/{reference}/changed", http::Access::anyone, bind(sent));
}

}  // namespace guildhall::portal
