#include "identifiers/internal/typed.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"

namespace guildhall::identifiers {

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(position);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (position + length > text.size() || !base::is_valid_utf8(text.substr(position, length))) return std::nullopt;
    char32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at) point = (point << 6U) | (byte(position + at) & 0x3FU);
    position += length;
    return point;
}

void append_utf8(std::string& out, char32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
        return;
    }
    if (point < 0x800) {
        out += static_cast<char>(0xC0U | (point >> 6U));
    } else {
        if (point < 0x10000) {
            out += static_cast<char>(0xE0U | (point >> 12U));
        } else {
            out += static_cast<char>(0xF0U | (point >> 18U));
            out += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
        }
        out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    }
    out += static_cast<char>(0x80U | (point & 0x3FU));
}

bool is_invisible(char32_t point) {
    return point == 0x00AD || point == 0x061C || point == 0x180E || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x2064) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

std::optional<char> as_ascii(char32_t point) {
    if (point < 0x80) {
        if (point == '\t' || point == '\n' || point == '\r') return ' ';
        if (point < 0x20 || point == 0x7F) return std::nullopt;
        return static_cast<char>(point);
    }
    // Arabic-Indic, Eastern Arabic-Indic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu.
    static constexpr char32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66};
    for (const char32_t zero : zeros) {
        if (point >= zero && point < zero + 10) return static_cast<char>('0' + (point - zero));
    }
    if (point >= 0xFF01 && point <= 0xFF5E) return static_cast<char>(point - 0xFEE0);  // full-width forms of ASCII
    if (point == 0x00A0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F ||
        point == 0x3000)
        return ' ';
    if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212 || point == 0xFE58 || point == 0xFE63) return '-';
    return std::nullopt;
}

Read plain(std::string_view typed) {
    if (typed.size() > typed_limit) return Fault::length;
    std::string out;
    for (std::size_t position = 0; position < typed.size();) {
        const auto point = next_code_point(typed, position);
        if (!point) return Fault::characters;
        if (is_invisible(*point)) continue;
        const auto meant = as_ascii(*point);
        if (!meant) return Fault::characters;
        out += *meant;
    }
    std::string trimmed{base::trimmed(out)};
    if (trimmed.empty()) return Fault::empty;
    return trimmed;
}

Read compact(std::string_view typed, std::string_view separators, std::string_view marks) {
    const Read read = plain(typed);
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr) return read;
    std::string out;
    for (char c : *text) {
        if (one_of(c, separators)) continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!is_digit(c) && !is_capital(c) && !one_of(c, marks)) return Fault::characters;
        out += c;
    }
    if (out.empty()) return Fault::empty;
    return out;
}

Read read_digits(std::string_view typed, std::size_t length, Rule wrong) {
    Read read = compact(typed);
    const auto* digits = std::get_if<std::string>(&read);
    if (digits == nullptr) return read;
    if (!all_digits(*digits)) return Fault::characters;
    if (digits->size() != length) return Fault::length;
    // Zero satisfies every weighted sum, and is nobody's number.
    if (digits->find_first_not_of('0') == std::string::npos) return Fault::form;
    if (const auto fault = wrong(*digits)) return *fault;
    return read;
}

Read read_form(std::string_view typed, std::size_t least, std::size_t most, Rule wrong) {
    Read read = compact(typed);
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr) return read;
    if (text->size() < least || text->size() > most) return Fault::length;
    if (const auto fault = wrong(*text)) return *fault;
    return read;
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

bool one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

int number_at(std::string_view digits, std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : digits.substr(from, count)) value = value * 10 + (c - '0');
    return value;
}

bool has_form(std::string_view text, std::string_view pattern) {
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char c, char form) {
        switch (form) {
            case 'n':
                return is_digit(c);
            case 'a':
                return is_capital(c);
            case 'c':
                return is_digit(c) || is_capital(c);
            default:
                return c == form;
        }
    });
}

std::string grouped(std::string_view kept, std::initializer_list<std::size_t> sizes, std::string_view between) {
    std::string out;
    std::size_t from = 0;
    for (const std::size_t size : sizes) {
        if (from >= kept.size()) break;
        if (from > 0) out += between;
        out += kept.substr(from, size);
        from += size;
    }
    if (from < kept.size()) out += kept.substr(from);
    return out;
}

bool is_date(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}
    };
    return date.ok();
}

bool is_date_of_some_century(int two_digit_year, int month, int day) {
    // 1900 had no 29 February and 2000 had; other years of two digits are alike in all three centuries.
    return is_date(2000 + two_digit_year, month, day);
}

}  // namespace guildhall::identifiers
