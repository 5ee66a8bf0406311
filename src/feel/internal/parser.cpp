#include "feel/internal/parser.hpp"

#include <algorithm>

#include "feel/internal/builtins.hpp"

namespace guildhall::feel {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

base::Result<NodePointer> Parser::parse_expression() {
    NodePointer result = expression();
    if (result) {
        skip();
        if (!at_end()) result = expected("an operator or the end");
    }
    if (!result) return error();
    return result;
}

base::Result<NodePointer> Parser::parse_unary_tests() {
    NodePointer result;
    skip();
    if (peek() == '-' && skip_space(text_, at_ + 1) == text_.size()) {
        return NodePointer(leaf(NodeKind::unary_any, at_));
    }
    if (!negated_tests(result)) result = unary_tests_until_end();
    if (!result) return error();
    return result;
}

bool Parser::negated_tests(NodePointer& result) {
    // `not(…)` over the whole cell holds tests; `not(x) and y` is an expression like any other.
    const std::size_t start = at_;
    if (!stands_here("not")) return false;
    at_ += 3;
    skip();
    if (symbol("(")) {
        std::vector<NodePointer> tests;
        do {
            NodePointer test = positive_unary_test();
            if (!test) break;
            tests.push_back(std::move(test));
            skip();
        } while (symbol(","));
        if (problem_.empty() && symbol(")")) {
            skip();
            if (at_end()) {
                auto made = make(NodeKind::unary_tests, start, std::move(tests));
                if (made) made->negated = true;
                result = std::move(made);
                return true;
            }
        }
    }
    const std::string problem = problem_;
    const std::size_t problem_at = problem_at_;
    at_ = start;
    problem_.clear();
    result = unary_tests_until_end();
    if (!result && !problem.empty() && problem_at > problem_at_) {
        problem_ = problem;
        problem_at_ = problem_at;
    }
    return true;
}

NodePointer Parser::unary_tests_until_end() {
    const std::size_t start = at_;
    std::vector<NodePointer> tests;
    do {
        NodePointer test = positive_unary_test();
        if (!test) return nullptr;
        tests.push_back(std::move(test));
        skip();
    } while (symbol(","));
    if (!at_end()) return expected("',' or the end");
    return make(NodeKind::unary_tests, start, std::move(tests));
}

NodePointer Parser::positive_unary_test() {
    skip();
    const std::size_t start = at_;
    static constexpr std::pair<std::string_view, NodeKind> operators[] = {
        {"<=", NodeKind::less_equal}, {">=", NodeKind::greater_equal}, {"!=", NodeKind::not_equal},
        {"<", NodeKind::less},        {">", NodeKind::greater},        {"=", NodeKind::equal}
    };
    for (const auto& [sign, kind] : operators) {
        if (!symbol(sign)) continue;
        NodePointer end = additive();
        if (!end) return nullptr;
        auto input = leaf(NodeKind::name, start);
        input->text = "?";
        auto test = make(kind, start, std::move(input), std::move(end));
        if (test) test->has_input = true;
        return test;
    }
    const int mentions = input_mentions_;
    NodePointer test = expression();
    if (!test || mentions == input_mentions_) return test;
    auto marked = std::make_shared<Node>(*test);
    marked->has_input = true;
    return marked;
}

NodePointer Parser::expression() {
    const Restore nesting(nesting_, nesting_ + 1);
    if (nesting_ > Expression::max_nesting) {
        return fail(at_, fmt::format("expected at most {} levels of nesting, found more", Expression::max_nesting));
    }
    skip();
    const std::size_t start = at_;
    if (!declared_name(at_)) {
        if (keyword("if")) return conditional(start);
        if (keyword("for")) return iteration(NodeKind::iteration, start);
        if (keyword("some")) return iteration(NodeKind::some, start);
        if (keyword("every")) return iteration(NodeKind::every, start);
    }
    return disjunction();
}

NodePointer Parser::disjunction() {
    skip();
    const std::size_t start = at_;
    NodePointer first = conjunction();
    if (!first || !keyword("or")) return first;
    std::vector<NodePointer> parts{std::move(first)};
    do {
        NodePointer part = conjunction();
        if (!part) return nullptr;
        parts.push_back(std::move(part));
    } while (keyword("or"));
    return make(NodeKind::disjunction, start, std::move(parts));
}

NodePointer Parser::conjunction() {
    skip();
    const std::size_t start = at_;
    NodePointer first = comparison();
    if (!first || !keyword("and")) return first;
    std::vector<NodePointer> parts{std::move(first)};
    do {
        NodePointer part = comparison();
        if (!part) return nullptr;
        parts.push_back(std::move(part));
    } while (keyword("and"));
    return make(NodeKind::conjunction, start, std::move(parts));
}

NodePointer Parser::comparison() {
    NodePointer left = additive();
    while (left) {
        skip();
        static constexpr std::pair<std::string_view, NodeKind> operators[] = {
            {"<=", NodeKind::less_equal}, {">=", NodeKind::greater_equal}, {"!=", NodeKind::not_equal},
            {"<", NodeKind::less},        {">", NodeKind::greater},        {"=", NodeKind::equal}
        };
        const auto* found = std::find_if(std::begin(operators), std::end(operators), [&](const auto& one) {
            return symbol(one.first);
        });
        if (found != std::end(operators)) {
            NodePointer right = additive();
            if (!right) return nullptr;
            const std::size_t start = left->offset;
            left = make(found->second, start, std::move(left), std::move(right));
        } else if (keyword("between")) {
            left = between_test(std::move(left));
        } else if (keyword("in")) {
            left = in_test(std::move(left));
        } else {
            break;
        }
    }
    return left;
}

NodePointer Parser::between_test(NodePointer value) {
    const std::size_t start = value->offset;
    NodePointer low = additive();
    if (!low) return nullptr;
    if (!keyword("and")) return expected("'and'");
    NodePointer high = additive();
    if (!high) return nullptr;
    return make(NodeKind::between, start, {std::move(value), std::move(low), std::move(high)});
}

NodePointer Parser::in_test(NodePointer value) {
    const std::size_t start = value->offset;
    skip();
    std::vector<NodePointer> children{std::move(value)};
    const std::size_t open = at_;
    if (symbol("(")) {
        const Restore range_end(range_end_, false);
        do {
            NodePointer test = positive_unary_test();
            if (!test) return nullptr;
            skip();
            if (children.size() == 1 && peek() == '.' && peek(1) == '.') {
                NodePointer range = range_from(open, false, std::move(test));
                if (!range) return nullptr;
                children.push_back(std::move(range));
                return make(NodeKind::in, start, std::move(children));
            }
            children.push_back(std::move(test));
        } while (symbol(","));
        if (!symbol(")")) return expected("',' or ')'");
        return make(NodeKind::in, start, std::move(children));
    }
    const bool comparison_first = peek() == '<' || peek() == '>' || peek() == '=' || peek() == '!';
    NodePointer test = comparison_first ? positive_unary_test() : additive();
    if (!test) return nullptr;
    children.push_back(std::move(test));
    return make(NodeKind::in, start, std::move(children));
}

NodePointer Parser::additive() {
    NodePointer left = multiplicative();
    while (left) {
        skip();
        NodeKind kind = NodeKind::add;
        if (symbol("-")) {
            kind = NodeKind::subtract;
        } else if (!symbol("+")) {
            break;
        }
        NodePointer right = multiplicative();
        if (!right) return nullptr;
        const std::size_t start = left->offset;
        left = make(kind, start, std::move(left), std::move(right));
    }
    return left;
}

NodePointer Parser::multiplicative() {
    NodePointer left = exponentiation();
    while (left) {
        skip();
        NodeKind kind = NodeKind::multiply;
        if (symbol("/")) {
            kind = NodeKind::divide;
        } else if (!symbol("*")) {
            break;
        }
        NodePointer right = exponentiation();
        if (!right) return nullptr;
        const std::size_t start = left->offset;
        left = make(kind, start, std::move(left), std::move(right));
    }
    return left;
}

NodePointer Parser::exponentiation() {
    NodePointer left = negation();
    while (left) {
        skip();
        if (!symbol("**")) break;
        NodePointer right = negation();
        if (!right) return nullptr;
        const std::size_t start = left->offset;
        left = make(NodeKind::power, start, std::move(left), std::move(right));
    }
    return left;
}

NodePointer Parser::negation() {
    skip();
    const std::size_t start = at_;
    if (!symbol("-")) return postfix();
    const Restore nesting(nesting_, nesting_ + 1);
    if (nesting_ > Expression::max_nesting) {
        return fail(at_, fmt::format("expected at most {} levels of nesting, found more", Expression::max_nesting));
    }
    NodePointer value = negation();
    if (!value) return nullptr;
    return make(NodeKind::negate, start, std::move(value));
}

NodePointer Parser::postfix() {
    NodePointer value = primary();
    while (value) {
        skip();
        const std::size_t start = value->offset;
        if (peek() == '[' && !(range_end_ && closes_range_here())) {
            ++at_;
            const Restore range_end(range_end_, false);
            NodePointer by = expression();
            if (!by) return nullptr;
            skip();
            if (!symbol("]")) return expected("']'");
            value = make(NodeKind::filter, start, std::move(value), std::move(by));
        } else if (peek() == '.' && peek(1) != '.') {
            ++at_;
            skip();
            // A property is not followed by a word, so the longer reading is the right one.
            const auto declared = declared_name(at_);
            auto match = plain_words(at_);
            if (declared && declared->end > match.end) match = *declared;
            if (match.name.empty()) return expected("a name");
            at_ = match.end;
            auto step = make(NodeKind::path, start, std::move(value));
            if (step) step->text = std::move(match.name);
            value = std::move(step);
        } else if (peek() == '(') {
            value = invocation(std::move(value));
        } else if (keyword("instance")) {
            if (!keyword("of")) return expected("'of'");
            value = instance_test(std::move(value));
        } else {
            break;
        }
    }
    return value;
}

NodePointer Parser::invocation(NodePointer callee) {
    const std::size_t start = callee->offset;
    const Restore range_end(range_end_, false);
    symbol("(");
    skip();
    std::vector<NodePointer> children{std::move(callee)};
    if (symbol(")")) return make(NodeKind::invocation, start, std::move(children));
    std::vector<std::string> names;
    do {
        skip();
        // Named when a name stands before a colon.
        const auto words = plain_words(at_);
        const auto declared = declared_name(at_);
        std::optional<NameIndex::Match> named;
        for (const auto* match : {&words, declared ? &*declared : nullptr}) {
            if (match != nullptr && !match->name.empty()) {
                const std::size_t after = skip_space(text_, match->end);
                if (after < text_.size() && text_[after] == ':') named = NameIndex::Match{match->name, after + 1};
            }
        }
        if (named.has_value() != !names.empty() && children.size() > 1) {
            return expected(names.empty() ? "a value without a name, as before" : "a name and ':', as before");
        }
        if (named) {
            names.push_back(named->name);
            at_ = named->end;
        }
        NodePointer argument = expression();
        if (!argument) return nullptr;
        children.push_back(std::move(argument));
        skip();
    } while (symbol(","));
    if (!symbol(")")) return expected("',' or ')'");
    if (names.empty()) return make(NodeKind::invocation, start, std::move(children));
    auto call = make(NodeKind::named_invocation, start, std::move(children));
    if (call) call->names = std::move(names);
    return call;
}

NodePointer Parser::primary() {
    skip();
    const std::size_t start = at_;
    const char c = peek();
    if (at_end()) return expected("a value");
    if (c == '"') return string_literal();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number_literal();
    if (c == '(') return parenthesised();
    if (c == '[' || c == ']') return bracketed();
    if (c == '{') return context_literal();
    if (c == '@') return at_literal();
    if (!is_name_start(code_point_at(text_, at_).value) && !declared_name(at_)) return expected("a value");
    if (declared_name(at_)) return name();
    if (keyword("null")) return literal(start, Value());
    for (const bool value : {true, false})
        if (keyword(value ? "true" : "false")) return literal(start, Value(value));
    if (keyword("function")) return function_definition(start);
    for (const std::string_view word : {"if", "for", "some", "every"}) {
        if (stands_here(word)) return expression();
    }
    return name();
}

NodePointer Parser::parenthesised() {
    const Restore range_end(range_end_, false);
    const std::size_t start = at_;
    symbol("(");
    skip();
    if (peek() == '<' || peek() == '>' || peek() == '=' || (peek() == '!' && peek(1) == '=')) {
        NodePointer range = one_sided_range();
        if (!range) return nullptr;
        skip();
        return symbol(")") ? range : expected("')'");
    }
    NodePointer value = expression();
    if (!value) return nullptr;
    skip();
    if (peek() == '.' && peek(1) == '.') return range_from(start, false, std::move(value));
    if (!symbol(")")) return expected("')'");
    return value;
}

NodePointer Parser::bracketed() {
    const Restore range_end(range_end_, false);
    const std::size_t start = at_;
    const bool open = symbol("]");
    if (!open) symbol("[");
    skip();
    if (!open && symbol("]")) return leaf(NodeKind::list, start);
    std::vector<NodePointer> items;
    do {
        NodePointer item = expression();
        if (!item) return nullptr;
        skip();
        if (items.empty() && ((peek() == '.' && peek(1) == '.') || open))
            return range_from(start, !open, std::move(item));
        items.push_back(std::move(item));
    } while (symbol(","));
    if (!symbol("]")) return expected("',' or ']'");
    return make(NodeKind::list, start, std::move(items));
}

NodePointer Parser::range_from(std::size_t start, bool low_included, NodePointer low) {
    if (!symbol("..")) return expected("'..'");
    NodePointer high;
    {
        const Restore range_end(range_end_, true);
        high = additive();
    }
    if (!high) return nullptr;
    skip();
    const bool high_included = symbol("]");
    if (!high_included && !symbol(")") && !symbol("[")) return expected("']', ')' or '['");
    auto range = make(NodeKind::range, start, std::move(low), std::move(high));
    if (!range) return nullptr;
    range->low_included = low_included;
    range->high_included = high_included;
    return range;
}

NodePointer Parser::one_sided_range() {
    const std::size_t start = at_;
    auto range = leaf(NodeKind::range, start);
    if (symbol("!=")) {
        range->range_kind = Range::Kind::not_equal;
        range->low_included = range->high_included = true;
    } else if (symbol("<=")) {
        range->high_included = true;
    } else if (symbol(">=")) {
        range->low_included = true;
    } else if (symbol("=")) {
        range->range_kind = Range::Kind::equal;
        range->low_included = range->high_included = true;
    }
    const bool low_open = !range->low_included && !range->high_included && symbol(">");
    if (!low_open && !range->low_included && !range->high_included) symbol("<");
    NodePointer end = additive();
    if (!end) return nullptr;
    const bool is_low = low_open || range->low_included;
    const bool is_high = !is_low || range->high_included;
    const auto made = make(NodeKind::range, start, is_low ? end : nullptr, is_high ? end : nullptr);
    if (!made) return nullptr;
    range->depth = made->depth;
    range->children = std::move(made->children);
    return range;
}

NodePointer Parser::conditional(std::size_t start) {
    NodePointer condition = expression();
    if (!condition) return nullptr;
    if (!keyword("then")) return expected("'then'");
    NodePointer then = expression();
    if (!then) return nullptr;
    if (!keyword("else")) return expected("'else'");
    NodePointer otherwise = expression();
    if (!otherwise) return nullptr;
    return make(NodeKind::conditional, start, {std::move(condition), std::move(then), std::move(otherwise)});
}

NodePointer Parser::iteration_domain() {
    NodePointer low = expression();
    if (!low) return nullptr;
    skip();
    if (!(peek() == '.' && peek(1) == '.')) return low;
    symbol("..");
    NodePointer high = expression();
    if (!high) return nullptr;
    const std::size_t start = low->offset;
    return make(NodeKind::iteration_range, start, std::move(low), std::move(high));
}

NodePointer Parser::iteration(NodeKind kind, std::size_t start) {
    const std::size_t outer_locals = locals_.size();
    std::vector<std::string> names;
    std::vector<NodePointer> children;
    do {
        auto variable = new_name({}, "in");
        if (!variable) return expected("a name");
        if (!keyword("in")) return expected("'in'");
        NodePointer domain = iteration_domain();
        if (!domain) return nullptr;
        children.push_back(std::move(domain));
        locals_.push_back(*variable);
        names.push_back(std::move(*variable));
        skip();
    } while (symbol(","));
    const std::string_view word = kind == NodeKind::iteration ? "return" : "satisfies";
    if (!keyword(word)) return expected(fmt::format("',' or '{}'", word));
    if (kind == NodeKind::iteration) locals_.emplace_back("partial");
    NodePointer body = expression();
    if (!body) return nullptr;
    locals_.resize(outer_locals);
    children.push_back(std::move(body));
    auto node = make(kind, start, std::move(children));
    if (!node) return nullptr;
    const auto free = free_names_of(*node->children.back());
    node->free_names.assign(free.begin(), free.end());
    node->names = std::move(names);
    return node;
}

NodePointer Parser::function_definition(std::size_t start) {
    const Restore range_end(range_end_, false);
    skip();
    if (!symbol("(")) return expected("'('");
    const std::size_t outer_locals = locals_.size();
    std::vector<std::string> names;
    std::vector<TypeName> types;
    skip();
    if (!symbol(")")) {
        do {
            auto parameter = new_name({',', ')', ':'}, "");
            if (!parameter) return expected("a name");
            skip();
            TypeName parameter_type{"Any", {}, {}};
            if (symbol(":")) {
                auto written = type();
                if (!written) return nullptr;
                parameter_type = std::move(*written);
                skip();
            }
            types.push_back(std::move(parameter_type));
            locals_.push_back(*parameter);
            names.push_back(std::move(*parameter));
        } while (symbol(","));
        if (!symbol(")")) return expected("',' or ')'");
    }
    const bool external = keyword("external");
    NodePointer body = expression();
    if (!body) return nullptr;
    locals_.resize(outer_locals);
    auto node = make(NodeKind::function, start, std::move(body));
    if (!node) return nullptr;
    auto free = free_names_of(*node->children[0]);
    for (const auto& name : names) free.erase(name);
    node->free_names.assign(free.begin(), free.end());
    node->names = std::move(names);
    node->types = std::move(types);
    node->external = external;
    return node;
}

NodePointer Parser::context_literal() {
    const Restore range_end(range_end_, false);
    const std::size_t start = at_;
    symbol("{");
    const std::size_t outer_locals = locals_.size();
    std::vector<std::string> names;
    std::vector<NodePointer> children;
    skip();
    if (!symbol("}")) {
        do {
            auto key = context_key();
            if (!key) return nullptr;
            NodePointer value = expression();
            if (!value) return nullptr;
            children.push_back(std::move(value));
            locals_.push_back(*key);
            keys_.add(*key);  // as a property: `{a+b: 1}.a+b`
            names.push_back(std::move(*key));
            skip();
        } while (symbol(","));
        if (!symbol("}")) return expected("',' or '}'");
    }
    locals_.resize(outer_locals);
    auto node = make(NodeKind::context, start, std::move(children));
    if (node) node->names = std::move(names);
    return node;
}

}  // namespace guildhall::feel
