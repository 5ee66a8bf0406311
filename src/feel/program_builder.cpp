#include <algorithm>
#include <array>

#include "feel/function.hpp"
#include "feel/internal/builtins.hpp"
#include "feel/internal/evaluator.hpp"
#include "feel/internal/node.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/parser.hpp"
#include "feel/program.hpp"

namespace guildhall::feel {

namespace {

/// What inlined functions and wide tables may come to.
constexpr std::size_t max_registers = 60'000;
constexpr std::size_t max_instructions = 500'000;

using NamedRegisters = std::vector<std::pair<std::string, Register>>;

class RegisterScope final : public Scope {
public:
    RegisterScope(const NamedRegisters& names, const Run& run) : names_(names) {
        for (const auto& [name, at] : names) values_.push_back(run.value(run[at]));
    }
    [[nodiscard]] const Value* find(std::string_view name) const override {
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i].first == name) return &values_[i];
        return nullptr;
    }

private:
    const NamedRegisters& names_;
    std::vector<Value> values_;
};

/// What has no instructions of its own: the evaluator walks that part of the tree.
class WalkTree final : public Operation {
public:
    WalkTree(const Node& node, NamedRegisters names, Register target)
        : node_(node), names_(std::move(names)), target_(target) {}

    [[nodiscard]] bool run(Run& run) const override {
        Environment environment = run.environment();
        Diagnostics diagnostics;
        Budget budget;
        environment.diagnostics = &diagnostics;
        environment.budget = &budget;
        const RegisterScope scope(names_, run);
        Value made = Evaluator(environment, budget).evaluate(node_, scope);
        return diagnostics.messages.empty() && !budget.reported && run.put(target_, std::move(made));
    }

private:
    const Node& node_;
    NamedRegisters names_;
    Register target_;
};

class MakeContext final : public Operation {
public:
    MakeContext(NamedRegisters entries, bool spreads_unknown, Register target)
        : entries_(std::move(entries)), spreads_unknown_(spreads_unknown), target_(target) {}

    [[nodiscard]] bool run(Run& run) const override {
        Context made;
        made.entries.reserve(entries_.size());
        std::uint64_t unknown = 0;
        for (const auto& [name, at] : entries_) {
            if (run[at].kind == Cell::Kind::unknown)
                unknown |= run[at].inputs;
            else if (unknown == 0)
                made.entries.emplace_back(name, run[at].value());
        }
        run[target_] = unknown != 0 ? Cell::not_known(unknown) : run.keep(Value(std::move(made)));
        return unknown == 0 || spreads_unknown_;
    }

private:
    NamedRegisters entries_;
    bool spreads_unknown_;
    Register target_;
};

/// Built-in functions of numbers that give a number, without the way through lists of values.
class NumberFunction final : public Operation {
public:
    using Function = std::optional<Number> (*)(std::span<const Number>);
    NumberFunction(Function function, std::vector<Register> arguments, Register target)
        : function_(function), arguments_(std::move(arguments)), target_(target) {}

    [[nodiscard]] bool run(Run& run) const override {
        std::array<Number, most> numbers;
        std::uint64_t unknown = 0;
        for (std::size_t i = 0; i < arguments_.size(); ++i) {
            const Cell& from = run[arguments_[i]];
            if (from.kind == Cell::Kind::unknown) {
                unknown |= from.inputs;
                continue;
            }
            if (from.kind != Cell::Kind::number) return false;
            numbers[i] = from.number;
        }
        if (unknown != 0) {
            run[target_] = Cell::not_known(unknown);
            return true;
        }
        const auto made = function_({numbers.data(), arguments_.size()});
        if (!made) return false;
        run[target_] = Cell(*made);
        return true;
    }

    static constexpr std::size_t most = 4;

private:
    Function function_;
    std::vector<Register> arguments_;
    Register target_;
};

