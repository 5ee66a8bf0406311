// Functions, loops and types.

#include <algorithm>

#include "feel/internal/evaluator.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/scopes.hpp"
#include "feel/internal/temporal.hpp"

namespace guildhall::feel {
namespace {

/// What a function written in FEEL needs when it is called: a copy of the names it reads, and its body.
struct Closure {
    Context captured;
    NodePointer body;
    std::vector<std::string> parameters;
    std::vector<TypeName> types;
    std::string own_name;  ///< of the entry it was written in, so that it can call itself
};

/// The value as one of the type, converted where section 10.3.2.9.4 says so: a list of one to its element, a value to a
/// list of one, a date to its midnight in UTC. Nothing when it is not of the type.
std::optional<Value> converted(const Value& value, const TypeName& type, const DefinedTypes* defined) {
    const auto fits = [&](const Value& candidate) { return is_instance(candidate, type, defined).value_or(false); };
    if (value.is_null() || has_unknown(value) || fits(value)) return value;
    if (const auto* list = value.list(); list != nullptr && list->size() == 1 && fits(list->front()))
        return list->front();
    if (value.list() == nullptr && type.name == "list") {
        Value made(List{value});
        if (fits(made)) return made;
    }
    if (const auto* date = std::get_if<Date>(&value.data())) {
        DateTime midnight = at_midnight(*date);
        midnight.time.offset_seconds = 0;
        if (Value made(std::move(midnight)); fits(made)) return made;
    }
    return std::nullopt;
}

}  // namespace

Value Evaluator::function(const Node& node, const Scope& scope, const std::string& own_name) {
    if (node.external) return external_function(node, scope);
    auto closure = std::make_shared<Closure>();
    for (const auto& free : node.free_names) {
        if (free == own_name) continue;
        if (const Value* value = scope.find(free)) closure->captured.entries.emplace_back(free, *value);
    }
    closure->body = node.children[0];
    closure->parameters = node.names;
    closure->types = node.types;
    closure->own_name = own_name;
    auto made = std::make_shared<Function>();
    made->name = own_name;
    made->parameters = node.names;
    made->type = std::make_shared<const FunctionType>(FunctionType{node.types});
    for (const auto& [name, value] : closure->captured.entries) collect_unknowns(value, made->depends_on);
    // The function holds no pointer to itself: a call makes the value that its own name stands for.
    const auto depends_on = made->depends_on;
    const auto shared = std::shared_ptr<const Closure>(std::move(closure));
    made->call = [shared, depends_on](std::span<const Value> arguments, const Environment& environment) {
        struct Self {
            static Value call(
                const std::shared_ptr<const Closure>& body, const std::set<std::string>& inputs,
                std::span<const Value> given, const Environment& around
            ) {
                Context locals;
                std::set<std::string> untyped;  // inputs whose type decides whether the call is an error
                for (std::size_t i = 0; i < body->parameters.size(); ++i) {
                    const auto fitting = converted(given[i], body->types[i], around.types);
                    if (!fitting) {
                        if (around.diagnostics != nullptr) {
                            around.diagnostics->add(fmt::format(
                                "'{}' is to be {}, not {}", body->parameters[i], body->types[i].name,
                                kind_in_words(given[i])
                            ));
                        }
                        return {};
                    }
                    if (body->types[i].name != "Any") collect_unknowns(given[i], untyped);
                    locals.entries.emplace_back(body->parameters[i], *fitting);
                }
                if (!body->own_name.empty() && locals.find(body->own_name) == nullptr) {
                    auto self = std::make_shared<Function>();
                    self->name = body->own_name;
                    self->parameters = body->parameters;
                    self->depends_on = inputs;
                    self->type = std::make_shared<const FunctionType>(FunctionType{body->types});
                    self->call = [body, inputs](std::span<const Value> again, const Environment& there) {
                        return call(body, inputs, again, there);
                    };
                    locals.entries.emplace_back(
                        body->own_name, Value(std::shared_ptr<const Function>(std::move(self)))
                    );
                }
                const ContextScope captured(body->captured);
                const ContextScope scope(locals, &captured);
                Budget own;
                Evaluator evaluator(around, around.budget != nullptr ? *around.budget : own);
                const Value result = evaluator.evaluate(*body->body, scope);
                if (untyped.empty()) return result;
                collect_unknowns(result, untyped);
                return Value::unknown(std::move(untyped));
            }
        };
        return Self::call(shared, depends_on, arguments, environment);
    };
    return Value(std::shared_ptr<const Function>(std::move(made)));
}

Value Evaluator::external_function(const Node& node, const Scope& scope) {
    const Value where = evaluate(*node.children[0], scope);
    const auto* outer = where.context();
    const Value* java = outer != nullptr ? outer->find("java") : nullptr;
    if (java == nullptr || java->context() == nullptr) {
        problem("an external function says {java: {class: \"…\", method signature: \"…\"}}");
        return {};
    }
    std::string found;
    Value made = java_function(*java->context(), node.names, found);
    return checked(std::move(made), found);
}

Value Evaluator::call(const Value& callee, std::span<const Value> arguments) {
    const auto* function = callee.function();
    if (function == nullptr) {
        problem(fmt::format("{} cannot be called", kind_in_words(callee)));
        return {};
    }
    if (function->built_in != nullptr) return call_built_in(*function, {arguments.begin(), arguments.end()}, *this);
    if (arguments.size() != function->parameters.size()) {
        problem(fmt::format(
            "{} takes {} arguments, not {}", function->name.empty() ? "the function" : function->name,
            function->parameters.size(), arguments.size()
        ));
        return {};
    }
    constexpr std::int64_t call_steps = 100;  // what a call costs beside an operation
    if (!spend(call_steps)) return {};
    return function->call(arguments, inner_);
}

Value Evaluator::invocation(const Node& node, const Scope& scope) {
    const Value callee = evaluate(*node.children[0], scope);
    std::vector<Value> arguments;
    arguments.reserve(node.children.size() - 1);
    for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back(evaluate(*node.children[i], scope));
    if (callee.unknown()) {
        std::set<std::string> inputs = callee.unknown()->inputs;
        for (const auto& argument : arguments) collect_unknowns(argument, inputs);
        return Value::unknown(std::move(inputs));
    }
    if (node.kind == NodeKind::invocation) return call(callee, arguments);

    const auto* function = callee.function();
    if (function == nullptr) return call(callee, arguments);
    if (function->built_in != nullptr) return call_built_in_named(*function, node.names, arguments, *this);
    std::vector<Value> ordered(function->parameters.size());
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        const auto found = std::find(function->parameters.begin(), function->parameters.end(), node.names[i]);
        if (found == function->parameters.end()) {
            problem(fmt::format(
                "{} has no parameter named '{}'", function->name.empty() ? "the function" : function->name,
                node.names[i]
            ));
            return {};
        }
        ordered[static_cast<std::size_t>(found - function->parameters.begin())] = arguments[i];
    }
    return call(callee, ordered);
}

