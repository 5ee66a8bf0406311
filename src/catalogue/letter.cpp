#include "catalogue/letter.hpp"

#include "base/markup.hpp"
#include "catalogue/internal/placeholders.hpp"

namespace guildhall::catalogue {
namespace {

/// Of several lines, as they stand.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : base::escaped(text)) {
        if (c == '\n') out += "<br>";
        if (c != '\n' && c != '\r') out += c;
    }
    return out;
}

}  // namespace

std::span<const std::string_view> letter_names() {
    static constexpr std::string_view names[] = {"reference", "name",    "date",       "valid_until", "service",
                                                 "team",      "reasons", "decided_by", "review_by"};
    return names;
}

std::string fill_letter(std::string_view letter_html, const std::map<std::string, std::string>& values) {
    std::string out;
    std::size_t at = 0;
    for (const internal::Placeholder& place : internal::placeholders(letter_html)) {
        out += letter_html.substr(at, place.offset - at);
        if (const auto value = values.find(std::string(place.name)); value != values.end())
            out += escaped(value->second);
        at = place.offset + place.name.size() + 2;
    }
    out += letter_html.substr(at);
    return out;
}

}  // namespace guildhall::catalogue
