#include "dmn/internal/plan.hpp"

#include <algorithm>
#include <map>

#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/free_names.hpp"
#include "dmn/internal/input_fields.hpp"
#include "dmn/internal/table.hpp"
#include "dmn/internal/table_operation.hpp"
#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::Cell;
using feel::Opcode;
using feel::Register;
using feel::Shape;
using feel::ShapeNames;
using feel::Value;

/// Functions in each other; what calls itself is not compiled.
constexpr int max_inlined = 32;
constexpr int max_depth = 200;

/// Holds a structured value to its type.
class Conform final : public feel::Operation {
public:
    Conform(const Definitions& definitions, std::string type, Register at)
        : definitions_(definitions), type_(std::move(type)), at_(at) {}
    [[nodiscard]] bool run(feel::Run& run) const override {
        const Cell& cell = run[at_];
        if (cell.kind == Cell::Kind::null || cell.kind == Cell::Kind::unknown) return true;
        if (cell.kind == Cell::Kind::other) return Types(definitions_).conforms(*cell.other, type_, run.environment());
        return Types(definitions_).conforms(cell.value(), type_, run.environment());
    }

private:
    const Definitions& definitions_;
    std::string type_;
    Register at_;
};

class MakeList final : public feel::Operation {
public:
    MakeList(std::vector<Register> items, Register target) : items_(std::move(items)), target_(target) {}
    [[nodiscard]] bool run(feel::Run& run) const override {
        feel::List made;
        for (const Register at : items_) {
            if (run[at].kind == Cell::Kind::unknown) return false;
            made.push_back(run[at].value());
        }
        run[target_] = run.keep(Value(std::move(made)));
        return true;
    }

private:
    std::vector<Register> items_;
    Register target_;
};

std::optional<Cell::Kind> cell_kind(feel::ScalarKind kind) {
    switch (kind) {
        case feel::ScalarKind::number:
            return Cell::Kind::number;
        case feel::ScalarKind::string:
            return Cell::Kind::text;
        case feel::ScalarKind::boolean:
            return Cell::Kind::boolean;
        case feel::ScalarKind::date:
            return Cell::Kind::date;
        default:
            return std::nullopt;
    }
}

class Planner {
public:
    Planner(const Definitions& definitions, InputShape input_shape)
        : definitions_(definitions), input_shape_(input_shape), plan_(std::make_shared<Plan>()) {}

    std::shared_ptr<const Plan> run(std::size_t at) {
        const auto shape = decision(at);
        const auto outcome = shape ? builder_.outcome(*shape) : std::nullopt;
        if (!outcome || builder_.is_too_large() || hangs_on_time_) return nullptr;
        plan_->result = *outcome;
        if (input_shape_ == InputShape::whole && plan_->inputs.size() <= feel::Run::most_unknowns)
            for (const Plan::Input& input : plan_->inputs)
                plan_->unknowns.push_back(Value::unknown({definitions_.inputs[input.index].name}));
        for (std::size_t i = 0; i < plan_->inputs.size(); ++i)
            plan_->by_name.push_back({definitions_.inputs[plan_->inputs[i].index].name, i, true});
        for (std::size_t i = 0; i < plan_->unread.size(); ++i)
            plan_->by_name.push_back({definitions_.inputs[plan_->unread[i].index].name, i, false});
        std::sort(plan_->by_name.begin(), plan_->by_name.end(), [](const auto& a, const auto& b) {
            return a.name < b.name;
        });
        plan_->program = builder_.finish();
        return plan_;
    }

    /// See `make_rest_plan`.
    struct Field {
        std::size_t input = 0;
        std::vector<std::string> path;
        bool operator==(const Field&) const = default;
    };
    void take_for_granted(std::span<const std::size_t> decisions, const std::vector<Field>& left_out) {
        given_ = decisions;
        left_out_ = &left_out;
    }

private:
    // What a decision requires ------------------------------------------------------------------------------------

