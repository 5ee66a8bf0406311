// DMN 1.5 section 10.3.4.3. Positions and lengths count code points.

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/text.hpp"
#include "feel/internal/builtins.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/regex.hpp"

namespace guildhall::feel {
namespace {

Value needs_strings(Call& call, std::string_view name) {
    return call.fail(fmt::format("{} needs strings", name));
}

Value substring(Call& call) {
    const auto* text = call[0].string();
    const auto start =
        call[1].number() != nullptr ? call[1].number()->rounded(0, Number::Rounding::down)->integer() : std::nullopt;
    if (text == nullptr || !start) return call.fail("substring needs a string and a position");
    const auto points = code_points(*text);
    const auto size = static_cast<std::int64_t>(points.size());
    if (*start == 0 || *start > size || *start < -size) return call.fail("substring: no such position");
    const std::int64_t from = *start > 0 ? *start - 1 : size + *start;
    std::int64_t length = size - from;
    if (call.count() > 2) {
        const auto asked = call[2].number() != nullptr ? call[2].number()->rounded(0, Number::Rounding::down)->integer()
                                                       : std::nullopt;
        if (!asked || *asked < 1) return call.fail("substring: a length is a number from 1");
        length = std::min(length, *asked);
    }
    return Value(to_utf8(points, static_cast<std::size_t>(from), static_cast<std::size_t>(length)));
}

Value string_length(Call& call) {
    if (call[0].string() == nullptr) return needs_strings(call, "string length");
    return Value(Number(static_cast<std::int64_t>(base::code_point_count(*call[0].string()))));
}

template <bool upper>
Value change_case(Call& call) {
    if (call[0].string() == nullptr) return needs_strings(call, upper ? "upper case" : "lower case");
    // The root locale: the result does not depend on where the program runs.
    auto text = icu::UnicodeString::fromUTF8(*call[0].string());
    std::string result;
    (upper ? text.toUpper(icu::Locale::getRoot()) : text.toLower(icu::Locale::getRoot())).toUTF8String(result);
    return Value(std::move(result));
}

template <bool after>
Value part(Call& call) {
    const auto* text = call[0].string();
    const auto* match = call[1].string();
    if (text == nullptr || match == nullptr) return needs_strings(call, after ? "substring after" : "substring before");
    const std::size_t at = text->find(*match);
    if (at == std::string::npos) return Value("");
    return Value(after ? text->substr(at + match->size()) : text->substr(0, at));
}

enum class Where { anywhere, start, end };
template <Where where>
Value has(Call& call) {
    const auto* text = call[0].string();
    const auto* match = call[1].string();
    if (text == nullptr || match == nullptr) return needs_strings(call, "contains, starts with, ends with");
    if constexpr (where == Where::start) return Value(text->starts_with(*match));
    if constexpr (where == Where::end) return Value(text->ends_with(*match));
    return Value(text->find(*match) != std::string::npos);
}

/// Pattern and flags from the arguments; nothing after a complaint.
std::optional<Regex> regex_of(Call& call, std::string_view name, std::size_t flags_at) {
    const auto* pattern = call[1].string();
    static const std::string none;
    const std::string* flags = call.count() > flags_at && !call[flags_at].is_null() ? call[flags_at].string() : &none;
    if (call[0].string() == nullptr || pattern == nullptr || flags == nullptr) {
        needs_strings(call, name);
        return std::nullopt;
    }
    auto regex = Regex::compile(*pattern, *flags);
    if (regex) return std::move(regex).value();
    call.fail(fmt::format("{}: '{}' is no regular expression: {}", name, *pattern, regex.error().message.text));
    return std::nullopt;
}

Value too_hard(Call& call, std::string_view name) {
    return call.fail(fmt::format("{}: the pattern takes too long on this text", name));
}

Value matches(Call& call) {
    const auto regex = regex_of(call, "matches", 2);
    if (!regex) return {};
    std::vector<Regex::Span> groups;
    const auto outcome = regex->find(*call[0].string(), 0, groups);
    if (outcome == Regex::Outcome::too_hard) return too_hard(call, "matches");
    return Value(outcome == Regex::Outcome::match);
}

/// `$1` is a group, `$0` the match, `\$` and `\\` the characters. Nothing when it is malformed.
std::optional<std::string> expanded(
    std::string_view replacement, std::string_view text, const std::vector<Regex::Span>& groups
) {
    std::string result;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        if (c == '\\') {
            if (next != '\\' && next != '$') return std::nullopt;
            result += next;
            ++i;
        } else if (c == '$') {
            if (next < '0' || next > '9') return std::nullopt;
            // As many digits as name a group that exists.
            auto group = static_cast<std::size_t>(next - '0');
            ++i;
            while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
                const std::size_t longer = group * 10 + static_cast<std::size_t>(replacement[i + 1] - '0');
                if (longer >= groups.size()) break;
                group = longer;
                ++i;
            }
            if (group < groups.size() && groups[group].taken) {
                result += text.substr(groups[group].begin, groups[group].end - groups[group].begin);
            }
        } else {
            result += c;
        }
    }
    return result;
}

