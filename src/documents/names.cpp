#include <algorithm>

#include "base/text.hpp"
#include "documents/documents.hpp"

namespace guildhall::documents {
namespace {

constexpr std::size_t longest_name = 100;  // characters

/// The length of the UTF-8 character that begins with this byte, in valid text.
std::size_t character_length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    if (byte < 0x80) return 1;
    if (byte < 0xe0) return 2;
    if (byte < 0xf0) return 3;
    return 4;
}

/// Control characters, and those that turn the direction of text around so that `gpj.exe` reads `exe.jpg`.
bool is_hidden(std::string_view character) {
    if (character.size() == 1) return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7f;
    if (character.size() == 2) return character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
    if (character.size() != 3) return false;
    return (character >= "\xe2\x80\x8b" && character <= "\xe2\x80\x8f") ||  // U+200B to U+200F
           (character >= "\xe2\x80\xa8" && character <= "\xe2\x80\xae") ||  // U+2028 to U+202E
           (character >= "\xe2\x81\xa0" && character <= "\xe2\x81\xaf") ||  // U+2060 to U+206F
           character == "\xef\xbb\xbf";
}

bool is_attr_char(char c) {  // RFC 8187 section 3.2.1
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$&+-.^_`|~"}.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<Kind> parse_kind(std::string_view text) {
    if (text == "image") return Kind::image;
    if (text == "pdf") return Kind::pdf;
    return std::nullopt;
}

std::string display_name(std::string_view sent) {
    constexpr std::string_view nothing_left = "document";
    if (!base::is_valid_utf8(sent)) return std::string(nothing_left);
    if (const auto slash = sent.find_last_of("/\\"); slash != std::string_view::npos) sent.remove_prefix(slash + 1);
    std::vector<std::string_view> characters;
    for (std::size_t at = 0; at < sent.size();) {
        const auto character = sent.substr(at, character_length(sent[at]));
        if (!is_hidden(character)) characters.push_back(character);
        at += character.size();
    }
    // Too long a name keeps its end, where the extension stands.
    if (characters.size() > longest_name) characters.erase(characters.begin(), characters.end() - longest_name);
    std::string shown;
    for (const auto character : characters) shown += character;
    std::string_view trimmed = base::trimmed(shown);
    while (trimmed.starts_with('.')) trimmed.remove_prefix(1);
    trimmed = base::trimmed(trimmed);
    return std::string(trimmed.empty() ? nothing_left : trimmed);
}

std::string attachment_header(std::string_view name) {
    const std::string shown = display_name(name);
    std::string plain;
    std::string encoded;
    for (const char c : shown) {
        const bool is_plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
        plain += is_plain ? c : '_';
        if (is_attr_char(c)) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, encoded);
}

}  // namespace guildhall::documents
