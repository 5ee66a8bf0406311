#include "dmn/internal/evaluator.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dmn/internal/free_names.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

constexpr int max_calls = 256;  ///< business knowledge models that call each other
constexpr int max_depth = 600;  ///< boxed expressions and decisions inside each other, over all calls
constexpr std::size_t max_problems = 50;
constexpr std::size_t max_brief = 100;  ///< bytes of a value that a sentence shows
constexpr std::size_t max_parts = 500;  ///< parts of decisions that an explanation tells

std::string brief(const Value& value) {
    std::string text = value.text();
    if (text.size() <= max_brief) return text;
    std::size_t end = max_brief;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

constexpr std::string_view literal_form = "literal expression";

/// As section 7.3 calls the kinds of boxed expressions.
std::string_view form_name(const Boxed& boxed) {
    constexpr std::array<std::string_view, 10> names{literal_form, "decision table", "context",  "invocation",
                                                     "list",       "relation",       "function", "conditional",
                                                     "filter",     "iterator"};
    static_assert(names.size() == std::variant_size_v<decltype(Boxed::body)>);
    return names[boxed.body.index()];
}

bool has_function(const Value& value) {
    if (value.function()) return true;
    if (const feel::List* list = value.list()) return std::any_of(list->begin(), list->end(), has_function);
    if (const feel::Context* context = value.context())
        return std::any_of(context->entries.begin(), context->entries.end(), [](const auto& entry) {
            return has_function(entry.second);
        });
    return false;
}

}  // namespace

const Value* LocalScope::own(std::string_view name) const {
    const auto found = values_.find(name);
    return found != values_.end() ? &found->second : nullptr;
}

const Value* LocalScope::find(std::string_view name) const {
    const auto found = values_.find(name);
    if (found != values_.end()) return &found->second;
    return outer_ ? outer_->find(name) : nullptr;
}

Evaluator::Evaluator(
    const Definitions& definitions, const Inputs& inputs, const feel::Environment& environment, bool tracing
)
    : definitions_(definitions),
      inputs_(inputs),
      types_(definitions),
      feel_types_(definitions, environment_),
      environment_(environment),
      tracing_(tracing) {
    environment_.diagnostics = &diagnostics_;
    environment_.types = &feel_types_;
}

void Evaluator::problem(std::string text) {
    ++failures_;
    if (current_trace_ && current_trace_->problems.size() < max_problems) current_trace_->problems.push_back(text);
    if (problems_.size() < max_problems && std::find(problems_.begin(), problems_.end(), text) == problems_.end())
        problems_.push_back(std::move(text));
}

Value Evaluator::not_boolean(const Value& value) {
    problem("a condition gives " + brief(value) + "; expected true or false");
    return {};
}

Value Evaluator::coerce(Value value, const std::string& type, const What& what) {
    if (type.empty() || value.is_null()) return value;
    auto coerced = types_.coerce(value, type, environment_);
    if (coerced) return *std::move(coerced);
    const std::string name = what.name.empty() ? "" : " '" + std::string(what.name) + "'";
    problem(std::string(what.kind) + name + " is " + brief(value) + ", which is no '" + type + "'");
    return {};
}

bool Evaluator::is_input_of_type(const Value& value, const std::string& type) const {
    for (const auto& [index, known] : input_values_)
        if (known && known->unknown() == value.unknown()) return definitions_.inputs[index].type == type;
    return false;
}

template <class Call>
Value Evaluator::scoped(const Call& call) {
    const std::size_t before = scopes_.size();
    Value result = call();
    if (!has_function(result))
        while (scopes_.size() > before) scopes_.pop_back();
    return result;
}

const Value& Evaluator::input(std::size_t index) {
    auto& known = input_values_[index];
    if (!known) {
        const InputData& input = definitions_.inputs[index];
        const auto given = inputs_.find(input.name);
        known = given == inputs_.end() ? Value::unknown({input.name})
                                       : coerce(given->second, input.type, {"the input", input.name});
    }
    return *known;
}