/// Section 10.3.4.5; of the others, and of other numbers of arguments, the evaluator knows.
NumberFunction::Function number_function(std::string_view name, std::size_t arguments) {
    using Numbers = std::span<const Number>;
    if (arguments == 1 && name == "abs")
        return
            [](Numbers from) -> std::optional<Number> { return from[0].is_negative() ? from[0].negated() : from[0]; };
    if (arguments == 1 && name == "floor")
        return [](Numbers from) { return from[0].rounded(0, Number::Rounding::floor); };
    if (arguments == 1 && name == "ceiling")
        return [](Numbers from) { return from[0].rounded(0, Number::Rounding::ceiling); };
    if (arguments == 2 && name == "min")
        return [](Numbers from) -> std::optional<Number> { return from[1] < from[0] ? from[1] : from[0]; };
    if (arguments == 2 && name == "max")
        return [](Numbers from) -> std::optional<Number> { return from[1] > from[0] ? from[1] : from[0]; };
    return nullptr;
}

/// Any other built-in function.
class CallBuiltIn final : public Operation {
public:
    CallBuiltIn(const Function& function, std::vector<Register> arguments, Register target)
        : function_(function),
          arguments_(std::move(arguments)),
          spreads_unknown_(spreads_unknown(function, arguments_.size())),
          target_(target) {}

    [[nodiscard]] bool run(Run& run) const override {
        std::vector<Value> values;
        values.reserve(arguments_.size());
        std::uint64_t unknown = 0;
        for (const Register at : arguments_) {
            if (run[at].kind == Cell::Kind::unknown && spreads_unknown_)
                unknown |= run[at].inputs;
            else if (unknown == 0)
                values.push_back(run.value(run[at]));
        }
        if (unknown != 0) {
            run[target_] = Cell::not_known(unknown);
            return true;
        }
        Environment environment = run.environment();
        Diagnostics diagnostics;
        Budget budget;
        environment.diagnostics = &diagnostics;
        environment.budget = &budget;
        Evaluator evaluator(environment, budget);
        Value made = call_built_in(function_, std::move(values), evaluator);
        return diagnostics.messages.empty() && !budget.reported && run.put(target_, std::move(made));
    }

private:
    const Function& function_;
    std::vector<Register> arguments_;
    bool spreads_unknown_;
    Register target_;
};

bool is_literal_of_order(const Node* node) {
    return node != nullptr && node->kind == NodeKind::literal && order_of(node->value, node->value);
}

}  // namespace

/// Compiles one tree.
class ExpressionCompiler {
public:
    ExpressionCompiler(ProgramBuilder& builder, const ShapeNames& names) : builder_(builder), names_(names) {}

    std::optional<Shape> shape(const Node& node) {
        if (builder_.is_too_large()) return std::nullopt;
        switch (node.kind) {
            case NodeKind::literal:
                return builder_.constant(node.value);
            case NodeKind::name: {
                const auto known = names_.find(node.text);
                return known == names_.end() ? std::nullopt : std::optional(known->second);
            }
            case NodeKind::negate:
                return unary(Opcode::negate, *node.children[0]);
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
                return binary(opcode_of(node.kind), *node.children[0], *node.children[1]);
            case NodeKind::conjunction:
            case NodeKind::disjunction:
                return logic(node);
            case NodeKind::between:
                return between(node);
            case NodeKind::in:
                return in(node);
            case NodeKind::conditional:
                return conditional(node);
            case NodeKind::path:
                return path(node);
            case NodeKind::context:
                return context(node);
            case NodeKind::invocation:
                return invocation(node);
            default:
                return walk(node);
        }
    }

    std::optional<Register> value(const Node& node) {
        const auto made = shape(node);
        return made ? builder_.whole(*made) : std::nullopt;
    }

    /// Unary tests of the register that `?` names.
    std::optional<Register> tests(const Node& node, Register input) {
        if (node.kind == NodeKind::unary_any) return builder_.constant(Value(true));
        const auto any = any_of(node, 0, input);
        if (!any || !node.negated) return any;
        const Register target = builder_.add_register();
        builder_.emit(Opcode::opposite, target, *any);
        return target;
    }

private:
    static Opcode opcode_of(NodeKind kind) {
        return static_cast<Opcode>(
            static_cast<int>(Opcode::add) + static_cast<int>(kind) - static_cast<int>(NodeKind::add)
        );
    }

