#include "feel/internal/regex_syntax.hpp"

#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "feel/internal/lexis.hpp"

namespace guildhall::feel {
namespace {

using Set = icu::UnicodeSet;

base::Error refused(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {}};
}

Set set_of(const char* pattern) {
    UErrorCode status = U_ZERO_ERROR;
    return Set(icu::UnicodeString::fromUTF8(pattern), status);
}

/// `\p{Lu}` and `\p{IsBasicLatin}` (appendix G.4.2.1 and G.4.2.3); nothing for a name that is neither.
std::optional<Set> property(const std::string& name) {
    static constexpr std::string_view categories =
        " L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn ";
    if (name.empty() || name.find(' ') != std::string::npos) return std::nullopt;
    Set set;
    UErrorCode status = U_ZERO_ERROR;
    if (categories.find(" " + name + " ") != std::string_view::npos) {
        set.applyPropertyAlias("gc", icu::UnicodeString::fromUTF8(name), status);
        set.remove(0xD800, 0xDFFF);  // surrogates are no characters
        return set;
    }
    if (!name.starts_with("Is") || name.size() < 3 || name[2] < 'A' || name[2] > 'Z') return std::nullopt;
    const std::int32_t block = u_getPropertyValueEnum(UCHAR_BLOCK, name.c_str() + 2);
    if (block == UCHAR_INVALID_CODE || block == UBLOCK_NO_BLOCK) return std::nullopt;
    set.applyIntPropertyValue(UCHAR_BLOCK, block, status);
    return set;
}

/// The escapes for sets of characters (appendix G.4.2.5): s, i, c, d, w.
const Set* multi_character(char32_t letter) {
    static const Set space = set_of("[\\u0020\\u0009\\u000A\\u000D]");
    // NameStartChar and NameChar of XML 1.0.
    static const Set initial = set_of(
        "[\\u003AA-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-"
        "\\u200D\\u2070-"
        "\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF]"
    );
    static const Set name = set_of(
        "[\\u003AA-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-"
        "\\u200D\\u2070-"
        "\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF\\-.0-9\\u00B7"
        "\\u0300-\\u036F\\u203F-\\u2040]"
    );
    static const Set digit = set_of("[:Nd:]");
    static const Set word = set_of("[^[:P:][:Z:][:C:]]");
    switch (letter) {
        case U's':
            return &space;
        case U'i':
            return &initial;
        case U'c':
            return &name;
        case U'd':
            return &digit;
        case U'w':
            return &word;
        default:
            return nullptr;
    }
}

std::optional<char32_t> single_escape(char32_t letter) {
    switch (letter) {
        case U'n':
            return U'\n';
        case U'r':
            return U'\r';
        case U't':
            return U'\t';
        default:
            return letter < 0x80 && std::string_view("\\|.?*+(){}-[]^$").find(static_cast<char>(letter)) !=
                                        std::string_view::npos
                       ? std::optional(letter)
                       : std::nullopt;
    }
}

/// With every character that differs from one of the set in case alone.
void add_cases(Set& set) {
    set.closeOver(USET_CASE_INSENSITIVE);
    set.removeAllStrings();
}

std::string written(const Set& set) {
    if (set.isEmpty()) return "(?!)";
    std::string text = "[";
    for (std::int32_t i = 0; i < set.getRangeCount(); ++i) {
        const UChar32 first = set.getRangeStart(i);
        const UChar32 last = set.getRangeEnd(i);
        if (first >= 0xD800 && last <= 0xDFFF) continue;
        text += fmt::format("\\x{{{:x}}}", first);
        if (last != first) text += fmt::format("-\\x{{{:x}}}", last);
    }
    return text + "]";
}

/// What `x` takes out: white space, except inside classes (Functions and Operators 3.1 section 5.6.1.1).
std::vector<char32_t> without_white_space(const std::vector<char32_t>& pattern) {
    std::vector<char32_t> result;
    int depth = 0;
    bool escaped = false;
    for (const char32_t c : pattern) {
        const bool white = c == U' ' || c == U'\t' || c == U'\n' || c == U'\r';
        if (white && depth == 0) continue;
        result.push_back(c);
        if (!escaped && c == U'[') ++depth;
        if (!escaped && c == U']' && depth > 0) --depth;
        escaped = !escaped && c == U'\\';
    }
    return result;
}

class Translator {
public:
    Translator(std::vector<char32_t> pattern, const RegexFlags& flags) : pattern_(std::move(pattern)), flags_(flags) {}

    base::Result<std::string> translate() {
        alternatives();
        if (problem_.empty() && at_ < pattern_.size()) fail("')' closes nothing");
        if (!problem_.empty()) return refused(problem_);
        return std::move(out_);
    }

private:
    static constexpr int max_depth = 100;
    static constexpr std::size_t max_size = 1'000'000;

    [[nodiscard]] bool end() const { return at_ >= pattern_.size(); }
    [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
        return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : U'\0';
    }
    bool take(char32_t c) {
        if (end() || peek() != c) return false;
        ++at_;
        return true;
    }
    bool fail(std::string message) {
        if (problem_.empty()) problem_ = std::move(message);
        return false;
    }

