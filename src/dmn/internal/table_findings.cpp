#include "dmn/internal/table_findings.hpp"

#include <algorithm>
#include <map>

#include "dmn/internal/coverage.hpp"
#include "dmn/internal/finding_text.hpp"
#include "dmn/internal/table_axes.hpp"
#include "dmn/internal/table_effects.hpp"
#include "dmn/internal/table_outputs.hpp"

namespace guildhall::dmn {

namespace {

constexpr std::size_t max_of_a_kind = 10;  // findings in one table
constexpr std::size_t gap_work = 100'000'000;
constexpr std::size_t rule_work = 100'000'000;
constexpr std::size_t default_work = 50'000'000;
constexpr std::size_t max_pair_work = 2'000'000'000;

std::string in_words(HitPolicy policy) {
    return std::string(hit_policy_name(policy));
}

class TableAnalysis {
public:
    TableAnalysis(const Definitions& definitions, const TableInPlace& in_place, Analysis& analysis)
        : in_place_(in_place),
          table_(in_place.table),
          analysis_(analysis),
          axes_(make_axes(definitions, in_place.table, in_place.names)),
          outcomes_(outcomes_of(definitions, in_place.table, in_place.result_type)),
          text_(definitions, axes_),
          effects_(table_, axes_, outcomes_) {}

    void run() {
        ++analysis_.tables;
        say_limits();
        find_type_errors();
        find_unused_columns();
        find_wrong_outputs();
        find_gaps();
        find_overlaps();
        find_rules_that_never_match();
        find_rules_without_effect();
        find_unused_default();
        for (const auto& [kind, count] : counts_)
            if (count > max_of_a_kind)
                limit(
                    in_place_.place, "there are more findings of the kind " + std::string(finding_kind_name(kind)) +
                                         "; the first " + std::to_string(max_of_a_kind) + " are shown"
                );
    }

private:
    void limit(const base::SourcePlace& place, std::string message) {
        analysis_.limits.push_back({place, in_place_.decision, in_place_.name, std::move(message)});
    }

    /// Nothing when enough of its kind was said.
    Finding* add(
        FindingKind kind, FindingSeverity severity, const base::SourcePlace& place, std::vector<int> rules,
        std::string message
    ) {
        if (++counts_[kind] > max_of_a_kind) return nullptr;
        Finding finding;
        finding.kind = kind;
        finding.severity = severity;
        finding.place = place;
        finding.decision = in_place_.decision;
        finding.table = in_place_.name;
        finding.rules = std::move(rules);
        finding.message = std::move(message);
        analysis_.findings.push_back(std::move(finding));
        return &analysis_.findings.back();
    }

    [[nodiscard]] static int number(std::size_t rule) { return static_cast<int>(rule) + 1; }

    void say_limits() {
        for (const auto& [column, message] : axes_.limits)
            limit(
                table_.columns[column].expression.place,
                "the column '" + table_.columns[column].label + "': " + message +
                    ", so gaps, overlaps and rules without effect that depend on this column are not found"
            );
    }

    void find_type_errors() {
        for (const auto& [column, message] : axes_.type_clashes)
            add(FindingKind::type_error, FindingSeverity::error, table_.columns[column].expression.place, {}, message);
        for (const WrongLiteral& wrong : axes_.wrong)
            add(FindingKind::type_error, FindingSeverity::error, table_.rules[wrong.rule].tests[wrong.column].place,
                {number(wrong.rule)}, wrong.message);
    }

    void find_wrong_outputs() {
        for (const WrongOutput& wrong : outcomes_.wrong) {
            std::vector<int> rules;
            if (wrong.rule) rules.push_back(number(*wrong.rule));
            add(wrong.wrong_type ? FindingKind::type_error : FindingKind::output_not_allowed, FindingSeverity::error,
                wrong.place, std::move(rules), wrong.message);
        }
    }

    void find_unused_columns() {
        if (table_.rules.empty()) return;
        for (std::size_t column = 0; column < table_.columns.size(); ++column) {
            const bool used = std::any_of(table_.rules.begin(), table_.rules.end(), [&](const TableRule& rule) {
                return rule.tests[column].written() && rule.tests[column].text != "-";
            });
            if (!used)
                add(FindingKind::column_unused, FindingSeverity::warning, table_.columns[column].expression.place, {},
                    "no rule looks at the column '" + table_.columns[column].label +
                        "'; every cell lets everything through");
        }
    }

