#include "dmn/internal/column_domain.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace guildhall::dmn {

namespace {

/// Rules times classes of a column; a table beyond that is left to plain three-valued evaluation.
constexpr std::size_t max_entries = 16'000'000;

/// Reads literals from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(base::trimmed(text)) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    bool take(std::string_view token) {
        if (!rest_.starts_with(token)) return false;
        rest_ = base::trimmed(rest_.substr(token.size()));
        return true;
    }
    bool take_word(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        if (rest_.size() > word.size()) {
            const char next = rest_[word.size()];
            if (next != ',' && next != ')' && next != ' ' && next != '\n' && next != '\t' && next != '\r') return false;
        }
        rest_ = base::trimmed(rest_.substr(word.size()));
        return true;
    }

    std::optional<feel::Number> number() {
        std::size_t end = !rest_.empty() && rest_[0] == '-' ? 1 : 0;
        const auto digits = [&] {
            const std::size_t from = end;
            while (end < rest_.size() && rest_[end] >= '0' && rest_[end] <= '9') ++end;
            return end > from;
        };
        const bool whole = digits();
        if (end + 1 < rest_.size() && rest_[end] == '.' && rest_[end + 1] >= '0' && rest_[end + 1] <= '9') {
            ++end;
            digits();
        } else if (!whole) {
            return std::nullopt;
        }
        if (end < rest_.size() && (rest_[end] == '_' || (rest_[end] | 0x20) == 'e')) return std::nullopt;
        const auto value = feel::Number::parse(rest_.substr(0, end));
        if (value) rest_ = base::trimmed(rest_.substr(end));
        return value;
    }

    std::optional<std::string> string() {
        if (!rest_.starts_with('"')) return std::nullopt;
        const std::size_t end = rest_.find('"', 1);
        const std::string_view inside = rest_.substr(1, end == std::string_view::npos ? end : end - 1);
        if (end == std::string_view::npos || inside.find('\\') != std::string_view::npos) return std::nullopt;
        rest_ = base::trimmed(rest_.substr(end + 1));
        return std::string(inside);
    }

private:
    std::string_view rest_;
};

using Alternative = LiteralTest::Alternative;

std::optional<Alternative> interval(Cursor& cursor) {
    Alternative made;
    if (cursor.take("["))
        made.low_included = true;
    else if (!cursor.take("(") && !cursor.take("]"))
        return std::nullopt;
    made.low = cursor.number();
    if (!made.low || !cursor.take("..")) return std::nullopt;
    made.high = cursor.number();
    if (!made.high) return std::nullopt;
    if (cursor.take("]"))
        made.high_included = true;
    else if (!cursor.take(")") && !cursor.take("["))
        return std::nullopt;
    return made;
}

std::optional<Alternative> alternative(Cursor& cursor) {
    Alternative made;
    if (cursor.take("<="))
        made.high_included = true, made.high = cursor.number();
    else if (cursor.take(">="))
        made.low_included = true, made.low = cursor.number();
    else if (cursor.take("<"))
        made.high = cursor.number();
    else if (cursor.take(">"))
        made.low = cursor.number();
    else if (cursor.take_word("true"))
        made.equal = feel::Value(true);
    else if (cursor.take_word("false"))
        made.equal = feel::Value(false);
    else if (auto text = cursor.string())
        made.equal = feel::Value(std::move(*text));
    else if (auto number = cursor.number())
        made.equal = feel::Value(*number);
    else
        return interval(cursor);
    if (!made.equal && !made.low && !made.high) return std::nullopt;
    return made;
}

ColumnKind kind_of(const Alternative& alternative) {
    if (!alternative.equal || alternative.equal->number()) return ColumnKind::number;
    return alternative.equal->boolean() ? ColumnKind::boolean : ColumnKind::string;
}

bool accepts(const Alternative& alternative, const feel::Value& value) {
    if (alternative.equal) {
        if (const auto* wanted = alternative.equal->number()) return value.number() && *value.number() == *wanted;
        if (const auto* wanted = alternative.equal->boolean()) return value.boolean() && *value.boolean() == *wanted;
        return value.string() && *value.string() == *alternative.equal->string();
    }
    const feel::Number* number = value.number();
    if (!number) return false;
    if (alternative.low && (alternative.low_included ? *number < *alternative.low : *number <= *alternative.low))
        return false;
    return !alternative.high ||
           (alternative.high_included ? *number <= *alternative.high : *number < *alternative.high);
}