    bool alternatives() {
        if (++depth_ > max_depth) return fail("groups are nested too deeply");
        while (true) {
            while (!end() && peek() != U'|' && peek() != U')') {
                if (!piece()) return false;
            }
            if (!take(U'|')) break;
            out_ += '|';
        }
        --depth_;
        return true;
    }

    bool piece() {
        const char32_t c = peek();
        if (c == U'^' || c == U'$') {
            ++at_;
            anchor(c == U'^');
            return true;
        }
        if (!atom()) return false;
        if (out_.size() > max_size) return fail("the pattern is too large");
        return quantifier();
    }

    /// `^` and `$` are the ends of the text, or with `m` of its lines, which `\n` ends.
    void anchor(bool start) {
        if (flags_.multiline)
            out_ += start ? "(?:\\A|(?<=\\n)(?!\\z))" : "(?:(?=\\n)|(?<!\\n)\\z)";
        else
            out_ += start ? "\\A" : "\\z";
    }

    bool quantifier() {
        const char32_t c = peek();
        if (!end() && (c == U'?' || c == U'*' || c == U'+')) {
            ++at_;
            out_ += static_cast<char>(c);
        } else if (take(U'{')) {
            const auto least = count();
            if (!least) return fail("'{' is followed by how often");
            std::optional<std::int64_t> most = least;
            bool open = false;
            if (take(U',')) {
                open = peek() == U'}';
                most = open ? std::nullopt : count();
            }
            if (!take(U'}') || (!open && !most)) return fail("'{' is followed by '}'");
            if (most && *most < *least) return fail("a repetition ends below its start");
            if (*least > 1'000 || (most && *most > 1'000)) return fail("a repetition is too long");
            out_ += open ? fmt::format("{{{},}}", *least) : fmt::format("{{{},{}}}", *least, *most);
        } else {
            return true;
        }
        if (take(U'?')) out_ += '?';  // reluctant
        const char32_t next = peek();
        if (!end() && (next == U'?' || next == U'*' || next == U'+' || next == U'{'))
            return fail("a repetition of a repetition needs brackets");
        return true;
    }

    std::optional<std::int64_t> count() {
        const std::size_t start = at_;
        std::int64_t value = 0;
        while (peek() >= U'0' && peek() <= U'9' && !end()) {
            if (value < 1'000'000) value = value * 10 + static_cast<std::int64_t>(peek() - U'0');
            ++at_;
        }
        return at_ == start ? std::nullopt : std::optional(value);
    }

    bool atom() {
        const char32_t c = peek();
        switch (c) {
            case U'(':
                return group();
            case U'[': {
                ++at_;
                auto set = char_class();
                if (!set) return false;
                out_ += written(*set);
                return true;
            }
            case U'.':
                ++at_;
                out_ += flags_.dot_all ? "(?s:.)" : "[^\\n\\r]";
                return true;
            case U'\\':
                return escape();
            case U'?':
            case U'*':
            case U'+':
            case U'{':
                return fail("a repetition follows nothing that could be repeated");
            case U']':
            case U'}':
                return fail("']' and '}' stand for themselves as '\\]' and '\\}'");
            default:
                ++at_;
                character(c);
                return true;
        }
    }