    std::optional<Shape> input(std::size_t at) {
        if (!inputs_[at]) {
            const std::string& type = definitions_.inputs[at].type;
            const bool whole = input_shape_ == InputShape::whole;
            std::vector<std::string> path;
            inputs_[at] = field(at, whole ? nullptr : definitions_.item(type), path);
            const bool fits =
                left_out_ != nullptr && conforms_by_fields(definitions_, type) && !conforms_by_time(definitions_, type);
            if (!fits && !hold(*inputs_[at], type)) return std::nullopt;
        }
        return inputs_[at];
    }

    Shape field(std::size_t input, const ItemDefinition* item, std::vector<std::string>& path) {
        const ItemDefinition* structured = fields_within(definitions_, item, path.size());
        if (!structured) {
            if (left_out_ && std::find(left_out_->begin(), left_out_->end(), Field{input, path}) != left_out_->end())
                return unusable();
            const Register made = builder_.add_register();
            plan_->inputs.push_back({input, path, made});
            return made;
        }
        Shape::Record record;
        for (const ItemDefinition& component : structured->components) {
            path.push_back(component.name);
            record.entries.emplace_back(component.name, field(input, &component, path));
            path.pop_back();
        }
        return Shape(std::move(record));
    }

    std::optional<Shape> decision(std::size_t at) {
        if (decisions_[at]) return decisions_[at];
        if (std::find(given_.begin(), given_.end(), at) != given_.end()) {
            plan_->given.push_back({at, builder_.add_register()});
            decisions_[at] = plan_->given.back().at;
            return decisions_[at];
        }
        const Decision& decision = definitions_.decisions[at];
        if (!decision.frame || !decision.expression || !decision.errors.empty() || ++depth_ > max_depth)
            return std::nullopt;
        for (const std::size_t required : decision.requires_.decisions)
            if (!this->decision(required)) return std::nullopt;
        const std::size_t outer = std::exchange(deciding_, at);
        ShapeNames names;
        const FrameLayout& layout = *decision.frame;
        const std::set<std::string> read = free_names(decision.expression);
        for (std::size_t i = 0; i < layout.names.size(); ++i) {
            const FrameLayout::Source& from = layout.sources[i];
            if (!read.contains(layout.names[i])) {
                if (from.kind == FrameLayout::Source::Kind::input) leave_unread(from.index);
                continue;
            }
            names.insert_or_assign(layout.names[i], source(from).value_or(unusable()));
        }
        auto made = box(decision.expression, names);
        if (!made || !hold(*made, decision.type)) return std::nullopt;
        deciding_ = outer;
        --depth_;
        decisions_[at] = *made;
        return made;
    }

    void leave_unread(std::size_t input) {
        const std::string& type = definitions_.inputs[input].type;
        if (type.empty()) return;
        if (left_out_ != nullptr) {
            hangs_on_time_ = hangs_on_time_ || conforms_by_time(definitions_, type);
            return;
        }
        const TypeFacts facts = type_facts(definitions_, type);
        const bool plain = facts.kinds.size() == 1 && !facts.structured && facts.allowed.empty();
        plan_->unread.push_back({input, type, plain ? cell_kind(facts.kinds.front()) : std::nullopt});
    }

    /// A name that cannot be compiled, and is in the way of those that read it.
    static Shape unusable() {
        auto made = std::make_shared<Shape::Inlined>();
        made->emit = [](const std::vector<Shape>&) { return std::nullopt; };
        return Shape(std::shared_ptr<const Shape::Inlined>(std::move(made)));
    }

    std::optional<Shape> source(const FrameLayout::Source& from) {
        switch (from.kind) {
            case FrameLayout::Source::Kind::input:
                return input(from.index);
            case FrameLayout::Source::Kind::decision:
                return decision(from.index);
            case FrameLayout::Source::Kind::knowledge:
                return knowledge(from.index);
            case FrameLayout::Source::Kind::output:
                break;
        }
        const auto whole = decision(from.index);
        if (!whole) return std::nullopt;
        const auto& table = std::get<BoxedTable>(definitions_.decisions[from.index].expression->body);
        if (table.outputs.size() == 1) return whole;
        const Shape* entry = whole->record ? whole->record->find(from.output) : nullptr;
        return entry ? std::optional(*entry) : std::nullopt;
    }

