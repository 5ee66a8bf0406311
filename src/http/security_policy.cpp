#include "http/security_policy.hpp"

#include <algorithm>

namespace guildhall::http {

std::string origin_of(std::string_view address) {
    const auto scheme = address.find("://");
    if (scheme == std::string_view::npos) return {};
    if (address.substr(0, scheme) != "https" && address.substr(0, scheme) != "http") return {};
    const auto end = std::min(address.find_first_of("/?#", scheme + 3), address.size());
    const std::string_view host = address.substr(scheme + 3, end - scheme - 3);
    const bool plain = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']';
    });
    return plain ? std::string{address.substr(0, end)} : std::string{};
}

std::string content_security_policy(const std::vector<std::string>& form_targets) {
    std::string targets = "'self'";
    for (const std::string& target : form_targets) {
        if (!target.empty() && origin_of(target) == target) targets += " " + target;
    }
    return "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
           "form-action " +
           targets + "; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'";
}

}  // namespace guildhall::http
