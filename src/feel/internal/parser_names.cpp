// Names, literals and types: the ends of the grammar.

#include <algorithm>

#include "feel/internal/builtins.hpp"
#include "feel/internal/parser.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<char32_t> hexadecimal(std::string_view text) {
    char32_t value = 0;
    for (const char c : text) {
        value <<= 4;
        if (is_digit(c)) {
            value |= static_cast<char32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            value |= static_cast<char32_t>(c - 'a' + 10);
        } else if (c >= 'A' && c <= 'F') {
            value |= static_cast<char32_t>(c - 'A' + 10);
        } else {
            return std::nullopt;
        }
    }
    return value;
}

}  // namespace

bool Parser::symbol(std::string_view symbol) {
    if (text_.substr(at_, symbol.size()) != symbol) return false;
    if (symbol == "*" && peek(1) == '*') return false;
    at_ += symbol.size();
    return true;
}

bool Parser::stands_here(std::string_view word) const {
    return text_.substr(at_, word.size()) == word && skip_word(text_, at_) == at_ + word.size();
}

bool Parser::keyword(std::string_view word) {
    const std::size_t start = at_;
    skip();
    if (!at_end() && stands_here(word)) {
        at_ += word.size();
        return true;
    }
    at_ = start;
    return false;
}

bool Parser::closes_range_here() const {
    const std::size_t next = skip_space(text_, at_ + 1);
    if (next >= text_.size()) return true;
    if (std::string_view(")],}=<>!+-*/.").find(text_[next]) != std::string_view::npos) {
        return text_[next] != '-' && text_[next] != ']';
    }
    const std::string_view word = text_.substr(next, skip_word(text_, next) - next);
    static constexpr std::string_view after_values[] = {"and",       "or", "then",    "else",    "return",
                                                        "satisfies", "in", "between", "instance"};
    return std::find(std::begin(after_values), std::end(after_values), word) != std::end(after_values);
}

std::optional<NameIndex::Match> Parser::declared_name(std::size_t at) const {
    auto best = known_ != nullptr ? known_->longest(text_, at) : std::nullopt;
    if (auto key = keys_.longest(text_, at); key && (!best || key->end > best->end)) best = std::move(key);
    for (const auto& local : locals_) {
        const auto end = match_name(text_, at, local);
        if (end && (!best || *end > best->end)) best = NameIndex::Match{local, *end};
    }
    if (best && is_reserved(best->name)) return std::nullopt;
    return best;
}

NameIndex::Match Parser::plain_words(std::size_t at) const {
    NameIndex::Match match{"", at};
    while (at < text_.size() && is_name_start(code_point_at(text_, at).value)) {
        const std::size_t end = skip_word(text_, at);
        const std::string_view word = text_.substr(at, end - at);
        if (is_reserved(word)) break;
        if (!match.name.empty()) match.name += ' ';
        match.name += word;
        match.end = end;
        at = end;
        while (at < text_.size() && is_white_space(code_point_at(text_, at).value))
            at += code_point_at(text_, at).length;
    }
    return match;
}

NodePointer Parser::name() {
    const std::size_t start = at_;
    auto match = declared_name(at_);
    bool is_built_in = false;
    if (!match) {
        const auto built_in = built_in_names().longest(text_, at_);
        const auto words = plain_words(at_);
        const bool is_call = built_in && [&] {
            const std::size_t after = skip_space(text_, built_in->end);
            return after < text_.size() && text_[after] == '(';
        }();
        is_built_in = built_in && (is_call || built_in->end >= words.end);
        match = is_built_in ? *built_in : words;
    }
    if (match->name.empty()) return expected("a value");
    at_ = match->end;
    if (match->name == "?") ++input_mentions_;
    auto node = leaf(NodeKind::name, start);
    if (is_built_in) node->value = *find_built_in(match->name);
    node->text = std::move(match->name);
    node->built_in = is_built_in;
    return node;
}

std::optional<std::string> Parser::new_name(std::initializer_list<char> ends, std::string_view keyword_after) {
    skip();
    if (at_end() || !is_name_start(code_point_at(text_, at_).value)) return std::nullopt;
    const std::size_t start = at_;
    while (!at_end()) {
        if (std::find(ends.begin(), ends.end(), peek()) != ends.end()) break;
        const CodePoint c = code_point_at(text_, at_);
        if (is_name_part(c.value)) {
            if (at_ != start && !keyword_after.empty() && stands_here(keyword_after)) break;
            at_ = skip_word(text_, at_);
        } else if (is_white_space(c.value) || std::string_view("./-'+*").find(text_[at_]) != std::string_view::npos) {
            at_ += c.length;
        } else {
            break;
        }
    }
    return normalised_name(text_.substr(start, at_ - start));
}

