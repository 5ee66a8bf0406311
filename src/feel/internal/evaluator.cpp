#include "feel/internal/evaluator.hpp"

#include <algorithm>

#include "feel/internal/operations.hpp"
#include "feel/internal/scopes.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {

Evaluator::Evaluator(const Environment& environment, Budget& budget, const Frame* frame)
    : environment_(environment), inner_(environment), budget_(budget), frame_(frame) {
    inner_.budget = &budget_;
}

bool Evaluator::spend(std::int64_t steps) {
    if (budget_.steps >= steps) {
        budget_.steps -= steps;
        return true;
    }
    budget_.steps = 0;
    if (!budget_.reported) {
        budget_.reported = true;
        problem("the evaluation takes too many steps");
    }
    return false;
}

void Evaluator::problem(std::string message) {
    if (environment_.diagnostics != nullptr) environment_.diagnostics->add(std::move(message));
}

Value Evaluator::checked(Value value, const std::string& problem_found) {
    if (value.is_null() && !problem_found.empty()) problem(problem_found);
    return value;
}

Value Evaluator::evaluate(const Node& node, const Scope& scope) {
    if (!spend(1)) return {};
    if (budget_.depth >= Budget::max_depth) {
        problem("the evaluation is nested too deeply");
        budget_.reported = true;
        budget_.steps = 0;  // an endless recursion ends here, not in every branch again
        return {};
    }
    ++budget_.depth;
    Value value = dispatch(node, scope);
    --budget_.depth;
    if (const auto* text = value.string(); text != nullptr && text->size() > 64) {
        if (!spend(static_cast<std::int64_t>(text->size() / 16))) return {};
    }
    return value;
}

Value Evaluator::dispatch(const Node& node, const Scope& scope) {
    switch (node.kind) {
        case NodeKind::literal:
            return node.value;
        case NodeKind::invalid:
            problem(node.text);
            return {};
        case NodeKind::name:
            return name(node, scope);
        case NodeKind::negate:
        case NodeKind::add:
        case NodeKind::subtract:
        case NodeKind::multiply:
        case NodeKind::divide:
        case NodeKind::power:
        case NodeKind::equal:
        case NodeKind::not_equal:
        case NodeKind::less:
        case NodeKind::less_equal:
        case NodeKind::greater:
        case NodeKind::greater_equal:
            return binary(node, scope);
        case NodeKind::conjunction:
        case NodeKind::disjunction:
            return logic(node, scope);
        case NodeKind::between:
            return between(node, scope);
        case NodeKind::in:
            return in(node, scope);
        case NodeKind::conditional:
            return conditional(node, scope);
        case NodeKind::iteration:
            return iterate(node, scope);
        case NodeKind::some:
        case NodeKind::every:
            return quantified(node, scope);
        case NodeKind::iteration_range:
        case NodeKind::range:
            return range(node, scope);
        case NodeKind::filter:
            return filter(node, scope);
        case NodeKind::path:
            return path(node, scope);
        case NodeKind::context:
            return context(node, scope);
        case NodeKind::list:
            return list(node, scope);
        case NodeKind::function:
            return function(node, scope, {});
        case NodeKind::invocation:
        case NodeKind::named_invocation:
            return invocation(node, scope);
        case NodeKind::instance_of:
            return instance_of(node, scope);
        case NodeKind::unary_any:
            return Value(true);
        case NodeKind::unary_tests: {
            const Value* input = scope.find("?");
            return test(node, input != nullptr ? *input : Value(), scope);
        }
    }
    return {};
}

Value Evaluator::name(const Node& node, const Scope& scope) {
    const Value* value =
        node.slot >= 0 && frame_ != nullptr ? frame_->at(static_cast<std::size_t>(node.slot)) : scope.find(node.text);
    if (value != nullptr) return *value;
    if (node.built_in) return node.value;
    if (const Value* built_in = find_built_in(node.text)) return *built_in;
    problem(fmt::format("nothing is called '{}' here", node.text));
    return {};
}

