#include "portal/internal/frame.hpp"

#include "base/message.hpp"
#include "base/text.hpp"
#include "html/form.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/language.hpp"

namespace guildhall::portal {
namespace {

html::FrameWords frame_words(const words::Locale& words) {
    return {
        .skip_to_main = words.text("frame.skip_to_main"),
        .account = words.text("frame.account"),
        .about = words.text("frame.about"),
        .sign_in = words.text("frame.sign_in"),
        .sign_out = words.text("frame.sign_out"),
        .feedback = words.text("frame.feedback"),
        .error_prefix = words.text("frame.error_prefix"),
        .back = words.text("frame.back"),
        .desk = words.text("frame.desk"),
        .languages = words.text("frame.languages"),
    };
}

/// The line that says for whom the helper acts.
html::ActingFor acting_for(const http::Caller& caller, const words::Locale& words) {
    const bool holds = !caller.acting.subject.empty();
    return {
        .text = holds ? words.text("helping.banner", {{"person", caller.acting.person}})
                      : words.text("helping.banner_over"),
        .stop = words.text("helping.stop"),
        .stop_action = "/helping/stop",
        .csrf = caller.csrf,
        .label = words.text("helping.banner_label"),
        .others = holds ? html::Link{.text = words.text("helping.others"), .href = "/helping"} : html::Link{}
    };
}

}  // namespace

http::Response page(const Parts& parts, const http::Request& request, const http::Caller& caller, const View& view) {
    const words::Locale& words = words_of(parts, request);
    html::Page frame;
    frame.language = words.tag();
    frame.right_to_left = words.direction() == words::Direction::right_to_left;
    frame.languages = language_links(parts, request);
    frame.words = frame_words(words);
    frame.title = view.title;
    if (!view.language.empty() && view.language != words.tag()) frame.title_language = view.language;
    frame.has_error = view.has_error;
    frame.place = parts.place.name;
    frame.path = view.feedback_path.empty() ? request.path : view.feedback_path;
    frame.width = view.width;
    frame.keep_out_of_search = view.about_a_person;
    frame.assets = {
        parts.assets.url("app.css"), parts.assets.url("app.js"), parts.assets.url("icon.svg"),
        parts.assets.url("atkinson-hyperlegible-next-latin.woff2"), parts.place.theme
    };
    if (!caller.acting.mandate.empty()) frame.acting = acting_for(caller, words);
    if (!subject_of(caller).empty())
        frame.navigation.push_back({.text = words.text("frame.applications"), .href = "/applications"});
    if (!caller.account.empty()) {
        frame.signed_in = html::SignedIn{.csrf = caller.csrf, .sign_out_action = "/sign-out"};
        if (caller.is_staff)
            frame.navigation.push_back({.text = words.text("frame.desk"), .href = "/desk"});
        else if (caller.acting.mandate.empty())
            frame.navigation.push_back({.text = words.text("frame.account"), .href = "/account"});
    } else {
        frame.sign_in_href = "/sign-in";
    }
    frame.footer = {
        {.text = words.text("frame.how_we_decide"), .href = "/how-we-decide"},
        {.text = words.text("frame.how_we_are_doing"), .href = "/performance"},
        {.text = words.text("frame.who_looked"), .href = "/access"}
    };
    frame.about = parts.place.agency;
    if (!parts.place.contact.empty()) frame.about += (frame.about.empty() ? "" : ": ") + parts.place.contact;
    if (!view.back.empty()) frame.back = html::BackLink{.text = words.text("frame.back"), .href = view.back};
    frame.main = part_in_language(words, view.language, view.main);
    return http::Response::html(html::page(frame).text(), view.status);
}

html::Html post_form(
    const http::Caller& caller, const std::string& action, const html::Html& controls, bool with_files
) {
    return html::form({.action = action, .csrf = caller.csrf, .content = controls, .multipart = with_files});
}

std::string subject_of(const http::Caller& caller) {
    // Empty when the permission has ended: then there is nothing to see, also nothing of the helper's own.
    if (!caller.acting.mandate.empty()) return caller.acting.subject;
    return !caller.account.empty() && !caller.is_staff ? caller.account : caller.draft_subject;
}

base::Result<catalogue::ServicePointer> find_service(const Parts& parts, std::string_view id) {
    auto service = parts.catalogue.get(id);
    if (service) return service;
    // With --dev alone a folder with errors is let through, and its author looks at this page.
    if (const auto complaints = parts.catalogue.complaints(id); !complaints.empty()) {
        std::string places;
        for (const auto& complaint : complaints) places += (places.empty() ? "" : " ") + complaint.text();
        return base::Error{
            base::ErrorCode::not_found,
            base::by_key("finding.service_with_errors", {{"errors", places}}),
            {"service with errors"}
        };
    }
    return base::Error{base::ErrorCode::not_found, base::by_key("finding.no_service"), {"unknown service"}};
}

html::Html as_written(std::string_view text) {
    return html::element("bdi", {}, html::escape(text));
}

std::chrono::year_month_day last_day(base::Instant end) {
    return std::chrono::floor<std::chrono::days>(end - std::chrono::microseconds{1});
}

html::Html lines(std::string_view text) {
    html::Html out;
    bool first = true;
    for (const auto line : base::split(text, '\n')) {
        if (!first) out += html::element("br", {});
        if (!line.empty()) out += as_written(line);
        first = false;
    }
    return out;
}

std::string local_path_or(std::string_view path, std::string_view otherwise) {
    return std::string{http::is_local_path(path) ? path : otherwise};
}

}  // namespace guildhall::portal
