#include "journeys/internal/typed_number.hpp"

#include <algorithm>
#include <vector>

namespace guildhall::journeys::internal {
namespace {

constexpr std::size_t max_bytes = 120;
constexpr std::size_t max_digits = 30;

struct Replacement {
    std::string_view typed;
    std::string_view plain;
};

/// Other characters for the ones that are read: blanks between groups, minus signs.
constexpr Replacement replacements[] = {
    {"\u00a0", " "}, {"\u2009", " "}, {"\u202f", " "}, {"'", " "},      {"\u2019", " "},
    {"\u2212", "-"}, {"\u2013", "-"}, {"\u066b", "."}, {"\u066c", ","},
};

/// Scripts whose ten digits follow each other.
constexpr std::uint32_t zeros[] = {0x0660, 0x06F0, 0xFF10};

/// The text with plain digits and marks; nothing when it holds anything else that is not ASCII.
std::optional<std::string> plain(std::string_view typed) {
    std::string out;
    while (!typed.empty()) {
        const auto known = std::find_if(std::begin(replacements), std::end(replacements), [&](const Replacement& r) {
            return typed.starts_with(r.typed);
        });
        if (known != std::end(replacements)) {
            out += known->plain;
            typed.remove_prefix(known->typed.size());
            continue;
        }
        const auto byte = static_cast<unsigned char>(typed.front());
        if (byte < 0x80) {
            out += typed.front();
            typed.remove_prefix(1);
            continue;
        }
        const std::size_t length = byte >= 0xe0 ? 3 : 2;
        if (typed.size() < length) return std::nullopt;
        std::uint32_t point = length == 3 ? byte & 0x0fU : byte & 0x1fU;
        for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (static_cast<unsigned char>(typed[i]) & 0x3fU);
        const auto* zero = std::find_if(std::begin(zeros), std::end(zeros), [&](std::uint32_t z) {
            return point >= z && point <= z + 9;
        });
        if (zero == std::end(zeros)) return std::nullopt;
        out += static_cast<char>('0' + (point - *zero));
        typed.remove_prefix(length);
    }
    return out;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether the marks at `places` part groups of three, with one to three digits before the first.
bool parts_groups(std::string_view digits, const std::vector<std::size_t>& places, std::size_t end) {
    if (places.empty() || places.front() == 0 || places.front() > 3) return false;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const std::size_t next = i + 1 < places.size() ? places[i + 1] : end;
        if (next - places[i] != 4) return false;
    }
    return end <= digits.size();
}

}  // namespace

char decimal_sign(const words::Locale& locale) {
    return locale.number("1.5").find(',') == std::string::npos ? '.' : ',';
}

std::optional<feel::Number> read_typed_number(std::string_view typed, char decimal_sign) {
    if (typed.size() > max_bytes) return std::nullopt;
    auto text = plain(typed);
    if (!text) return std::nullopt;
    std::string sign;
    std::string_view rest = *text;
    if (rest.starts_with('-') || rest.starts_with('+')) {
        if (rest.front() == '-') sign = "-";
        rest.remove_prefix(1);
    }
    if (rest.find_first_not_of("0123456789., ") != std::string_view::npos) return std::nullopt;
    if (!std::any_of(rest.begin(), rest.end(), is_digit)) return std::nullopt;

    // The decimals begin behind the last of two different marks, or behind a mark that stands alone and cannot part
    // groups.
    const auto last_point = rest.rfind('.');
    const auto last_comma = rest.rfind(',');
    std::size_t decimals = std::string_view::npos;
    if (last_point != std::string_view::npos && last_comma != std::string_view::npos) {
        decimals = std::max(last_point, last_comma);
    } else if (last_point != std::string_view::npos || last_comma != std::string_view::npos) {
        const char mark = last_point != std::string_view::npos ? '.' : ',';
        const std::size_t only = last_point != std::string_view::npos ? last_point : last_comma;
        const bool alone = rest.find(mark) == only;
        const bool groups = rest.size() - only == 4 && only >= 1 && only <= 3 && rest.front() != '0';
        if (alone && (mark == decimal_sign || !groups)) decimals = only;
    }
    const std::size_t whole_end = std::min(decimals, rest.size());
    if (decimals != std::string_view::npos &&
        !std::all_of(rest.begin() + static_cast<std::ptrdiff_t>(decimals) + 1, rest.end(), is_digit))
        return std::nullopt;

    std::vector<std::size_t> marks;
    std::string whole;
    char used = 0;
    for (std::size_t i = 0; i < whole_end; ++i) {
        if (is_digit(rest[i])) {
            whole += rest[i];
            continue;
        }
        if (used != 0 && rest[i] != used) return std::nullopt;
        used = rest[i];
        marks.push_back(i);
    }
    if (!marks.empty() && !parts_groups(rest, marks, whole_end)) return std::nullopt;
    const std::string_view behind = decimals == std::string_view::npos ? std::string_view{} : rest.substr(decimals + 1);
    if (whole.size() + behind.size() > max_digits) return std::nullopt;
    if (whole.empty()) whole = "0";
    return feel::Number::parse(sign + whole + (behind.empty() ? "" : "." + std::string{behind}));
}

}  // namespace guildhall::journeys::internal
