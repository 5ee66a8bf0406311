#include "portal/internal/frame.hpp"

#include "base/text.hpp"
#include "html/form.hpp"
#include "html/text.hpp"

namespace guildhall::portal {

http::Response page(const Parts& parts, const http::Request& request, const http::Caller& caller, const View& view) {
    html::Page frame;
    frame.title = view.title;
    frame.has_error = view.has_error;
    frame.place = parts.place.name;
    frame.path = request.path;
    frame.width = view.width;
    frame.keep_out_of_search = view.about_a_person;
    frame.assets = {
        parts.assets.url("app.css"), parts.assets.url("app.js"), parts.assets.url("icon.svg"),
        parts.assets.url("atkinson-hyperlegible-next-latin.woff2")
    };
    if (!subject_of(caller).empty()) frame.navigation.push_back({.text = "Your applications", .href = "/applications"});
    if (!caller.account.empty()) {
        frame.signed_in = html::SignedIn{.csrf = caller.csrf, .sign_out_action = "/sign-out"};
        if (caller.is_staff) frame.navigation.push_back({.text = "Desk", .href = "/desk"});
    } else {
        frame.sign_in_href = "/sign-in";
    }
    frame.footer = {
        {.text = "How we decide", .href = "/how-we-decide"},
        {.text = "How we are doing", .href = "/performance"},
        {.text = "Who looked at my data", .href = "/access"}
    };
    if (!view.back.empty()) frame.back = html::BackLink{.text = "Back", .href = view.back};
    frame.main = view.main;
    return http::Response::html(html::page(frame).text(), view.status);
}

html::Html post_form(
    const http::Caller& caller, const std::string& action, const html::Html& controls, bool with_files
) {
    return html::form({.action = action, .csrf = caller.csrf, .content = controls, .multipart = with_files});
}

std::string subject_of(const http::Caller& caller) {
    return !caller.account.empty() && !caller.is_staff ? caller.account : caller.draft_subject;
}

base::Result<catalogue::ServicePointer> find_service(const Parts& parts, std::string_view id) {
    auto service = parts.catalogue.get(id);
    if (service) return service;
    // With --dev alone a folder with errors is let through, and its author looks at this page.
    if (const auto complaints = parts.catalogue.complaints(id); !complaints.empty()) {
        std::string text = "The folder of this service has errors, so it is not offered. ";
        for (const auto& complaint : complaints) text += complaint.text() + " ";
        return base::Error{base::ErrorCode::not_found, {text}, {"service with errors"}};
    }
    return base::Error{
        base::ErrorCode::not_found,
        {"We have no service at this address. Search for it on the front page."},
        {"unknown service"}
    };
}

std::string title_of(const Parts& parts, const std::string& service) {
    const auto found = parts.catalogue.get(service);
    return found ? found->title : service;
}

html::Html lines(std::string_view text) {
    html::Html out;
    bool first = true;
    for (const auto line : base::split(text, '\n')) {
        if (!first) out += html::element("br", {});
        out += html::escape(line);
        first = false;
    }
    return out;
}

std::string local_path_or(std::string_view path, std::string_view otherwise) {
    const bool local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") &&
                       std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
    return std::string{local ? path : otherwise};
}

std::string encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

}  // namespace guildhall::portal