std::optional<std::string> Parser::context_key() {
    skip();
    std::optional<std::string> key;
    if (peek() == '"') {
        key = string_content();
        if (!key) return std::nullopt;
    } else {
        key = new_name({':'}, "");
        if (!key) {
            expected("a name or a string");
            return std::nullopt;
        }
    }
    skip();
    if (!symbol(":")) {
        expected("':'");
        return std::nullopt;
    }
    return key;
}

std::optional<std::string> Parser::string_content() {
    const std::size_t start = at_;
    ++at_;
    std::string content;
    while (!at_end()) {
        const char c = peek();
        if (c == '"') {
            ++at_;
            return content;
        }
        if (c != '\\') {
            content += c;
            ++at_;
            continue;
        }
        const std::size_t escape = at_;
        const char kind = peek(1);
        at_ += 2;
        switch (kind) {
            case '\'':
                content += '\'';
                continue;
            case '"':
                content += '"';
                continue;
            case '\\':
                content += '\\';
                continue;
            case 'n':
                content += '\n';
                continue;
            case 'r':
                content += '\r';
                continue;
            case 't':
                content += '\t';
                continue;
            default:
                break;
        }
        // `\uXXXX`, in surrogate pairs beyond the basic plane, and `\UXXXXXX`.
        const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 6 : 0;
        if (digits == 0) {  // `\s`, `\1`: the backslash stands for itself, as regular expressions are written
            content += '\\';
            at_ = escape + 1;
            continue;
        }
        std::optional<char32_t> value;
        if (at_ + digits <= text_.size()) value = hexadecimal(text_.substr(at_, digits));
        if (!value) {
            fail(escape, "expected hexadecimal digits, four after \\u and six after \\U, found something else");
            return std::nullopt;
        }
        at_ += digits;
        if (*value >= 0xD800 && *value < 0xDC00 && text_.substr(at_, 2) == "\\u" && at_ + 6 <= text_.size()) {
            const auto low = hexadecimal(text_.substr(at_ + 2, 4));
            if (low && *low >= 0xDC00 && *low < 0xE000) {
                value = 0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00);
                at_ += 6;
            }
        }
        if ((*value >= 0xD800 && *value < 0xE000) || *value > 0x10FFFF) {
            fail(
                escape,
                "expected an escape that names a character, found half of a surrogate pair or a number too large"
            );
            return std::nullopt;
        }
        append_utf8(content, *value);
    }
    fail(start, "expected a closing '\"' for the string that starts here, found the end");
    return std::nullopt;
}

NodePointer Parser::string_literal() {
    const std::size_t start = at_;
    auto content = string_content();
    if (!content) return nullptr;
    return literal(start, Value(std::move(*content)));
}

NodePointer Parser::number_literal() {
    const std::size_t start = at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
        ++at_;
        while (is_digit(peek())) ++at_;
    }
    const bool signed_exponent = peek(1) == '+' || peek(1) == '-';
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(signed_exponent ? 2 : 1))) {
        at_ += signed_exponent ? 2 : 1;
        while (is_digit(peek())) ++at_;
    }
    if (!at_end() && is_name_start(code_point_at(text_, at_).value)) return expected("an operator after the number");
    const auto number = Number::parse(text_.substr(start, at_ - start));
    if (!number) return fail(start, "expected a number of at most 34 digits and 6144 places, found a larger one");
    return literal(start, Value(*number));
}

NodePointer Parser::at_literal() {
    const std::size_t start = at_;
    ++at_;
    skip();
    if (peek() != '"') return expected("a string after '@'");
    const auto content = string_content();
    if (!content) return nullptr;
    auto node = literal(start, temporal_literal(*content));
    if (node->value.is_null()) {
        node->kind = NodeKind::invalid;
        node->text = fmt::format("'{}' is no date, time or duration", *content);
    }
    return node;
}

NodePointer Parser::instance_test(NodePointer value) {
    auto wanted = type();
    if (!wanted) return nullptr;
    const std::size_t start = value->offset;
    auto node = make(NodeKind::instance_of, start, std::move(value));
    if (node) node->types.push_back(std::move(*wanted));
    return node;
}