    void find_gaps() {
        const bool collects = table_.hit_policy == HitPolicy::collect;
        const bool empty_is_an_answer =
            table_.aggregation == Aggregation::none || table_.aggregation == Aggregation::count;
        if (outcomes_.has_default || (collects && empty_is_an_answer)) return;
        Query query;
        query.takers = &axes_.maybe;
        query.within = expected_box(axes_);
        query.start = query.killers = all_rules(table_);
        query.is_witness = [](const Bits& alive) { return alive.none(); };
        query.limit = max_of_a_kind;
        Work work{gap_work};
        const Search found = search(query, work);
        for (const Box& box : found.found) {
            const Shown shown = text_.show(box);
            const bool error = shown.certain && !collects;
            Finding* finding =
                add(FindingKind::gap, error ? FindingSeverity::error : FindingSeverity::warning, in_place_.place, {},
                    "no rule matches" + shown.where + (collects ? ", so the outcome is null" : "") + shown.example +
                        shown.doubt);
            if (finding) text_.fill(shown, *finding);
        }
        if (found.more)
            limit(in_place_.place, "there are more gaps; the first " + std::to_string(max_of_a_kind) + " are shown");
        if (!found.complete)
            limit(
                in_place_.place,
                "the search for gaps was ended early, because the table is too large for it; there may be more"
            );
    }

    enum class Outputs { same, different, unclear };
    [[nodiscard]] Outputs compare_outputs(std::size_t a, std::size_t b) const {
        const RuleOutcome& one = outcomes_.rules[a];
        const RuleOutcome& other = outcomes_.rules[b];
        Outputs result = Outputs::same;
        for (std::size_t i = 0; i < one.cells.size(); ++i) {
            if (one.cells[i] == other.cells[i]) continue;
            const bool computed = one.cells[i].starts_with("computed: ") || other.cells[i].starts_with("computed: ");
            if (!computed) return Outputs::different;
            result = Outputs::unclear;
        }
        return result;
    }

    void find_overlaps() {
        const bool unique = table_.hit_policy == HitPolicy::unique;
        if (!unique && table_.hit_policy != HitPolicy::any) return;
        const std::size_t rules = table_.rules.size();
        if (effects_.cost_of_boxes() > max_pair_work)
            return limit(in_place_.place, "overlaps are not looked for, because the table is too large for it");
        for (std::size_t b = 1; b < rules; ++b) {
            const Bits together = effects_.surely_together(b);
            together.each([&](std::size_t a) {
                if (a >= b) return false;
                const Outputs outputs = unique ? Outputs::different : compare_outputs(a, b);
                if (outputs != Outputs::same) overlap(a, b, outputs);
                return counts_[FindingKind::overlap] <= max_of_a_kind;
            });
        }
    }

    void overlap(std::size_t a, std::size_t b, Outputs outputs) {
        const Shown shown = text_.show(effects_.common_box(a, b));
        const bool error = shown.certain && outputs == Outputs::different;
        std::string message = "rules " + std::to_string(a + 1) + " and " + std::to_string(b + 1) + " both match";
        if (table_.hit_policy == HitPolicy::any)
            message += outputs == Outputs::different ? " with different outputs" : ", and their outputs may differ";
        message += shown.where + shown.example +
                   (table_.hit_policy == HitPolicy::unique ? "; in a UNIQUE table only one may, so the outcome is null"
                                                           : "; in an ANY table they must be equal") +
                   shown.doubt;
        Finding* finding =
            add(FindingKind::overlap, error ? FindingSeverity::error : FindingSeverity::warning, table_.rules[b].place,
                {number(a), number(b)}, std::move(message));
        if (finding) text_.fill(shown, *finding);
    }

