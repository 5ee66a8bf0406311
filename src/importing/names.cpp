#include "importing/names.hpp"

#include <utility>

namespace guildhall::importing {
namespace {

constexpr std::pair<const char*, const char*> letters_with_marks[] = {
    {"å", "a"}, {"ä", "a"},  {"á", "a"}, {"à", "a"}, {"â", "a"},  {"ŵ", "w"}, {"æ", "ae"}, {"ø", "o"},
    {"ö", "o"}, {"ó", "o"},  {"ò", "o"}, {"ô", "o"}, {"é", "e"},  {"è", "e"}, {"ê", "e"},  {"ë", "e"},
    {"ü", "u"}, {"ú", "u"},  {"û", "u"}, {"í", "i"}, {"î", "i"},  {"ï", "i"}, {"ŷ", "y"},  {"ñ", "n"},
    {"ç", "c"}, {"ß", "ss"}, {"Å", "A"}, {"Ä", "A"}, {"Æ", "Ae"}, {"Ø", "O"}, {"Ö", "O"},  {"Ü", "U"},
    {"É", "E"}, {"đ", "d"},  {"š", "s"}, {"č", "c"}, {"ž", "z"},  {"á", "a"}, {"ŋ", "n"},  {"ŧ", "t"},
};

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string without_marks(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        bool found = false;
        if (static_cast<unsigned char>(text[at]) >= 0x80)
            for (const auto& [marked, letters] : letters_with_marks)
                if (text.substr(at).starts_with(marked)) {
                    plain += letters;
                    at += std::string_view(marked).size();
                    found = true;
                    break;
                }
        if (!found) plain += text[at++];
    }
    return plain;
}

/// Words in small letters with `separator` between them; a capital after a small letter starts a word.
std::string words_joined(std::string_view text, char separator, std::size_t most) {
    const std::string plain = without_marks(text);
    std::string joined;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
            if (!joined.empty() && joined.back() != separator) joined += separator;
            continue;
        }
        // `harBarn` has two words, `INorge` as well: the last capital of a run starts one.
        const bool after_small = i > 0 && (is_lower(plain[i - 1]) || is_digit(plain[i - 1]));
        const bool ends_run = i > 0 && is_upper(plain[i - 1]) && i + 1 < plain.size() && is_lower(plain[i + 1]);
        const bool starts_word = is_upper(c) && (after_small || ends_run);
        if (starts_word && !joined.empty() && joined.back() != separator) joined += separator;
        joined += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (joined.size() > most) {
        const auto cut = joined.rfind(separator, most);
        joined.resize(cut == std::string::npos || cut < most / 2 ? most : cut);
    }
    while (!joined.empty() && joined.back() == separator) joined.pop_back();
    return joined;
}

/// Names that mean something else in FEEL (section 10.3.1), and those of functions and types that a reader would
/// mistake for them.
const std::set<std::string_view> feel_words{
    "and",      "or",       "not",       "if",      "then",        "else",     "for",       "in",       "return",
    "some",     "every",    "satisfies", "between", "instance",    "of",       "function",  "external", "true",
    "false",    "null",     "date",      "time",    "duration",    "number",   "string",    "boolean",  "list",
    "context",  "range",    "now",       "today",   "count",       "min",      "max",       "sum",      "mean",
    "all",      "any",      "sublist",   "append",  "union",       "remove",   "reverse",   "sort",     "flatten",
    "product",  "median",   "stddev",    "mode",    "decimal",     "floor",    "ceiling",   "abs",      "modulo",
    "sqrt",     "log",      "exp",       "odd",     "even",        "is",       "before",    "after",    "meets",
    "overlaps", "finishes", "includes",  "during",  "starts",      "started",  "coincides", "split",    "contains",
    "matches",  "replace",  "substring", "item",    "partial",     "years",    "days",      "months",   "day",
    "week",     "month",    "get",       "put",     "concatenate", "decision", "adverse",
};

}  // namespace

std::string feel_id(std::string_view text, std::string_view fallback) {
    std::string id = words_joined(text, '_', 80);
    if (id.empty()) id = fallback;
    if (is_digit(id.front())) id = std::string(fallback) + "_" + id;
    if (feel_words.contains(id)) id += "_answer";
    return id;
}

std::string folder_id(std::string_view text, std::string_view fallback) {
    std::string id = words_joined(text, '-', 60);
    if (id.empty()) id = fallback;
    if (is_digit(id.front())) id = (std::string(fallback) + "-" + id).substr(0, 60);
    while (id.back() == '-') id.pop_back();
    return id;
}

std::string option_value(std::string_view text, std::string_view fallback) {
    constexpr std::size_t most = 100;
    const std::string plain = without_marks(text);
    std::string value;
    for (const char c : plain) {
        if (is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '.')
            value += c;
        else if (!value.empty() && value.back() != '_')
            value += '_';
    }
    while (!value.empty() && value.back() == '_' && plain.back() != '_') value.pop_back();
    // A value begins with a letter or digit.
    if (value.empty() || value.find_first_of("_-.") == 0) value.insert(0, fallback);
    if (value.size() > most) value.resize(most);
    return value;
}

std::string TakenNames::take(const std::string& id, const std::string& prefix) {
    constexpr std::size_t most = 100;
    if (taken_.insert(id).second) return id;
    if (!prefix.empty() && prefix.size() + id.size() < most) {
        std::string longer = prefix + "_" + id;
        if (taken_.insert(longer).second) return longer;
    }
    for (int& number = next_.try_emplace(id, 2).first->second;;) {
        std::string numbered = id + "_" + std::to_string(number++);
        if (taken_.insert(numbered).second) return numbered;
    }
}

}  // namespace guildhall::importing
