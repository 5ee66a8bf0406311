#include "dmn/internal/breakpoints.hpp"

#include <algorithm>

#include "dmn/internal/types.hpp"
#include "feel/constants.hpp"

namespace guildhall::dmn {

namespace {

using feel::NamePath;

class Finder {
public:
    Finder(const Definitions& definitions, const std::set<std::string>& inputs, const feel::Environment& environment)
        : definitions_(definitions),
          environment_(environment),
          seen_decisions_(definitions.decisions.size()),
          seen_knowledge_(definitions.knowledge.size() + definitions.services.size()) {
        const Types types(definitions);
        for (const InputData& input : definitions.inputs) {
            if (!inputs.contains(input.name)) continue;
            names_.emplace(input.variable, input.name);
            const auto parsed = feel::Expression::parse_unary_tests(types.allowed_text_of(input.type), {});
            if (!parsed) continue;
            for (feel::HeldConstant& held : feel::constants_of(*parsed, environment_).held)
                found_.held[input.name].push_back(std::move(held.value));
        }
    }

    void decision(std::size_t at) {
        if (seen_decisions_[at]) return;
        seen_decisions_[at] = true;
        const Decision& decision = definitions_.decisions[at];
        box(decision.expression);
        for (const std::size_t required : decision.requires_.decisions) this->decision(required);
        knowledge(decision.requires_);
    }

    [[nodiscard]] Breakpoints take() {
        const auto tidy = [](std::vector<feel::Value>& values) {
            std::vector<feel::Value> kept;
            for (feel::Value& value : values)
                if (std::none_of(kept.begin(), kept.end(), [&](const feel::Value& one) {
                        return feel::identical(one, value);
                    }))
                    kept.push_back(std::move(value));
            values = std::move(kept);
        };
        for (auto& [name, values] : found_.held) tidy(values);
        tidy(found_.others);
        return std::move(found_);
    }

private:
    void knowledge(const Requirements& required) {
        for (const std::size_t at : required.knowledge) {
            if (seen_knowledge_[at]) continue;
            seen_knowledge_[at] = true;
            if (at < definitions_.knowledge.size()) {
                box(definitions_.knowledge[at].function.body);
                knowledge(definitions_.knowledge[at].requires_);
            } else {
                for (const std::size_t output : definitions_.services[at - definitions_.knowledge.size()].outputs)
                    decision(output);
            }
        }
    }

    /// `a.b` for what is an input or an entry of one; behind the names of imports as well.
    [[nodiscard]] std::optional<std::string> input_name(const NamePath& path) const {
        for (std::size_t from = 0; from < path.size(); ++from) {
            const auto found = names_.find(path[from]);
            if (found == names_.end()) continue;
            std::string name = found->second;
            for (std::size_t i = from + 1; i < path.size(); ++i) name += "." + path[i];
            return name;
        }
        return std::nullopt;
    }

    void add(const NamePath& path, feel::Value value) {
        if (auto name = input_name(path))
            found_.held[*std::move(name)].push_back(std::move(value));
        else
            found_.others.push_back(std::move(value));
    }

    void read(const NamePath& path) {
        if (auto name = input_name(path)) found_.computed.insert(*std::move(name));
    }

    /// `cell` is what a cell tests, when that has a name.
    void formula(const Formula& formula, const NamePath* cell = nullptr, const std::string& cell_name = "?") {
        if (!formula.expression) return;
        feel::Constants constants = feel::constants_of(*formula.expression, environment_);
        const auto meant = [&](const NamePath& path) {
            const bool is_cell = path.size() == 1 && (path[0] == "?" || path[0] == cell_name);
            return is_cell ? (cell ? *cell : NamePath{}) : path;
        };
        for (feel::HeldConstant& held : constants.held) add(meant(held.against), std::move(held.value));
        for (feel::Value& value : constants.others) found_.others.push_back(std::move(value));
        for (const NamePath& path : constants.computed) read(meant(path));
    }

    void box(const BoxedPointer& boxed) {
        if (boxed) std::visit([this](const auto& inner) { look(inner); }, boxed->body);
    }

    void look(const Formula& inner) { formula(inner); }
    void look(const BoxedTable& table) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const TableColumn& column = table.columns[i];
            const auto name = column.expression.expression ? feel::plain_name(*column.expression.expression)
                                                           : std::optional<NamePath>();
            if (!name) formula(column.expression);
            const NamePath* const cell = name ? &*name : nullptr;
            formula(column.allowed_values, cell);
            for (const TableRule& rule : table.rules)
                if (i < rule.tests.size())
                    formula(rule.tests[i], cell, column.variable.empty() ? "?" : column.variable);
        }
        for (const TableRule& rule : table.rules)
            for (const Formula& output : rule.outputs)
                if (output.expression && !output.expression->free_names().empty()) formula(output);
    }
    void look(const BoxedContext& context) {
        for (const NamedBox& entry : context.entries) box(entry.value);
        box(context.result);
    }
    void look(const BoxedInvocation& invocation) {
        formula(invocation.callee);
        for (const NamedBox& binding : invocation.bindings) box(binding.value);
    }
    void look(const BoxedList& list) {
        for (const BoxedPointer& item : list.items) box(item);
    }
    void look(const BoxedRelation& relation) {
        for (const auto& row : relation.rows)
            for (const BoxedPointer& cell : row) box(cell);
    }
    void look(const BoxedFunction& function) { box(function.body); }
    void look(const BoxedConditional& conditional) {
        box(conditional.condition);
        box(conditional.then_value);
        box(conditional.else_value);
    }
    void look(const BoxedFilter& filter) {
        box(filter.in);
        box(filter.match);
    }
    void look(const BoxedIterator& iterator) {
        box(iterator.in);
        box(iterator.body);
    }

    const Definitions& definitions_;
    const feel::Environment& environment_;
    std::vector<bool> seen_decisions_, seen_knowledge_;
    std::map<std::string, std::string, std::less<>> names_;  ///< variables of inputs, and what callers call them
    Breakpoints found_;
};

}  // namespace

Breakpoints find_breakpoints(
    const Definitions& definitions, std::size_t decision, const std::set<std::string>& inputs,
    const feel::Environment& environment
) {
    Finder finder(definitions, inputs, environment);
    finder.decision(decision);
    return finder.take();
}

}  // namespace guildhall::dmn