    std::optional<Shape> unary(Opcode opcode, const Node& from) {
        const auto a = value(from);
        if (!a) return std::nullopt;
        const Register target = builder_.add_register();
        builder_.emit(opcode, target, *a);
        return target;
    }

    std::optional<Shape> binary(Opcode opcode, const Node& left, const Node& right) {
        const auto a = value(left);
        const auto b = a ? value(right) : std::nullopt;
        if (!b) return std::nullopt;
        const Register target = builder_.add_register();
        builder_.emit(opcode, target, *a, *b);
        return target;
    }

    /// The last jump of each part lands behind the last part.
    template <class Part>
    std::optional<Register> decided(bool decisive, std::size_t parts, const Part& part) {
        const Register target = builder_.add_register();
        std::vector<std::size_t> jumps;
        for (std::size_t i = 0; i < parts; ++i) {
            const std::optional<Register> answer = part(i);
            if (!answer) return std::nullopt;
            jumps.push_back(builder_.jump(Opcode::decide, *answer));
            const auto flag =
                static_cast<std::uint8_t>((decisive ? Decide::on_true : 0) | (i == 0 ? Decide::first : 0));
            builder_.target_of(jumps.back(), target, flag);
        }
        for (const std::size_t jump : jumps) builder_.land(jump);
        return target;
    }

    std::optional<Shape> logic(const Node& node) {
        const auto made = decided(node.kind == NodeKind::disjunction, node.children.size(), [&](std::size_t i) {
            return value(*node.children[i]);
        });
        return made ? std::optional<Shape>(*made) : std::nullopt;
    }

    std::optional<Register> compared(Opcode opcode, Register a, Register b) {
        const Register target = builder_.add_register();
        builder_.emit(opcode, target, a, b);
        return target;
    }

    std::optional<Shape> between(const Node& node) {
        const auto subject = value(*node.children[0]);
        const auto low = subject ? value(*node.children[1]) : std::nullopt;
        const auto high = low ? value(*node.children[2]) : std::nullopt;
        if (!high) return std::nullopt;
        // Both are compared before either decides: an error in one makes the evaluator's message.
        const auto above = compared(Opcode::greater_equal, *subject, *low);
        const auto below = compared(Opcode::less_equal, *subject, *high);
        return decided(false, 2, [&](std::size_t i) { return i == 0 ? above : below; });
    }

    std::optional<Shape> in(const Node& node) {
        const auto input = value(*node.children[0]);
        if (!input) return std::nullopt;
        ShapeNames inner = names_;
        inner.insert_or_assign("?", *input);
        const auto made = ExpressionCompiler(builder_, inner).any_of(node, 1, *input);
        return made ? std::optional<Shape>(*made) : std::nullopt;
    }

    std::optional<Register> any_of(const Node& node, std::size_t from, Register input) {
        if (node.children.size() == from + 1) {
            const auto only = one_test(*node.children[from], input);
            if (only) builder_.emit(Opcode::expect_boolean, 0, *only);
            return only;
        }
        return decided(true, node.children.size() - from, [&](std::size_t i) {
            return one_test(*node.children[from + i], input);
        });
    }

    std::optional<Register> one_test(const Node& test, Register input) {
        if (test.kind == NodeKind::unary_any) return builder_.constant(Value(true));
        if (test.kind == NodeKind::unary_tests) return tests(test, input);
        if (test.has_input) {
            const auto made = value(test);
            if (made) builder_.emit(Opcode::expect_boolean, 0, *made);
            return made;
        }
        if (test.kind == NodeKind::range) {
            if (const auto made = literal_range(test, input)) return made;
        }
        const auto wanted = value(test);
        if (!wanted) return std::nullopt;
        if (test.kind == NodeKind::range) builder_.emit(Opcode::expect_present, 0, *wanted);
        const bool computed = test.kind != NodeKind::literal && test.kind != NodeKind::name;
        const Register target = builder_.add_register();
        builder_.emit(Opcode::is_in, target, input, *wanted, computed ? 1 : 0);
        return target;
    }

