#include "http/cookie.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t most_cookies = 100;

// RFC 7230 section 3.2.6.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

// RFC 6265 section 4.1.1, cookie-octet.
bool is_cookie_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    });
}

}  // namespace

void parse_cookies(std::string_view header, Cookies& cookies) {
    while (!header.empty() && cookies.size() < most_cookies) {
        const std::size_t end = std::min(header.find(';'), header.size());
        const std::string_view pair = base::trimmed(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view name = pair.substr(0, equals);
        std::string_view value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        if (!is_token(name) || !is_cookie_value(value)) continue;
        cookies.emplace(name, value);
    }
}

std::string set_cookie_value(const Cookie& cookie, bool secure) {
    if (!is_token(cookie.name) || !is_cookie_value(cookie.value)) {
        throw std::invalid_argument("a cookie's name or value holds characters that it may not");
    }
    std::string text = cookie.name + "=" + cookie.value + "; Path=/";
    if (cookie.max_age) text += fmt::format("; Max-Age={}", cookie.max_age->count());
    if (secure) text += "; Secure";
    text += "; HttpOnly; SameSite=";
    text += cookie.same_site == SameSite::strict ? "Strict" : "Lax";
    return text;
}

}  // namespace guildhall::http