    void find_rules_that_never_match() {
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            const auto axis = effects_.axis_that_stops(rule);
            if (!axis) continue;
            const auto& columns = axes_.axes[*axis].columns;
            const bool told = std::any_of(axes_.wrong.begin(), axes_.wrong.end(), [&](const WrongLiteral& wrong) {
                return wrong.rule == rule && std::find(columns.begin(), columns.end(), wrong.column) != columns.end();
            });
            if (told) continue;
            std::string why;
            if (columns.size() == 1)
                why = "no value that '" + table_.columns[columns.front()].label + "' can have passes '" +
                      table_.rules[rule].tests[columns.front()].text + "'";
            else
                why = "its tests of '" + axes_.axes[*axis].name + "' contradict each other";
            add(FindingKind::never_matches, FindingSeverity::warning, table_.rules[rule].place, {number(rule)},
                "rule " + std::to_string(rule + 1) + " can never match: " + why);
        }
    }

    void find_rules_without_effect() {
        Work work{rule_work};
        bool complete = true;
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            if (effects_.axis_that_stops(rule)) continue;
            const Effect effect = effects_.effect_of(rule, work);
            complete = complete && effect.complete;
            const std::string name = "rule " + std::to_string(rule + 1);
            std::vector<int> rules{number(rule)};
            for (const std::size_t other : effect.because) rules.push_back(number(other));
            Finding* finding = nullptr;
            if (effect.kind == Effect::Kind::masked) {
                std::string by = "earlier rules together take";
                if (effect.because.size() == 1) by = fmt::format("rule {} takes", effect.because.front() + 1);
                finding =
                    add(FindingKind::masked, FindingSeverity::warning, table_.rules[rule].place, std::move(rules),
                        fmt::format("{} is never reached: {} every case of it first", name, by));
            } else if (effect.kind == Effect::Kind::only_when_missing) {
                add(FindingKind::only_when_missing, FindingSeverity::note, table_.rules[rule].place, std::move(rules),
                    name + " applies only when " + text_.unexpected(effect.box) +
                        "; earlier rules take every other case");
                continue;
            } else if (effect.kind == Effect::Kind::no_difference && !gives_wrong_output(rule)) {
                finding =
                    add(FindingKind::no_difference, FindingSeverity::note, table_.rules[rule].place, std::move(rules),
                        name + " makes no difference: without it, every outcome of this " +
                            in_words(table_.hit_policy) + " table is the same");
            }
            if (finding) text_.fill(text_.show(effects_.box_of(rule, true)), *finding);
        }
        if (!complete)
            limit(
                in_place_.place,
                "the search for rules without effect was ended early, because the table is too large for it; there may "
                "be more"
            );
    }

    /// What such a rule gives is told already.
    [[nodiscard]] bool gives_wrong_output(std::size_t rule) const {
        return std::any_of(outcomes_.wrong.begin(), outcomes_.wrong.end(), [&](const WrongOutput& wrong) {
            return wrong.rule == rule;
        });
    }

    void find_unused_default() {
        if (!outcomes_.has_default) return;
        Query query;
        query.takers = &axes_.sure;
        query.within = whole_box(axes_);
        query.start = query.killers = all_rules(table_);
        query.is_witness = [](const Bits& alive) { return alive.none(); };
        Work work{default_work};
        const Search found = search(query, work);
        if (!found.found.empty() || !found.complete) return;
        for (const TableOutput& output : table_.outputs)
            if (output.default_value.written()) {
                add(FindingKind::default_unused, FindingSeverity::note, output.default_value.place, {},
                    "the default " + output.default_value.text + " never applies: the rules take every case");
                return;
            }
    }

    const TableInPlace& in_place_;
    const BoxedTable& table_;
    Analysis& analysis_;
    TableAxes axes_;
    TableOutcomes outcomes_;
    FindingText text_;
    TableEffects effects_;
    std::map<FindingKind, std::size_t> counts_;
};

}  // namespace

void find_in_table(const Definitions& definitions, const TableInPlace& in_place, Analysis& analysis) {
    for (const TableRule& rule : in_place.table.rules) {
        if (rule.tests.size() == in_place.table.columns.size() && rule.outputs.size() == in_place.table.outputs.size())
            continue;
        analysis.limits.push_back(
            {rule.place, in_place.decision, in_place.name,
             "the table is not analysed, because this rule has another number of cells than the table has columns"}
        );
        return;
    }
    TableAnalysis(definitions, in_place, analysis).run();
}

}  // namespace guildhall::dmn
