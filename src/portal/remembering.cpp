// Answers that are offered again: what is remembered, forgetting it, turning it off.

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

constexpr const char* path = "/account/remembered";

std::chrono::year_month_day day_of(base::Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant);
}

html::Html answer_view(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const words::Locale& locale,
    const journeys::RememberedAnswer& remembered
) {
    const catalogue::Service& service = service_words(parts, request, *remembered.service).service;
    const auto* question = service.find(remembered.question->id);
    const std::string& ask = question ? question->ask : remembered.question->ask;
    html::Html out = html::heading({.text = ask, .size = html::Size::s});
    out +=
        html::paragraph(lines(journeys::to_words(question ? *question : *remembered.question, remembered.answer, locale)
        ));
    if (service.language != locale.tag()) out = html::element("div", {{"lang", service.language}}, out);
    out += html::soft(locale.text(
        "remembered.from",
        {{"service", service.title}, {"date", day_of(remembered.given_at)}, {"until", day_of(remembered.forget_at)}}
    ));
    out += post_form(
        caller, path,
        html::hidden_field("bank", remembered.bank) + html::hidden_field("form", remembered.form) +
            html::button(
                {.text = html::escape(locale.text("remembered.forget")) + html::hidden_words(": " + ask),
                 .classes = html::secondary_button}
            )
    );
    return out;
}

base::Result<http::Response> show(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const auto on = parts.remembered.is_on(caller.account);
    if (!on) return on.error();
    const auto kept = parts.remembered.list(caller.account);
    if (!kept) return kept.error();
    const std::string title = locale.text("remembered.title");
    html::Html main = html::page_heading(title) + html::lead(locale.text("remembered.lead"));
    main += html::paragraph(locale.text("remembered.never"));
    if (!*on)
        main += html::inset_text({.text = locale.text("remembered.is_off")});
    else if (kept->empty())
        main += html::inset_text({.text = locale.text("remembered.nothing")});
    for (const auto& remembered : *kept) main += answer_view(parts, request, caller, locale, remembered);
    html::Html turning = html::paragraph(locale.text(*on ? "remembered.turn_off_text" : "remembered.turn_on_text"));
    turning += post_form(
        caller, path,
        html::hidden_field("turn", *on ? "off" : "on") +
            html::button(
                {.text = locale.text(*on ? "remembered.turn_off" : "remembered.turn_on"),
                 .classes = html::secondary_button}
            )
    );
    main += html::section("turning", locale.text("remembered.turn_title"), turning);
    return page(
        parts, request, caller,
        {.title = title, .main = main, .back = "/account", .about_a_person = true, .language = locale.tag()}
    );
}

base::Result<http::Response> change(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string_view turn = request.form.get("turn");
    if (turn == "off" || turn == "on") {
        if (const auto done = parts.remembered.turn(caller.account, turn == "on"); !done) return done.error();
    } else if (const auto done =
                   parts.remembered.forget(caller.account, request.form.get("bank"), request.form.get("form"));
               !done) {
        return done.error();
    }
    return http::Response::redirect(path);
}

}  // namespace

void add_remembering(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, path, http::Access::resident, bind(show));
    routes.emplace_back(post, path, http::Access::resident, bind(change));
}

}  // namespace guildhall::portal
