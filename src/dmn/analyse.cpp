#include <algorithm>

#include "base/xml.hpp"
#include "dmn/internal/compiler.hpp"
#include "dmn/internal/coverage.hpp"
#include "dmn/internal/import_reader.hpp"
#include "dmn/internal/reader.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

namespace {

constexpr std::size_t max_findings = 10;      // of a kind in one table
constexpr std::size_t max_pairs = 2'000'000;  // pairs of rules times columns

class NoNames final : public feel::Scope {
public:
    [[nodiscard]] const feel::Value* find(std::string_view) const override { return nullptr; }
};

ColumnKind kind_of(const BoxedTable& table, std::size_t column) {
    if (table.columns[column].kind != ColumnKind::other) return table.columns[column].kind;
    for (const TableRule& rule : table.rules)
        if (const auto test = LiteralTest::read(rule.tests[column].text); test && !test->is_any()) return test->kind();
    return ColumnKind::other;
}

class TableAnalysis {
public:
    TableAnalysis(const BoxedTable& table, std::string name, base::SourcePlace place, base::Complaints& complaints)
        : table_(table), name_(std::move(name)), place_(std::move(place)), complaints_(complaints) {}

    void run() {
        for (const TableRule& rule : table_.rules)
            if (rule.tests.size() != table_.columns.size() || rule.outputs.size() != table_.outputs.size())
                return;  // said at loading
        if (table_.rules.empty() || table_.columns.empty() || !find_domains()) return;
        std::vector<std::size_t> classes;
        for (const ColumnDomain& domain : domains_) classes.push_back(domain.examples.size());
        std::vector<std::vector<Bits>> accepts;
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            auto& row = accepts.emplace_back();
            for (const ColumnDomain& domain : domains_) {
                Bits& bits = row.emplace_back(domain.examples.size());
                for (std::size_t at = 0; at < domain.examples.size(); ++at)
                    if ((*domain.accepts[rule])[at]) bits.set(at);
            }
        }
        const Coverage coverage(std::move(classes), std::move(accepts));
        find_gaps(coverage);
        find_overlaps(coverage);
        find_dead_rules(coverage);
    }

private:
    void say(base::Severity severity, const base::SourcePlace& place, std::string message) {
        complaints_.push_back({place, severity, "the table of '" + name_ + "': " + std::move(message)});
    }