const Value& Evaluator::decision(std::size_t index) {
    if (values_[index]) return *values_[index];
    const Decision& decision = definitions_.decisions[index];
    if (decision.frame) {
        // In a requirement order that is fixed, so that each trace and message has its place.
        for (const std::size_t required : decision.requires_.decisions) static_cast<void>(this->decision(required));
    }
    if (tracing_) traces_.resize(definitions_.decisions.size());
    DecisionTrace* const outer_trace = std::exchange(current_trace_, tracing_ ? &traces_[index] : nullptr);
    if (tracing_) tell_inputs(decision, traces_[index]);
    Value value = decision.frame ? in_frame(decision) : in_scope(decision);
    for (std::string& message : diagnostics_.messages) problem(decision.name + ": " + message);
    diagnostics_.messages.clear();
    current_trace_ = outer_trace;
    values_[index] = std::move(value);
    return *values_[index];
}

Value Evaluator::in_frame(const Decision& decision) {
    const FrameLayout& layout = *decision.frame;
    std::vector<const Value*> values;
    values.reserve(layout.sources.size());
    std::list<Value> outputs;
    for (const FrameLayout::Source& source : layout.sources) {
        switch (source.kind) {
            case FrameLayout::Source::Kind::input:
                values.push_back(&input(source.index));
                break;
            case FrameLayout::Source::Kind::decision:
                values.push_back(&this->decision(source.index));
                break;
            case FrameLayout::Source::Kind::output: {
                const Value& value = this->decision(source.index);
                outputs.push_back(output_of(definitions_.decisions[source.index], value, source.output));
                values.push_back(&outputs.back());
                break;
            }
            case FrameLayout::Source::Kind::knowledge:
                values.push_back(&knowledge(source.index));
                break;
        }
    }
    const feel::Frame& frame = frames_.emplace_back(std::move(values), std::move(outputs), layout.names).frame;
    return evaluated(decision, frame);
}

Value Evaluator::in_scope(const Decision& decision) {
    LocalScope& scope = make_scope(nullptr);
    if (definitions_.dialect == Dialect::camunda)
        for (std::size_t i = 0; i < definitions_.inputs.size(); ++i)
            scope.set(definitions_.inputs[i].variable, input(i));
    add_knowledge(scope, decision.requires_, decision.part);
    for (const std::size_t at : decision.requires_.decisions) {
        const Decision& required = definitions_.decisions[at];
        const Value& value = this->decision(at);
        set_element(scope, decision.part, required, value);
        if (definitions_.dialect != Dialect::camunda) continue;
        if (const auto* table = std::get_if<BoxedTable>(&required.expression->body))
            for (const TableOutput& output : table->outputs)
                if (!output.name.empty()) scope.set(output.name, output_of(required, value, output.name));
    }
    for (const std::size_t required : decision.requires_.inputs)
        set_element(scope, decision.part, definitions_.inputs[required], input(required));
    return evaluated(decision, scope);
}

Value Evaluator::evaluated(const Decision& decision, const feel::Scope& scope) {
    const Decision* const outer = std::exchange(current_decision_, &decision);
    const std::int64_t before = failures();
    Value value = coerce(box(*decision.expression, scope), decision.type, {"the decision", decision.name});
    failed_ = value.is_null() && failures() > before;
    current_decision_ = outer;
    return value;
}

Value Evaluator::output_of(const Decision& decision, const Value& value, const std::string& output) {
    const auto& table = std::get<BoxedTable>(decision.expression->body);
    if (table.outputs.size() == 1) return value;
    if (const feel::Context* context = value.context()) {
        const Value* entry = context->find(output);
        return entry ? *entry : Value();
    }
    const feel::List* list = value.list();
    if (!list) return value;  // null or unknown as a whole
    feel::List entries;
    for (const Value& item : *list) {
        const Value* entry = item.context() ? item.context()->find(output) : nullptr;
        entries.push_back(entry ? *entry : item.unknown() ? item : Value());
    }
    return Value(std::move(entries));
}

void Evaluator::add_knowledge(LocalScope& scope, const Requirements& required, Part part) {
    for (const std::size_t at : required.knowledge) {
        if (at < definitions_.knowledge.size())
            set_element(scope, part, definitions_.knowledge[at], knowledge(at));
        else
            set_element(scope, part, definitions_.services[at - definitions_.knowledge.size()], knowledge(at));
    }
}

namespace {

Value with_entry(const Value* outer, const std::vector<std::string>& names, std::size_t at, Value value) {
    feel::Context context;
    if (outer && outer->context()) context = *outer->context();
    const std::string& name = names[at];
    if (at + 1 < names.size()) value = with_entry(context.find(name), names, at + 1, std::move(value));
    std::erase_if(context.entries, [&](const auto& entry) { return entry.first == name; });
    context.entries.emplace_back(name, std::move(value));
    return Value(std::move(context));
}

}  // namespace

