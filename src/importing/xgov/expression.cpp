#include "importing/xgov/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace guildhall::importing::xgov {
namespace {

using base::Json;
using Kind = Expression::Kind;

constexpr int deepest = 60;
constexpr std::size_t longest = 20'000;

base::Error unreadable(std::string what) {
    return {base::ErrorCode::invalid_input, {std::move(what)}, {}};
}

Expression made(Kind kind, std::string text, std::vector<Expression> parts = {}) {
    Expression expression;
    expression.kind = kind;
    expression.text = std::move(text);
    expression.parts = std::move(parts);
    return expression;
}
/// Several with `and` or `or` between them: one with many parts, so that a long list is not a deep tree.
Expression together(std::string sign, std::vector<Expression> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    return made(Kind::binary, std::move(sign), std::move(parts));
}
Expression number_of(double number) {
    Expression expression = made(Kind::number, {});
    expression.number = number;
    return expression;
}
Expression truth_of(bool truth) {
    Expression expression = made(Kind::truth, {});
    expression.truth = truth;
    return expression;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    base::Result<Expression> parse() {
        if (text_.size() > longest) return unreadable("it is too long");
        next();
        Expression whole = conditional(0);
        if (error_.empty() && kind_ != Token::end) fail(fmt::format("`{}` where it should end", token_));
        if (!error_.empty()) return unreadable(std::move(error_));
        return whole;
    }

private:
    enum class Token { end, name, number, text, sign };

    void fail(std::string what) {
        if (error_.empty()) error_ = std::move(what);
        kind_ = Token::end;
        at_ = text_.size();
    }

    void next() {
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
        token_.clear();
        if (at_ >= text_.size()) {
            kind_ = Token::end;
            return;
        }
        const char c = text_[at_];
        if (is_letter(c)) {
            kind_ = Token::name;
            while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) token_ += text_[at_++];
        } else if (is_digit(c)) {
            kind_ = Token::number;
            while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) token_ += text_[at_++];
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            kind_ = Token::sign;
            static constexpr std::array<std::string_view, 5> pairs{"==", "!=", ">=", "<=", "||"};
            const std::string_view two = text_.substr(at_, 2);
            token_ = std::ranges::find(pairs, two) != pairs.end() ? std::string(two) : std::string(1, c);
            at_ += token_.size();
        }
    }

    void string(char quote) {
        kind_ = Token::text;
        for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            token_ += text_[at_];
        }
        if (at_ >= text_.size()) {
            fail("a text without an end");
            return;
        }
        ++at_;
    }

    [[nodiscard]] bool is(std::string_view sign) const {
        return (kind_ == Token::sign || kind_ == Token::name) && token_ == sign;
    }
    bool take(std::string_view sign) {
        if (!is(sign)) return false;
        next();
        return true;
    }
    void expect(std::string_view sign) {
        if (!take(sign)) fail(fmt::format("`{}` is missing", sign));
    }
    bool too_deep(int depth) {
        if (depth > deepest) fail("it is nested too deep");
        return !error_.empty();
    }

    Expression conditional(int depth) {
        if (too_deep(depth)) return {};
        Expression first = alternatives(depth);
        if (!take("?")) return first;
        Expression then = conditional(depth + 1);
        expect(":");
        Expression otherwise = conditional(depth + 1);
        return made(Kind::choice, "?", {std::move(first), std::move(then), std::move(otherwise)});
    }
    Expression alternatives(int depth) {
        std::vector<Expression> parts{conjunction(depth)};
        while (error_.empty() && take("or")) parts.push_back(conjunction(depth));
        return together("or", std::move(parts));
    }
    Expression conjunction(int depth) {
        std::vector<Expression> parts{comparison(depth)};
        while (error_.empty() && take("and")) parts.push_back(comparison(depth));
        return together("and", std::move(parts));
    }
    Expression comparison(int depth) {
        Expression left = unary(depth);
        static constexpr std::array<std::string_view, 7> signs{"==", "!=", "<", "<=", ">", ">=", "in"};
        for (int chained = 0; error_.empty() && std::ranges::any_of(signs, [&](auto sign) { return is(sign); });) {
            if (++chained > deepest) fail("it is nested too deep");
            const std::string sign = token_;
            next();
            left = made(Kind::binary, sign, {std::move(left), unary(depth)});
        }
        return left;
    }
    Expression unary(int depth) {
        if (too_deep(depth)) return {};
        if (take("not") || take("!")) return made(Kind::unary, "not", {unary(depth + 1)});
        if (take("length")) return made(Kind::unary, "length", {unary(depth + 1)});
        if (take("-")) {
            Expression inner = unary(depth + 1);
            if (inner.kind != Kind::number) fail("a calculation");
            inner.number = -inner.number;
            return inner;
        }
        return primary(depth);
    }
    Expression primary(int depth) {
        const std::string token = token_;
        if (kind_ == Token::text) {
            next();
            return made(Kind::text, token);
        }
        if (kind_ == Token::number) {
            double number = 0;
            const auto [end, failed] = std::from_chars(token.data(), token.data() + token.size(), number);
            if (failed != std::errc{} || end != token.data() + token.size())
                fail(fmt::format("the number `{}`", token));
            next();
            return number_of(number);
        }
        if (take("(")) {
            Expression inner = conditional(depth + 1);
            expect(")");
            return inner;
        }
        if (take("[")) return made(Kind::list, {}, until("]", depth));
        if (kind_ != Token::name) {
            fail(kind_ == Token::end ? "it ends too early" : fmt::format("the sign `{}`", token));
            return {};
        }
        next();
        if (token == "true" || token == "false") return truth_of(token == "true");
        if (take("(")) return made(Kind::call, token, until(")", depth));
        std::string name = token;
        while (error_.empty() && take(".")) {
            if (kind_ != Token::name) {
                fail("a full stop without a name");
                break;
            }
            name += "." + token_;
            next();
        }
        return made(Kind::name, std::move(name));
    }
    std::vector<Expression> until(std::string_view end, int depth) {
        std::vector<Expression> parts;
        if (take(end)) return parts;
        do parts.push_back(conditional(depth + 1));
        while (error_.empty() && take(","));
        expect(end);
        return parts;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Token kind_ = Token::end;
    std::string token_, error_;
};

