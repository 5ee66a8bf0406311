#include "catalogue/internal/placeholders.hpp"

#include <algorithm>

namespace guildhall::catalogue::internal {
namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The name after a brace, when an argument starts there.
std::string_view argument_name(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
    const std::string_view name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const std::size_t next = text.find_first_not_of(' ', name.size());
    return next != std::string_view::npos && (text[next] == '}' || text[next] == ',') ? name : std::string_view();
}

}  // namespace

std::vector<Placeholder> placeholders(std::string_view text) {
    std::vector<Placeholder> found;
    std::size_t at = 0;
    while ((at = text.find('{', at)) != std::string_view::npos) {
        const auto end =
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), is_name_character);
        const auto length = static_cast<std::size_t>(end - text.begin()) - at - 1;
        if (length > 0 && end != text.end() && *end == '}') found.push_back({at, text.substr(at + 1, length)});
        at += length + 1;
    }
    return found;
}

// https://unicode-org.github.io/icu/userguide/format_parse/messages/: an apostrophe quotes only before a brace, and
// ends with the next one.
std::vector<std::string_view> message_arguments(std::string_view text) {
    std::vector<std::string_view> found;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (text[at] == '\'' && (next == '{' || next == '}')) {
            at = text.find('\'', at + 1);
            if (at == std::string_view::npos) break;
        } else if (text[at] == '{') {
            const std::string_view name = depth == 0 ? argument_name(text.substr(at + 1)) : std::string_view();
            if (!name.empty()) found.push_back(name);
            ++depth;
        } else if (text[at] == '}' && depth > 0) {
            --depth;
        }
    }
    return found;
}

}  // namespace guildhall::catalogue::internal