template <class Element>
void Evaluator::set_element(LocalScope& scope, Part part, const Element& element, Value value) const {
    auto names = definitions_.prefixes(part, element.part).value_or(std::vector<std::string>());
    if (names.empty()) return scope.set(element.variable, std::move(value));
    const std::string first = names.front();
    names.erase(names.begin());
    names.push_back(element.variable);
    scope.set(first, with_entry(scope.own(first), names, 0, std::move(value)));
}

const Value& Evaluator::knowledge(std::size_t index) {
    auto& known = knowledge_values_[index];
    if (!known) known = knowledge_function(index);
    return *known;
}

Value Evaluator::knowledge_function(std::size_t index) {
    feel::Function made;
    if (index < definitions_.knowledge.size()) {
        const KnowledgeModel& model = definitions_.knowledge[index];
        if (model.function.kind == "Java") return function_of(model.function, make_scope(nullptr));
        made.name = model.name;
        for (const Parameter& parameter : model.function.parameters) made.parameters.push_back(parameter.name);
        made.call = [this, &model, index](std::span<const Value> arguments, const feel::Environment& environment) {
            return scoped([&] {
                LocalScope& scope = make_scope(nullptr);
                if (calls_ < max_calls) {
                    add_knowledge(scope, model.requires_, model.part);
                    scope.set(model.variable, knowledge(index));  // it may call itself
                }
                return call(model.name, model.function, model.type, arguments, scope, environment);
            });
        };
    } else {
        const DecisionService& service = definitions_.services[index - definitions_.knowledge.size()];
        made.name = service.name;
        for (const std::size_t at : service.inputs) made.parameters.push_back(definitions_.inputs[at].variable);
        for (const std::size_t at : service.input_decisions)
            made.parameters.push_back(definitions_.decisions[at].variable);
        made.call = [this, &service,
                     names = made.parameters](std::span<const Value> arguments, const feel::Environment& environment) {
            Inputs given;
            for (std::size_t i = 0; i < names.size() && i < arguments.size(); ++i)
                given.emplace(names[i], arguments[i]);
            return this->service(service, given, environment);
        };
    }
    return Value(std::make_shared<const feel::Function>(std::move(made)));
}

Value Evaluator::service(
    const DecisionService& service, const Inputs& arguments, const feel::Environment& environment
) {
    if (calls_ >= max_calls) {
        problem("more than " + std::to_string(max_calls) + " calls deep");
        return {};
    }
    auto& [given, run] = services_.emplace_back();
    for (const std::size_t at : service.inputs) {
        const auto found = arguments.find(definitions_.inputs[at].variable);
        given.emplace(definitions_.inputs[at].name, found == arguments.end() ? Value() : found->second);
    }
    // What a service does not take is not there for what it encapsulates (section 10.4).
    for (const InputData& input : definitions_.inputs) given.emplace(input.name, Value());
    DecisionTrace* const caller = room_for_part();
    run = std::make_unique<Evaluator>(definitions_, given, environment, caller != nullptr);
    Evaluator& inner = *run;
    inner.calls_ = calls_ + 1;
    inner.depth_ = depth_;
    for (const std::size_t at : service.input_decisions) {
        const Decision& decision = definitions_.decisions[at];
        const auto found = arguments.find(decision.variable);
        const Value argument = found == arguments.end() ? Value() : found->second;
        Value value = coerce(argument, decision.type, {"the input decision", decision.name});
        if (value.is_null() && !argument.is_null()) return {};
        inner.override_decision(at, std::move(value));
    }
    Value result;
    if (service.outputs.size() == 1) {
        result = inner.decision(service.outputs.front());
    } else {
        feel::Context context;
        for (const std::size_t at : service.outputs)
            context.entries.emplace_back(definitions_.decisions[at].variable, inner.decision(at));
        result = Value(std::move(context));
    }
    for (const std::string& text : inner.problems()) problem(text);
    result = coerce(result, service.type, {"the decision service", service.name});
    if (caller) {
        DecisionTrace told;
        told.part = DecisionTrace::Part::call;
        told.name = service.name;
        told.form = "decision service";
        told.value = without_functions(result);
        for (const auto& [name, value] : arguments) told.inputs.push_back({name, without_functions(value)});
        for (const std::size_t at : service.outputs) told.required.push_back(inner.trace(at));
        told_parts_ += inner.told_parts_;
        caller->parts.push_back(std::move(told));
    }
    return result;
}

