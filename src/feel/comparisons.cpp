#include "feel/comparisons.hpp"

#include <algorithm>

#include "feel/internal/evaluator.hpp"
#include "feel/internal/node.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/scopes.hpp"

namespace guildhall::feel {
namespace {

/// Reads no name but those of built-in functions, and not the clock.
bool is_constant(const Node& node) {
    if (node.kind == NodeKind::name) return node.built_in && node.text != "now" && node.text != "today";
    if (node.kind == NodeKind::function) return false;
    return std::all_of(node.children.begin(), node.children.end(), [](const NodePointer& child) {
        return !child || is_constant(*child);
    });
}

bool reads_clock(const Node& node) {
    if (node.kind == NodeKind::name) return node.built_in && (node.text == "now" || node.text == "today");
    return std::any_of(node.children.begin(), node.children.end(), [](const NodePointer& child) {
        return child && reads_clock(*child);
    });
}

std::optional<Value> value_of(const Node& node) {
    if (!is_constant(node)) return std::nullopt;
    const Environment environment;
    Budget budget;
    Value value = Evaluator(environment, budget).evaluate(node, EmptyScope());
    if (budget.reported) return std::nullopt;
    return value;
}

bool is_scalar(const Value& value) {
    return !value.list() && !value.context() && !value.function() && !value.range() && !value.unknown();
}

class Collector {
public:
    explicit Collector(const std::set<std::string>& subjects) : subjects_(subjects) {}

    /// One of the tests of a cell, or a condition.
    bool test(const Node& node) {
        if (node.kind == NodeKind::unary_any) return true;
        if (node.kind == NodeKind::unary_tests)
            return std::all_of(node.children.begin(), node.children.end(), [&](const NodePointer& child) {
                return test(*child);
            });
        if (const auto constant = value_of(node)) return value(*constant);
        return condition(node);
    }

    Comparisons take() { return std::move(found_); }

private:
    [[nodiscard]] bool is_subject(const Node& node) const {
        return node.kind == NodeKind::name && (node.text == "?" || (!node.built_in && subjects_.contains(node.text)));
    }

    /// A constant that a value is looked for in, or compared with.
    bool value(const Value& constant) {
        if (is_scalar(constant)) {
            found_.points.push_back(constant);
            return true;
        }
        if (const Range* range = constant.range()) {
            if (range->kind == Range::Kind::interval) found_.ordered = true;
            for (const auto* end : {&range->low, &range->high}) {
                if (!*end) continue;
                if (!is_scalar(**end)) return false;
                found_.points.push_back(**end);
            }
            return true;
        }
        if (const List* list = constant.list())
            return std::all_of(list->begin(), list->end(), [&](const Value& item) {
                return !item.list() && value(item);
            });
        return false;
    }

    bool compared(const Node& a, const Node& b, bool ordered) {
        const Node& other = is_subject(a) ? b : a;
        if (!is_subject(a) && !is_subject(b)) return false;
        if (is_subject(other)) return true;
        const auto constant = value_of(other);
        if (!constant || !is_scalar(*constant)) return false;
        found_.ordered = found_.ordered || ordered;
        found_.points.push_back(*constant);
        return true;
    }

    bool all_conditions(const Node& node, std::size_t from = 0) {
        for (std::size_t i = from; i < node.children.size(); ++i)
            if (!condition(*node.children[i])) return false;
        return true;
    }

    bool condition(const Node& node) {
        switch (node.kind) {
            case NodeKind::conjunction:
            case NodeKind::disjunction:
            case NodeKind::conditional:
                return all_conditions(node);
            case NodeKind::equal:
            case NodeKind::not_equal:
                return compared(*node.children[0], *node.children[1], false);
            case NodeKind::less:
            case NodeKind::less_equal:
            case NodeKind::greater:
            case NodeKind::greater_equal:
                return compared(*node.children[0], *node.children[1], true);
            case NodeKind::between:
                return compared(*node.children[0], *node.children[1], true) &&
                       compared(*node.children[0], *node.children[2], true);
            case NodeKind::in:
                return is_subject(*node.children[0]) &&
                       std::all_of(node.children.begin() + 1, node.children.end(), [&](const NodePointer& child) {
                           return test(*child);
                       });
            case NodeKind::invocation:
                return node.children.size() == 2 && node.children[0]->kind == NodeKind::name &&
                       node.children[0]->built_in && node.children[0]->text == "not" && condition(*node.children[1]);
            case NodeKind::name:
                if (!is_subject(node)) break;
                found_.points.emplace_back(true);
                found_.points.emplace_back(false);
                return true;
            default:
                break;
        }
        const auto constant = value_of(node);
        return constant && is_scalar(*constant);
    }