Value replace(Call& call) {
    const auto regex = regex_of(call, "replace", 3);
    const auto* replacement = call[2].string();
    if (!regex) return {};
    if (replacement == nullptr) return needs_strings(call, "replace");
    const std::string& text = *call[0].string();
    std::string result;
    std::size_t at = 0;
    std::vector<Regex::Span> groups;
    while (true) {
        const auto outcome = regex->find(text, at, groups);
        if (outcome == Regex::Outcome::too_hard) return too_hard(call, "replace");
        if (outcome == Regex::Outcome::no_match) break;
        if (groups[0].begin == groups[0].end) return call.fail("replace: the pattern matches an empty string");
        const auto piece = regex->literal() ? std::optional(*replacement) : expanded(*replacement, text, groups);
        if (!piece)
            return call.fail("replace: in a replacement, '$' stands before a digit and '\\' before '$' or '\\'");
        if (!call.caller.spend(1 + static_cast<std::int64_t>(piece->size() / 16))) return {};
        result.append(text, at, groups[0].begin - at);
        result += *piece;
        at = groups[0].end;
    }
    return Value(result + text.substr(at));
}

Value split(Call& call) {
    const auto regex = regex_of(call, "split", 2);
    if (!regex) return {};
    const std::string& text = *call[0].string();
    List result;
    std::size_t at = 0;
    std::vector<Regex::Span> groups;
    while (true) {
        const auto outcome = regex->find(text, at, groups);
        if (outcome == Regex::Outcome::too_hard) return too_hard(call, "split");
        if (outcome == Regex::Outcome::no_match) break;
        if (groups[0].begin == groups[0].end) return call.fail("split: the delimiter matches an empty string");
        if (!call.caller.spend(1)) return {};
        result.emplace_back(text.substr(at, groups[0].begin - at));
        at = groups[0].end;
    }
    result.emplace_back(text.substr(at));
    return Value(std::move(result));
}

Value join(Call& call) {
    static const std::string none;
    const std::string* delimiter = call.count() > 1 && !call[1].is_null() ? call[1].string() : &none;
    if (delimiter == nullptr || call[0].is_null())
        return call.fail("string join needs a list of strings and a delimiter");
    std::string result;
    bool first = true;
    for (const auto& item : as_list(call[0])) {
        if (item.is_null()) continue;
        if (item.string() == nullptr)
            return call.fail(fmt::format("string join needs strings, not {}", kind_in_words(item)));
        if (!call.caller.spend(1 + static_cast<std::int64_t>((item.string()->size() + delimiter->size()) / 16)))
            return {};
        if (!first) result += *delimiter;
        first = false;
        result += *item.string();
    }
    return Value(std::move(result));
}

const BuiltIn functions[] = {
    {"substring", {"string", "start position", "length?"}, substring},
    {"string length", {"string"}, string_length},
    {"upper case", {"string"}, change_case<true>},
    {"lower case", {"string"}, change_case<false>},
    {"substring before", {"string", "match"}, part<false>},
    {"substring after", {"string", "match"}, part<true>},
    {"contains", {"string", "match"}, has<Where::anywhere>},
    {"starts with", {"string", "match"}, has<Where::start>},
    {"ends with", {"string", "match"}, has<Where::end>},
    {"matches", {"input", "pattern", "flags?"}, matches},
    {"replace", {"input", "pattern", "replacement", "flags?"}, replace},
    {"split", {"string", "delimiter"}, split},
    {"string join", {"list", "delimiter?"}, join},
};

}  // namespace

std::span<const BuiltIn> string_functions() {
    return functions;
}

}  // namespace guildhall::feel