Value Evaluator::binary(const Node& node, const Scope& scope) {
    const Value a = evaluate(*node.children[0], scope);
    std::string found;
    if (node.kind == NodeKind::negate) {
        Value result = negation_of(a, found);
        return checked(std::move(result), found);
    }
    const Value b = evaluate(*node.children[1], scope);
    Value result;
    switch (node.kind) {
        case NodeKind::equal:
            result = equals(a, b);
            break;
        case NodeKind::not_equal:
            result = opposite(equals(a, b));
            break;
        case NodeKind::less:
        case NodeKind::less_equal:
        case NodeKind::greater:
        case NodeKind::greater_equal:
            result = compare(node.kind, a, b, found);
            break;
        default:
            result = arithmetic(node.kind, a, b, found);
            break;
    }
    if (result.is_null() && found.empty())
        found = fmt::format("cannot compare {} with {}", kind_in_words(a), kind_in_words(b));
    return checked(std::move(result), found);
}

Value Evaluator::logic(const Node& node, const Scope& scope) {
    Logic outcome(node.kind == NodeKind::disjunction);
    for (const auto& child : node.children) {
        if (outcome.add(evaluate(*child, scope))) break;
    }
    return outcome.result();
}

Value Evaluator::between(const Node& node, const Scope& scope) {
    const Value value = evaluate(*node.children[0], scope);
    const Value low = evaluate(*node.children[1], scope);
    const Value high = evaluate(*node.children[2], scope);
    std::string found;
    Logic both(false);
    both.add(compare(NodeKind::greater_equal, value, low, found));
    both.add(compare(NodeKind::less_equal, value, high, found));
    return checked(both.result(), found);
}

Value Evaluator::in(const Node& node, const Scope& scope) {
    const Value value = evaluate(*node.children[0], scope);
    const NameScope with_input("?", value, scope);
    Logic any(true);
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        if (any.add(one_test(*node.children[i], value, with_input))) break;
    }
    return any.result();
}

Value Evaluator::test(const Node& node, const Value& input, const Scope& scope) {
    if (node.kind == NodeKind::unary_any) return Value(true);
    Logic any(true);
    for (const auto& child : node.children) {
        if (any.add(one_test(*child, input, scope))) break;
    }
    const Value result = any.result();
    return node.negated ? opposite(result) : result;
}

Value Evaluator::one_test(const Node& test_node, const Value& input, const Scope& scope) {
    if (test_node.kind == NodeKind::unary_any) return Value(true);
    const Value wanted = evaluate(test_node, scope);
    if (test_node.has_input) {
        if (wanted.boolean()) return wanted;
        if (wanted.unknown()) return unknown_of(wanted, input);
        if (wanted.is_null()) return {};
    }
    if (wanted.is_null() && test_node.kind == NodeKind::range) return {};  // a range that could not be made
    std::string found;
    // A boolean computed without `?` is the answer itself, unless booleans are what the input is about.
    const bool computed = test_node.kind != NodeKind::literal && test_node.kind != NodeKind::name;
    if (wanted.boolean() && computed && !input.unknown() && !input.boolean() && !input.is_null()) return wanted;
    Value result = is_in(input, wanted, found);
    return checked(std::move(result), found);
}

Value Evaluator::conditional(const Node& node, const Scope& scope) {
    const Value condition = evaluate(*node.children[0], scope);
    if (!condition.unknown()) {
        const bool holds = condition.boolean() != nullptr && *condition.boolean();
        return evaluate(*node.children[holds ? 1 : 2], scope);
    }
    const std::size_t before = problems();
    Value yes = evaluate(*node.children[1], scope);
    const std::size_t between = problems();
    const Value no = evaluate(*node.children[2], scope);
    // A null for which there is a reason is another outcome than a null that was meant.
    const bool fail_alike = !yes.is_null() || (between > before) == (problems() > between);
    if (!has_unknown(yes) && !has_unknown(no) && identical(yes, no) && fail_alike) return yes;
    std::set<std::string> inputs = condition.unknown()->inputs;
    collect_unknowns(yes, inputs);
    collect_unknowns(no, inputs);
    return Value::unknown(std::move(inputs));
}

