#pragma once
/// What a request's bytes mean, beyond the syntax of HTTP: form bodies, cookies, the client's address.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace guildhall::http {

/// Fills the cookies from the headers of `request`.
void read_cookies(Request& request);
/// Fills query, and form and files or body, as the headers of `request` say. An error leaves it half filled.
[[nodiscard]] std::optional<base::Error> read_contents(Request& request, std::string_view raw_query, std::string body);

/// Which address a request comes from, when some peers are reverse proxies. Immutable; thread-safe.
class ClientAddress {
public:
    explicit ClientAddress(const std::vector<std::string>& trusted_proxies);
    /// `peer` is the other end of the connection.
    [[nodiscard]] std::string of(const std::string& peer, const Headers& headers) const;

private:
    [[nodiscard]] bool is_trusted(std::string_view address) const;
    std::vector<std::string> trusted_;
};

/// An address as inet_ntop writes it, an IPv4 address mapped into IPv6 as plain IPv4; nothing when it is none.
[[nodiscard]] std::optional<std::string> canonical_address(std::string_view text);

}  // namespace guildhall::http
