#include "feel/expression.hpp"

#include "base/text.hpp"
#include "feel/internal/evaluator.hpp"
#include "feel/internal/node.hpp"
#include "feel/internal/parser.hpp"
#include "feel/internal/scopes.hpp"

namespace guildhall::feel {
namespace {

std::optional<base::Error> refused(std::string_view text) {
    if (text.size() > Expression::max_size) {
        return base::Error{
            base::ErrorCode::too_large,
            {fmt::format("1:1: expected at most {} bytes, found {}", Expression::max_size, text.size())},
            {}
        };
    }
    if (!base::is_valid_utf8(text)) {
        return base::Error{base::ErrorCode::invalid_input, {"1:1: expected UTF-8 text, found other bytes"}, {}};
    }
    return std::nullopt;
}

void collect_free(const Node& node, std::vector<std::string>& bound, std::set<std::string>& free) {
    const std::size_t outer = bound.size();
    switch (node.kind) {
        case NodeKind::name:
            if (node.built_in) return;
            if (std::find(bound.begin(), bound.end(), node.text) == bound.end()) free.insert(node.text);
            return;
        case NodeKind::iteration:
        case NodeKind::some:
        case NodeKind::every:
            for (std::size_t i = 0; i < node.names.size(); ++i) {
                collect_free(*node.children[i], bound, free);
                bound.push_back(node.names[i]);
            }
            if (node.kind == NodeKind::iteration) bound.emplace_back("partial");
            collect_free(*node.children.back(), bound, free);
            break;
        case NodeKind::filter:
            collect_free(*node.children[0], bound, free);
            bound.emplace_back("item");
            collect_free(*node.children[1], bound, free);
            break;
        case NodeKind::context:
            for (std::size_t i = 0; i < node.names.size(); ++i) {
                collect_free(*node.children[i], bound, free);
                bound.push_back(node.names[i]);
            }
            break;
        case NodeKind::function:
            for (const auto& name : node.names) bound.push_back(name);
            collect_free(*node.children[0], bound, free);
            break;
        default:
            for (const auto& child : node.children) {
                if (child) collect_free(*child, bound, free);
            }
            break;
    }
    bound.resize(outer);
}

/// Gives names that nothing inside binds their places in the frame. What a filter reads may be an entry of the element
/// that it looks at, so there names are searched for.
void bind_slots(const Node& node, std::vector<std::string_view>& bound, const std::vector<std::string>& slots) {
    const std::size_t outer = bound.size();
    switch (node.kind) {
        case NodeKind::name: {
            if (std::find(bound.begin(), bound.end(), node.text) != bound.end()) return;
            const auto at = std::find(slots.begin(), slots.end(), node.text);
            if (at != slots.end()) node.slot = static_cast<std::int32_t>(at - slots.begin());
            return;
        }
        case NodeKind::filter:
            return bind_slots(*node.children[0], bound, slots);
        case NodeKind::function:
            return;  // called later, when another frame may be there
        case NodeKind::iteration:
        case NodeKind::some:
        case NodeKind::every:
            for (std::size_t i = 0; i < node.names.size(); ++i) {
                bind_slots(*node.children[i], bound, slots);
                bound.push_back(node.names[i]);
            }
            if (node.kind == NodeKind::iteration) bound.emplace_back("partial");
            bind_slots(*node.children.back(), bound, slots);
            break;
        case NodeKind::context:
            for (std::size_t i = 0; i < node.names.size(); ++i) {
                bind_slots(*node.children[i], bound, slots);
                bound.push_back(node.names[i]);
            }
            break;
        default:
            for (const auto& child : node.children)
                if (child) bind_slots(*child, bound, slots);
            break;
    }
    bound.resize(outer);
}

}  // namespace

std::set<std::string> free_names_of(const Node& node) {
    std::set<std::string> free;
    std::vector<std::string> bound;
    collect_free(node, bound, free);
    return free;
}

const Value* ContextScope::find(std::string_view name) const {
    if (const Value* value = context_->find(name)) return value;
    return outer_ != nullptr ? outer_->find(name) : nullptr;
}

KnownNames::KnownNames(const std::set<std::string>& names) {
    auto index = std::make_shared<NameIndex>();
    for (const std::string& name : names)
        if (base::is_valid_utf8(name)) index->add(name);
    index_ = std::move(index);
}

base::Result<Expression> Expression::parse(std::string_view text, const KnownNames& names) {
    if (auto error = refused(text)) return *error;
    auto root = Parser(text, names).parse_expression();
    if (!root) return root.error();
    return Expression(text, std::move(root).value());
}

base::Result<Expression> Expression::parse_unary_tests(std::string_view text, const KnownNames& names) {
    if (auto error = refused(text)) return *error;
    auto root = Parser(text, names).parse_unary_tests();
    if (!root) return root.error();
    return Expression(text, std::move(root).value());
}

void Expression::bind(const std::vector<std::string>& frame_names) {
    std::vector<std::string_view> bound;
    bind_slots(root(), bound, frame_names);
}

Value Expression::evaluate(const Scope& scope, const Environment& environment) const {
    Budget own;
    Budget& budget = environment.budget != nullptr ? *environment.budget : own;
    Value value = Evaluator(environment, budget, scope.frame()).evaluate(root(), scope);
    return budget.reported ? Value() : value;  // cut short, the value is no answer
}

Value Expression::test(const Value& input, const Scope& scope, const Environment& environment) const {
    Budget own;
    const NameScope with_input("?", input, scope);
    Budget& budget = environment.budget != nullptr ? *environment.budget : own;
    Value value = Evaluator(environment, budget, scope.frame()).test(root(), input, with_input);
    return budget.reported ? Value() : value;
}

std::set<std::string> Expression::free_names() const {
    auto names = free_names_of(root());
    names.erase("?");
    return names;
}

}  // namespace guildhall::feel