    /// A range between literals, the right way round.
    std::optional<Register> literal_range(const Node& test, Register input) {
        const Node* const low = test.children[0].get();
        const Node* const high = test.children[1].get();
        if (test.range_kind != Range::Kind::interval || (low == nullptr && high == nullptr)) return std::nullopt;
        if ((low != nullptr && !is_literal_of_order(low)) || (high != nullptr && !is_literal_of_order(high)))
            return std::nullopt;
        if (low != nullptr && high != nullptr) {
            const auto order = order_of(low->value, high->value);
            if (!order || *order > 0) return std::nullopt;
        }
        std::vector<Register> ends;
        if (low != nullptr)
            ends.push_back(*compared(
                test.low_included ? Opcode::greater_equal : Opcode::greater, input, builder_.constant(low->value)
            ));
        if (high != nullptr)
            ends.push_back(
                *compared(test.high_included ? Opcode::less_equal : Opcode::less, input, builder_.constant(high->value))
            );
        return decided(false, ends.size(), [&](std::size_t i) { return std::optional(ends[i]); });
    }

    std::optional<Shape> conditional(const Node& node) {
        const auto condition = value(*node.children[0]);
        if (!condition) return std::nullopt;
        const auto made = builder_.choice(
            *condition, Choose::equal_settle, [&] { return value(*node.children[1]); },
            [&] { return value(*node.children[2]); }
        );
        return made ? std::optional<Shape>(*made) : std::nullopt;
    }

    std::optional<Shape> path(const Node& node) {
        const auto from = shape(*node.children[0]);
        if (!from || from->function) return std::nullopt;
        if (from->record) {
            const Shape* entry = from->record->find(node.text);
            return entry ? std::optional(*entry) : std::nullopt;
        }
        const Register target = builder_.add_register();
        builder_.emit(Opcode::path, target, from->at, builder_.text(node.text));
        return target;
    }

    std::optional<Shape> context(const Node& node) {
        ShapeNames inner = names_;
        Shape::Record record;
        for (std::size_t i = 0; i < node.names.size(); ++i) {
            if (record.find(node.names[i])) return std::nullopt;
            const auto entry = ExpressionCompiler(builder_, inner).shape(*node.children[i]);
            if (!entry) return std::nullopt;
            inner.insert_or_assign(node.names[i], *entry);
            record.entries.emplace_back(node.names[i], *entry);
        }
        return Shape(std::move(record));
    }

    std::optional<Shape> invocation(const Node& node) {
        const Node& callee = *node.children[0];
        if (callee.kind != NodeKind::name) return walk(node);
        const auto known = names_.find(callee.text);
        if (known != names_.end()) {
            const auto function = known->second.function;
            if (!function) return walk(node);
            if (function->parameters.size() != node.children.size() - 1) return std::nullopt;
            std::vector<Shape> arguments;
            for (std::size_t i = 1; i < node.children.size(); ++i) {
                auto argument = shape(*node.children[i]);
                if (!argument) return std::nullopt;
                arguments.push_back(*std::move(argument));
            }
            return function->emit(std::move(arguments));
        }
        const std::size_t count = node.children.size() - 1;
        if (count == 1 && callee.text == "not") return unary(Opcode::opposite, *node.children[1]);
        const Value* const built_in = find_built_in(callee.text);
        const bool calls_back = std::any_of(node.children.begin() + 1, node.children.end(), [](const auto& argument) {
            return argument->kind == NodeKind::function;
        });
        if (built_in == nullptr || node.kind != NodeKind::invocation || calls_back) return walk(node);
        std::vector<Register> arguments;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const auto argument = value(*node.children[i]);
            if (!argument) return std::nullopt;
            arguments.push_back(*argument);
        }
        const Register target = builder_.add_register();
        if (const auto function = number_function(callee.text, count))
            builder_.operation(std::make_shared<const NumberFunction>(function, std::move(arguments), target));
        else
            builder_.operation(std::make_shared<const CallBuiltIn>(*built_in->function(), std::move(arguments), target)
            );
        return target;
    }

    std::optional<Shape> walk(const Node& node) {
        NamedRegisters used;
        for (const std::string& name : free_names_of(node)) {
            const auto known = names_.find(name);
            if (known == names_.end()) continue;  // built in, or an entry of what a filter looks at
            const auto whole = builder_.whole(known->second);
            if (!whole) return std::nullopt;
            used.emplace_back(name, *whole);
        }
        const Register target = builder_.add_register();
        builder_.operation(std::make_shared<const WalkTree>(node, std::move(used), target));
        return target;
    }

    ProgramBuilder& builder_;
    const ShapeNames& names_;
};

