#include "dmn/analysis.hpp"

#include <algorithm>

#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/definitions.hpp"
#include "dmn/internal/free_names.hpp"
#include "dmn/internal/loading.hpp"
#include "dmn/internal/table_findings.hpp"

namespace guildhall::dmn {

namespace {

/// Finds the tables in boxed expressions, and what names mean there.
class Walk {
public:
    Walk(const Definitions& definitions, std::string decision, Analysis& analysis)
        : definitions_(definitions), decision_(std::move(decision)), analysis_(analysis) {}

    void box(const BoxedPointer& boxed, const Names& names, const std::string& where, const std::string& type) {
        if (!boxed) return;
        if (const auto* table = std::get_if<BoxedTable>(&boxed->body)) {
            find_in_table(definitions_, {*table, names, boxed->place, decision_, where, type}, analysis_);
        } else if (const auto* context = std::get_if<BoxedContext>(&boxed->body)) {
            Names inner = names;
            for (const NamedBox& entry : context->entries) {
                box(entry.value, inner, where + "." + entry.name, entry.type);
                inner.set(entry.name, computed(entry.value, entry.type, inner));
            }
            box(context->result, inner, where, type);
        } else if (const auto* invocation = std::get_if<BoxedInvocation>(&boxed->body)) {
            for (const NamedBox& binding : invocation->bindings)
                box(binding.value, names, where + "." + binding.name, binding.type);
        } else if (const auto* list = std::get_if<BoxedList>(&boxed->body)) {
            for (const BoxedPointer& item : list->items) box(item, names, where, {});
        } else if (const auto* relation = std::get_if<BoxedRelation>(&boxed->body)) {
            for (const auto& row : relation->rows)
                for (const BoxedPointer& cell : row) box(cell, names, where, {});
        } else if (const auto* function = std::get_if<BoxedFunction>(&boxed->body)) {
            box(function->body, with_parameters(*function, names), where, {});
        } else if (const auto* conditional = std::get_if<BoxedConditional>(&boxed->body)) {
            box(conditional->condition, names, where, {});
            box(conditional->then_value, names, where, type);
            box(conditional->else_value, names, where, type);
        } else if (const auto* filter = std::get_if<BoxedFilter>(&boxed->body)) {
            box(filter->in, names, where, {});
            // Entries of the items hide outer names there, and which they are is not known.
            Names inner(definitions_);
            inner.set("item", free_value("item", {}));
            box(filter->match, inner, where, {});
        } else if (const auto* iterator = std::get_if<BoxedIterator>(&boxed->body)) {
            box(iterator->in, names, where, {});
            Names inner = names;
            inner.set(iterator->variable, free_value(iterator->variable, {}));
            inner.set("partial", computed(iterator->in, {}, names));
            box(iterator->body, inner, where, {});
        }
    }

    [[nodiscard]] Names with_parameters(const BoxedFunction& function, const Names& names) {
        Names inner = names;
        for (const Parameter& parameter : function.parameters)
            inner.set(parameter.name, free_value(parameter.name, parameter.type));
        return inner;
    }

private:
    /// Handed in from outside, and free to be anything of its type.
    [[nodiscard]] static KnownName free_value(const std::string& name, const std::string& type) {
        KnownName known;
        known.type = type;
        known.sources = {"name " + name};
        return known;
    }

    [[nodiscard]] static KnownName computed(const BoxedPointer& from, const std::string& type, const Names& names) {
        KnownName known;
        known.type = type.empty() && from ? from->type : type;
        known.computed = true;
        known.sources = names.sources_of(free_names(from));
        return known;
    }