Value Evaluator::call(
    const std::string& name, const BoxedFunction& function, const std::string& result_type,
    std::span<const Value> arguments, const feel::Scope& outer, const feel::Environment& environment
) {
    if (calls_ >= max_calls) {
        problem("more than " + std::to_string(max_calls) + " calls deep");
        return {};
    }
    ++calls_;
    LocalScope& scope = make_scope(&outer);
    std::set<std::string> untold;  // unknowns that may turn out to be of a wrong type, which would end the call in null
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        const Parameter& parameter = function.parameters[i];
        const Value given = i < arguments.size() ? arguments[i] : Value();
        Value value = coerce(given, parameter.type, {"the argument", parameter.name});
        if (value.is_null() && !given.is_null()) {  // an argument of the wrong type: nothing is called
            --calls_;
            return {};
        }
        if (!parameter.type.empty() && parameter.type != "Any" && !is_input_of_type(value, parameter.type))
            collect_unknowns(value, untold);
        scope.set(parameter.name, std::move(value));
    }
    const feel::Environment mine = environment_;
    environment_ = environment;  // limits on depth and work travel in the caller's
    environment_.diagnostics = &diagnostics_;
    DecisionTrace* const caller = room_for_part();
    DecisionTrace told;
    DecisionTrace* const outer_trace = std::exchange(current_trace_, caller ? &told : nullptr);
    Value result = coerce(box(function.body, scope), result_type, {"the result of a function"});
    current_trace_ = outer_trace;
    if (caller) {
        told.part = DecisionTrace::Part::call;
        told.name = name;
        told.value = without_functions(result);
        for (const Parameter& parameter : function.parameters)
            told.inputs.push_back({parameter.name, without_functions(*scope.own(parameter.name))});
        caller->parts.push_back(std::move(told));
    }
    environment_ = mine;
    --calls_;
    if (untold.empty()) return result;
    collect_unknowns(result, untold);
    return Value::unknown(std::move(untold));
}

void Evaluator::tell_inputs(const Decision& decision, DecisionTrace& trace) {
    const auto tell = [&](std::size_t at) {
        trace.inputs.push_back({definitions_.inputs[at].name, without_functions(input(at))});
    };
    if (definitions_.dialect != Dialect::camunda) {
        for (const std::size_t at : decision.requires_.inputs) tell(at);
        return;
    }
    const std::set<std::string> read = free_names(decision.expression);
    for (std::size_t at = 0; at < definitions_.inputs.size(); ++at)
        if (read.contains(definitions_.inputs[at].variable)) tell(at);
}

DecisionTrace* Evaluator::room_for_part() {
    if (!current_trace_) return nullptr;
    if (told_parts_ < max_parts) {
        ++told_parts_;
        return current_trace_;
    }
    current_trace_->parts_left_out = true;
    return nullptr;
}

Value Evaluator::untold(const BoxedPointer& boxed, const feel::Scope& scope) {
    DecisionTrace* const outer_trace = std::exchange(current_trace_, nullptr);
    Value value = box(boxed, scope);
    current_trace_ = outer_trace;
    return value;
}

Value Evaluator::part(
    DecisionTrace::Part kind, const std::string& name, const BoxedPointer& boxed, const feel::Scope& scope
) {
    DecisionTrace* const whole = room_for_part();
    DecisionTrace told;
    DecisionTrace* const outer_trace = std::exchange(current_trace_, whole ? &told : nullptr);
    Value value = box(boxed, scope);
    current_trace_ = outer_trace;
    if (whole) {
        told.part = kind;
        told.name = name;
        told.value = without_functions(value);
        whole->parts.push_back(std::move(told));
    }
    return value;
}

Value Evaluator::box(const Boxed& boxed, const feel::Scope& scope) {
    if (depth_ >= max_depth) {
        problem("expressions stand more than " + std::to_string(max_depth) + " deep in each other");
        return {};
    }
    ++depth_;
    if (current_trace_) current_trace_->form = form_name(boxed);
    Value value = std::visit([&](const auto& inner) { return body(inner, scope); }, boxed.body);
    --depth_;
    return boxed.type.empty() ? value : coerce(value, boxed.type, {"an expression"});
}

