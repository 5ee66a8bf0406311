#include "dmn/words.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "dmn/phrases.hpp"

namespace guildhall::dmn {
namespace {

using feel::Number;
using feel::Value;

/// One literal: a number, a text, a boolean, a date. Nothing for anything else.
std::optional<Value> literal(std::string_view text) {
    text = base::trimmed(text);
    if (text == "true" || text == "false") return Value{text == "true"};
    if (text == "null") return Value{};
    if (const auto number = Number::parse(text)) return Value{*number};
    const auto quoted = [](std::string_view part) -> std::optional<std::string> {
        if (part.size() < 2 || part.front() != '"' || part.back() != '"') return std::nullopt;
        const std::string_view inside = part.substr(1, part.size() - 2);
        if (inside.find_first_of("\"\\") != std::string_view::npos) return std::nullopt;
        return std::string{inside};
    };
    if (auto words = quoted(text)) return Value{*std::move(words)};
    std::optional<std::string> day;
    if (text.starts_with('@')) day = quoted(text.substr(1));
    if (text.starts_with("date(") && text.ends_with(')')) day = quoted(base::trimmed(text.substr(5, text.size() - 6)));
    if (!day) return std::nullopt;
    const auto instant = base::from_rfc3339(*day + "T00:00:00Z");
    if (!instant) return std::nullopt;
    return Value{feel::Date{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(*instant)}}};
}

/// `<= 30`, `(30..60]`: what a condition leaves between two ends.
struct Bounds {
    std::optional<Value> low, high;
    bool low_included = false, high_included = false;
};

std::optional<Bounds> comparison(std::string_view text) {
    for (const auto& [sign, below, included] :
         {std::tuple{"<=", true, true}, {">=", false, true}, {"<", true, false}, {">", false, false}}) {
        if (!text.starts_with(sign)) continue;
        auto end = literal(text.substr(std::string_view{sign}.size()));
        if (!end) return std::nullopt;
        Bounds bounds;
        (below ? bounds.high : bounds.low) = *std::move(end);
        (below ? bounds.high_included : bounds.low_included) = included;
        return bounds;
    }
    return std::nullopt;
}

std::optional<Bounds> interval(std::string_view text) {
    if (text.size() < 5) return std::nullopt;
    const char first = text.front();
    const char last = text.back();
    if (std::string_view{"[(]"}.find(first) == std::string_view::npos ||
        std::string_view{"])["}.find(last) == std::string_view::npos)
        return std::nullopt;
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    Bounds bounds{
        literal(text.substr(1, dots - 1)), literal(text.substr(dots + 2, text.size() - dots - 3)), first == '[',
        last == ']'
    };
    if (!bounds.low || !bounds.high) return std::nullopt;
    return bounds;
}

std::optional<Bounds> bounds_of(std::string_view text) {
    text = base::trimmed(text);
    if (auto found = comparison(text)) return found;
    return interval(text);
}

bool is_date(const Value& value) {
    return std::holds_alternative<feel::Date>(value.data());
}

/// What the words of a condition are made of.
struct Speaker {
    const InputWords& input;
    const Phrases& phrases;

    [[nodiscard]] std::string of(const Value& value) const { return value_words(value, input, phrases); }
    [[nodiscard]] std::string say(std::string_view phrase, const Value& value) const {
        return phrases.say(phrase, {{"value", of(value)}});
    }

    [[nodiscard]] std::string low(const Value& low, bool included) const {
        if (is_date(low)) return say(included ? "from_date" : "after_date", low);
        return say(included ? "or_more" : "over", low);
    }
    [[nodiscard]] std::string high(const Value& high, bool included) const {
        if (is_date(high)) return say(included ? "until_date" : "before_date", high);
        return say(included ? "up_to" : "under", high);
    }
    [[nodiscard]] std::string between(const Bounds& bounds) const {
        if (!bounds.high) return low(*bounds.low, bounds.low_included);
        if (!bounds.low) return high(*bounds.high, bounds.high_included);
        if (!bounds.low_included || is_date(*bounds.low))
            return phrases.say(
                "both",
                {{"low", low(*bounds.low, bounds.low_included)}, {"high", high(*bounds.high, bounds.high_included)}}
            );
        return phrases.say(
            bounds.high_included ? "from_up_to" : "from_to_under",
            {{"low", of(*bounds.low)}, {"high", of(*bounds.high)}}
        );
    }
};

/// The parts between commas that stand outside texts and brackets.
std::vector<std::string_view> alternatives(std::string_view text) {
    std::vector<std::string_view> parts;
    int depth = 0;
    bool in_text = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') in_text = !in_text;
        if (in_text) continue;
        if (c == '(' || c == '{') ++depth;
        if (c == ')' || c == '}') --depth;
        if (c != ',' || depth > 0) continue;
        parts.push_back(base::trimmed(text.substr(start, i - start)));
        start = i + 1;
    }
    parts.push_back(base::trimmed(text.substr(start)));
    return parts;
}

