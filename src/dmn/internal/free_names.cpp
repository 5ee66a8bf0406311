#include "dmn/internal/free_names.hpp"

namespace guildhall::dmn {

namespace {

using Bound = std::set<std::string>;

class Visitor {
public:
    explicit Visitor(const std::function<void(const FreeName&)>& visit) : visit_(visit) {}

    void box(const BoxedPointer& boxed, const Bound& bound) {
        if (boxed) std::visit([&](const auto& inner) { look(inner, bound, boxed->type); }, boxed->body);
    }

private:
    void look(const Formula& formula, const Bound& bound, const std::string& type) {
        if (!formula.expression) return;
        for (const std::string& name : formula.expression->free_names())
            if (!bound.contains(name) && name != "?") visit_({name, &formula, type, certain_});
    }
    void look(const BoxedTable& table, const Bound& bound, const std::string&) {
        for (const TableColumn& column : table.columns) look(column.expression, bound, column.type);
        for (const TableOutput& output : table.outputs) look(output.default_value, bound, output.type);
        for (const TableRule& rule : table.rules) {
            for (std::size_t i = 0; i < rule.tests.size(); ++i) {
                if (i < table.columns.size() && !table.columns[i].variable.empty()) {
                    Bound inner = bound;
                    inner.insert(table.columns[i].variable);
                    look(rule.tests[i], inner, {});
                } else {
                    look(rule.tests[i], bound, {});
                }
            }
            for (const Formula& output : rule.outputs) look(output, bound, {});
        }
    }
    void look(const BoxedContext& context, const Bound& bound, const std::string&) {
        Bound inner = bound;
        for (const NamedBox& entry : context.entries) {
            box(entry.value, inner);
            inner.insert(entry.name);
        }
        box(context.result, inner);
    }
    void look(const BoxedInvocation& invocation, const Bound& bound, const std::string&) {
        look(invocation.callee, bound, {});
        for (const NamedBox& binding : invocation.bindings) box(binding.value, bound);
    }
    void look(const BoxedList& list, const Bound& bound, const std::string&) {
        for (const BoxedPointer& item : list.items) box(item, bound);
    }
    void look(const BoxedRelation& relation, const Bound& bound, const std::string&) {
        for (const auto& row : relation.rows)
            for (const BoxedPointer& cell : row) box(cell, bound);
    }
    void look(const BoxedFunction& function, const Bound& bound, const std::string&) {
        Bound inner = bound;
        for (const Parameter& parameter : function.parameters) inner.insert(parameter.name);
        box(function.body, inner);
    }
    void look(const BoxedConditional& conditional, const Bound& bound, const std::string&) {
        box(conditional.condition, bound);
        box(conditional.then_value, bound);
        box(conditional.else_value, bound);
    }
    void look(const BoxedFilter& filter, const Bound& bound, const std::string&) {
        box(filter.in, bound);
        Bound inner = bound;
        inner.insert("item");
        const bool certain = certain_;
        certain_ = false;
        box(filter.match, inner);
        certain_ = certain;
    }
    void look(const BoxedIterator& iterator, const Bound& bound, const std::string&) {
        box(iterator.in, bound);
        Bound inner = bound;
        inner.insert(iterator.variable);
        inner.insert("partial");
        box(iterator.body, inner);
    }

    const std::function<void(const FreeName&)>& visit_;
    bool certain_ = true;
};

}  // namespace

void visit_free_names(const BoxedPointer& boxed, const std::function<void(const FreeName&)>& visit) {
    Visitor(visit).box(boxed, {});
}

std::set<std::string> free_names(const BoxedPointer& boxed) {
    std::set<std::string> names;
    visit_free_names(boxed, [&](const FreeName& found) { names.insert(found.name); });
    return names;
}

}  // namespace guildhall::dmn