/// The value of a condition object, as its field's type has it written down.
Expression constant(const std::string& type, const std::string& value) {
    if (type == "YesNoField" && (value == "true" || value == "false")) return truth_of(value == "true");
    if (type == "NumberField") {
        double number = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (failed == std::errc{} && end == value.data() + value.size()) return number_of(number);
    }
    return made(Kind::text, value);
}

/// Texts and numbers alike: some forms were written by hand.
std::string text_of(const Json& json) {
    if (const auto* text = json.string()) return *text;
    if (const auto* integer = json.integer()) return std::to_string(*integer);
    if (const auto* real = json.real()) return fmt::format("{}", *real);
    if (const auto* truth = json.boolean()) return *truth ? "true" : "false";
    return {};
}

base::Result<Expression> relative_comparison(
    Expression field, const std::string& type, const std::string& name, const Json& value
) {
    const bool past = value.string_at("direction") == "in the past";
    if (!past && value.string_at("direction") != "in the future")
        return unreadable(fmt::format("the direction `{}`", value.string_at("direction")));
    static constexpr std::array<std::array<std::string_view, 3>, 4> known{
        {{"is at least", "<=", ">="}, {"is at most", ">=", "<="}, {"is less than", ">", "<"}, {"is more than", "<", ">"}
        }
    };
    const auto found = std::ranges::find_if(known, [&](const auto& each) { return each[0] == name; });
    if (found == known.end()) return unreadable(fmt::format("the operator `{}` with a time from now", name));
    const std::string period = text_of(value["timePeriod"]);
    double number = 0;
    const auto [end, failed] = std::from_chars(period.data(), period.data() + period.size(), number);
    if (failed != std::errc{} || end != period.data() + period.size())
        return unreadable(fmt::format("the time `{}`", period));
    const bool* time_only = value["timeOnly"].boolean();
    const bool is_time = (time_only != nullptr && *time_only) || type == "TimeField";
    Expression limit = made(
        Kind::call, is_time ? "timeForComparison" : "dateForComparison",
        {number_of(past ? -number : number), made(Kind::text, value.string_at("timeUnit"))}
    );
    return made(Kind::binary, std::string((*found)[past ? 1 : 2]), {std::move(field), std::move(limit)});
}

