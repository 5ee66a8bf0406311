#pragma once
/// What browsers send in query strings and form bodies. Strict: what is malformed is refused, never guessed.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"

namespace guildhall::http {

struct FormLimits {
    std::size_t fields = 1000;
    std::size_t name = 256;              ///< bytes of a field's name, decoded
    std::size_t value = 256 * 1024;      ///< bytes of a text field's value, decoded
    std::size_t parts = 100;             ///< of a multipart body
    std::size_t part_header = 8 * 1024;  ///< bytes of one part's header
};

/// A query string without its `?`, or an application/x-www-form-urlencoded body. Names and values are UTF-8 without
/// NUL (`invalid_input` otherwise); more or longer than the limits is `too_large`.
[[nodiscard]] base::Result<Fields> parse_urlencoded(std::string_view text, const FormLimits& limits = {});

struct MultipartForm {
    Fields fields;
    std::vector<UploadedFile> files;
};

/// A multipart/form-data body (RFC 7578) with the `boundary` of its content type. A part with a file name is a file;
/// the others are UTF-8 text. Refused: any Content-Transfer-Encoding that changes bytes, charsets but UTF-8,
/// `filename*`, nested multiparts, text after the last boundary, a missing last boundary.
[[nodiscard]] base::Result<MultipartForm> parse_multipart(
    std::string_view body, std::string_view boundary, const FormLimits& limits = {}
);

/// A header value such as `multipart/form-data; boundary=x`: its type in lower case and its parameters (names in
/// lower case). Nothing when it is malformed or a parameter stands twice.
struct ContentType {
    std::string type;
    std::map<std::string, std::string, std::less<>> parameters;
};
[[nodiscard]] std::optional<ContentType> parse_content_type(std::string_view value);

}  // namespace guildhall::http