Value Evaluator::body(const Formula& formula, const feel::Scope& scope) {
    if (current_trace_ && current_trace_->form == literal_form) current_trace_->expression = formula.text;
    return formula.expression ? formula.expression->evaluate(scope, environment_) : Value();
}

Value Evaluator::body(const BoxedContext& boxed, const feel::Scope& scope) {
    LocalScope& inner = make_scope(&scope);
    feel::Context context;
    for (const NamedBox& entry : boxed.entries) {
        Value value = coerce(
            part(DecisionTrace::Part::entry, entry.name, entry.value, inner), entry.type, {"the entry", entry.name}
        );
        inner.set(entry.name, value);
        context.entries.emplace_back(entry.name, std::move(value));
    }
    return boxed.result ? part(DecisionTrace::Part::entry, {}, boxed.result, inner) : Value(std::move(context));
}

Value Evaluator::body(const BoxedInvocation& invocation, const feel::Scope& scope) {
    const Value callee = body(invocation.callee, scope);
    if (current_trace_) current_trace_->expression = invocation.callee.text;
    if (callee.unknown()) return callee;
    const feel::Function* function = callee.function();
    if (!function || !function->call) {
        problem("'" + invocation.callee.text + "' is no function of this model");
        return {};
    }
    std::vector<Value> arguments(function->parameters.size());
    for (const NamedBox& binding : invocation.bindings) {
        const auto at = std::find(function->parameters.begin(), function->parameters.end(), binding.name);
        if (at == function->parameters.end()) {
            problem("'" + invocation.callee.text + "' has no parameter '" + binding.name + "'");
            return {};
        }
        arguments[static_cast<std::size_t>(at - function->parameters.begin())] = coerce(
            part(DecisionTrace::Part::argument, binding.name, binding.value, scope), binding.type,
            {"the argument", binding.name}
        );
    }
    return function->call(arguments, environment_);
}

Value Evaluator::body(const BoxedList& list, const feel::Scope& scope) {
    feel::List values;
    for (const BoxedPointer& item : list.items)
        values.push_back(part(DecisionTrace::Part::entry, std::to_string(values.size() + 1), item, scope));
    return Value(std::move(values));
}

Value Evaluator::body(const BoxedRelation& relation, const feel::Scope& scope) {
    feel::List rows;
    for (const auto& cells : relation.rows) {
        feel::Context row;
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.entries.emplace_back(relation.columns[i], untold(cells[i], scope));
        rows.emplace_back(std::move(row));
    }
    return Value(std::move(rows));
}

Value Evaluator::body(const BoxedFunction& function, const feel::Scope& scope) {
    return function_of(function, scope);
}

Value Evaluator::function_of(const BoxedFunction& function, const feel::Scope& scope) {
    if (function.kind == "Java") {
        const Value description = box(function.body, scope);
        std::vector<std::string> names;
        for (const Parameter& parameter : function.parameters) names.push_back(parameter.name);
        std::string found;
        Value java = description.context() ? feel::java_function(*description.context(), names, found) : Value();
        if (java.is_null()) problem(found.empty() ? "a function in Java needs a context with class and method" : found);
        return java;
    }
    feel::Function made;
    for (const Parameter& parameter : function.parameters) made.parameters.push_back(parameter.name);
    made.call = [this, &function, &scope](std::span<const Value> arguments, const feel::Environment& environment) {
        return scoped([&] { return call({}, function, {}, arguments, scope, environment); });
    };
    return Value(std::make_shared<const feel::Function>(std::move(made)));
}

Value Evaluator::body(const BoxedConditional& conditional, const feel::Scope& scope) {
    using enum DecisionTrace::Part;
    const Value condition = part(branch, "if", conditional.condition, scope);
    if (!condition.unknown() && !condition.is_null() && !condition.boolean()) return not_boolean(condition);
    if (!condition.unknown())
        return condition.boolean() && *condition.boolean() ? part(branch, "then", conditional.then_value, scope)
                                                           : part(branch, "else", conditional.else_value, scope);
    // Equal branches do not settle it: a condition that turns out to be neither true, false nor null gives null.
    std::set<std::string> inputs;
    collect_unknowns(condition, inputs);
    collect_unknowns(part(branch, "then", conditional.then_value, scope), inputs);
    collect_unknowns(part(branch, "else", conditional.else_value, scope), inputs);
    return Value::unknown(std::move(inputs));
}