    const Definitions& definitions_;
    std::string decision_;
    Analysis& analysis_;
};

/// Input data that no decision reads, though it stands in the model.
void find_unused_inputs(const Definitions& definitions, Analysis& analysis) {
    std::vector<bool> used(definitions.inputs.size());
    for (const Decision& decision : definitions.decisions) {
        const std::set<std::string> read = free_names(decision.expression);
        // What an expression that does not parse reads is not known.
        const bool whole = decision.errors.empty();
        const auto look = [&](std::size_t at) {
            const InputData& input = definitions.inputs[at];
            const auto before = definitions.prefixes(decision.part, input.part);
            const bool imported = before && !before->empty();
            if (!whole || read.contains(imported ? before->front() : input.variable)) used[at] = true;
        };
        for (const std::size_t at : decision.requires_.inputs) look(at);
        if (definitions.dialect == Dialect::camunda)
            for (std::size_t at = 0; at < used.size(); ++at) look(at);
    }
    for (std::size_t at = 0; at < used.size(); ++at) {
        const InputData& input = definitions.inputs[at];
        if (used[at] || input.part != 0 || !input.declared) continue;
        Finding finding;
        finding.kind = FindingKind::input_unused;
        finding.severity = FindingSeverity::warning;
        finding.place = input.place;
        finding.message = "no decision reads the input '" + input.name + "'";
        finding.columns.push_back({input.name, {}, {}});
        analysis.findings.push_back(std::move(finding));
    }
}

}  // namespace

std::string_view finding_kind_name(FindingKind kind) {
    switch (kind) {
        case FindingKind::gap:
            return "gap";
        case FindingKind::overlap:
            return "overlap";
        case FindingKind::never_matches:
            return "never-matches";
        case FindingKind::masked:
            return "masked";
        case FindingKind::no_difference:
            return "no-difference";
        case FindingKind::only_when_missing:
            return "only-when-missing";
        case FindingKind::column_unused:
            return "column-unused";
        case FindingKind::input_unused:
            return "input-unused";
        case FindingKind::type_error:
            return "type-error";
        case FindingKind::output_not_allowed:
            return "output-not-allowed";
        case FindingKind::default_unused:
            return "default-unused";
    }
    return "gap";
}

std::string_view finding_severity_name(FindingSeverity severity) {
    switch (severity) {
        case FindingSeverity::error:
            return "error";
        case FindingSeverity::warning:
            return "warning";
        case FindingSeverity::note:
            return "note";
    }
    return "error";
}

Analysis analyse(std::string_view xml, const std::string& file, const ImportSource* imports) {
    Analysis analysis;
    const auto definitions = load_definitions(xml, file, imports, analysis.loading);
    if (!definitions) return analysis;
    analysis.loaded = true;
    analysis.model = definitions->name;
    analysis.dialect = definitions->dialect;
    for (const Decision& decision : definitions->decisions)
        if (decision.part == 0)
            Walk(*definitions, decision.name, analysis)
                .box(decision.expression, names_of(*definitions, decision), decision.name, decision.type);
    for (const KnowledgeModel& knowledge : definitions->knowledge) {
        if (knowledge.part != 0) continue;
        Walk walk(*definitions, knowledge.name, analysis);
        walk.box(
            knowledge.function.body, walk.with_parameters(knowledge.function, names_of(*definitions, knowledge)),
            knowledge.name, knowledge.type
        );
    }
    find_unused_inputs(*definitions, analysis);
    return analysis;
}

base::Complaints as_complaints(const Analysis& analysis) {
    base::Complaints complaints;
    const auto about = [](const std::string& table) { return table.empty() ? "" : "the table of '" + table + "': "; };
    for (const Finding& finding : analysis.findings) {
        if (finding.severity == FindingSeverity::note) continue;
        const bool error = finding.severity == FindingSeverity::error;
        complaints.push_back(
            {finding.place, error ? base::Severity::error : base::Severity::warning,
             about(finding.table) + finding.message}
        );
    }
    for (const Limit& limit : analysis.limits)
        complaints.push_back({limit.place, base::Severity::warning, about(limit.table) + limit.message});
    return complaints;
}

}  // namespace guildhall::dmn
