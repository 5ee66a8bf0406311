#include "importing/values.hpp"

#include <fmt/format.h>

#include <charconv>

namespace guildhall::importing {
namespace {

/// Whether it needs parentheses beside an `and`: an `or` binds weaker, quantifiers and conditionals reach as far as
/// they can.
bool is_loose(std::string_view text) {
    if (text.starts_with("some ") || text.starts_with("every ") || text.starts_with("if ")) return true;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '(' || c == '[' || c == '{') {
            ++depth;
        } else if (c == ')' || c == ']' || c == '}') {
            --depth;
        } else if (depth == 0 && text.substr(i).starts_with(" or ")) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<double> number_at(const base::Json& json, std::string_view name) {
    const base::Json& member = json[name];
    if (const auto* integer = member.integer()) return static_cast<double>(*integer);
    if (const auto* real = member.real()) return *real;
    if (const auto* text = member.string(); text != nullptr && !text->empty()) {
        double number = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
        if (error == std::errc{} && end == text->data() + text->size()) return number;
    }
    return std::nullopt;
}

std::optional<int> count_at(const base::Json& json, std::string_view name) {
    constexpr double most = 1'000'000;
    const auto number = number_at(json, name);
    if (!number || *number < 0 || *number > most) return std::nullopt;
    return static_cast<int>(*number);
}

std::string plain_number(double number) {
    return fmt::format("{}", number);
}

std::string feel_string(std::string_view text) {
    std::string literal = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') literal += '\\';
        if (c == '\n')
            literal += "\\n";
        else if (c == '\t')
            literal += "\\t";
        else if (c == '\r')
            literal += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            literal += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else
            literal += c;
    }
    return literal + "\"";
}

std::string both(const std::string& first, const std::string& second) {
    if (first.empty() || first == second || second == "false") return second;
    if (second.empty() || first == "false") return first;
    const auto part = [](const std::string& text) { return is_loose(text) ? "(" + text + ")" : text; };
    return part(first) + " and " + part(second);
}

}  // namespace guildhall::importing
