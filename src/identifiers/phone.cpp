#include "identifiers/phone.hpp"

#include <algorithm>

#include "identifiers/internal/typed.hpp"

namespace guildhall::identifiers {
namespace {

std::string without_trunk_zero(std::string_view national, std::string_view calling_code) {
    const bool zero_belongs = calling_code == "39" || calling_code == "378" || calling_code == "379";
    if (!zero_belongs && national.starts_with('0')) national.remove_prefix(1);
    return std::string{national};
}

}  // namespace

std::variant<Phone, Fault> read_phone(std::string_view typed, std::string_view default_calling_code) {
    const Read read = plain(typed);
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr) return std::get<Fault>(read);
    Phone phone;
    std::string digits;
    int open = 0;
    for (std::size_t at = 0; at < text->size(); ++at) {
        const char c = (*text)[at];
        if (c == '+' && (!digits.empty() || phone.typed.find('+') != std::string::npos)) return Fault::form;
        if (!is_digit(c) && !one_of(c, "+ -()./")) return Fault::characters;
        if (c == '(') ++open;
        if (c == ')' && --open < 0) return Fault::form;
        if (c == ' ' && phone.typed.ends_with(' ')) continue;
        phone.typed += c;
        if (is_digit(c)) digits += c;
    }
    if (open != 0) return Fault::form;
    bool abroad = phone.typed.find('+') != std::string::npos;
    if (!abroad && digits.starts_with("00")) {
        abroad = true;
        digits.erase(0, 2);
    }
    if (abroad) {
        // `+44 (0)20 …` is written for both; only inside the country is the zero dialled.
        if (const auto both = phone.typed.find("(0)"); both != std::string::npos && both > 0) {
            const auto before = static_cast<std::size_t>(
                std::count_if(phone.typed.begin(), phone.typed.begin() + static_cast<std::ptrdiff_t>(both), is_digit)
            );
            const std::size_t left_out = phone.typed.find('+') == std::string::npos ? 2 : 0;
            if (before > left_out) digits.erase(before - left_out, 1);
        }
        // No calling code begins with 0 (E.164 annex A).
        if (digits.starts_with('0')) return Fault::form;
    }
    if (digits.size() < 5 || digits.size() > 15) return Fault::length;
    if (abroad) {
        phone.international = "+" + digits;
    } else if (!default_calling_code.empty()) {
        const std::string national = without_trunk_zero(digits, default_calling_code);
        if (default_calling_code.size() + national.size() > 15) return Fault::length;
        phone.international = "+" + std::string{default_calling_code} + national;
    }
    return phone;
}

}  // namespace guildhall::identifiers
