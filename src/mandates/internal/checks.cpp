#include "mandates/internal/checks.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace guildhall::mandates {
namespace {

constexpr std::chrono::years longest_life{130};

std::optional<int> digits(std::string_view text) {
    int value = 0;
    if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

}  // namespace

base::Error wrong_field(std::string field, std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {std::move(field)}};
}

base::Result<std::string> checked_text(
    std::string_view text, std::string_view field, std::size_t longest, bool required
) {
    std::string words{base::trimmed(text)};
    std::erase(words, '\r');
    const bool shown = base::is_valid_utf8(words) && std::ranges::none_of(words, [](char c) {
                           return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
                       });
    if (!shown) return wrong_field(std::string{field}, "This holds characters that we cannot read");
    if (required && words.empty()) return wrong_field(std::string{field}, "Enter an answer");
    if (base::code_point_count(words) > longest)
        return wrong_field(std::string{field}, fmt::format("This must be {} characters or fewer", longest));
    return words;
}

base::Result<std::string> checked_birth(std::string_view text, base::Instant now) {
    const auto wrong = [] { return wrong_field("born", "Enter a real date of birth"); };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong();
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return wrong();
    const std::chrono::year_month_day date{
        std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}
    };
    if (!date.ok()) return wrong();
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    if (date > today || date.year() < today.year() - longest_life) return wrong();
    return std::string{text};
}

}  // namespace guildhall::mandates