    bool find_domains() {
        for (std::size_t column = 0; column < table_.columns.size(); ++column) {
            const TableColumn& about = table_.columns[column];
            const ColumnKind kind = kind_of(table_, column);
            std::vector<std::string> cells;
            bool literal = kind == ColumnKind::number || kind == ColumnKind::boolean;
            bool indifferent = true;
            for (const TableRule& rule : table_.rules) {
                cells.push_back(rule.tests[column].text);
                const auto test = LiteralTest::read(cells.back());
                literal = literal && test && (test->is_any() || test->kind() == kind);
                indifferent = indifferent && test && test->is_any();
            }
            if (indifferent) {  // one class: the column tells nothing apart
                ColumnDomain one;
                one.examples.emplace_back();
                one.accepts.assign(cells.size(), std::vector<bool>{true});
                domains_.push_back(std::move(one));
                continue;
            }
            if (!literal) {
                say(base::Severity::warning, about.expression.place,
                    "gaps and overlaps are not looked for, because the column '" + about.label +
                        "' holds other tests than literal numbers and booleans");
                return false;
            }
            domains_.push_back(make_domain(kind, cells, false, about.possible));
            if (!domains_.back().known()) {
                say(base::Severity::warning, about.expression.place,
                    "gaps and overlaps are not looked for, because the column '" + about.label +
                        "' allows no value, or tells too many apart");
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::string text_of(const Point& point) const {
        std::string text;
        for (std::size_t column = 0; column < point.size(); ++column) {
            if (!point[column]) continue;
            const feel::Value& example = domains_[column].examples[*point[column]];
            if (example.is_null()) continue;
            text += (text.empty() ? "" : ", ") + table_.columns[column].label + " = " + example.text();
        }
        return text.empty() ? "any input" : text;
    }

    void find_gaps(const Coverage& coverage) {
        if (table_.hit_policy == HitPolicy::collect) return;  // nothing to collect is an answer
        const bool has_default =
            std::any_of(table_.outputs.begin(), table_.outputs.end(), [](const TableOutput& output) {
                return output.default_value.written();
            });
        if (has_default) return;
        const Coverage::Search search = coverage.uncovered(table_.rules.size(), max_findings);
        for (const Point& point : search.found)
            say(base::Severity::error, place_, "no rule matches, for example " + text_of(point));
        if (!search.complete && search.found.size() >= max_findings)
            say(base::Severity::warning, place_,
                "there may be more gaps; the first " + std::to_string(max_findings) + " are shown");
        else if (!search.complete)
            say(base::Severity::warning, place_,
                "the search for gaps was ended early, because the table is too large for it");
    }

    enum class Outputs { same, different, unclear };
    [[nodiscard]] Outputs compare_outputs(const TableRule& a, const TableRule& b) const {
        Outputs result = Outputs::same;
        for (std::size_t i = 0; i < a.outputs.size(); ++i) {
            if (a.outputs[i].text == b.outputs[i].text) continue;
            if (!a.outputs[i].expression || !b.outputs[i].expression) return Outputs::unclear;
            const feel::Value left = a.outputs[i].expression->evaluate(NoNames{}, feel::Environment{});
            const feel::Value right = b.outputs[i].expression->evaluate(NoNames{}, feel::Environment{});
            if (feel::identical(left, right) && !left.is_null()) continue;
            if (!a.outputs[i].expression->free_names().empty() || !b.outputs[i].expression->free_names().empty())
                result = Outputs::unclear;
            else
                return Outputs::different;
        }
        return result;
    }

    void find_overlaps(const Coverage& coverage) {
        const bool unique = table_.hit_policy == HitPolicy::unique;
        if (!unique && table_.hit_policy != HitPolicy::any) return;
        const std::size_t rules = table_.rules.size();
        if (rules * rules / 2 * table_.columns.size() > max_pairs) {
            say(base::Severity::warning, place_, "overlaps are not looked for, because the table is too large for it");
            return;
        }
        std::size_t found = 0;
        for (std::size_t b = 1; b < rules; ++b) {
            for (std::size_t a = 0; a < b; ++a) {
                const auto point = coverage.common(a, b);
                if (!point) continue;
                const Outputs outputs = unique ? Outputs::different : compare_outputs(table_.rules[a], table_.rules[b]);
                if (outputs == Outputs::same) continue;
                if (++found > max_findings) {
                    say(base::Severity::warning, place_,
                        "there are more overlaps; the first " + std::to_string(max_findings) + " are shown");
                    return;
                }
                const std::string both =
                    "rules " + std::to_string(a + 1) + " and " + std::to_string(b + 1) + " both match";
                const std::string example = ", for example " + text_of(*point);
                if (unique)
                    say(base::Severity::error, table_.rules[b].place, both + "; in a UNIQUE table one may" + example);
                else if (outputs == Outputs::different)
                    say(base::Severity::error, table_.rules[b].place,
                        both + " with different outputs; in an ANY table they must be equal" + example);
                else
                    say(base::Severity::warning, table_.rules[b].place,
                        both + ", and their outputs may differ; in an ANY table they must be equal" + example);
            }
        }
    }

    void find_dead_rules(const Coverage& coverage) {
        bool ended_early = false;
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            const auto point = coverage.any_of(rule);
            if (!point) {
                say(base::Severity::warning, table_.rules[rule].place,
                    "rule " + std::to_string(rule + 1) + " can never match: " + empty_cell(rule));
                continue;
            }
            if (table_.hit_policy != HitPolicy::first || rule == 0) continue;
            const Coverage::Search search = coverage.uncovered(rule, 1, rule);
            if (!search.found.empty()) continue;
            if (!search.complete) {
                ended_early = true;
                continue;
            }
            say(base::Severity::warning, table_.rules[rule].place,
                "rule " + std::to_string(rule + 1) + " is never reached; earlier rules take every case, for example " +
                    text_of(*point));
        }
        if (ended_early)
            say(base::Severity::warning, place_,
                "the search for rules that are never reached was ended early, because the table is too large for it");
    }

    [[nodiscard]] std::string empty_cell(std::size_t rule) const {
        for (std::size_t column = 0; column < domains_.size(); ++column) {
            const auto& accepts = *domains_[column].accepts[rule];
            if (std::find(accepts.begin(), accepts.end(), true) == accepts.end())
                return "no value of '" + table_.columns[column].label + "' passes '" +
                       table_.rules[rule].tests[column].text + "'";
        }
        return "no value passes";
    }

    const BoxedTable& table_;
    std::string name_;
    base::SourcePlace place_;
    base::Complaints& complaints_;
    std::vector<ColumnDomain> domains_;
};

void analyse_box(const BoxedPointer& boxed, const std::string& name, base::Complaints& complaints) {
    if (!boxed) return;
    if (const auto* table = std::get_if<BoxedTable>(&boxed->body)) {
        TableAnalysis(*table, name, boxed->place, complaints).run();
    } else if (const auto* context = std::get_if<BoxedContext>(&boxed->body)) {
        for (const NamedBox& entry : context->entries) analyse_box(entry.value, name + "." + entry.name, complaints);
        analyse_box(context->result, name, complaints);
    } else if (const auto* function = std::get_if<BoxedFunction>(&boxed->body)) {
        analyse_box(function->body, name, complaints);
    }
}

}  // namespace

base::Complaints analyse(std::string_view xml, const std::string& file) {
    const base::XmlDocument document = base::parse_xml(xml, file);
    if (!document.root) return document.complaints;
    base::Complaints loading;
    auto definitions = read_definitions(*document.root, file, loading);
    if (!definitions) return loading;
    std::deque<base::XmlDocument> imported;
    read_imports(*definitions, nullptr, imported, loading);
    compile(*definitions, loading);
    base::Complaints complaints;
    for (const Decision& decision : definitions->decisions) analyse_box(decision.expression, decision.name, complaints);
    for (const KnowledgeModel& knowledge : definitions->knowledge)
        analyse_box(knowledge.function.body, knowledge.name, complaints);
    return complaints;
}

}  // namespace guildhall::dmn
