#include "portal/internal/language.hpp"

#include "base/message.hpp"
#include "http/url.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"
#include "words/direction.hpp"

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

http::Cookie cookie_of(const words::Locale& locale) {
    return {.name = std::string{cookie_name}, .value = locale.tag(), .max_age = kept_for};
}

/// Sets what the reader chose, for other devices of an account and for letters too, and goes back to the page.
base::Result<http::Response> choose(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto* chosen = find(parts, request.parameter("tag"));
    if (!chosen)
        return base::Error{base::ErrorCode::not_found, base::by_key("frame.no_language"), {"unknown language"}};
    http::Response response = http::Response::redirect(local_path_or(request.query.get("next"), "/"));
    response.cookies.push_back(cookie_of(*chosen));
    // Of who reads, not of who they act for.
    const std::string& reader = caller.account.empty() ? caller.draft_subject : caller.account;
    if (!reader.empty()) {
        const auto kept = parts.reader_languages.keep(reader, chosen->tag());
        if (!kept) return kept.error();
    }
    return response;
}

/// `lang`, and `dir` where the words run the other way than those around them.
html::Attributes attributes_of(const words::Locale& page, std::string_view language) {
    html::Attributes attributes{{"lang", std::string{language}}};
    const auto direction = words::direction_of(language);
    if (direction != page.direction())
        attributes.push_back({"dir", direction == words::Direction::right_to_left ? "rtl" : "ltr"});
    return attributes;
}

}  // namespace

html::Html in_language(const words::Locale& page, std::string_view language, const html::Content& words) {
    if (language.empty() || language == page.tag() || words.empty()) return words.html();
    return html::element("span", attributes_of(page, language), words.html());
}

html::Html part_in_language(const words::Locale& page, std::string_view language, const html::Html& part) {
    if (language.empty() || language == page.tag() || part.empty()) return part;
    return html::element("div", attributes_of(page, language), part);
}

html::Html service_title(const Parts& parts, const http::Request& request, const catalogue::Service& service) {
    const catalogue::Service& shown = service_words(parts, request, service).service;
    return in_language(words_of(parts, request), shown.language, shown.title);
}

html::Html service_title(const Parts& parts, const http::Request& request, const std::string& service) {
    const auto found = parts.catalogue.get(service);
    return found ? service_title(parts, request, *found) : html::escape(service);
}

std::optional<http::Cookie> settle_language(
    const Parts& parts, const http::Request& request, const std::string& account
) {
    const auto known = parts.reader_languages.of(account);
    if (known && !known->empty()) {
        const auto* chosen = find(parts, *known);
        return chosen ? std::optional{cookie_of(*chosen)} : std::nullopt;
    }
    // Not worth failing a sign-in for: it is asked again next time.
    (void)parts.reader_languages.keep(account, words_of(parts, request).tag());
    return std::nullopt;
}

const words::Locale& words_of(const Parts& parts, const http::Request& request) {
    if (request.path == "/desk" || request.path.starts_with("/desk/")) return parts.languages.get("en");
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

std::string page_language(const Parts& parts, const http::Request& request) {
    return words_of(parts, request).tag();
}

ServiceWords service_words(const Parts& parts, const http::Request& request, const catalogue::Service& service) {
    const words::Locale& wanted = words_of(parts, request);
    const catalogue::Service* shown = &service.in_language(wanted.tag());
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