    const std::set<std::string>& subjects_;
    Comparisons found_;
};

/// `< 5` as the range that it stands for.
std::optional<Value> alternative_of(const Node& node) {
    const bool comparison = node.kind >= NodeKind::equal && node.kind <= NodeKind::greater_equal && node.has_input &&
                            node.children[0]->kind == NodeKind::name && node.children[0]->text == "?";
    if (!comparison) return value_of(node);
    auto constant = value_of(*node.children[1]);
    if (!constant || !is_scalar(*constant) || constant->is_null()) return std::nullopt;
    if (node.kind == NodeKind::equal) return constant;
    Range range;
    switch (node.kind) {
        case NodeKind::less:
            range.high = std::move(constant);
            break;
        case NodeKind::less_equal:
            range.high = std::move(constant);
            range.high_included = true;
            break;
        case NodeKind::greater:
            range.low = std::move(constant);
            break;
        case NodeKind::greater_equal:
            range.low = std::move(constant);
            range.low_included = true;
            break;
        default:
            return std::nullopt;
    }
    return Value(std::move(range));
}

bool lay_open(Value value, std::vector<Value>& alternatives) {
    if (const List* list = value.list()) {
        for (const Value& item : *list)
            if (item.list() || !lay_open(item, alternatives)) return false;
        return true;
    }
    if (const Range* range = value.range(); range && range->kind != Range::Kind::interval) return false;
    if (value.context() || value.function() || value.unknown() || value.is_null()) return false;
    alternatives.push_back(std::move(value));
    return true;
}

std::optional<std::vector<Value>> alternatives_of(const Node& tests) {
    if (tests.kind != NodeKind::unary_tests) return std::nullopt;
    std::vector<Value> made;
    for (const NodePointer& child : tests.children) {
        auto value = alternative_of(*child);
        // What a constant condition such as `1 < 2` means depends on the type of the value.
        const bool computed_condition = value && value->boolean() && child->kind != NodeKind::literal;
        if (!value || computed_condition || !lay_open(std::move(*value), made)) return std::nullopt;
    }
    return made;
}

}  // namespace

std::optional<Comparisons> comparisons_of(const Expression& expression, const std::set<std::string>& subjects) {
    Collector collector(subjects);
    if (!collector.test(expression.root())) return std::nullopt;
    Comparisons made = collector.take();
    made.any = expression.root().kind == NodeKind::unary_any;
    made.negated = expression.root().negated;
    made.alternatives = alternatives_of(expression.root());
    return made;
}

std::optional<bool> passes(const Comparisons& comparisons, const Value& value) {
    if (!comparisons.alternatives) return std::nullopt;
    // Times are equal when their whole seconds are, which order does not say.
    const bool is_time = std::holds_alternative<Time>(value.data()) || std::holds_alternative<DateTime>(value.data());
    const bool is_ordered = value.number() || value.string() || order_of(value, value);
    if (is_time || !is_ordered) return std::nullopt;
    bool found = false;
    for (const Value& alternative : *comparisons.alternatives) {
        const Range* range = alternative.range();
        if (!range) {
            const auto order = order_of(value, alternative);
            if (!order) return std::nullopt;
            found = found || *order == 0;
            continue;
        }
        const auto low = range->low ? order_of(value, *range->low) : std::optional(std::strong_ordering::greater);
        const auto high = range->high ? order_of(value, *range->high) : std::optional(std::strong_ordering::less);
        if (!low || !high) return std::nullopt;
        found = found || ((*low > 0 || (range->low_included && *low == 0)) &&
                          (*high < 0 || (range->high_included && *high == 0)));
    }
    return found != comparisons.negated;
}

std::vector<std::optional<bool>> passes_of(
    const Comparisons& comparisons, const std::vector<Value>& values, std::size_t count, ScalarKind kind
) {
    const bool indexable = kind == ScalarKind::number || kind == ScalarKind::string || kind == ScalarKind::date ||
                           kind == ScalarKind::days_time_duration || kind == ScalarKind::years_months_duration;
    if (!comparisons.alternatives || !indexable) return {};
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<std::optional<bool>> answers(values.size());
    std::fill(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(count), comparisons.negated);
    /// The first value that is not before the constant, or not up to it.
    const auto border = [&](const Value& constant, bool after) {
        return std::partition_point(values.begin(), end, [&](const Value& value) {
            const auto order = order_of(value, constant);
            return order && (*order < 0 || (after && *order == 0));
        });
    };
    for (const Value& alternative : *comparisons.alternatives) {
        auto first = values.begin();
        auto last = end;
        const Range* range = alternative.range();
        for (const Value* constant :
             {range ? range->low ? &*range->low : nullptr : &alternative, range && range->high ? &*range->high : nullptr
             })
            if (constant && scalar_kind(*constant) != kind) return {};
        if (!range) {
            first = border(alternative, false);
            last = border(alternative, true);
        } else {
            if (range->low) first = border(*range->low, !range->low_included);
            if (range->high) last = border(*range->high, range->high_included);
        }
        for (auto at = first; at < last; ++at)
            answers[static_cast<std::size_t>(at - values.begin())] = !comparisons.negated;
    }
    return answers;
}

bool depends_only_on(const Expression& expression, const std::set<std::string>& subjects) {
    for (const std::string& name : expression.free_names())
        if (!subjects.contains(name)) return false;
    return !reads_clock(expression.root());
}

std::optional<Value> constant_of(const Expression& expression) {
    return value_of(expression.root());
}

}  // namespace guildhall::feel