Value Evaluator::body(const BoxedFilter& filter, const feel::Scope& scope) {
    const Value in = part(DecisionTrace::Part::argument, "in", filter.in, scope);
    if (in.unknown()) return in;
    if (in.is_null()) return Value(feel::List{});
    const feel::List single = in.list() ? feel::List{} : feel::List{in};
    feel::List kept;
    std::set<std::string> undecided;
    for (const Value& item : in.list() ? *in.list() : single) {
        LocalScope inner(&scope);
        if (const feel::Context* context = item.context())
            for (const auto& [name, value] : context->entries) inner.set(name, value);
        inner.set("item", item);
        const Value match = untold(filter.match, inner);
        if (match.unknown())
            collect_unknowns(match, undecided);
        else if (match.number())  // as in FEEL, a number is a position
            return element_at(in.list() ? *in.list() : single, *match.number());
        else if (match.boolean() && *match.boolean())
            kept.push_back(item);
        else if (!match.boolean() && !match.is_null())
            return not_boolean(match);
    }
    if (!undecided.empty()) {
        collect_unknowns(Value(std::move(kept)), undecided);
        return Value::unknown(std::move(undecided));
    }
    return Value(std::move(kept));
}

Value Evaluator::counted(const Value& range) {
    static const auto count_through = feel::Expression::parse("for i in range return i", {{"range"}});
    LocalScope scope;
    scope.set("range", range);
    return count_through->evaluate(scope, environment_);
}

Value Evaluator::element_at(const feel::List& list, const feel::Number& position) {
    const auto at = position.integer();
    const auto size = static_cast<std::int64_t>(list.size());
    if (at && *at != 0 && *at <= size && *at >= -size)
        return list[static_cast<std::size_t>(*at > 0 ? *at - 1 : size + *at)];
    problem("a list of " + std::to_string(size) + " has no element " + position.text());
    return {};
}

Value Evaluator::body(const BoxedIterator& iterator, const feel::Scope& scope) {
    const Value domain = part(DecisionTrace::Part::argument, "in", iterator.in, scope);
    if (domain.unknown()) return domain;
    // A single value is a list of one; a range of numbers or days is counted through, as `for` in FEEL does.
    const Value in = domain.range()                      ? counted(domain)
                     : domain.list() || domain.is_null() ? domain
                                                         : Value(feel::List{domain});
    if (!in.list()) {
        if (domain.is_null()) problem("an iteration over null; expected a list");
        return {};
    }
    feel::List results;
    const bool reads_partial = free_names(iterator.body).contains("partial");
    for (const Value& item : *in.list()) {
        LocalScope& inner = make_scope(&scope);
        inner.set(iterator.variable, item);
        if (iterator.kind == BoxedIterator::Kind::each && reads_partial) inner.set("partial", Value(results));
        results.push_back(untold(iterator.body, inner));
    }
    if (iterator.kind == BoxedIterator::Kind::each) return Value(std::move(results));

    // `some` is a disjunction and `every` a conjunction of what the items answer (section 10.3.2.2).
    const bool decisive = iterator.kind == BoxedIterator::Kind::some;
    std::set<std::string> undecided;
    for (const Value& result : results)
        if (!result.boolean() && !result.is_null() && !result.unknown()) return not_boolean(result);
    for (const Value& result : results)
        if (result.unknown()) collect_unknowns(result, undecided);
    if (!undecided.empty())
        return Value::unknown(std::move(undecided));  // one that turns out to be no boolean gives null
    bool has_null = false;
    for (const Value& result : results) {
        if (result.boolean() && *result.boolean() == decisive) return Value(decisive);
        has_null = has_null || result.is_null();
    }
    return has_null ? Value() : Value(!decisive);
}

DecisionTrace Evaluator::trace(std::size_t index) {
    const Decision& decision = definitions_.decisions[index];
    DecisionTrace made;
    told_.resize(definitions_.decisions.size());
    traces_.resize(definitions_.decisions.size());
    if (told_[index]) {
        made.name = decision.name;
        made.value = without_functions(this->decision(index));
        made.told_before = true;
        return made;
    }
    told_[index] = true;
    made = std::move(traces_[index]);
    made.name = decision.name;
    made.value = without_functions(this->decision(index));
    for (const std::size_t required : decision.requires_.decisions) made.required.push_back(trace(required));
    return made;
}

}  // namespace guildhall::dmn