    void character(char32_t c) {
        Set set(static_cast<UChar32>(c), static_cast<UChar32>(c));
        if (flags_.ignore_case) add_cases(set);
        out_ += set.size() == 1 ? fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(c)) : written(set);
    }

    bool group() {
        ++at_;
        std::size_t number = 0;
        if (peek() == U'?') {
            if (peek(1) != U':') return fail("after '(?' comes ':'");
            at_ += 2;
            out_ += "(?:";
        } else {
            number = ++groups_;
            open_.push_back(number);
            out_ += '(';
        }
        if (!alternatives()) return false;
        if (!take(U')')) return fail("'(' is never closed");
        if (number != 0) open_.pop_back();
        out_ += ')';
        return true;
    }

    bool escape() {
        ++at_;
        if (end()) return fail("'\\' stands at the end");
        const char32_t c = peek();
        if (c >= U'1' && c <= U'9') return back_reference();
        if (const auto single = single_escape(c)) {
            ++at_;
            character(*single);
            return true;
        }
        auto set = set_escape();
        if (!set) return false;
        out_ += written(*set);
        return true;
    }

    /// As many digits as name a group that has begun; the group must be over.
    bool back_reference() {
        std::size_t number = 0;
        do {
            const std::size_t longer = number * 10 + static_cast<std::size_t>(peek() - U'0');
            if (number != 0 && longer > groups_) break;
            number = longer;
            ++at_;
        } while (!end() && peek() >= U'0' && peek() <= U'9');
        const bool is_open = std::find(open_.begin(), open_.end(), number) != open_.end();
        if (number > groups_ || is_open) return fail(fmt::format("'\\{}' names no group that is over", number));
        out_ += flags_.ignore_case ? fmt::format("(?i:\\g{{{}}})", number) : fmt::format("\\g{{{}}}", number);
        return true;
    }

    /// What follows the backslash of `\d`, `\P{Lu}`, …
    std::optional<Set> set_escape() {
        const char32_t c = peek();
        ++at_;
        if (c == U'p' || c == U'P') {
            std::string name;
            if (!take(U'{')) fail("'\\p' is followed by '{'");
            while (!end() && peek() != U'}') append_utf8(name, pattern_[at_++]);
            if (!take(U'}')) fail("'\\p{' is never closed");
            auto set = property(name);
            if (!set) {
                fail(fmt::format("'{}' is no category or block of Unicode", name));
                return std::nullopt;
            }
            if (c == U'P') set->complement();
            return set;
        }
        const bool upper = c >= U'A' && c <= U'Z';
        const Set* known = multi_character(upper ? c - U'A' + U'a' : c);
        if (known == nullptr) {
            std::string letter;
            append_utf8(letter, c);
            fail(fmt::format("'\\{}' means nothing in a regular expression here", letter));
            return std::nullopt;
        }
        Set set(*known);
        if (upper) set.complement();
        return set;
    }

    /// After `[`: a group, perhaps negated, perhaps with another class taken out (appendix G.4.2).
    std::optional<Set> char_class() {
        if (++depth_ > max_depth) fail("classes are nested too deeply");
        const bool negated = take(U'^');
        Set set;
        bool first = true;
        while (problem_.empty()) {
            if (end()) {
                fail("'[' is never closed");
                break;
            }
            if (peek() == U']') {
                if (first) fail("a class holds at least one character");
                break;
            }
            if (!first && peek() == U'-' && peek(1) == U'[') {
                at_ += 2;
                const auto taken_out = char_class();
                if (!taken_out) break;
                if (negated) set.complement();
                set.removeAll(*taken_out);
                if (!take(U']')) fail("after a class that is taken out comes ']'");
                --depth_;
                return problem_.empty() ? std::optional(std::move(set)) : std::nullopt;
            }
            class_part(set, first);
            first = false;
        }
        if (!problem_.empty()) return std::nullopt;
        ++at_;
        --depth_;
        if (negated) set.complement();
        return set;
    }

    void class_part(Set& set, bool first) {
        if (peek() == U'\\' && !single_escape(peek(1))) {
            ++at_;
            if (const auto escaped = set_escape()) set.addAll(*escaped);
            return;
        }
        if (peek() == U'-' && !first && peek(1) != U']') return void(fail("'-' between two parts of a class"));
        const auto low = class_character();
        if (!low) return;
        Set part(static_cast<UChar32>(*low), static_cast<UChar32>(*low));
        if (peek() == U'-' && peek(1) != U']' && peek(1) != U'[') {
            ++at_;
            const auto high = class_character();
            if (!high) return;
            if (*high < *low) return void(fail("a range of characters ends before its start"));
            part.add(static_cast<UChar32>(*low), static_cast<UChar32>(*high));
        }
        if (flags_.ignore_case) add_cases(part);
        set.addAll(part);
    }

    std::optional<char32_t> class_character() {
        const char32_t c = peek();
        if (end() || c == U'[' || c == U']') {
            fail("'[' and ']' stand for themselves as '\\[' and '\\]'");
            return std::nullopt;
        }
        ++at_;
        if (c != U'\\') return c;
        const auto single = end() ? std::nullopt : single_escape(peek());
        if (!single) {
            fail("a range of characters goes from one character to another");
            return std::nullopt;
        }
        ++at_;
        return single;
    }

    std::vector<char32_t> pattern_;
    const RegexFlags& flags_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::size_t groups_ = 0;
    std::vector<std::size_t> open_;
    std::string out_;
    std::string problem_;
};

}  // namespace

base::Result<RegexFlags> RegexFlags::parse(std::string_view letters) {
    RegexFlags flags;
    for (const char letter : letters) {
        switch (letter) {
            case 's':
                flags.dot_all = true;
                break;
            case 'm':
                flags.multiline = true;
                break;
            case 'i':
                flags.ignore_case = true;
                break;
            case 'x':
                flags.ignore_white_space = true;
                break;
            case 'q':
                flags.literal = true;
                break;
            default:
                return refused(fmt::format("'{}' holds a flag that is not one of s, m, i, x, q", letters));
        }
    }
    return flags;
}

base::Result<std::string> translate_regex(std::string_view pattern, const RegexFlags& flags) {
    std::vector<char32_t> points = code_points(pattern);
    if (flags.literal) {
        std::vector<char32_t> escaped;
        for (const char32_t c : points) {
            if (c < 0x80 && std::string_view("\\|.?*+(){}-[]^$").find(static_cast<char>(c)) != std::string_view::npos)
                escaped.push_back(U'\\');
            escaped.push_back(c);
        }
        points = std::move(escaped);
    } else if (flags.ignore_white_space) {
        points = without_white_space(points);
    }
    return Translator(std::move(points), flags).translate();
}

}  // namespace guildhall::feel
