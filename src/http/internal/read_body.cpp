#include "http/internal/read_body.hpp"

#include <cstring>

#include <arpa/inet.h>

#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/form.hpp"

namespace guildhall::http {
namespace {

base::Error unsupported(std::string_view why) {
    return {base::ErrorCode::unsupported_type, {"This kind of content is not taken here."}, {std::string(why)}};
}

std::optional<base::Error> read_form(Request& request, const ContentType& type, const std::string& body) {
    if (type.type == "application/x-www-form-urlencoded") {
        const auto charset = type.parameters.find("charset");
        if (charset != type.parameters.end() && !base::equal_ignoring_case_ascii(charset->second, "utf-8")) {
            return unsupported("form charset is not UTF-8");
        }
        auto fields = parse_urlencoded(body);
        if (!fields) return fields.error();
        request.form = *std::move(fields);
        return std::nullopt;
    }
    const auto boundary = type.parameters.find("boundary");
    if (boundary == type.parameters.end()) return unsupported("multipart without a boundary");
    auto form = parse_multipart(body, boundary->second);
    if (!form) return form.error();
    request.form = std::move(form->fields);
    request.files = std::move(form->files);
    return std::nullopt;
}

}  // namespace

void read_cookies(Request& request) {
    for (const auto& [name, value] : request.headers.entries()) {
        if (name.size() == 6 && base::equal_ignoring_case_ascii(name, "Cookie")) parse_cookies(value, request.cookies);
    }
}

std::optional<base::Error> read_contents(Request& request, std::string_view raw_query, std::string body) {
    auto query = parse_urlencoded(raw_query);
    if (!query) return query.error();
    request.query = *std::move(query);
    if (request.headers.find("Content-Encoding")) return unsupported("compressed request body");
    const auto content_type = request.headers.find("Content-Type");
    if (!content_type) {
        request.body = std::move(body);
        return std::nullopt;
    }
    const auto type = parse_content_type(*content_type);
    if (!type || request.headers.count("Content-Type") > 1) return unsupported("malformed Content-Type");
    if (type->type == "application/x-www-form-urlencoded" || type->type == "multipart/form-data") {
        return read_form(request, *type, body);
    }
    request.body = std::move(body);
    return std::nullopt;
}

std::optional<std::string> canonical_address(std::string_view text) {
    const std::string terminated(text);
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    in_addr v4{};
    if (inet_pton(AF_INET, terminated.c_str(), &v4) == 1) {
        return std::string(inet_ntop(AF_INET, &v4, buffer.data(), buffer.size()));
    }
    in6_addr v6{};
    if (inet_pton(AF_INET6, terminated.c_str(), &v6) != 1) return std::nullopt;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        std::memcpy(&v4, v6.s6_addr + 12, sizeof v4);
        return std::string(inet_ntop(AF_INET, &v4, buffer.data(), buffer.size()));
    }
    return std::string(inet_ntop(AF_INET6, &v6, buffer.data(), buffer.size()));
}

ClientAddress::ClientAddress(const std::vector<std::string>& trusted_proxies) {
    for (const std::string& address : trusted_proxies) trusted_.push_back(canonical_address(address).value_or(address));
}

bool ClientAddress::is_trusted(std::string_view address) const {
    return std::find(trusted_.begin(), trusted_.end(), address) != trusted_.end();
}

// From the right: each proxy appends the address that it heard from, so what stands left of the first address that is
// no proxy of ours is the client's own claim.
std::string ClientAddress::of(const std::string& peer, const Headers& headers) const {
    if (!is_trusted(peer)) return peer;
    std::string address = peer;
    const auto& entries = headers.entries();
    for (auto header = entries.rbegin(); header != entries.rend(); ++header) {
        if (!base::equal_ignoring_case_ascii(header->first, "X-Forwarded-For")) continue;
        const auto hops = base::split(header->second, ',');
        for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
            auto claimed = canonical_address(base::trimmed(*hop));
            if (!claimed) return address;
            address = *std::move(claimed);
            if (!is_trusted(address)) return address;
        }
    }
    return address;
}

}  // namespace guildhall::http
