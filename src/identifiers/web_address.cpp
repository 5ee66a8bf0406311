#include "identifiers/web_address.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "identifiers/internal/domain.hpp"
#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {
namespace {

constexpr std::size_t longest = 2048;

/// Four decimal numbers up to 255 without zeros in front (RFC 3986 section 3.2.2).
bool is_ipv4(std::string_view host) {
    const auto parts = base::split(host, '.');
    if (parts.size() != 4) return false;
    for (const auto part : parts) {
        if (part.empty() || part.size() > 3 || !all_digits(part) || (part.size() > 1 && part[0] == '0')) return false;
        if (number_at(part, 0, 3) > 255) return false;
    }
    return true;
}

/// What stands behind the host, with everything percent-encoded that RFC 3986 does not let stand.
std::optional<std::string> encoded(std::string_view rest) {
    std::string out;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        const auto byte = static_cast<unsigned char>(rest[at]);
        if (byte == ' ' || byte < 0x20 || byte == 0x7F) return std::nullopt;
        if (byte >= 0x80 || one_of(rest[at], "\"<>\\^`{|}")) {
            out += fmt::format("%{:02X}", byte);
        } else {
            out += rest[at];
        }
    }
    return out;
}

}  // namespace

Read read_web_address(std::string_view typed) {
    if (typed.size() > longest) return Fault::length;
    const auto text = visible(typed);
    if (!text) return Fault::characters;
    if (text->empty()) return Fault::empty;
    std::string scheme = "https";
    std::string_view rest = *text;
    if (const auto mark = rest.find("://"); mark != std::string_view::npos && mark < rest.find_first_of("/?#")) {
        scheme = base::to_lower_ascii(rest.substr(0, mark));
        if (scheme != "http" && scheme != "https") return Fault::form;
        rest.remove_prefix(mark + 3);
    }
    const auto end = std::min(rest.find_first_of("/?#\\"), rest.size());
    std::string_view host = rest.substr(0, end);
    if (host.find('@') != std::string_view::npos) return Fault::form;
    if (host.find(' ') != std::string_view::npos) return Fault::characters;
    std::string port;
    if (const auto colon = host.find(':'); colon != std::string_view::npos) {
        const auto digits = host.substr(colon + 1);
        if (digits.empty() || digits.size() > 5 || !all_digits(digits)) return Fault::form;
        const int number = number_at(digits, 0, 5);
        if (number < 1 || number > 65535) return Fault::form;
        port = fmt::format(":{}", number);
        host = host.substr(0, colon);
    }
    std::optional<std::string> name = ascii_domain(host);
    if (!name && is_ipv4(host)) name = std::string{host};
    if (!name) return Fault::form;
    const auto path = encoded(rest.substr(end));
    if (!path) return Fault::characters;
    const std::string slash = path->starts_with('/') ? "" : "/";
    std::string kept = fmt::format("{}://{}{}{}{}", scheme, *name, port, slash, *path);
    if (kept.size() > longest) return Fault::length;
    return kept;
}

}  // namespace guildhall::identifiers
