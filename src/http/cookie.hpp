#pragma once
/// Cookies on the wire (RFC 6265).

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace guildhall::http {

using Cookies = std::map<std::string, std::string, std::less<>>;

/// Adds what a `Cookie` header says. Pieces that are malformed are passed over, as are all beyond the hundredth; of two
/// with one name the first stays.
void parse_cookies(std::string_view header, Cookies& cookies);

/// The value of a `Set-Cookie` header: `Path=/; HttpOnly`, and `Secure` when asked for. Throws std::invalid_argument
/// when name or value hold what a cookie may not: a bug of the caller.
[[nodiscard]] std::string set_cookie_value(const Cookie& cookie, bool secure);

}  // namespace guildhall::http