    std::optional<Shape> knowledge(std::size_t at) {
        if (at >= definitions_.knowledge.size()) return std::nullopt;  // a service: an evaluation of its own
        const KnowledgeModel& model = definitions_.knowledge[at];
        if (model.function.kind != "FEEL" || !model.errors.empty()) return std::nullopt;
        auto made = std::make_shared<Shape::Inlined>();
        for (const Parameter& parameter : model.function.parameters) made->parameters.push_back(parameter.name);
        made->emit = [this, &model](std::vector<Shape> arguments) { return call(model, std::move(arguments)); };
        return Shape(std::shared_ptr<const Shape::Inlined>(std::move(made)));
    }

    std::optional<Shape> call(const KnowledgeModel& model, std::vector<Shape> arguments) {
        if (inlined_ >= max_inlined || builder_.is_too_large()) return std::nullopt;
        ShapeNames names;
        names.insert_or_assign(model.variable, unusable());  // it may call itself
        for (const std::size_t at : model.requires_.knowledge) {
            if (at >= definitions_.knowledge.size()) return std::nullopt;
            const auto prefixes = definitions_.prefixes(model.part, definitions_.knowledge[at].part);
            const auto known = knowledge(at);
            if (!known || (prefixes && !prefixes->empty())) return std::nullopt;
            names.insert_or_assign(definitions_.knowledge[at].variable, *known);
        }
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const Parameter& parameter = model.function.parameters[i];
            if (!hold(arguments[i], parameter.type)) return std::nullopt;
            if (!parameter.type.empty() && parameter.type != "Any") expect_known(arguments[i]);
            names.insert_or_assign(parameter.name, arguments[i]);
        }
        ++inlined_;
        auto made = box(model.function.body, names);
        --inlined_;
        if (!made || !hold(*made, model.type)) return std::nullopt;
        return made;
    }

    // Types -------------------------------------------------------------------------------------------------------

    /// Ends the run unless the value conforms as it is: whatever would be converted, or be an error, is left to the
    /// evaluator.
    [[nodiscard]] bool hold(const Shape& shape, const std::string& type) {
        if (type.empty() || type == "Any") return true;
        if (shape.function) return false;
        if (shape.record) return hold_record(*shape.record, type);
        const TypeFacts facts = type_facts(definitions_, type);
        const auto kind = facts.kinds.size() == 1 && !facts.structured ? cell_kind(facts.kinds.front()) : std::nullopt;
        if (!kind) {
            builder_.operation(std::make_shared<const Conform>(definitions_, type, shape.at));
            return true;
        }
        if (const Cell* constant = builder_.constant_in(shape.at);
            !constant || (constant->kind != *kind && constant->kind != Cell::Kind::null))
            builder_.emit(Opcode::expect, 0, shape.at, 0, static_cast<std::uint8_t>(*kind));
        return hold_allowed(facts.allowed, shape.at);
    }

    [[nodiscard]] bool hold_allowed(const std::vector<const Formula*>& allowed, Register at) {
        if (allowed.empty()) return true;
        const std::size_t past = builder_.jump(Opcode::jump_unless_value, at);
        for (const Formula* tests : allowed)
            if (!require(*tests, at, {})) return false;
        builder_.land(past);
        return true;
    }

    [[nodiscard]] bool hold_record(const Shape::Record& record, const std::string& type) {
        if (type == "context") return true;
        const ItemDefinition* item = definitions_.item(type);
        for (int depth = 0; item && item->components.empty() && depth < max_depth; ++depth) {
            if (item->is_collection || item->is_function || item->allowed_values.written() ||
                item->type_constraint.written())
                return false;
            item = definitions_.item(item->type);
        }
        if (!item || item->is_collection || item->allowed_values.written() || item->type_constraint.written())
            return false;
        return hold_components(record, *item);
    }

    [[nodiscard]] bool hold_components(const Shape::Record& record, const ItemDefinition& item) {
        return std::all_of(item.components.begin(), item.components.end(), [&](const ItemDefinition& component) {
            const Shape* entry = record.find(component.name);
            if (!entry || component.is_collection || component.is_function) return false;
            std::vector<const Formula*> allowed;
            for (const Formula* tests : {&component.allowed_values, &component.type_constraint})
                if (tests->written()) allowed.push_back(tests);
            const bool is_single = !entry->record && !entry->function;
            if (!allowed.empty() && !is_single) return false;
            if (component.components.empty())
                return hold(*entry, component.type) && (!is_single || hold_allowed(allowed, entry->at));
            return entry->record && hold_components(*entry->record, component);
        });
    }

    [[nodiscard]] bool require(const Formula& tests, Register at, const ShapeNames& names) {
        if (!tests.expression) return true;
        const auto passes = builder_.test(*tests.expression, at, names);
        if (passes) builder_.emit(Opcode::require, 0, *passes);
        return passes.has_value();
    }

    /// Whether an argument that is not known has the parameter's type is for the evaluator to tell.
    void expect_known(const Shape& shape) {
        if (shape.record)
            for (const auto& [name, entry] : shape.record->entries) expect_known(entry);
        else
            builder_.emit(Opcode::expect_known, 0, shape.at);
    }

    // Boxed expressions -------------------------------------------------------------------------------------------

    std::optional<Shape> box(const BoxedPointer& boxed, const ShapeNames& names) {
        if (!boxed || ++depth_ > max_depth) return std::nullopt;
        auto made = std::visit([&](const auto& body) { return this->body(body, names); }, boxed->body);
        --depth_;
        if (!made || !hold(*made, boxed->type)) return std::nullopt;
        return made;
    }

    std::optional<Shape> body(const Formula& formula, const ShapeNames& names) {
        return formula.expression ? builder_.expression(*formula.expression, names) : std::nullopt;
    }

    std::optional<Shape> body(const BoxedContext& boxed, const ShapeNames& names) {
        ShapeNames inner = names;
        Shape::Record record;
        for (const NamedBox& entry : boxed.entries) {
            const auto made = box(entry.value, inner);
            if (!made || record.find(entry.name) || !hold(*made, entry.type)) return std::nullopt;
            inner.insert_or_assign(entry.name, *made);
            record.entries.emplace_back(entry.name, *made);
        }
        return boxed.result ? box(boxed.result, inner) : Shape(std::move(record));
    }

    std::optional<Shape> body(const BoxedInvocation& invocation, const ShapeNames& names) {
        const auto known = names.find(invocation.callee.text);
        if (known == names.end() || !known->second.function) return std::nullopt;
        const Shape::Inlined& function = *known->second.function;
        std::vector<Shape> arguments(function.parameters.size(), Shape(builder_.constant(Value())));
        for (const NamedBox& binding : invocation.bindings) {
            const auto at = std::find(function.parameters.begin(), function.parameters.end(), binding.name);
            const auto made = at == function.parameters.end() ? std::nullopt : box(binding.value, names);
            if (!made || !hold(*made, binding.type)) return std::nullopt;
            arguments[static_cast<std::size_t>(at - function.parameters.begin())] = *made;
        }
        return function.emit(std::move(arguments));
    }

    std::optional<Shape> body(const BoxedConditional& conditional, const ShapeNames& names) {
        const auto condition = whole(conditional.condition, names);
        if (!condition) return std::nullopt;
        builder_.emit(Opcode::expect, 0, *condition, 0, static_cast<std::uint8_t>(Cell::Kind::boolean));
        // Equal branches do not settle it: a condition that turns out to be neither true nor false gives null.
        const auto made = builder_.choice(
            *condition, 0, [&] { return whole(conditional.then_value, names); },
            [&] { return whole(conditional.else_value, names); }
        );
        return made ? std::optional<Shape>(*made) : std::nullopt;
    }

    std::optional<Shape> body(const BoxedList& list, const ShapeNames& names) {
        std::vector<Register> items;
        for (const BoxedPointer& item : list.items) {
            const auto made = whole(item, names);
            if (!made) return std::nullopt;
            items.push_back(*made);
        }
        const Register target = builder_.add_register();
        builder_.operation(std::make_shared<const MakeList>(std::move(items), target));
        return Shape(target);
    }

    /// What is rare beside these is left to the evaluator.
    template <class Other>
    std::optional<Shape> body(const Other&, const ShapeNames&) {
        return std::nullopt;
    }

    std::optional<Register> whole(const BoxedPointer& boxed, const ShapeNames& names) {
        const auto made = box(boxed, names);
        return made ? builder_.whole(*made) : std::nullopt;
    }

    // Tables ------------------------------------------------------------------------------------------------------

    std::optional<Shape> body(const BoxedTable& table, const ShapeNames& names) {
        if (!TableOperation::supports(table)) return std::nullopt;
        CompiledTable made;
        for (const TableColumn& column : table.columns) {
            const auto shape = body(column.expression, names);
            const auto at = shape ? builder_.whole(*shape) : std::nullopt;
            if (!at) return std::nullopt;
            if (definitions_.dialect == Dialect::standard && !require(column.allowed_values, *at, names))
                return std::nullopt;
            made.columns.push_back(*at);
        }
        for (std::size_t rule = 0; rule < table.rules.size(); ++rule)
            if (!cells(table, rule, names, made)) return std::nullopt;
        for (std::size_t i = 0; i < table.outputs.size(); ++i) made.outputs.push_back(builder_.add_register());
        for (const TableRule& rule : table.rules) {
            if (rule.outputs.size() != table.outputs.size()) return std::nullopt;
            auto result = this->result(table, names, made.outputs, [&](std::size_t i) { return &rule.outputs[i]; });
            if (!result) return std::nullopt;
            if (table.hit_policy == HitPolicy::priority || table.hit_policy == HitPolicy::output_order) {
                if (result->routine) return std::nullopt;
                made.ranks.push_back(rank_of(table, result->constants));
            }
            made.rules.push_back(*std::move(result));
        }
        const auto is_default = [](const TableOutput& output) { return output.default_value.written(); };
        const bool lists = TableOperation::lists(table);
        if (std::any_of(table.outputs.begin(), table.outputs.end(), is_default)) {
            if (lists) return std::nullopt;
            made.otherwise =
                result(table, names, made.outputs, [&](std::size_t i) { return &table.outputs[i].default_value; });
            if (!made.otherwise) return std::nullopt;
        }
        made.note = static_cast<std::uint32_t>(plan_->deciding.size());
        plan_->deciding.push_back(definitions_.decisions[deciding_].name);
        const std::vector<Register> outputs = made.outputs;
        if (lists) made.list = builder_.add_register();
        const Register list = made.list;
        builder_.operation(std::make_shared<const TableOperation>(table, std::move(made)));
        if (lists) return Shape(list);
        if (outputs.size() == 1) return Shape(outputs.front());
        Shape::Record record;
        for (std::size_t i = 0; i < outputs.size(); ++i)
            record.entries.emplace_back(table.outputs[i].name, Shape(outputs[i]));
        return Shape(std::move(record));
    }

    [[nodiscard]] static std::vector<std::size_t> rank_of(const BoxedTable& table, const std::vector<Cell>& constants) {
        std::vector<Value> values;
        for (const Cell& constant : constants) values.push_back(constant.value());
        std::vector<const Value*> outputs;
        for (const Value& value : values) outputs.push_back(&value);
        return output_rank(table, outputs);
    }

    /// Code for the cells of a rule that the index leaves open.
    [[nodiscard]] bool cells(const BoxedTable& table, std::size_t rule, const ShapeNames& names, CompiledTable& made) {
        const auto& tests = table.rules[rule].tests;
        if (tests.size() != table.columns.size()) return false;
        for (std::size_t i = 0; i < tests.size(); ++i) {
            if (table.index->is_indexed(i) && !table.index->is_open(i, rule)) continue;
            if (!tests[i].expression) continue;  // takes everything
            ShapeNames inner = names;
            if (!table.columns[i].variable.empty()) inner.insert_or_assign(table.columns[i].variable, made.columns[i]);
            std::optional<Register> answer;
            const auto routine = builder_.routine([&] {
                answer = builder_.test(*tests[i].expression, made.columns[i], inner);
                return answer.has_value();
            });
            if (!routine) return false;
            made.cells.emplace(std::pair(rule, i), std::pair(*routine, *answer));
        }
        return true;
    }

    template <class FormulaOf>
    std::optional<CompiledTable::Result> result(
        const BoxedTable& table, const ShapeNames& names, const std::vector<Register>& outputs,
        const FormulaOf& formula_of
    ) {
        CompiledTable::Result made;
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const auto constant = constant_of(*formula_of(i), table.outputs[i].type);
            if (!constant) break;
            made.constants.push_back(*constant);
        }
        if (made.constants.size() == outputs.size()) return made;
        const auto emit = [&] {
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                const Formula& formula = *formula_of(i);
                std::optional<Register> at = builder_.constant(Value());
                if (formula.expression) {
                    const auto shape = builder_.expression(*formula.expression, names);
                    at = shape ? builder_.whole(*shape) : std::nullopt;
                }
                if (!at || !hold(*at, table.outputs[i].type)) return false;
                builder_.emit(Opcode::copy, outputs[i], *at);
            }
            return true;
        };
        made.routine = builder_.routine(emit);
        if (!made.routine) return std::nullopt;
        return made;
    }

    /// What a formula comes to when that is a constant and of the type.
    std::optional<Cell> constant_of(const Formula& formula, const std::string& type) {
        if (!formula.expression) return Cell();
        auto value = feel::constant_of(*formula.expression);
        if (value && value->is_null() && formula.text != "null") return std::nullopt;  // there is a reason to tell
        if (value && !type.empty()) value = Types(definitions_).coerce(*value, type, feel::Environment{});
        return value ? std::optional(builder_.constant_cell(*value)) : std::nullopt;
    }

    const Definitions& definitions_;
    feel::ProgramBuilder builder_;
    InputShape input_shape_;
    std::span<const std::size_t> given_;                              ///< decisions that are not compiled
    const std::vector<Field>* left_out_ = nullptr;                    ///< fields that must not be read
    bool hangs_on_time_ = false;                                      ///< whether fields fit that are taken for granted
    std::map<std::size_t, std::optional<Shape>> inputs_, decisions_;  ///< those that are required
    std::size_t deciding_ = 0;
    int depth_ = 0;
    int inlined_ = 0;
    std::shared_ptr<Plan> plan_;
};

}  // namespace