std::vector<feel::Value> number_examples(const std::vector<feel::Number>& sorted) {
    const feel::Number one(1);
    const feel::Number two(2);
    std::vector<feel::Value> examples;
    const auto add = [&](const std::optional<feel::Number>& number) {
        if (number) examples.emplace_back(*number);
    };
    if (sorted.empty()) {
        examples.emplace_back(feel::Number(0));
        return examples;
    }
    add(sorted.front().minus(one));
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        examples.emplace_back(sorted[i]);
        if (i + 1 == sorted.size()) {
            add(sorted[i].plus(one));
        } else if (const auto sum = sorted[i].plus(sorted[i + 1])) {
            const auto middle = sum->divided_by(two);
            if (middle && *middle > sorted[i] && *middle < sorted[i + 1]) add(middle);
        }
    }
    return examples;
}

}  // namespace

std::optional<LiteralTest> LiteralTest::read(std::string_view text) {
    LiteralTest test;
    Cursor cursor(text);
    if (cursor.at_end()) return test;
    Cursor dash = cursor;
    if (dash.take("-") && dash.at_end()) return test;
    if (cursor.take("not(") || cursor.take("not (")) test.negated_ = true;
    do {
        auto made = alternative(cursor);
        if (!made) return std::nullopt;
        const ColumnKind kind = kind_of(*made);
        if (test.kind_ != ColumnKind::other && test.kind_ != kind) return std::nullopt;
        test.kind_ = kind;
        test.alternatives_.push_back(std::move(*made));
    } while (cursor.take(","));
    if (test.negated_ && !cursor.take(")")) return std::nullopt;
    if (!cursor.at_end()) return std::nullopt;
    return test;
}

bool LiteralTest::matches(const feel::Value& value) const {
    if (is_any()) return true;
    const bool found = std::any_of(alternatives_.begin(), alternatives_.end(), [&](const Alternative& alternative) {
        return accepts(alternative, value);
    });
    return found != negated_;
}

ColumnDomain make_domain(
    ColumnKind kind, std::span<const std::string> cells, bool can_be_null, std::span<const LiteralTest> allowed
) {
    ColumnDomain domain;
    if (kind == ColumnKind::other) return domain;
    std::vector<std::optional<LiteralTest>> tests;
    std::vector<feel::Number> numbers;
    std::vector<std::string> strings;
    const auto collect = [&](const LiteralTest& test) {
        for (const Alternative& alternative : test.alternatives()) {
            if (alternative.low) numbers.push_back(*alternative.low);
            if (alternative.high) numbers.push_back(*alternative.high);
            if (alternative.equal && alternative.equal->number()) numbers.push_back(*alternative.equal->number());
            if (alternative.equal && alternative.equal->string()) strings.push_back(*alternative.equal->string());
        }
    };
    for (const std::string& cell : cells) {
        auto test = LiteralTest::read(cell);
        if (test && !test->is_any() && test->kind() != kind) test.reset();  // left to the evaluator
        if (test && can_be_null && test->is_negated()) test.reset();        // not(5) takes null, not(< 5) does not
        if (test) collect(*test);
        tests.push_back(std::move(test));
    }
    for (const LiteralTest& test : allowed) collect(test);

    if (kind == ColumnKind::number) {
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        domain.examples = number_examples(numbers);
    } else if (kind == ColumnKind::boolean) {
        domain.examples = {feel::Value(true), feel::Value(false)};
    } else {
        std::sort(strings.begin(), strings.end());
        strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
        std::string other = "another";
        while (std::binary_search(strings.begin(), strings.end(), other)) other += " one";
        for (std::string& text : strings) domain.examples.emplace_back(std::move(text));
        domain.examples.emplace_back(std::move(other));
    }
    for (const LiteralTest& test : allowed)
        std::erase_if(domain.examples, [&](const feel::Value& example) { return !test.matches(example); });
    if (domain.examples.empty()) return {};
    domain.kind = kind;
    const std::size_t values = domain.examples.size();
    if (values * cells.size() > max_entries) return {};
    if (can_be_null) domain.examples.emplace_back();
    for (const auto& test : tests) {
        if (!test) {
            domain.accepts.emplace_back();
            continue;
        }
        std::vector<bool> row;
        for (const feel::Value& example : domain.examples) row.push_back(test->matches(example));
        if (domain.examples.size() > values) row.back() = test->is_any();  // no comparison takes null
        domain.accepts.emplace_back(std::move(row));
    }
    return domain;
}

}  // namespace guildhall::dmn
