#include <array>

#include "base/text.hpp"
#include "http/form.hpp"

namespace guildhall::http {
namespace {

base::Error malformed(std::string_view why) {
    return {
        base::ErrorCode::invalid_input,
        {"The form that was sent cannot be read. Go back and try again."},
        {fmt::format("multipart: {}", why)}
    };
}

base::Error too_large(std::string_view why) {
    return {base::ErrorCode::too_large, {"The form that was sent is too large."}, {fmt::format("multipart: {}", why)}};
}

bool is_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && base::is_valid_utf8(text);
}

// RFC 2046 section 5.1.1, bchars; the last may not be a space.
bool is_boundary(std::string_view boundary) {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    if (boundary.empty() || boundary.size() > 70 || boundary.back() == ' ') return false;
    return std::all_of(boundary.begin(), boundary.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

// Browsers escape these three alone in names (HTML standard, "multipart/form-data encoding algorithm").
std::string unescape_name(std::string_view text) {
    std::string name;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = text.substr(i, 3);
        if (three == "%22") {
            name.push_back('"');
            i += 2;
        } else if (three == "%0D" || three == "%0A") {
            name.push_back(three == "%0D" ? '\r' : '\n');
            i += 2;
        } else {
            name.push_back(text[i]);
        }
    }
    return name;
}

struct Disposition {
    std::optional<std::string> name;
    std::optional<std::string> file_name;
};

/// `form-data; name="a"; filename="b"`: a backslash escapes a quotation mark or a backslash (older clients), and is
/// itself elsewhere (paths that some clients send).
std::optional<Disposition> parse_disposition(std::string_view value) {
    const std::size_t end = std::min(value.find(';'), value.size());
    if (!base::equal_ignoring_case_ascii(base::trimmed(value.substr(0, end)), "form-data")) return std::nullopt;
    value.remove_prefix(end);
    Disposition disposition;
    while (true) {
        value = base::trimmed(value);
        if (value.empty()) break;
        if (value.front() != ';') return std::nullopt;
        value = base::trimmed(value.substr(1));
        if (value.empty()) break;
        const std::size_t equals = value.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string key = base::to_lower_ascii(value.substr(0, equals));
        value.remove_prefix(equals + 1);
        std::string text;
        if (!value.empty() && value.front() == '"') {
            std::size_t i = 1;
            for (; i < value.size() && value[i] != '"'; ++i) {
                if (value[i] == '\\' && i + 1 < value.size() && (value[i + 1] == '"' || value[i + 1] == '\\')) ++i;
                text.push_back(value[i]);
            }
            if (i >= value.size()) return std::nullopt;
            value.remove_prefix(i + 1);
        } else {
            const std::size_t stop = std::min(value.find(';'), value.size());
            text = base::trimmed(value.substr(0, stop));
            if (text.empty() || text.find('"') != std::string::npos) return std::nullopt;
            value.remove_prefix(stop);
        }
        // RFC 7578 section 4.2: filename* must not be used here. Other parameters have no meaning.
        std::optional<std::string>* place = key == "name"       ? &disposition.name
                                            : key == "filename" ? &disposition.file_name
                                                                : nullptr;
        if (place == nullptr || place->has_value()) return std::nullopt;
        *place = unescape_name(text);
    }
    return disposition;
}

struct PartHeader {
    Disposition disposition;
    std::string content_type;
};

base::Result<PartHeader> parse_part_header(std::string_view lines) {
    PartHeader header;
    bool has_disposition = false;
    bool has_type = false;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find("\r\n"), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) return malformed("part header line without a name");
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = base::trimmed(line.substr(colon + 1));
        if (name != base::trimmed(name)) return malformed("white space around a part header's name");
        if (!is_text(value) || value.find_first_of("\r\n") != std::string_view::npos)
            return malformed("part header is not text");
        if (base::equal_ignoring_case_ascii(name, "Content-Disposition")) {
            auto disposition = parse_disposition(value);
            if (!disposition || has_disposition) return malformed("bad Content-Disposition");
            header.disposition = *std::move(disposition);
            has_disposition = true;
        } else if (base::equal_ignoring_case_ascii(name, "Content-Type")) {
            if (has_type || value.size() > 256) return malformed("bad Content-Type of a part");
            header.content_type = std::string(value);
            has_type = true;
        } else if (base::equal_ignoring_case_ascii(name, "Content-Transfer-Encoding")) {
            constexpr std::array<std::string_view, 3> unchanged{"7bit", "8bit", "binary"};
            if (std::none_of(unchanged.begin(), unchanged.end(), [value](std::string_view known) {
                    return base::equal_ignoring_case_ascii(value, known);
                })) {
                return base::Error{
                    base::ErrorCode::unsupported_type,
                    {"The form was sent in an encoding that is not taken here."},
                    {"multipart: unknown Content-Transfer-Encoding"}
                };
            }
        }
    }
    if (!has_disposition || !header.disposition.name) return malformed("part without a name");
    return header;
}

