#include "catalogue/internal/placeholders.hpp"

#include <algorithm>

namespace guildhall::catalogue::internal {

std::vector<Placeholder> placeholders(std::string_view text) {
    const auto is_name_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
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

}  // namespace guildhall::catalogue::internal
