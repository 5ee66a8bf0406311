#include "feel/internal/java_format.hpp"

#include "base/text.hpp"

namespace guildhall::feel {
namespace {

struct Conversion {
    bool left = false, zeros = false, grouped = false;
    std::size_t width = 0;
    std::optional<std::size_t> precision;
};

constexpr std::size_t widest = 1'000;

std::string with_thousands(std::string digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = point; at > start + 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::optional<std::string> number_text(const Value& value, char kind, const Conversion& how) {
    const Number* number = value.number();
    if (number == nullptr) return std::nullopt;
    std::string text;
    if (kind == 'd') {
        if (how.precision || !number->is_integer()) return std::nullopt;
        text = number->text();
    } else {
        const auto places = how.precision.value_or(6);
        const auto rounded = number->rounded(static_cast<std::int64_t>(places), Number::Rounding::half_up);
        if (!rounded) return std::nullopt;
        text = rounded->text();
        std::size_t point = text.find('.');
        if (point == std::string::npos) {
            point = text.size();
            if (places > 0) text += '.';
        }
        if (places > 0) text.append(places - (text.size() - point - 1), '0');
    }
    return how.grouped ? with_thousands(std::move(text)) : text;
}

std::string padded(std::string text, const Conversion& how) {
    const std::size_t size = base::code_point_count(text);
    if (size >= how.width) return text;
    const std::size_t missing = how.width - size;
    if (how.left) return text.append(missing, ' ');
    if (how.zeros) return text.insert(text.starts_with('-') ? 1 : 0, missing, '0');
    return text.insert(0, missing, ' ');
}

std::optional<std::string> converted(const Value& value, char kind, const Conversion& how) {
    switch (kind) {
        case 's': {
            std::string text = value.string() ? *value.string() : value.text();
            return text;
        }
        case 'b':
            return value.boolean() ? (*value.boolean() ? "true" : "false") : value.is_null() ? "false" : "true";
        case 'd':
        case 'f':
            return number_text(value, kind, how);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> java_format(std::string_view format, std::span<const Value> arguments) {
    std::string result;
    std::size_t next = 0;
    for (std::size_t at = 0; at < format.size(); ++at) {
        if (format[at] != '%') {
            result += format[at];
            continue;
        }
        ++at;
        Conversion how;
        for (; at < format.size(); ++at) {
            if (format[at] == '-')
                how.left = true;
            else if (format[at] == '0')
                how.zeros = true;
            else if (format[at] == ',')
                how.grouped = true;
            else
                break;
        }
        const auto digits = [&] {
            std::size_t value = 0;
            for (; at < format.size() && format[at] >= '0' && format[at] <= '9'; ++at)
                value = std::min(widest, value * 10 + static_cast<std::size_t>(format[at] - '0'));
            return value;
        };
        how.width = digits();
        if (at < format.size() && format[at] == '.') {
            ++at;
            how.precision = digits();
        }
        if (at >= format.size()) return std::nullopt;
        if (format[at] == '%' || format[at] == 'n') {
            result += format[at] == 'n' ? '\n' : '%';
            continue;
        }
        if (next >= arguments.size()) return std::nullopt;
        auto text = converted(arguments[next++], format[at], how);
        if (!text) return std::nullopt;
        result += padded(std::move(*text), how);
    }
    return result;
}

}  // namespace guildhall::feel