std::optional<TypeName> Parser::type() {
    const Restore nesting_guard{nesting_};
    if (++nesting_ > Expression::max_nesting) {
        fail(at_, fmt::format("expected at most {} levels of nesting, found more", Expression::max_nesting));
        return std::nullopt;
    }
    static constexpr std::string_view several_words[] = {
        "days and time duration", "years and months duration", "date and time"
    };
    skip();
    TypeName result;
    for (const std::string_view words : several_words) {
        if (const auto end = match_name(text_, at_, words)) {
            at_ = *end;
            result.name = words;
            return result;
        }
    }
    if (stands_here("function")) {
        at_ += 8;
        result.name = "function";
    } else if (stands_here("null")) {
        at_ += 4;
        result.name = "Null";
        return result;
    } else {
        auto match = plain_words(at_);
        if (const auto declared = declared_name(at_); declared && declared->end > match.end) match = *declared;
        if (match.name.empty()) {
            expected("a type");
            return std::nullopt;
        }
        at_ = match.end;
        result.name = match.name;
        while (peek() == '.' && peek(1) != '.') {  // a type of an imported model
            const auto rest = plain_words(at_ + 1);
            if (rest.name.empty()) break;
            result.name += "." + rest.name;
            at_ = rest.end;
        }
    }
    const std::size_t after_name = at_;
    skip();
    if (result.name != "list" && result.name != "range" && result.name != "context" && result.name != "function") {
        at_ = after_name;
        return result;
    }
    if (!symbol("<")) {
        at_ = after_name;
        return result;
    }
    skip();
    if (!(result.name == "function" && symbol(">"))) {
        do {
            skip();
            if (result.name == "context") {
                auto entry = context_key();
                if (!entry) return std::nullopt;
                result.entries.push_back(std::move(*entry));
            }
            auto parameter = type();
            if (!parameter) return std::nullopt;
            result.parameters.push_back(std::move(*parameter));
            skip();
        } while (symbol(","));
        if (!symbol(">")) {
            expected("',' or '>'");
            return std::nullopt;
        }
    }
    if (result.name == "function") {
        skip();
        if (!symbol("->")) {
            expected("'->'");
            return std::nullopt;
        }
        auto returned = type();
        if (!returned) return std::nullopt;
        result.parameters.push_back(std::move(*returned));
    }
    return result;
}

NodePointer Parser::expected(std::string_view what) {
    const std::size_t at = skip_space(text_, at_);
    std::string found = "the end";
    if (at < text_.size()) {
        std::size_t end = skip_word(text_, at);
        if (end == at) end = at + code_point_at(text_, at).length;
        constexpr std::size_t shown = 40;
        if (end - at > shown) {
            end = at;
            while (end - at < shown) end += code_point_at(text_, end).length;
        }
        found = fmt::format("'{}'", text_.substr(at, end - at));
    }
    return fail(at, fmt::format("expected {}, found {}", what, found));
}

NodePointer Parser::fail(std::size_t at, std::string message) {
    if (problem_.empty()) {
        problem_ = std::move(message);
        problem_at_ = at;
    }
    return nullptr;
}

base::Error Parser::error() const {
    const TextPlace place = place_of(text_, problem_at_);
    return {base::ErrorCode::invalid_input, {fmt::format("{}:{}: {}", place.line, place.column, problem_)}, {}};
}

std::shared_ptr<Node> Parser::make(NodeKind kind, std::size_t start, std::vector<NodePointer> children) {
    auto node = leaf(kind, start);
    for (const auto& child : children) {
        if (child) node->depth = std::max(node->depth, child->depth + 1);
    }
    if (node->depth > max_tree_depth) {
        fail(start, fmt::format("expected at most {} operations in a row, found more", max_tree_depth));
        return nullptr;
    }
    node->children = std::move(children);
    return node;
}

std::shared_ptr<Node> Parser::make(NodeKind kind, std::size_t start, NodePointer only) {
    std::vector<NodePointer> children(1);
    children[0] = std::move(only);
    return make(kind, start, std::move(children));
}

std::shared_ptr<Node> Parser::make(NodeKind kind, std::size_t start, NodePointer first, NodePointer second) {
    std::vector<NodePointer> children(2);
    children[0] = std::move(first);
    children[1] = std::move(second);
    return make(kind, start, std::move(children));
}

std::shared_ptr<Node> Parser::leaf(NodeKind kind, std::size_t start) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->offset = static_cast<std::uint32_t>(start);
    return node;
}

std::shared_ptr<Node> Parser::literal(std::size_t start, Value value) {
    auto node = leaf(NodeKind::literal, start);
    node->value = std::move(value);
    return node;
}

}  // namespace guildhall::feel
