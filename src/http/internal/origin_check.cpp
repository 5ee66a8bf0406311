#include "http/internal/origin_check.hpp"

#include <array>

#include "base/text.hpp"

namespace guildhall::http {

OriginCheck::OriginCheck(std::string_view origin) {
    while (origin.ends_with('/')) origin.remove_suffix(1);
    std::string own = base::to_lower_ascii(origin);
    is_https_ = own.starts_with("https://");
    // Browsers leave the default port out (RFC 6454 section 6.2).
    const std::string_view default_port = is_https_ ? ":443" : ":80";
    if (own.ends_with(default_port)) own.resize(own.size() - default_port.size());
    // The loopback names all mean this machine: whoever serves one of them on our port is us.
    constexpr std::array<std::string_view, 3> loopback{"http://localhost", "http://127.0.0.1", "http://[::1]"};
    for (const std::string_view name : loopback) {
        if (!own.starts_with(name)) continue;
        const std::string port = own.substr(name.size());
        if (!port.empty() && port.front() != ':') continue;
        for (const std::string_view other : loopback) ours_.push_back(std::string(other) + port);
    }
    ours_.push_back(std::move(own));
}

bool OriginCheck::allows(const Headers& headers) const {
    if (const auto site = headers.find("Sec-Fetch-Site"); site && *site == "cross-site") return false;
    const auto origin = headers.find("Origin");
    return !origin || std::find(ours_.begin(), ours_.end(), *origin) != ours_.end();
}

}  // namespace guildhall::http
