#include "portal/internal/language.hpp"

#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {
namespace {

constexpr std::string_view cookie_name = "language";
constexpr std::chrono::seconds kept_for{std::chrono::days{365}};

/// `en` of `en-GB`.
std::string_view primary(std::string_view tag) {
    return tag.substr(0, tag.find('-'));
}

const words::Locale* find(const Parts& parts, std::string_view tag) {
    return parts.languages.has(tag) ? &parts.languages.get(tag) : nullptr;
}

/// Sets what the reader chose, and goes back to the page.
base::Result<http::Response> choose(const Parts& parts, const http::Request& request, const http::Caller&) {
    const auto* chosen = find(parts, request.parameter("tag"));
    if (!chosen)
        return base::Error{base::ErrorCode::not_found, {"We have no pages in this language."}, {"unknown language"}};
    http::Response response = http::Response::redirect(local_path_or(request.query.get("next"), "/"));
    response.cookies.push_back({.name = std::string{cookie_name}, .value = chosen->tag(), .max_age = kept_for});
    return response;
}

}  // namespace

const words::Locale& words_of(const Parts& parts, const http::Request& request) {
    if (const auto cookie = request.cookies.find(cookie_name); cookie != request.cookies.end()) {
        if (const auto* chosen = find(parts, cookie->second)) return *chosen;
    }
    if (const auto header = request.headers.find("Accept-Language")) {
        std::vector<std::string> offered;
        for (const auto* locale : parts.languages.all()) offered.push_back(locale->tag());
        if (const std::string best = words::Languages::negotiate(*header, offered); !best.empty())
            return parts.languages.get(best);
    }
    return *parts.languages.all().front();
}

ServiceWords service_words(const Parts& parts, const http::Request& request, const catalogue::Service& service) {
    const words::Locale& wanted = words_of(parts, request);
    const catalogue::Service* shown = &service.in_language(wanted.tag());
    if (primary(shown->language) != primary(wanted.tag())) shown = &service.in_language(primary(wanted.tag()));
    const words::Locale* own = find(parts, shown->language);
    return {*shown, own && primary(shown->language) != primary(wanted.tag()) ? *own : wanted};
}

std::vector<html::Link> language_links(const Parts& parts, const http::Request& request) {
    const auto all = parts.languages.all();
    std::vector<html::Link> links;
    if (all.size() < 2) return links;
    const words::Locale& current = words_of(parts, request);
    std::string here = request.path;
    if (!request.query.entries().empty()) {
        char mark = '?';
        for (const auto& [name, value] : request.query.entries()) {
            here += mark + http::percent_encode(name) + "=" + http::percent_encode(value);
            mark = '&';
        }
    }
    if (!http::is_local_path(here)) here = "/";
    for (const auto* locale : all) {
        links.push_back(
            {.text = locale->name(),
             .href = "/language/" + locale->tag() + "?next=" + http::percent_encode(here),
             .language = locale->tag(),
             .current = locale == &current}
        );
    }
    return links;
}

void add_language(Routes& routes, const Parts& parts) {
    routes.emplace_back(
        http::Method::get, "/language/{tag}", http::Access::anyone,
        [&parts](const http::Request& request, const http::Caller& caller) { return choose(parts, request, caller); }
    );
}

}  // namespace guildhall::portal
