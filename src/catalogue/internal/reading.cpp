#include "catalogue/internal/reading.hpp"

#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalogue/internal/markdown.hpp"
#include "catalogue/internal/placeholders.hpp"
#include "catalogue/letter.hpp"

namespace guildhall::catalogue::internal {
namespace {

/// A message that starts with its place in the text, `1:7: expected …`, taken apart.
struct PlacedMessage {
    int line = 1;
    int column = 1;
    std::string_view message;
};

PlacedMessage placed(std::string_view text) {
    PlacedMessage out{1, 1, text};
    int line = 0;
    int column = 0;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, line);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return out;
    const auto second = std::from_chars(first.ptr + 1, end, column);
    if (second.ec != std::errc{} || second.ptr == end || *second.ptr != ':') return out;
    const auto rest = static_cast<std::size_t>(second.ptr + 1 - text.data());
    return {line, column, base::trimmed(text.substr(rest))};
}

/// Where a whole word stands in an expression, from 1; 1 when it is not found.
int column_of(std::string_view text, std::string_view word) {
    const auto is_part = [&](std::size_t at) {
        return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if ((at == 0 || !is_part(at - 1)) && !is_part(at + word.size()))
            return static_cast<int>(base::code_point_count(text.substr(0, at))) + 1;
    }
    return 1;
}

}  // namespace

std::string no_such(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
    if (const auto near = base::nearest(name, known))
        return fmt::format("there is no {} `{}`; did you mean `{}`?", what, name, *near);
    std::string list;
    for (std::size_t i = 0; i < known.size() && i < 12; ++i) list += (i ? ", `" : "`") + known[i] + "`";
    if (known.size() > 12) list += ", …";
    return known.empty() ? fmt::format("there is no {} `{}`, and none at all", what, name)
                         : fmt::format("there is no {} `{}`; there are {}", what, name, list);
}

std::set<std::string> NameScope::all() const {
    std::set<std::string> names = own_;
    if (outer_) names.merge(outer_->all());
    return names;
}

const feel::KnownNames& NameScope::known() const {
    if (!known_) known_.emplace(all());
    return *known_;
}

std::optional<feel::Expression> read_feel(
    Reading& reading, const std::string& file, const base::YamlNode& node, const NameScope& names, bool unary_tests
) {
    auto parsed = unary_tests ? feel::Expression::parse_unary_tests(node.text, names.known())
                              : feel::Expression::parse(node.text, names.known());
    if (parsed) return *std::move(parsed);
    const PlacedMessage why = placed(parsed.error().message.text);
    reading.error(
        node.place_within(file, why.line, why.column),
        fmt::format("found `{}`, which is not FEEL: {}", node.text, why.message)
    );
    return std::nullopt;
}

void check_names(
    Reading& reading, const WrittenFeel& written, const feel::Expression& expression, const NameScope& names
) {
    for (const std::string& name : expression.free_names()) {
        if (names.contains(name) || name == "?") continue;
        const auto known = names.all();
        reading.error(place_of_name(written, name), no_such("question or value", name, {known.begin(), known.end()}));
    }
}

void check_braces(Reading& reading, const std::string& file, const base::YamlNode& node, const NameScope& names) {
    for (const std::string_view name : message_arguments(node.text)) {
        if (names.contains(std::string(name))) continue;
        const auto known = names.all();
        reading.error(
            place_of_name({&node, file}, fmt::format("{{{}", name)),
            fmt::format(
                "{}; a brace that is meant as one is written `'{{'`",
                no_such("answer", name, {known.begin(), known.end()})
            )
        );
    }
}

base::SourcePlace place_of_name(const WrittenFeel& written, std::string_view name) {
    // A multi-line expression: the line of the name within it.
    const std::string& text = written.node->text;
    int line = 1;
    std::size_t start = 0;
    while (start <= text.size()) {
        const auto end = std::min(text.find('\n', start), text.size());
        const std::string_view part = std::string_view(text).substr(start, end - start);
        if (const int column = column_of(part, name); column > 1 || part.starts_with(name))
            return written.node->place_within(written.file, line, column);
        start = end + 1;
        ++line;
    }
    return written.node->place(written.file);
}

std::optional<feel::Date> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t length) -> int {
        int value = 0;
        const auto [end, error] = std::from_chars(text.data() + from, text.data() + from + length, value);
        return error == std::errc{} && end == text.data() + from + length ? value : -1;
    };
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}
    };
    if (!date.ok()) return std::nullopt;
    return feel::Date{date};
}

std::string text_at(const base::YamlNode& map, std::string_view key) {
    const base::YamlNode* node = map.find(key);
    return node ? node->text : std::string();
}

std::vector<std::string> texts_at(const base::YamlNode& map, std::string_view key) {
    std::vector<std::string> texts;
    if (const base::YamlNode* list = map.find(key)) {
        for (const base::YamlNode& item : list->items) texts.push_back(item.text);
    }
    return texts;
}

ReadLetter read_letter(Reading& reading, const base::YamlNode& node, const std::string& file) {
    const auto found = reading.files.find(node.text);
    if (found == reading.files.end()) {
        std::vector<std::string> letters;
        for (const auto& [name, bytes] : reading.files) {
            if (name.starts_with("letters/")) letters.push_back(name);
        }
        reading.error(node.place(file), no_such("file", node.text, letters));
        return {};
    }
    reading.used.insert(found->first);
    const std::string& markdown = found->second;
    if (!base::is_valid_utf8(markdown)) {
        reading.error({reading.shown(node.text), 1, 1}, "found a byte that is not UTF-8; save the file as UTF-8");
        return {};
    }
    std::vector<std::string> known(letter_names().begin(), letter_names().end());
    for (const Question& question : reading.service.questions) {
        if (!is_display(question.type)) known.push_back(question.id);
    }
    for (const RulesInForce& rules : reading.service.rules) {
        const auto outputs = rules.model->output_names(reading.service.decision_name);
        known.insert(known.end(), outputs.begin(), outputs.end());
    }
    for (const Placeholder& use : placeholders(markdown)) {
        if (std::find(known.begin(), known.end(), use.name) != known.end()) continue;
        const std::string_view before = std::string_view(markdown).substr(0, use.offset);
        const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
        const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        const auto column = static_cast<int>(base::code_point_count(before.substr(line_start))) + 1;
        reading.error({reading.shown(node.text), line, column}, no_such("name for letters", use.name, known));
    }
    return {markdown, render_markdown(markdown, Headings::with_a_title)};
}

}  // namespace guildhall::catalogue::internal