Value Evaluator::filter(const Node& node, const Scope& scope) {
    const Value what = evaluate(*node.children[0], scope);
    const Node& by = *node.children[1];
    if (what.unknown()) {
        std::set<std::string> inputs = what.unknown()->inputs;
        collect_unknowns(evaluate(by, ItemScope(what, scope)), inputs);
        return Value::unknown(std::move(inputs));
    }
    if (what.is_null()) return by.kind == NodeKind::literal && by.value.number() ? Value() : Value(List{});
    const List items = as_list(what);
    if (!spend(static_cast<std::int64_t>(items.size() / 8))) return {};
    if (items.empty()) {
        const Value position =
            by.kind == NodeKind::literal || by.kind == NodeKind::negate ? evaluate(by, scope) : Value();
        return position.number() ? Value() : what;
    }
    List kept;
    std::set<std::string> inputs;
    bool unknown = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value test_value = evaluate(by, ItemScope(items[i], scope));
        if (i == 0 && test_value.number()) {
            const auto position = test_value.number()->integer();
            const auto count = static_cast<std::int64_t>(items.size());
            if (!position || *position == 0 || *position > count || *position < -count) {
                problem(fmt::format("a list of {} has no element {}", count, test_value.number()->text()));
                return {};
            }
            return items[static_cast<std::size_t>(*position > 0 ? *position - 1 : count + *position)];
        }
        if (test_value.unknown()) {
            unknown = true;
            collect_unknowns(test_value, inputs);
        } else if (const auto* passes = test_value.boolean(); passes && *passes) {
            kept.push_back(items[i]);
        }
    }
    if (!unknown) return Value(std::move(kept));
    collect_unknowns(what, inputs);
    return Value::unknown(std::move(inputs));
}

Value Evaluator::path(const Node& node, const Scope& scope) {
    const Value value = evaluate(*node.children[0], scope);
    if (const auto* items = value.list()) {
        if (!spend(static_cast<std::int64_t>(items->size()))) return {};
        List results;
        results.reserve(items->size());
        for (const auto& item : *items) results.push_back(property(item, node.text));
        return Value(std::move(results));
    }
    return property(value, node.text);
}

Value Evaluator::property(const Value& value, const std::string& name) {
    if (value.unknown()) return value;
    if (const auto* context = value.context()) {
        if (const Value* entry = context->find(name)) return *entry;
    } else if (const auto* range = value.range()) {
        if (name == "start") return range->low.value_or(Value());
        if (name == "end") return range->high.value_or(Value());
        if (name == "start included") return Value(range->low_included);
        if (name == "end included") return Value(range->high_included);
    } else if (const auto found = temporal_property(value, name)) {
        return *found;
    }
    problem(fmt::format("{} has no '{}'", kind_in_words(value), name));
    return {};
}

Value Evaluator::range(const Node& node, const Scope& scope) {
    Range result;
    result.low_included = node.low_included;
    result.high_included = node.high_included;
    result.kind = node.range_kind;
    if (node.kind == NodeKind::iteration_range) result.low_included = result.high_included = true;
    if (node.children[0]) result.low = evaluate(*node.children[0], scope);
    if (node.children[1]) result.high = evaluate(*node.children[1], scope);
    const Value low = result.low.value_or(Value());
    const Value high = result.high.value_or(Value());
    if (low.unknown() || high.unknown()) return unknown_of(low, high);
    const bool ordered = (!result.low || order_of(low, low)) && (!result.high || order_of(high, high)) &&
                         (!result.low || !result.high || order_of(low, high));
    if (ordered) return Value(std::move(result));
    problem(fmt::format("no range goes from {} to {}", kind_in_words(low), kind_in_words(high)));
    return {};
}

Value Evaluator::context(const Node& node, const Scope& scope) {
    Context result;
    result.entries.reserve(node.names.size());
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        const std::string& key = node.names[i];
        if (result.find(key) != nullptr) {
            problem(fmt::format("a context has two entries named '{}'", key));
            return {};
        }
        const ContextScope inside(result, &scope);
        const Node& child = *node.children[i];
        Value value = child.kind == NodeKind::function ? function(child, inside, key) : evaluate(child, inside);
        result.entries.emplace_back(key, std::move(value));
    }
    return Value(std::move(result));
}

Value Evaluator::list(const Node& node, const Scope& scope) {
    List items;
    items.reserve(node.children.size());
    for (const auto& child : node.children) items.push_back(evaluate(*child, scope));
    return Value(std::move(items));
}

Value Evaluator::instance_of(const Node& node, const Scope& scope) {
    const Value value = evaluate(*node.children[0], scope);
    if (has_unknown(value)) return unknown_of(value, value);
    const auto conforms = is_instance(value, node.types[0], environment_.types);
    if (conforms) return Value(*conforms);
    problem(fmt::format("no type is called '{}' here", node.types[0].name));
    return {};
}

}  // namespace guildhall::feel