/// What the header's claims allow: text parts are UTF-8 text, no part is a multipart of its own.
std::optional<base::Error> check_type(const PartHeader& header) {
    if (header.content_type.empty()) return std::nullopt;
    const auto content_type = parse_content_type(header.content_type);
    if (!content_type) return malformed("bad Content-Type of a part");
    if (content_type->type.starts_with("multipart/")) return malformed("nested multipart");
    if (header.disposition.file_name) return std::nullopt;
    const auto charset = content_type->parameters.find("charset");
    if (charset != content_type->parameters.end() && !base::equal_ignoring_case_ascii(charset->second, "utf-8") &&
        !base::equal_ignoring_case_ascii(charset->second, "us-ascii")) {
        return base::Error{
            base::ErrorCode::unsupported_type,
            {"The form was sent in an encoding that is not taken here."},
            {"multipart: charset is not UTF-8"}
        };
    }
    return std::nullopt;
}

std::optional<base::Error> add_part(
    MultipartForm& form, PartHeader header, std::string_view content, const FormLimits& limits
) {
    if (const auto error = check_type(header)) return error;
    std::string name = *std::move(header.disposition.name);
    if (name.size() > limits.name) return too_large("field name too long");
    if (!header.disposition.file_name) {
        if (content.size() > limits.value) return too_large("field value too long");
        if (!is_text(content)) return malformed("a field is not UTF-8 text");
        form.fields.add(std::move(name), std::string(content));
        return std::nullopt;
    }
    if (header.disposition.file_name->size() > 1024) return too_large("file name too long");
    // What a browser sends for a file input that was left empty.
    if (header.disposition.file_name->empty() && content.empty()) return std::nullopt;
    form.files.push_back(
        {std::move(name), *std::move(header.disposition.file_name), std::move(header.content_type),
         base::to_bytes(content)}
    );
    return std::nullopt;
}

/// Skips `--boundary` at the start of `body` and says whether it was the last; nothing when it is malformed.
std::optional<bool> take_delimiter(std::string_view& body, std::string_view delimiter) {
    body.remove_prefix(delimiter.size());
    const bool last = body.starts_with("--");
    if (last) body.remove_prefix(2);
    while (!body.empty() && (body.front() == ' ' || body.front() == '\t')) body.remove_prefix(1);  // transport padding
    if (body.starts_with("\r\n")) {
        body.remove_prefix(2);
        return last;
    }
    if (last && body.empty()) return true;
    return std::nullopt;
}

}  // namespace

base::Result<MultipartForm> parse_multipart(
    std::string_view body, std::string_view boundary, const FormLimits& limits
) {
    if (!is_boundary(boundary)) return malformed("bad boundary");
    const std::string delimiter = fmt::format("\r\n--{}", boundary);
    const std::string_view first = std::string_view(delimiter).substr(2);
    MultipartForm form;
    if (!body.starts_with(first)) return malformed("does not begin with the boundary");
    auto last = take_delimiter(body, first);
    for (std::size_t parts = 0; last && !*last; ++parts) {
        if (parts == limits.parts) return too_large("too many parts");
        // The empty line that ends the header; a part may not go without one, as Content-Disposition is required.
        const std::size_t header_end = body.substr(0, limits.part_header + 4).find("\r\n\r\n");
        if (header_end == std::string_view::npos) {
            if (body.size() > limits.part_header) return too_large("part header too long");
            return malformed("part header does not end");
        }
        auto header = parse_part_header(body.substr(0, header_end));
        if (!header) return header.error();
        body.remove_prefix(header_end + 2);  // its last line end may be the one before the next boundary: empty content
        const std::size_t content_end = body.find(delimiter, 0);
        if (content_end == std::string_view::npos) return malformed("no last boundary");
        const std::string_view content = content_end < 2 ? std::string_view{} : body.substr(2, content_end - 2);
        body.remove_prefix(content_end + 2);
        if (auto error = add_part(form, *std::move(header), content, limits)) return *std::move(error);
        last = take_delimiter(body, first);
    }
    if (!last) return malformed("malformed boundary line");
    if (!body.empty()) return malformed("text after the last boundary");
    return form;
}

}  // namespace guildhall::http
