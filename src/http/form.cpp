#include "http/form.hpp"

#include "base/text.hpp"
#include "http/url.hpp"

namespace guildhall::http {
namespace {

base::Error malformed(std::string_view why) {
    return {
        base::ErrorCode::invalid_input,
        {"The form that was sent cannot be read. Go back and try again."},
        {std::string(why)}
    };
}

base::Error too_large(std::string_view why) {
    return {base::ErrorCode::too_large, {"The form that was sent is too large."}, {std::string(why)}};
}

bool is_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && base::is_valid_utf8(text);
}

// RFC 9110 section 5.6.2.
bool is_token_character(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

std::string_view take_token(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && is_token_character(text[length])) ++length;
    const std::string_view token = text.substr(0, length);
    text.remove_prefix(length);
    return token;
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<std::string> take_quoted(std::string_view& text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (c == '\\') {
            if (++i == text.size()) return std::nullopt;
            value.push_back(text[i]);
        } else {
            value.push_back(c);
        }
    }
    return std::nullopt;
}

}  // namespace

base::Result<Fields> parse_urlencoded(std::string_view text, const FormLimits& limits) {
    Fields fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (fields.entries().size() == limits.fields) return too_large("too many fields");
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value) return malformed("malformed percent-encoding in a form");
        if (name->size() > limits.name) return too_large("field name too long");
        if (value->size() > limits.value) return too_large("field value too long");
        if (!is_text(*name) || !is_text(*value)) return malformed("a form field is not UTF-8 text");
        fields.add(*std::move(name), *std::move(value));
    }
    return fields;
}

std::optional<ContentType> parse_content_type(std::string_view value) {
    ContentType content_type;
    value = base::trimmed(value);
    const std::string_view type = take_token(value);
    if (type.empty() || value.empty() || value.front() != '/') return std::nullopt;
    value.remove_prefix(1);
    const std::string_view subtype = take_token(value);
    if (subtype.empty()) return std::nullopt;
    content_type.type = base::to_lower_ascii(type) + "/" + base::to_lower_ascii(subtype);
    while (true) {
        skip_blanks(value);
        if (value.empty()) return content_type;
        if (value.front() != ';') return std::nullopt;
        value.remove_prefix(1);
        skip_blanks(value);
        if (value.empty()) return content_type;
        const std::string name = base::to_lower_ascii(take_token(value));
        if (name.empty() || value.empty() || value.front() != '=') return std::nullopt;
        value.remove_prefix(1);
        std::optional<std::string> parameter;
        if (!value.empty() && value.front() == '"') {
            parameter = take_quoted(value);
        } else {
            parameter = std::string(take_token(value));
            if (parameter->empty()) return std::nullopt;
        }
        if (!parameter || !content_type.parameters.emplace(name, *std::move(parameter)).second) return std::nullopt;
    }
}

}  // namespace guildhall::http
