#include "dmn/internal/hints.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

/// The text with the content of strings blanked, so that only what is outside of them counts.
std::string outside_strings(std::string_view text) {
    std::string result;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inside && text[i] == '\\') {
            result += "  ";
            ++i;
            continue;
        }
        if (text[i] == '"') inside = !inside;
        result += inside ? ' ' : text[i];
    }
    return result;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
    const auto letter = [&](std::size_t at) {
        return at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z');
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    return false;
}

bool only_letters_and_spaces(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == ' ' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace

std::string hint_for(std::string_view written, bool unary) {
    const std::string text = outside_strings(written);
    if (has(written, "\u201c") || has(written, "\u201d") || has(written, "\u201e"))
        return "write straight quotes (\"), not curly ones";
    if (has(written, "\u2018") || has(written, "\u2019") || has(text, "'"))
        return "strings stand in double quotes (\")";
    if (has(text, "#")) return "'#' looks like a placeholder that was never filled in";
    if (has(text, "\?\?")) return "a row of question marks looks like something still to be decided";
    if (has(text, ";")) return "separate alternatives with a comma";
    if (has(text, "%")) return "write percentages as numbers, such as 0.05 for 5 %";
    if (has(text, "&&")) return "write 'and'";
    if (has(text, "||")) return "write 'or'";
    if (has(text, "==")) return "write a single '='";
    if (has(text, "\u2264") || has(text, "=<")) return "write '<='";
    if (has(text, "\u2265") || has(text, "=>")) return "write '>='";
    if (has_word(text, "OR") || has_word(text, "AND") || has_word(text, "NOT") || has_word(text, "Or") ||
        has_word(text, "And"))
        return "write 'and', 'or' and 'not' in small letters";
    if (unary && has_word(text, "and") && (has(text, "<") || has(text, ">")))
        return "for both at once write a range such as [18..30), or '? >= 18 and ? < 30'";
    if (unary && has_word(text, "or")) return "separate alternatives with a comma";
    if (only_letters_and_spaces(text)) return "a text stands in double quotes (\")";
    return {};
}

}  // namespace guildhall::dmn