bool conforms(
    const Definitions& definitions, const Plan::Unread& input, const Value& value, const feel::Environment& environment
) {
    if (input.kind && Cell(value).kind == *input.kind) return true;
    return Types(definitions).conforms(value, input.type, environment);
}

bool fill_cell(const Value& value, Cell& cell) {
    cell.set(value);
    return cell.kind != Cell::Kind::other || !has_unknown(value);
}

bool can_be_given(const Definitions& definitions, const Decision& decision) {
    if (decision.type.empty() || !decision.errors.empty()) return false;
    const TypeFacts facts = type_facts(definitions, decision.type);
    return facts.kinds.size() == 1 && !facts.structured && cell_kind(facts.kinds.front());
}

std::shared_ptr<const Plan> make_plan(const Definitions& definitions, std::size_t decision, InputShape input_shape) {
    return Planner(definitions, input_shape).run(decision);
}

std::shared_ptr<const Plan> make_rest_plan(
    const Definitions& definitions, std::size_t decision, std::span<const std::size_t> given
) {
    std::vector<Planner::Field> left_out;
    const auto plan_without = [&] {
        Planner planner(definitions, InputShape::fields);
        planner.take_for_granted(given, left_out);
        return planner.run(decision);
    };
    auto plan = plan_without();
    if (!plan) return nullptr;
    // A field is read when it cannot be compiled without it.
    const std::vector<Plan::Input> all = plan->inputs;
    for (const Plan::Input& field : all) {
        left_out.push_back({field.index, field.path});
        if (auto without = plan_without())
            plan = std::move(without);
        else
            left_out.pop_back();
    }
    return plan;
}

}  // namespace guildhall::dmn
