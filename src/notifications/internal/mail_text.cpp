#include "notifications/internal/mail_text.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace guildhall::notifications {
namespace {

constexpr std::size_t longest_plain = 60;  // leaves room for the header's name in 78 columns
constexpr std::size_t longest_encoded_part =
    39;                                   // bytes; 64 columns with the frame, under the 75 of RFC 2047 section 2
constexpr std::size_t longest_line = 76;  // of quoted-printable, RFC 2045 section 6.7 rule 5

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string without_controls(std::string_view text) {
    std::string out{text};
    std::ranges::replace_if(out, is_control, ' ');
    return out;
}

bool is_plain(std::string_view text) {
    return text.size() <= longest_plain && text.find("=?") == std::string_view::npos && !text.starts_with(' ') &&
           !text.ends_with(' ') &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string encoded_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t size = std::min(text.size(), longest_encoded_part);
        // Each word holds whole characters (RFC 2047 section 5).
        while (size < text.size() && size > 1 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) --size;
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base::to_base64(base::view_of(text.substr(0, size))) + "?=";
        text.remove_prefix(size);
    }
    return out;
}

void append_hex(std::string& out, char c) {
    out += fmt::format("={:02X}", static_cast<unsigned char>(c));
}

/// One line without its end, in pieces of at most 76 columns.
void append_line(std::string& out, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_last = i + 1 == line.size();
        const bool is_literal = (c >= 33 && c <= 126 && c != '=') || ((c == ' ' || c == '\t') && !is_last);
        const std::size_t width = is_literal ? 1 : 3;
        if (column + width > longest_line - (is_last ? 0 : 1)) {
            out += "=\r\n";
            column = 0;
        }
        // Relays have been seen to change a dot, or `From `, at the beginning of a line.
        const bool is_touchy = column == 0 && (c == '.' || line.substr(i).starts_with("From "));
        if (is_literal && !is_touchy) {
            out += c;
            ++column;
        } else {
            append_hex(out, c);
            column += 3;
        }
    }
    out += "\r\n";
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
    if (text.find('@') != at || text.front() == '-') return false;
    return std::ranges::all_of(text, [](char c) {
        return c > 0x20 && c < 0x7f && std::string_view{"<>()[]\\,;:\""}.find(c) == std::string_view::npos;
    });
}

std::string_view domain_of(std::string_view address) {
    return address.substr(address.rfind('@') + 1);
}

std::string header_text(std::string_view text) {
    const std::string clean = without_controls(text);
    return is_plain(clean) ? clean : encoded_words(clean);
}

std::string header_phrase(std::string_view text) {
    const std::string clean = without_controls(text);
    if (!is_plain(clean)) return encoded_words(clean);
    std::string out = "\"";
    for (const char c : clean) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string mail_date(base::Instant instant) {
    static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), time.hours().count(), time.minutes().count(), time.seconds().count()
    );
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        append_line(out, text.substr(0, end));
        if (end == std::string_view::npos) break;
        const bool is_pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (is_pair ? 2 : 1));
    }
    return out;
}

}  // namespace guildhall::notifications
