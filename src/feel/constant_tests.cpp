#include "feel/constant_tests.hpp"

#include "feel/internal/node.hpp"

namespace guildhall::feel {
namespace {

/// The value of a literal, or of a number with a minus sign before it.
std::optional<Value> literal(const Node* node) {
    if (node == nullptr) return std::nullopt;
    if (node->kind == NodeKind::negate) {
        const auto value = literal(node->children[0].get());
        if (!value || !value->number()) return std::nullopt;
        return Value(value->number()->negated());
    }
    if (node->kind != NodeKind::literal) return std::nullopt;
    const Value& value = node->value;
    const bool indexable =
        value.number() || value.string() || value.boolean() || std::holds_alternative<Date>(value.data());
    if (!indexable) return std::nullopt;
    return value;
}

bool is_ordered(const Value& value) {
    return value.number() || std::holds_alternative<Date>(value.data());
}

std::optional<ConstantTest> constant_test(const Node& node) {
    ConstantTest made;
    if (node.kind != NodeKind::range) {
        made.equal = literal(&node);
        if (!made.equal) return std::nullopt;
        return made;
    }
    if (node.range_kind != Range::Kind::interval) return std::nullopt;
    made.low_included = node.low_included;
    made.high_included = node.high_included;
    for (const auto& [child, end] :
         {std::pair{node.children[0].get(), &made.low}, {node.children[1].get(), &made.high}}) {
        if (child == nullptr) continue;
        *end = literal(child);
        if (!*end || !is_ordered(**end)) return std::nullopt;
    }
    if (!made.low && !made.high) return std::nullopt;
    if (!made.low || !made.high) return made;
    if (made.low->data().index() != made.high->data().index()) return std::nullopt;
    // A range whose ends are the wrong way round is null, and a test that is null takes nothing: left to evaluation.
    const bool ascending = made.low->number() ? *made.low->number() <= *made.high->number()
                                              : std::get<Date>(made.low->data()) <= std::get<Date>(made.high->data());
    if (!ascending) return std::nullopt;
    return made;
}

}  // namespace

std::optional<ConstantTests> constant_tests(const Expression& unary_tests) {
    const Node& root = unary_tests.root();
    ConstantTests made;
    if (root.kind == NodeKind::unary_any) {
        made.any = true;
        return made;
    }
    if (root.kind != NodeKind::unary_tests) return std::nullopt;
    made.negated = root.negated;
    for (const auto& child : root.children) {
        if (child->kind == NodeKind::unary_any) {
            if (root.negated) return std::nullopt;
            made.any = true;
            continue;
        }
        auto test = constant_test(*child);
        if (!test) return std::nullopt;
        made.alternatives.push_back(*std::move(test));
    }
    if (made.any) made.alternatives.clear();
    return made;
}

}  // namespace guildhall::feel
