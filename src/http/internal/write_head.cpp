#include "http/internal/write_head.hpp"

#include <iterator>
#include <stdexcept>

#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/internal/compression.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t worth_compressing = 1024;

bool is_transport_header(std::string_view name) {
    constexpr std::array<std::string_view, 5> names{
        "Content-Length", "Transfer-Encoding", "Connection", "Date", "Set-Cookie"
    };
    return std::any_of(names.begin(), names.end(), [name](std::string_view own) {
        return name.size() == own.size() && base::equal_ignoring_case_ascii(name, own);
    });
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
    const auto is_bad = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
    if (name.empty() ||
        std::any_of(name.begin(), name.end(), [&](char c) { return is_bad(c) || c == ' ' || c == ':' || c == '\t'; }) ||
        std::any_of(value.begin(), value.end(), is_bad)) {
        throw std::invalid_argument("a response header holds characters that it may not");
    }
    head.append(name).append(": ").append(value).append("\r\n");
}

/// The stable code (base/error.hpp) that stands for a status where no handler gave one.
base::ErrorCode code_of(int status) {
    switch (status) {
        case 413:
        case 431:
            return base::ErrorCode::too_large;
        case 408:
            return base::ErrorCode::expired;
        case 503:
            return base::ErrorCode::busy;
        default:
            return base::ErrorCode::invalid_input;
    }
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "";
    }
}

std::string http_date(base::Instant instant) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), time.hours().count(), time.minutes().count(), time.seconds().count()
    );
}

void compress_page(Response& response, std::string_view accept_encoding) {
    if (response.body.size() <= worth_compressing || response.headers.find("Content-Encoding")) return;
    const auto type = response.headers.find("Content-Type");
    if (!type || !type->starts_with("text/html")) return;
    response.headers.add("Vary", "Accept-Encoding");
    if (!accepts_encoding(accept_encoding, "gzip")) return;
    response.body = gzip(response.body, 1);
    response.headers.add("Content-Encoding", "gzip");
}

std::string response_head(const Response& response, bool keep_alive, bool secure_cookies, base::Instant now) {
    std::string head;
    head.reserve(1024);
    fmt::format_to(
        std::back_inserter(head), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_phrase(response.status),
        http_date(now)
    );
    for (const auto& [name, value] : response.headers.entries()) {
        if (!is_transport_header(name)) append_header(head, name, value);
    }
    for (const Cookie& cookie : response.cookies)
        append_header(head, "Set-Cookie", set_cookie_value(cookie, secure_cookies));
    if (!has_no_body(response.status))
        fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body.size());
    head.append(keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    return head;
}

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

Response bare_response(int status, std::string_view message) {
    Response response = Response::html(
        fmt::format(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head>"
            "<body><h1>{0}</h1><p>{1}</p><p>Code: <code>{2}</code></p></body></html>\n",
            reason_phrase(status), message, base::error_code_name(code_of(status))
        ),
        status
    );
    response.headers.add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.headers.add("Cache-Control", "no-store");
    if (status == 503) response.headers.add("Retry-After", "2");
    return response;
}

}  // namespace guildhall::http
