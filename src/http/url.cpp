#include "http/url.hpp"

#include "base/text.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t longest_path = 2048;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

base::Error bad_path(std::string_view why) {
    return {base::ErrorCode::invalid_input, {"The address of the page is not written correctly."}, {std::string(why)}};
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else if (text[i] == '+' && plus_is_space) {
            decoded.push_back(' ');
        } else {
            decoded.push_back(text[i]);
        }
    }
    return decoded;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded.push_back('%');
            encoded.push_back(digits[byte >> 4]);
            encoded.push_back(digits[byte & 15]);
        }
    }
    return encoded;
}

base::Result<std::string> decode_path(std::string_view raw) {
    if (raw.empty() || raw.front() != '/') return bad_path("path does not begin with a slash");
    if (raw.size() > longest_path) return bad_path("path too long");
    std::string path;
    path.reserve(raw.size());
    std::string_view left = raw;
    while (!left.empty()) {
        left.remove_prefix(1);
        const std::string_view segment = left.substr(0, left.find('/'));
        left.remove_prefix(segment.size());
        if (segment.empty() && !left.empty()) return bad_path("empty segment");
        // Decoded segment by segment, so that an encoded slash or dot-dot cannot pass for structure.
        const auto decoded = percent_decode(segment);
        if (!decoded) return bad_path("malformed percent-encoding");
        if (*decoded == "." || *decoded == "..") return bad_path("dot segment");
        for (const char c : *decoded) {
            if (c == '/' || c == '\\') return bad_path("encoded slash or backslash");
            if (is_control(c)) return bad_path("control character");
        }
        if (!base::is_valid_utf8(*decoded)) return bad_path("not UTF-8");
        path.push_back('/');
        path.append(*decoded);
    }
    return path;
}

bool is_local_path(std::string_view target) {
    if (target.empty() || target.front() != '/' || target.size() > longest_path) return false;
    if (target.size() > 1 && target[1] == '/') return false;
    for (const char c : target) {
        // Browsers read a backslash as a slash and drop tabs and line ends (WHATWG URL, section 4.4).
        if (c == '\\' || is_control(c)) return false;
    }
    return true;
}

}  // namespace guildhall::http
