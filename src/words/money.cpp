#include "words/money.hpp"

#include <algorithm>
#include <array>

namespace guildhall::words {
namespace {

constexpr std::int64_t most_minor = 1'000'000'000'000'000;

}  // namespace

int minor_digits(std::string_view currency) {
    constexpr std::array<std::string_view, 16> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    if (std::find(none.begin(), none.end(), currency) != none.end()) return 0;
    return std::find(three.begin(), three.end(), currency) != three.end() ? 3 : 2;
}

bool is_currency_code(std::string_view text) {
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<Money> money_from_decimal(std::string_view decimal, std::string_view currency) {
    const bool negative = decimal.starts_with('-');
    if (negative) decimal.remove_prefix(1);
    const int digits = minor_digits(currency);
    std::int64_t minor = 0;
    int decimals = -1;  // none before the point
    bool any = false;
    for (const char c : decimal) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        any = true;
        if (decimals >= 0 && ++decimals > digits) {
            if (c != '0') return std::nullopt;
            continue;
        }
        minor = minor * 10 + (c - '0');
        if (minor > most_minor) return std::nullopt;
    }
    if (!any) return std::nullopt;
    for (int i = std::max(decimals, 0); i < digits; ++i) minor *= 10;
    if (minor > most_minor) return std::nullopt;
    return Money{negative ? -minor : minor, std::string{currency}};
}

std::string decimal_of(const Money& money) {
    const bool negative = money.minor < 0;
    std::string text = std::to_string(negative ? -money.minor : money.minor);
    const auto digits = static_cast<std::size_t>(minor_digits(money.currency));
    if (digits > 0) {
        if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
        text.insert(text.size() - digits, ".");
    }
    return negative ? "-" + text : text;
}

}  // namespace guildhall::words
