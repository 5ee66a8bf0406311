#include "desk/internal/frame.hpp"

#include <fmt/format.h>

#include "casework/working_days.hpp"
#include "html/look.hpp"
#include "html/page.hpp"

namespace guildhall::desk {

using casework::Status;
using catalogue::OutcomeKind;

http::Response page(
    const Parts& parts, const http::Caller& caller, std::string title, html::Html main, Room room, bool has_error
) {
    html::DeskPage frame;
    frame.title = std::move(title);
    frame.has_error = has_error;
    frame.place = parts.place + " desk";
    frame.side = {
        {.text = "Cases", .href = "/desk", .current = room == Room::queue},
        {.text = "What people say", .href = "/desk/feedback", .current = room == Room::feedback},
        {.text = "How we are doing", .href = "/performance"}
    };
    frame.signed_in = html::SignedIn{.csrf = caller.csrf};
    frame.main = std::move(main);
    frame.assets = {
        parts.assets.url("app.css"), parts.assets.url("app.js"), parts.assets.url("icon.svg"),
        parts.assets.url("atkinson-hyperlegible-next-latin.woff2"), parts.theme
    };
    return http::Response::html(html::desk_page(frame).text(), has_error ? 422 : 200);
}

std::string due_words(base::Instant now, base::Instant due) {
    const int days = casework::working_days_until(now, due);
    if (days < -1) return fmt::format("{} working days late", -days);
    if (days == -1) return "1 working day late";
    if (days == 0) return "Due today";
    if (days == 1) return "Due in 1 working day";
    return fmt::format("Due in {} working days", days);
}

html::Html due_chip(base::Instant now, base::Instant due) {
    const int days = casework::working_days_until(now, due);
    const html::Tone tone = days < 0 ? html::Tone::stop : days == 0 ? html::Tone::wait : html::Tone::info;
    return html::chip(due_words(now, due), tone);
}

html::Html state_chip(const casework::CaseSummary& summary) {
    switch (summary.status) {
        case Status::with_person:
            return html::chip("Needs a person", html::Tone::wait);
        case Status::in_review:
            return html::chip("Review asked for", html::Tone::wait);
        case Status::decided: {
            const auto kind = summary.outcome.value_or(OutcomeKind::refused);
            return html::chip(outcome_words(kind), kind == OutcomeKind::refused ? html::Tone::stop : html::Tone::good);
        }
    }
    return {};
}

std::string outcome_words(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::granted:
            return "Granted";
        case OutcomeKind::granted_with_conditions:
            return "Granted with conditions";
        case OutcomeKind::refused:
            return "Refused";
    }
    return "Refused";
}

html::Html words_with_lines(std::string_view words) {
    html::Html out;
    while (true) {
        const auto end = words.find('\n');
        out += html::escape(words.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += html::element("br", {});
        words.remove_prefix(end + 1);
    }
}

std::string title_of(const Parts& parts, const std::string& service) {
    const auto found = parts.catalogue.get(service);
    return found ? found->title : service;
}

}  // namespace guildhall::desk
