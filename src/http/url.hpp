#pragma once
/// Paths and percent-encoding (RFC 3986). All functions are pure.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace guildhall::http {

/// Nothing when a `%` is not followed by two hexadecimal digits. `plus_is_space` as forms and queries have it.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// For one path segment or one query value: all but RFC 3986's unreserved characters are encoded.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// The decoded path of a request target's path part. Refused (`invalid_input`), never repaired: a path that does not
/// begin with `/` or has over 2,048 bytes, `.` and `..` segments, empty segments but the last, encoded slashes,
/// backslashes, control characters, bytes that are not UTF-8.
[[nodiscard]] base::Result<std::string> decode_path(std::string_view raw);

/// Whether a `next` parameter names a place on this site: one leading slash, no backslash or control character.
[[nodiscard]] bool is_local_path(std::string_view target);

}  // namespace guildhall::http