base::Result<Expression> single(const Json& condition) {
    const std::string type = condition["field"].string_at("type"), name = condition["field"].string_at("name");
    const std::string comparison = condition.string_at("operator");
    const Json& value = condition["value"];
    if (name.empty()) return unreadable("it says of no question what it asks");
    Expression field = made(Kind::name, name);
    if (value.string_at("type") == "RelativeTime" || !value["timePeriod"].is_null())
        return relative_comparison(std::move(field), type, comparison, value);
    const std::string text = text_of(value.object() != nullptr ? value["value"] : value);
    const auto length = [&](std::string_view sign) -> base::Result<Expression> {
        const Expression number = constant("NumberField", text);
        if (number.kind != Kind::number) return unreadable(fmt::format("the length `{}`", text));
        return made(Kind::binary, std::string(sign), {made(Kind::unary, "length", {std::move(field)}), number});
    };
    if (comparison == "is longer than") return length(">");
    if (comparison == "is shorter than") return length("<");
    if (comparison == "has length") return length("==");
    Expression right = constant(type, text);
    if (comparison == "contains" || comparison == "does not contain") {
        Expression inside = made(Kind::binary, "in", {std::move(right), std::move(field)});
        return comparison == "contains" ? std::move(inside) : made(Kind::unary, "not", {std::move(inside)});
    }
    static constexpr std::array<std::array<std::string_view, 2>, 8> known{
        {{"is", "=="},
         {"is not", "!="},
         {"is at least", ">="},
         {"is at most", "<="},
         {"is less than", "<"},
         {"is more than", ">"},
         {"is before", "<"},
         {"is after", ">"}}
    };
    for (const auto& [words, sign] : known)
        if (words == comparison) return made(Kind::binary, std::string(sign), {std::move(field), std::move(right)});
    return unreadable(fmt::format("the operator `{}`", comparison));
}

base::Result<Expression> listed(const Json& list, int depth);

base::Result<Expression> one(const Json& condition, int depth) {
    if (condition["conditions"].array() != nullptr) return listed(condition["conditions"], depth + 1);
    if (const std::string name = condition.string_at("conditionName"); !name.empty()) return made(Kind::name, name);
    return single(condition);
}

/// A group stands where its first condition says.
std::string coordinator_of(const Json& condition) {
    const Json* at = &condition;
    for (int depth = 0; depth < deepest; ++depth) {
        if (const std::string own = at->string_at("coordinator"); !own.empty()) return own;
        const auto* inner = (*at)["conditions"].array();
        if (inner == nullptr || inner->empty()) return {};
        at = &inner->front();
    }
    return {};
}

base::Result<Expression> listed(const Json& list, int depth) {
    if (depth > deepest) return unreadable("it is nested too deep");
    if (list.array()->empty()) return unreadable("it has no conditions");
    std::vector<std::vector<Expression>> alternatives;
    for (const auto& condition : *list.array()) {
        auto read = one(condition, depth);
        if (!read) return read.error();
        const std::string coordinator = alternatives.empty() ? "or" : coordinator_of(condition);
        if (coordinator == "or")
            alternatives.push_back({std::move(*read)});
        else if (coordinator == "and" || coordinator.empty())
            alternatives.back().push_back(std::move(*read));
        else
            return unreadable(fmt::format("the coordinator `{}`", coordinator));
    }
    std::vector<Expression> parts;
    for (auto& alternative : alternatives) parts.push_back(together("and", std::move(alternative)));
    return together("or", std::move(parts));
}

}  // namespace

base::Result<Expression> parse_expression(std::string_view text) {
    return Parser(text).parse();
}

base::Result<Expression> read_conditions(const Json& value) {
    if (const auto* text = value.string()) return parse_expression(*text);
    if (value["conditions"].array() == nullptr) return unreadable("it is neither a text nor a list of conditions");
    return listed(value["conditions"], 0);
}

}  // namespace guildhall::importing::xgov
