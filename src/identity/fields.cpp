#include <algorithm>
#include <array>

#include "base/message.hpp"
#include "base/text.hpp"
#include "identity/accounts.hpp"

namespace guildhall::identity {
namespace {

constexpr std::int64_t longest_password = 200;
constexpr std::int64_t longest_name = 200;
constexpr std::size_t longest_email = 254;      // RFC 5321 section 4.5.3.1.3, without the angle brackets
constexpr std::size_t longest_local_part = 64;  // RFC 5321 section 4.5.3.1.1

// What attackers try first, of eight characters or more; compared without regard to case.
constexpr std::array<std::string_view, 48> common_passwords{
    "password",   "password1", "password12", "password123",   "password1234", "passw0rd",  "p@ssword",   "p@ssw0rd",
    "12345678",   "123456789", "1234567890", "12345678910",   "123123123",    "11111111",  "00000000",   "87654321",
    "987654321",  "qwertyui",  "qwertyuiop", "qwerty123",     "qwerty1234",   "1q2w3e4r",  "1q2w3e4r5t", "1qaz2wsx",
    "asdfghjkl",  "zxcvbnm1",  "abcd1234",   "abc12345",      "a1b2c3d4",     "iloveyou",  "iloveyou1",  "princess",
    "sunshine",   "football",  "baseball",   "superman",      "trustno1",     "welcome1",  "welcome123", "letmein1",
    "letmein123", "admin123",  "admin1234",  "administrator", "changeme",     "changeme1", "test1234",   "computer",
};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322 atext and dots, as section 3.2.3 has them; quoted local parts are not taken, nor a hyphen in front, which
/// mail programs take for an option and `notifications` never writes to.
bool is_local_part(std::string_view text) {
    if (text.starts_with('-')) return false;
    if (text.empty() || text.size() > longest_local_part || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) {
        return is_letter_or_digit(c) || std::string_view{".!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
    });
}

bool is_domain(std::string_view text) {
    const auto labels = base::split(text, '.');
    if (labels.size() < 2) return false;
    return std::ranges::all_of(labels, [](std::string_view label) {
        return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
               std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
    });
}

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

std::string normalised_email(std::string_view email) {
    return base::to_lower_ascii(base::trimmed(email));
}

std::optional<std::string> problem_with_email(std::string_view email) {
    const std::string_view text = base::trimmed(email);
    if (text.empty()) return base::by_key("account.missing_email").text;
    const auto at = text.rfind('@');
    if (text.size() > longest_email || at == std::string_view::npos || !is_local_part(text.substr(0, at)) ||
        !is_domain(text.substr(at + 1))) {
        return base::by_key("answers.bad_email").text;
    }
    return std::nullopt;
}

std::optional<std::string> problem_with_password(std::string_view password, std::string_view email) {
    if (password.empty()) return base::by_key("account.missing_password").text;
    if (!base::is_valid_utf8(password)) return base::by_key("account.bad_password_characters").text;
    const auto length = static_cast<std::int64_t>(base::code_point_count(password));
    if (length < shortest_password)
        return base::by_key("account.password_too_short", {{"limit", shortest_password}}).text;
    if (length > longest_password) return base::by_key("account.password_too_long", {{"limit", longest_password}}).text;
    const std::string lower = base::to_lower_ascii(password);
    const bool one_character = std::ranges::all_of(lower, [&](char c) { return c == lower.front(); });
    if (one_character || std::ranges::find(common_passwords, lower) != common_passwords.end()) {
        return base::by_key("account.password_easy").text;
    }
    if (lower == normalised_email(email)) return base::by_key("account.password_is_email").text;
    return std::nullopt;
}

std::optional<std::string> problem_with_name(std::string_view name) {
    if (!base::is_valid_utf8(name) || has_control_characters(name)) return base::by_key("account.bad_name").text;
    if (static_cast<std::int64_t>(base::code_point_count(name)) > longest_name)
        return base::by_key("account.name_too_long", {{"limit", longest_name}}).text;
    return std::nullopt;
}

}  // namespace guildhall::identity