std::optional<List> Evaluator::counted(const Value& low, const Value& high, bool low_included, bool high_included) {
    constexpr std::int64_t most = 1'000'000;
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    const auto* first_day = std::get_if<Date>(&low.data());
    const auto* last_day = std::get_if<Date>(&high.data());
    if (first_day != nullptr && last_day != nullptr) {
        from = 0;
        to = difference(at_midnight(*last_day), at_midnight(*first_day))->seconds / 86'400;
    } else if (low.number() != nullptr && high.number() != nullptr) {
        from = low.number()->integer();
        to = high.number()->integer();
    }
    if (!from || !to) {
        problem("only ranges of whole numbers and of dates can be counted through");
        return std::nullopt;
    }
    const bool up = *from <= *to;
    if (!low_included) *from += up ? 1 : -1;
    if (!high_included) *to += up ? -1 : 1;
    List items;
    if (up ? *from > *to : *from < *to) return items;
    const std::uint64_t span = up ? static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from)
                                  : static_cast<std::uint64_t>(*from) - static_cast<std::uint64_t>(*to);
    if (span >= static_cast<std::uint64_t>(most) || !spend(static_cast<std::int64_t>(span))) {
        problem(fmt::format("a range of more than {} elements cannot be counted through", most));
        return std::nullopt;
    }
    items.reserve(span + 1);
    for (std::uint64_t i = 0; i <= span; ++i) {
        const auto step = static_cast<std::int64_t>(i);
        const std::int64_t at = up ? *from + step : *from - step;
        items.push_back(
            first_day != nullptr ? Value(*shifted(*first_day, DaysTimeDuration{at * 86'400, 0})) : Value(Number(at))
        );
    }
    return items;
}

std::optional<List> Evaluator::domain(
    const Node& node, const Scope& scope, std::set<std::string>& inputs, bool& unknown
) {
    const Value value = evaluate(node, scope);
    if (value.unknown()) {
        unknown = true;
        collect_unknowns(value, inputs);
        return std::nullopt;
    }
    if (const auto* range = value.range()) {
        const bool written = node.kind == NodeKind::iteration_range;
        if (range->low && range->high && !written && *order_of(*range->low, *range->high) > 0) {
            problem("a range whose end comes before its start has no elements");
            return std::nullopt;
        }
        if (range->low && range->high)
            return counted(*range->low, *range->high, range->low_included, range->high_included);
        problem("a range without an end cannot be counted through");
        return std::nullopt;
    }
    if (value.is_null()) {
        problem("null cannot be counted through");
        return std::nullopt;
    }
    return as_list(value);
}

/// The state of one `for`.
struct Evaluator::Loop {
    explicit Loop(const Node& loop_node) : node(loop_node) {}
    const Node& node;
    List results;
    std::set<std::string> inputs;
    bool unknown = false;
    bool failed = false;
};

Value Evaluator::iterate(const Node& node, const Scope& scope) {
    Loop loop(node);
    iterate_over(loop, 0, scope);
    if (loop.unknown) {
        for (const auto& value : loop.results) collect_unknowns(value, loop.inputs);
        return Value::unknown(std::move(loop.inputs));
    }
    if (loop.failed) return {};
    return Value(std::move(loop.results));
}

void Evaluator::iterate_over(Loop& loop, std::size_t variable, const Scope& scope) {
    if (variable == loop.node.names.size()) {
        // `partial` is the list so far; it is copied only where the body reads it.
        const Node& body = *loop.node.children.back();
        Value so_far;
        if (std::find(loop.node.free_names.begin(), loop.node.free_names.end(), "partial") !=
            loop.node.free_names.end()) {
            if (!spend(static_cast<std::int64_t>(loop.results.size() / 8))) return;
            so_far = loop.unknown ? Value::unknown(loop.inputs) : Value(loop.results);
        }
        const NameScope with_partial("partial", so_far, scope);
        loop.results.push_back(evaluate(body, with_partial));
        return;
    }
    bool unknown = false;
    auto items = domain(*loop.node.children[variable], scope, loop.inputs, unknown);
    if (!items && !unknown) {
        loop.failed = true;
        return;
    }
    if (unknown) {
        // One pass with an unknown element finds what else the outcome depends on.
        loop.unknown = true;
        items = List{Value::unknown(loop.inputs)};
    }
    for (const auto& item : *items) {
        if (!spend(1)) return;
        iterate_over(loop, variable + 1, NameScope(loop.node.names[variable], item, scope));
    }
}

Value Evaluator::quantified(const Node& node, const Scope& scope) {
    return quantify_over(node, 0, scope);
}

Value Evaluator::quantify_over(const Node& node, std::size_t variable, const Scope& scope) {
    if (variable == node.names.size()) return evaluate(*node.children.back(), scope);
    std::set<std::string> inputs;
    bool unknown = false;
    const auto items = domain(*node.children[variable], scope, inputs, unknown);
    if (unknown) {
        const Value item = Value::unknown(inputs);
        collect_unknowns(quantify_over(node, variable + 1, NameScope(node.names[variable], item, scope)), inputs);
        return Value::unknown(std::move(inputs));
    }
    if (!items) return {};
    Logic outcome(node.kind == NodeKind::some);
    for (const auto& item : *items) {
        if (outcome.add(quantify_over(node, variable + 1, NameScope(node.names[variable], item, scope)))) break;
    }
    return outcome.result();
}

}  // namespace guildhall::feel