const Shape* Shape::Record::find(std::string_view name) const {
    for (const auto& [known, shape] : entries)
        if (known == name) return &shape;
    return nullptr;
}

std::optional<Shape> ProgramBuilder::expression(const Expression& expression, const ShapeNames& names) {
    program_.expressions_.push_back(expression);
    return ExpressionCompiler(*this, names).shape(expression.root());
}

std::optional<Register> ProgramBuilder::test(const Expression& tests, Register input, const ShapeNames& names) {
    program_.expressions_.push_back(tests);
    ShapeNames inner = names;
    inner.insert_or_assign("?", input);
    return ExpressionCompiler(*this, inner).tests(tests.root(), input);
}

bool ProgramBuilder::is_too_large() const {
    return program_.image_.size() > max_registers || program_.size() > max_instructions;
}

Register ProgramBuilder::add_register() {
    program_.image_.emplace_back();
    is_constant_.push_back(false);
    return static_cast<Register>(program_.image_.size() - 1);
}

Register ProgramBuilder::constant(const Value& value) {
    program_.image_.push_back(constant_cell(value));
    is_constant_.push_back(true);
    return static_cast<Register>(program_.image_.size() - 1);
}

const Cell* ProgramBuilder::constant_in(Register at) const {
    return is_constant_[at] ? &program_.image_[at] : nullptr;
}

std::uint32_t ProgramBuilder::text(const std::string& text) {
    program_.texts_.push_back(text);
    return static_cast<std::uint32_t>(program_.texts_.size() - 1);
}

std::optional<Register> ProgramBuilder::joined(const Shape& shape, UnknownParts unknown_parts) {
    if (shape.function) return std::nullopt;
    if (!shape.record) return shape.at;
    NamedRegisters entries;
    for (const auto& [name, entry] : shape.record->entries) {
        const auto at = joined(entry, unknown_parts);
        if (!at) return std::nullopt;
        entries.emplace_back(name, *at);
    }
    const Register target = add_register();
    const bool spreads_unknown = unknown_parts == UnknownParts::spread;
    operation(std::make_shared<const MakeContext>(std::move(entries), spreads_unknown, target));
    return target;
}

void ProgramBuilder::emit(Opcode opcode, Register target, std::uint32_t a, std::uint32_t b, std::uint8_t flag) {
    code().push_back({opcode, flag, static_cast<std::uint16_t>(target), a, b});
}

void ProgramBuilder::operation(std::shared_ptr<const Operation> operation) {
    program_.operations_.push_back(std::move(operation));
    emit(Opcode::operation, 0, static_cast<std::uint32_t>(program_.operations_.size() - 1));
}

std::size_t ProgramBuilder::jump(Opcode opcode, Register a) {
    emit(opcode, 0, a);
    return code().size() - 1;
}

void ProgramBuilder::target_of(std::size_t jump, Register target, std::uint8_t flag) {
    code()[jump].target = static_cast<std::uint16_t>(target);
    code()[jump].flag = flag;
}

void ProgramBuilder::land(std::size_t jump) {
    code()[jump].b = static_cast<std::uint32_t>(code().size());
}

std::shared_ptr<const Program> ProgramBuilder::finish() {
    emit(Opcode::end, 0, 0);
    return std::make_shared<const Program>(std::move(program_));
}

}  // namespace guildhall::feel
