#pragma once
/// gzip (RFC 1952) and brotli (RFC 7932). Pure functions; thread-safe.

#include <string>
#include <string_view>

namespace guildhall::http {

/// Whether an Accept-Encoding header takes `coding`: named with a weight above zero.
[[nodiscard]] bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

/// `level` 1 (fast) to 9 (small). Throws std::bad_alloc without memory.
[[nodiscard]] std::string gzip(std::string_view data, int level);
/// With the strongest setting: for what is compressed once, at start.
[[nodiscard]] std::string brotli(std::string_view data);

}  // namespace guildhall::http
