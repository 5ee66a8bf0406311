#include "feel/internal/lexis.hpp"

#include <algorithm>
#include <array>

namespace guildhall::feel {
namespace {

struct CodePointSpan {
    char32_t first, last;
};

// DMN 1.5 rule 28.
constexpr std::array<CodePointSpan, 17> name_start_spans{
    {{U'?', U'?'},
     {U'A', U'Z'},
     {U'_', U'_'},
     {U'a', U'z'},
     {0xC0, 0xD6},
     {0xD8, 0xF6},
     {0xF8, 0x2FF},
     {0x370, 0x37D},
     {0x37F, 0x1FFF},
     {0x200C, 0x200D},
     {0x2070, 0x218F},
     {0x2C00, 0x2FEF},
     {0x3001, 0xD7FF},
     {0xF900, 0xFDCF},
     {0xFDF0, 0xFEFE},
     {0xFF00, 0xFFFD},
     {0x10000, 0xEFFFF}}
};
// Rule 29, beyond those.
constexpr std::array<CodePointSpan, 4> name_part_spans{{{U'0', U'9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};

template <class Spans>
bool within(const Spans& spans, char32_t c) {
    return std::any_of(spans.begin(), spans.end(), [c](const auto& span) { return c >= span.first && c <= span.last; });
}

std::string_view first_word(std::string_view text, std::size_t at) {
    return text.substr(at, skip_word(text, at) - at);
}

constexpr bool is_ascii_name_start(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || c == U'?';
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> char32_t { return static_cast<unsigned char>(text[i]); };
    const char32_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) return {((lead & 0x1F) << 6) | (byte(at + 1) & 0x3F), 2};
    if (lead < 0xF0) return {((lead & 0x0F) << 12) | ((byte(at + 1) & 0x3F) << 6) | (byte(at + 2) & 0x3F), 3};
    return {
        ((lead & 0x07) << 18) | ((byte(at + 1) & 0x3F) << 12) | ((byte(at + 2) & 0x3F) << 6) | (byte(at + 3) & 0x3F), 4
    };
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        result.push_back(c.value);
        at += c.length;
    }
    return result;
}

std::string to_utf8(const std::vector<char32_t>& points, std::size_t from, std::size_t count) {
    std::string result;
    for (std::size_t i = from; i < points.size() && i < from + count; ++i) append_utf8(result, points[i]);
    return result;
}

bool is_white_space(char32_t c) {
    switch (c) {  // rules 61 and 62
        case U'\t':
        case U'\n':
        case U'\v':
        case U'\f':
        case U'\r':
        case U' ':
        case 0x85:
        case 0xA0:
        case 0x1680:
        case 0x180E:
        case 0x2028:
        case 0x2029:
        case 0x202F:
        case 0x205F:
        case 0x3000:
        case 0xFEFF:
            return true;
        default:
            return c >= 0x2000 && c <= 0x200B;
    }
}

bool is_name_start(char32_t c) {
    if (c < 0x80) return is_ascii_name_start(c);
    return within(name_start_spans, c) && !is_white_space(c);
}

bool is_name_part(char32_t c) {
    if (c < 0x80) return is_ascii_name_start(c) || (c >= U'0' && c <= U'9');
    return is_name_start(c) || within(name_part_spans, c);
}

bool is_reserved(std::string_view word) {
    static constexpr std::array<std::string_view, 17> words{"and",      "between",   "else", "every",    "false", "for",
                                                            "function", "if",        "in",   "instance", "null",  "or",
                                                            "return",   "satisfies", "some", "then",     "true"};
    return std::binary_search(words.begin(), words.end(), word);
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (text[at] > ' ' && text[at] < '\x7f' && text[at] != '/') break;  // mostly
        const CodePoint c = code_point_at(text, at);
        if (is_white_space(c.value)) {
            at += c.length;
        } else if (text.substr(at, 2) == "//") {
            const std::size_t end = text.find('\n', at);
            at = end == std::string_view::npos ? text.size() : end + 1;
        } else if (text.substr(at, 2) == "/*") {
            const std::size_t end = text.find("*/", at + 2);
            if (end == std::string_view::npos) return at;  // the parser complains about the slash
            at = end + 2;
        } else {
            break;
        }
    }
    return at;
}

std::size_t skip_word(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        if (!is_name_part(c.value)) break;
        at += c.length;
    }
    return at;
}

std::string normalised_name(std::string_view name) {
    std::string result;
    bool space = false;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint c = code_point_at(name, at);
        if (is_white_space(c.value)) {
            space = true;
        } else {
            if (space && !result.empty()) result += ' ';
            space = false;
            result += name.substr(at, c.length);
        }
        at += c.length;
    }
    return result;
}

std::optional<std::size_t> match_name(std::string_view text, std::size_t at, std::string_view name) {
    bool ends_as_word = false;
    for (std::size_t i = 0; i < name.size();) {
        if (at >= text.size()) return std::nullopt;
        const CodePoint want = code_point_at(name, i);
        CodePoint have = code_point_at(text, at);
        if (want.value == U' ') {
            if (!is_white_space(have.value)) return std::nullopt;
            while (is_white_space(have.value)) {
                at += have.length;
                if (at >= text.size()) return std::nullopt;
                have = code_point_at(text, at);
            }
        } else {
            if (want.value != have.value) return std::nullopt;
            at += have.length;
            ends_as_word = is_name_part(want.value);
        }
        i += want.length;
    }
    if (name.empty()) return std::nullopt;
    if (ends_as_word && skip_word(text, at) != at) return std::nullopt;
    return at;
}

void NameIndex::add(std::string_view name) {
    std::string normal = normalised_name(name);
    if (normal.empty()) return;
    first_bytes_.set(static_cast<unsigned char>(normal.front()));
    auto& list = names_[std::string(first_word(normal, 0))];
    const auto place =
        std::find_if(list.begin(), list.end(), [&](const auto& other) { return other.size() < normal.size(); });
    list.insert(place, std::move(normal));
}

std::optional<NameIndex::Match> NameIndex::longest(std::string_view text, std::size_t at) const {
    if (at >= text.size() || !first_bytes_[static_cast<unsigned char>(text[at])]) return std::nullopt;
    const auto found = names_.find(first_word(text, at));
    if (found == names_.end()) return std::nullopt;
    for (const auto& name : found->second) {
        if (const auto end = match_name(text, at, name)) return Match{name, *end};
    }
    return std::nullopt;
}

TextPlace place_of(std::string_view text, std::size_t at) {
    TextPlace place;
    for (std::size_t i = 0; i < at && i < text.size(); i += code_point_at(text, i).length) {
        if (text[i] == '\n') {
            ++place.line;
            place.column = 1;
        } else {
            ++place.column;
        }
    }
    return place;
}

}  // namespace guildhall::feel