std::optional<std::string> plain_words(std::string_view text, const Speaker& speaker) {
    text = base::trimmed(text);
    if (text == "-" || text.empty()) return speaker.phrases.say("any", {});
    if (const auto bounds = bounds_of(text)) return speaker.between(*bounds);
    if (const auto value = literal(text)) return speaker.of(*value);
    if (text.starts_with("not(") && text.ends_with(')')) {
        const auto inside = plain_words(text.substr(4, text.size() - 5), speaker);
        return inside ? std::optional{speaker.phrases.say("not", {{"value", *inside}})} : std::nullopt;
    }
    const auto parts = alternatives(text);
    if (parts.size() < 2) return std::nullopt;
    std::string words;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = parts[i].empty() ? std::nullopt : plain_words(parts[i], speaker);
        if (!part) return std::nullopt;
        if (i == 0) {
            words = *part;
        } else if (i + 1 < parts.size()) {
            words += ", " + *part;
        } else {
            words = speaker.phrases.say("or", {{"first", words}, {"last", *part}});
        }
    }
    return words;
}

/// Below, within or above an end; nothing when the two do not compare.
std::optional<std::strong_ordering> order(const Value& a, const Value& b) {
    if (a.number() && b.number()) return *a.number() <=> *b.number();
    if (is_date(a) && is_date(b)) return std::get<feel::Date>(a.data()) <=> std::get<feel::Date>(b.data());
    return std::nullopt;
}

/// FEEL counts years to 999,999,999 either way, further than an instant reaches; words are for dates that people use.
bool is_of_our_era(const feel::Date& date) {
    return date.year >= 1 && date.year <= 9999;
}

}  // namespace

std::string value_words(const Value& value, const InputWords& input, const Phrases& phrases) {
    if (value.is_null()) return phrases.say("nothing", {});
    if (value.unknown()) return phrases.say("not_known", {});
    if (const auto* boolean = value.boolean()) return phrases.say(*boolean ? "yes" : "no", {});
    if (const auto* number = value.number())
        return phrases.number(number->text()) + (input.unit.empty() ? "" : " " + input.unit);
    if (const auto* words = value.string()) {
        const auto option = input.options.find(*words);
        return option == input.options.end() ? *words : option->second;
    }
    if (const auto* date = std::get_if<feel::Date>(&value.data()); date != nullptr && is_of_our_era(*date)) {
        const std::chrono::sys_days day{std::chrono::days{date->days_since_epoch()}};
        return phrases.date(std::chrono::year_month_day{day});
    }
    std::string text;
    if (const feel::List* list = value.list()) {
        for (const Value& item : *list) text += (text.empty() ? "" : ", ") + value_words(item, input, phrases);
        return list->empty() ? phrases.say("none", {}) : text;
    }
    if (const feel::Context* context = value.context()) {
        for (const auto& [name, entry] : context->entries)
            text += (text.empty() ? "" : "; ") + inner_words(name) + ": " + value_words(entry, {}, phrases);
        return text;
    }
    return value.text();
}

std::string value_words(const Value& value, const InputWords& input) {
    return value_words(value, input, english());
}

CellWords cell_words(std::string_view feel, const InputWords& input) {
    if (auto words = plain_words(feel, {input, english()})) return {*std::move(words), true};
    return {std::string{base::trimmed(feel)}, false};
}

std::string range_words(std::string_view feel, const InputWords& input, const Phrases& phrases) {
    const Speaker speaker{input, phrases};
    feel = base::trimmed(feel);
    if (feel.starts_with("not(")) return plain_words(feel, speaker).value_or("");
    for (const std::string_view part : alternatives(feel))
        if (bounds_of(part)) return plain_words(feel, speaker).value_or("");
    return {};
}

std::string range_words(std::string_view feel, const InputWords& input) {
    return range_words(feel, input, english());
}

std::string why_not(std::string_view feel, const Value& value, const InputWords& input) {
    const std::string found = value_words(value, input);
    if (value.unknown()) return "no answer was asked for";
    const auto bounds = bounds_of(feel);
    if (!bounds) return "it is " + found;
    if (bounds->low) {
        const auto compared = order(value, *bounds->low);
        if (compared && (*compared < 0 || (*compared == 0 && !bounds->low_included)))
            return fmt::format(
                "{} is {} {}", found, bounds->low_included ? "under" : "not over", value_words(*bounds->low, input)
            );
    }
    if (bounds->high) {
        const auto compared = order(value, *bounds->high);
        if (compared && (*compared > 0 || (*compared == 0 && !bounds->high_included)))
            return fmt::format(
                "{} is {} {}", found, bounds->high_included ? "over" : "not under", value_words(*bounds->high, input)
            );
    }
    return "it is " + found;
}

std::string name_words(std::string_view name) {
    std::string words;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool after_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
        if (upper && after_lower) words += ' ';
        const bool starts_word =
            upper && after_lower && (i + 1 >= name.size() || name[i + 1] < 'A' || name[i + 1] > 'Z');
        words += starts_word ? static_cast<char>(c - 'A' + 'a') : (c == '_' ? ' ' : c);
    }
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::string inner_words(std::string_view name) {
    std::string words = name_words(name);
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!words.empty() && is_upper(words[0]) && (words.size() < 2 || !is_upper(words[1])))
        words[0] = static_cast<char>(words[0] - 'A' + 'a');
    return words;
}

}  // namespace guildhall::dmn
