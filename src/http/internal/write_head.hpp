#pragma once
/// A response's status line and headers as bytes, and what the transport does to a response before.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/message.hpp"

namespace guildhall::http {

[[nodiscard]] std::string_view reason_phrase(int status);

/// `Sun, 22 Nov 2026 09:11:05 GMT` (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(base::Instant instant);

/// Compresses pages over a kilobyte when the client takes gzip.
void compress_page(Response& response, std::string_view accept_encoding);

/// Adds Content-Length, Connection, Date and the cookies; leaves such headers of the handler out. Throws
/// std::invalid_argument when a header holds a line end or another control character: a bug of the handler.
[[nodiscard]] std::string response_head(
    const Response& response, bool keep_alive, bool secure_cookies, base::Instant now
);

/// Statuses whose responses have no body (RFC 9110 section 6.4.1).
[[nodiscard]] bool has_no_body(int status);

/// A short page for when no face can be asked: overload, or bytes that are not HTTP.
[[nodiscard]] Response bare_response(int status, std::string_view message);

}  // namespace guildhall::http
