#include "dmn/internal/frames.hpp"

#include <algorithm>
#include <set>

namespace guildhall::dmn {

namespace {

using Source = FrameLayout::Source;

/// What is set later stands for the name, as in the scope of a decision.
void set(FrameLayout& layout, const std::string& name, Source source) {
    if (name.empty()) return;
    const auto at = std::find(layout.names.begin(), layout.names.end(), name);
    if (at == layout.names.end()) {
        layout.names.push_back(name);
        layout.sources.push_back(std::move(source));
    } else {
        layout.sources[static_cast<std::size_t>(at - layout.names.begin())] = std::move(source);
    }
}

std::optional<FrameLayout> layout_of(const Definitions& definitions, const Decision& decision) {
    const auto is_own = [&](const auto& element) {
        const auto prefixes = definitions.prefixes(decision.part, element.part);
        return !prefixes || prefixes->empty();
    };
    const bool camunda = definitions.dialect == Dialect::camunda;
    FrameLayout layout;
    if (camunda)
        for (std::size_t i = 0; i < definitions.inputs.size(); ++i)
            set(layout, definitions.inputs[i].variable, {Source::Kind::input, i});
    for (const std::size_t at : decision.requires_.knowledge) {
        const bool is_model = at < definitions.knowledge.size();
        const std::size_t service = is_model ? 0 : at - definitions.knowledge.size();
        if (!(is_model ? is_own(definitions.knowledge[at]) : is_own(definitions.services[service])))
            return std::nullopt;
        set(layout, is_model ? definitions.knowledge[at].variable : definitions.services[service].variable,
            {Source::Kind::knowledge, at});
    }
    for (const std::size_t at : decision.requires_.decisions) {
        const Decision& required = definitions.decisions[at];
        if (!is_own(required)) return std::nullopt;
        set(layout, required.variable, {Source::Kind::decision, at});
        if (!camunda || !required.expression) continue;
        if (const auto* table = std::get_if<BoxedTable>(&required.expression->body))
            for (const TableOutput& output : table->outputs)
                set(layout, output.name, {Source::Kind::output, at, output.name});
    }
    for (const std::size_t at : decision.requires_.inputs) {
        if (!is_own(definitions.inputs[at])) return std::nullopt;
        set(layout, definitions.inputs[at].variable, {Source::Kind::input, at});
    }
    return layout;
}

using Names = std::vector<std::string>;

/// Binds every expression in a box to the frame. A name that the box itself gives a meaning is blanked out of it, so
/// that it is searched for.
class Binder {
public:
    explicit Binder(Names names) : names_(std::move(names)) {}

    void bind(const BoxedPointer& box) {
        if (box) std::visit([&](auto& body) { this->body(body); }, box->body);
    }

private:
    void body(Formula& formula) {
        if (formula.expression) formula.expression->bind(names_);
    }
    void body(BoxedTable& table) {
        for (TableColumn& column : table.columns) {
            body(column.expression);
            body(column.allowed_values);
        }
        for (TableOutput& output : table.outputs) body(output.default_value);
        for (TableRule& rule : table.rules) {
            for (std::size_t i = 0; i < rule.tests.size(); ++i) {
                const bool named = i < table.columns.size() && !table.columns[i].variable.empty();
                inside(named ? Names{table.columns[i].variable} : Names{}, [&] { body(rule.tests[i]); });
            }
            for (Formula& output : rule.outputs) body(output);
        }
    }
    void body(BoxedContext& context) {
        Names own;
        for (NamedBox& entry : context.entries) {
            inside(own, [&] { bind(entry.value); });
            own.push_back(entry.name);
        }
        inside(own, [&] { bind(context.result); });
    }
    void body(BoxedInvocation& invocation) {
        body(invocation.callee);
        for (NamedBox& binding : invocation.bindings) bind(binding.value);
    }
    void body(BoxedList& list) {
        for (BoxedPointer& item : list.items) bind(item);
    }
    void body(BoxedRelation& relation) {
        for (auto& row : relation.rows)
            for (BoxedPointer& cell : row) bind(cell);
    }
    /// Called later, perhaps from where another frame lies: its names are searched for.
    static void body(BoxedFunction&) {}
    void body(BoxedConditional& conditional) {
        bind(conditional.condition);
        bind(conditional.then_value);
        bind(conditional.else_value);
    }
    /// The entries of an element may have any name.
    void body(BoxedFilter& filter) { bind(filter.in); }
    void body(BoxedIterator& iterator) {
        bind(iterator.in);
        inside({iterator.variable, "partial"}, [&] { bind(iterator.body); });
    }

    template <class Work>
    void inside(const Names& own, const Work& work) {
        if (own.empty()) return work();
        const Names outer = names_;
        for (std::string& name : names_)
            if (std::find(own.begin(), own.end(), name) != own.end()) name.clear();
        work();
        names_ = outer;
    }

    Names names_;
};

}  // namespace

void make_frames(Definitions& definitions) {
    for (Decision& decision : definitions.decisions) {
        decision.frame = layout_of(definitions, decision);
        if (decision.frame) Binder(decision.frame->names).bind(decision.expression);
    }
}

}  // namespace guildhall::dmn
