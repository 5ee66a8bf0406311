#include "http/message.hpp"

#include "base/text.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t usual_headers = 16;

// Most names differ in length already.
bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && base::equal_ignoring_case_ascii(a, b);
}

}  // namespace

void Headers::add(std::string name, std::string value) {
    if (entries_.empty()) entries_.reserve(usual_headers);
    entries_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value) {
    const auto same = [name](const auto& entry) { return same_name(entry.first, name); };
    const auto first = std::find_if(entries_.begin(), entries_.end(), same);
    if (first == entries_.end()) {
        entries_.emplace_back(std::string(name), std::move(value));
        return;
    }
    first->second = std::move(value);
    entries_.erase(std::remove_if(first + 1, entries_.end(), same), entries_.end());
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const auto& [entry_name, value] : entries_) {
        if (same_name(entry_name, name)) return value;
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [name](const auto& entry) {
        return same_name(entry.first, name);
    }));
}

void Fields::add(std::string name, std::string value) {
    entries_.emplace_back(std::move(name), std::move(value));
}

std::string_view Fields::get(std::string_view name) const {
    for (const auto& [entry_name, value] : entries_) {
        if (entry_name == name) return value;
    }
    return {};
}

bool Fields::has(std::string_view name) const {
    return std::any_of(entries_.begin(), entries_.end(), [name](const auto& entry) { return entry.first == name; });
}

std::vector<std::string_view> Fields::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [entry_name, value] : entries_) {
        if (entry_name == name) values.emplace_back(value);
    }
    return values;
}

std::string_view Request::parameter(std::string_view name) const {
    const auto found = path_parameters.find(name);
    return found == path_parameters.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

Response Response::html(std::string markup, int status) {
    return text(std::move(markup), "text/html; charset=utf-8", status);
}

Response Response::text(std::string body, std::string content_type, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", std::move(content_type));
    response.body = std::move(body);
    return response;
}

Response Response::redirect(std::string_view location) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string safe;
    safe.reserve(location.size());
    for (const char c : location) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\') {
            safe.push_back('%');
            safe.push_back(digits[byte >> 4]);
            safe.push_back(digits[byte & 15]);
        } else {
            safe.push_back(c);
        }
    }
    Response response;
    response.status = 303;
    response.headers.add("Location", std::move(safe));
    return response;
}

int status_of(base::ErrorCode code) {
    switch (code) {
        case base::ErrorCode::invalid_input:
            return 400;
        case base::ErrorCode::too_large:
            return 413;
        case base::ErrorCode::unsupported_type:
            return 415;
        case base::ErrorCode::not_signed_in:
            return 401;
        case base::ErrorCode::forbidden:
            return 403;
        case base::ErrorCode::not_found:
            return 404;
        case base::ErrorCode::conflict:
            return 409;
        case base::ErrorCode::expired:
            return 410;
        case base::ErrorCode::too_many_requests:
            return 429;
        case base::ErrorCode::busy:
            return 503;
        case base::ErrorCode::unavailable:
            return 503;
        case base::ErrorCode::corrupt:
            return 500;
        case base::ErrorCode::internal:
            return 500;
    }
    return 500;
}

}  // namespace guildhall::http
