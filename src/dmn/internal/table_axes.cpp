#include "dmn/internal/table_axes.hpp"

#include <algorithm>
#include <map>

#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::ScalarKind;
using feel::Value;

/// Rules times classes of one axis; beyond that it is not split.
constexpr std::size_t max_entries = 64'000'000;

/// One name over nothing else.
class OneName final : public feel::Scope {
public:
    OneName(const std::set<std::string>& names, const Value& value) : names_(names), value_(value) {}
    [[nodiscard]] const Value* find(std::string_view name) const override {
        return names_.contains(std::string(name)) ? &value_ : nullptr;
    }

private:
    const std::set<std::string>& names_;
    const Value& value_;
};

const std::set<std::string> no_names;

bool has_kind(const std::vector<ScalarKind>& kinds, ScalarKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// `true` passes; null and anything else do not.
bool is_true(const Value& value) {
    return value.boolean() && *value.boolean();
}

/// A column before its axis is split.
struct Column {
    std::size_t axis = 0;
    const feel::Expression* derived = nullptr;  ///< computes the column's value from the axis's
    std::set<std::string> derived_subjects;
    std::set<std::string> subjects;  ///< names by which cells mean the column's value
};

/// A cell text and what is known of it.
struct Cell {
    const feel::Expression* expression = nullptr;  ///< null: every value passes
    bool unreadable = false;
    std::optional<feel::Comparisons> comparisons;
    bool reads_value_alone = false;
};

class Builder {
public:
    Builder(const Definitions& definitions, const BoxedTable& table, const Names& names)
        : definitions_(definitions), table_(table), names_(names) {}

    TableAxes run() {
        for (std::size_t column = 0; column < table_.columns.size(); ++column) place(column);
        for (std::size_t axis = 0; axis < made_.axes.size(); ++axis) split(axis);
        return std::move(made_);
    }

private:
    [[nodiscard]] std::size_t axis_named(const std::string& name) {
        for (std::size_t i = 0; i < made_.axes.size(); ++i)
            if (made_.axes[i].name == name) return i;
        made_.axes.emplace_back();
        made_.axes.back().name = name;
        return made_.axes.size() - 1;
    }

    /// Finds what a column looks at.
    void place(std::size_t at) {
        const TableColumn& about = table_.columns[at];
        Column column;
        std::string name = about.expression.text;
        auto found = names_.find(name);
        if (!found && about.expression.expression) {
            const auto& expression = *about.expression.expression;
            const auto free = expression.free_names();
            if (free.size() == 1 && !feel::constant_of(expression)) {
                auto inner = names_.find(*free.begin());
                if (inner && !type_facts(definitions_, inner->name).kinds.empty() &&
                    feel::comparisons_of(expression, free)) {
                    name = *free.begin();
                    found = std::move(inner);
                    column.derived = &expression;
                    column.derived_subjects = free;
                }
            }
        }
        column.axis = axis_named(name);
        Axis& axis = made_.axes[column.axis];
        axis.columns.push_back(at);
        if (found) {
            axis.is_input = found->name.input.has_value() && !found->name.computed;
            axis.computed = found->name.computed;
            axis.sources = found->name.sources;
            axis.found = std::move(found);
            if (!column.derived && axis.found->path.empty()) column.subjects.insert(axis.found->root);
        } else {
            axis.computed = true;
            if (about.expression.expression)
                axis.sources = names_.sources_of(about.expression.expression->free_names());
        }
        if (!about.variable.empty()) column.subjects.insert(about.variable);
        columns_.push_back(std::move(column));
    }

    [[nodiscard]] Cell read(const Formula& formula, const std::set<std::string>& subjects) const {
        Cell cell;
        if (!formula.written()) return cell;
        if (!formula.expression) {
            cell.unreadable = true;
            return cell;
        }
        cell.comparisons = feel::comparisons_of(*formula.expression, subjects);
        if (cell.comparisons && cell.comparisons->any) return {};
        cell.expression = &*formula.expression;
        cell.reads_value_alone = cell.comparisons || feel::depends_only_on(*formula.expression, subjects);
        return cell;
    }

    void split(std::size_t at) {
        Axis& axis = made_.axes[at];
        // What the types say.
        TypeFacts facts;
        if (axis.found) facts = type_facts(definitions_, axis.found->name);
        const TypeFacts of_name = facts;
        const TableColumn* direct = nullptr;
        for (const std::size_t column : axis.columns)
            if (!columns_[column].derived && !direct) direct = &table_.columns[column];
        if (direct) {
            const TypeFacts of_column = type_facts(definitions_, direct->type);
            if (facts.kinds.empty() && !facts.structured) {
                facts.kinds = of_column.kinds;
                facts.structured = of_column.structured;
                facts.allowed.insert(facts.allowed.end(), of_column.allowed.begin(), of_column.allowed.end());
            }
            check_types(axis, *direct, of_name, of_column);
        }

        // What the cells compare with.
        std::vector<Value> points;
        bool ordered = false;
        bool names_null = false;
        const auto add = [&](const feel::Comparisons& comparisons) {
            for (const Value& point : comparisons.points) {
                names_null = names_null || point.is_null();
                if (!point.is_null()) points.push_back(point);
            }
            ordered = ordered || comparisons.ordered;
        };
        std::vector<std::vector<Cell>> cells(axis.columns.size());
        for (std::size_t i = 0; i < axis.columns.size(); ++i) {
            const Column& column = columns_[axis.columns[i]];
            if (column.derived)
                if (const auto comparisons = feel::comparisons_of(*column.derived, column.derived_subjects))
                    add(*comparisons);
            for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
                cells[i].push_back(read(table_.rules[rule].tests[axis.columns[i]], column.subjects));
                const Cell& cell = cells[i].back();
                if (!cell.comparisons) continue;
                if (column.derived) {
                    for (const Value& point : cell.comparisons->points) names_null = names_null || point.is_null();
                    continue;
                }
                add(*cell.comparisons);
                check_literals(*cell.comparisons, facts, rule, axis.columns[i]);
            }
        }
        const std::vector<Value> cell_points = points;
        const bool names_null_in_cells = names_null;

        // What the allowed values compare with.
        struct Allowed {
            const feel::Expression* expression;
            bool exact;     ///< depends on comparisons alone
            bool binding;   ///< other values do not turn up
            bool null_too;  ///< null is held to it as well
        };
        std::vector<Allowed> allowed;
        const auto allow = [&](const Formula& formula, bool binding, bool null_too) {
            if (!formula.expression) return;
            const auto comparisons = feel::comparisons_of(*formula.expression);
            if (comparisons) add(*comparisons);
            if (comparisons || feel::depends_only_on(*formula.expression, no_names))
                allowed.push_back({&*formula.expression, comparisons.has_value(), binding, null_too});
        };
        for (const Formula* formula : facts.allowed) allow(*formula, true, false);
        for (const std::size_t column : axis.columns) {
            const bool standard = definitions_.dialect == Dialect::standard;
            if (!columns_[column].derived) allow(table_.columns[column].allowed_values, standard, standard);
        }
        names_null = names_null_in_cells;

        // The classes.
        struct Raw {
            AxisClass about;
            bool single = false;
            bool comparable = true;  ///< `example` stands for the class in every comparison
        };
        std::vector<Raw> raw;
        const bool constant_column = !axis.found && direct && direct->expression.expression &&
                                     feel::constant_of(*direct->expression.expression).has_value();
        std::optional<std::vector<Value>> values;
        if (axis.found && !facts.structured) values = axis.found->name.values;
        if (constant_column) values = {{*feel::constant_of(*direct->expression.expression)}};
        if (values) {
            for (Value& value : *values) {
                if (value.is_null()) continue;
                Raw one;
                one.about.example = std::move(value);
                one.single = true;
                raw.push_back(std::move(one));
            }
        } else {
            for (const ScalarKind kind : kinds_of(facts, cell_points, points)) {
                for (feel::ValueClass& each : feel::partition(kind, points, ordered)) {
                    Raw one;
                    one.about.example = each.example;
                    one.single = each.single;
                    one.about.parts = {axis.partition.size()};
                    axis.partition.push_back(std::move(each));
                    raw.push_back(std::move(one));
                }
            }
            if (raw.empty()) {
                Raw one;
                one.about.has_example = false;
                one.comparable = false;
                raw.push_back(std::move(one));
            }
        }
        Raw null;
        null.single = true;
        null.about.expected = names_null;
        if (!constant_column || raw.empty()) raw.push_back(std::move(null));

        const feel::Environment environment;
        std::erase_if(raw, [&](Raw& each) {
            for (const Allowed& one : allowed) {
                if (!each.comparable || (each.about.example.is_null() && !one.null_too)) continue;
                if (is_true(one.expression->test(each.about.example, OneName(no_names, each.about.example), environment)
                    ))
                    continue;
                if (one.binding && (one.exact || each.single)) return true;
                each.about.expected = false;
            }
            return false;
        });

        if (raw.size() * std::max<std::size_t>(table_.rules.size(), 1) > max_entries) {
            made_.limits.emplace_back(axis.columns.front(), "it tells too many values apart");
            Raw one;
            one.about.has_example = false;
            one.comparable = false;
            raw.assign(1, one);
            axis.partition.clear();
        }

        // Who takes what.
        const bool ascending = !axis.partition.empty() && axis.partition.front().kind == axis.partition.back().kind &&
                               !axis.partition.back().other;
        const auto ascending_values = static_cast<std::size_t>(
            std::count_if(raw.begin(), raw.end(), [](const Raw& each) { return !each.about.example.is_null(); })
        );
        const std::size_t rules = table_.rules.size();
        std::vector<Bits> sure(raw.size(), Bits(rules));
        std::vector<Bits> maybe(raw.size(), Bits(rules));
        for (std::size_t i = 0; i < raw.size(); ++i)
            for (std::size_t rule = 0; rule < rules; ++rule) {
                sure[i].set(rule);
                maybe[i].set(rule);
            }
        for (std::size_t i = 0; i < axis.columns.size(); ++i) {
            const Column& column = columns_[axis.columns[i]];
            std::vector<Value> column_values;
            for (const Raw& each : raw)
                column_values.push_back(
                    column.derived && each.comparable
                        ? column.derived->evaluate(OneName(column.derived_subjects, each.about.example), environment)
                        : each.about.example
                );
            std::map<std::string_view, std::vector<std::optional<bool>>> answers;
            std::vector<std::size_t> opaque_rules;
            for (std::size_t rule = 0; rule < rules; ++rule) {
                const Cell& cell = cells[i][rule];
                if (!cell.expression && !cell.unreadable) continue;
                const std::string& text = table_.rules[rule].tests[axis.columns[i]].text;
                auto [known, fresh] = answers.try_emplace(text);
                if (fresh) {
                    if (ascending && !column.derived && cell.comparisons)
                        known->second = feel::passes_of(
                            *cell.comparisons, column_values, ascending_values, axis.partition.front().kind
                        );
                    known->second.resize(raw.size());
                    for (std::size_t c = 0; c < raw.size(); ++c)
                        if (!known->second[c])
                            known->second[c] =
                                answer(cell, column, column_values[c], raw[c].comparable, raw[c].single, environment);
                }
                bool opaque = false;
                for (std::size_t c = 0; c < raw.size(); ++c) {
                    const std::optional<bool>& passes = known->second[c];
                    if (!passes || !*passes) sure[c].reset(rule);
                    if (passes && !*passes) maybe[c].reset(rule);
                    opaque = opaque || !passes;
                }
                if (opaque) opaque_rules.push_back(rule);
            }
            if (!opaque_rules.empty()) {
                axis.uncertain_columns.push_back(axis.columns[i]);
                say_opaque(axis.columns[i], opaque_rules, facts);
            }
        }

        // Classes that nothing tells apart are one.
        std::vector<Bits> merged_sure;
        std::vector<Bits> merged_maybe;
        std::map<std::size_t, std::vector<std::size_t>> by_hash;
        for (std::size_t c = 0; c < raw.size(); ++c) {
            auto& same_hash = by_hash[sure[c].hash() ^ (maybe[c].hash() * 3)];
            const auto same = std::find_if(same_hash.begin(), same_hash.end(), [&](std::size_t m) {
                const AxisClass& known = axis.classes[m];
                return merged_sure[m] == sure[c] && merged_maybe[m] == maybe[c] &&
                       known.expected == raw[c].about.expected &&
                       (known.has_example && known.example.is_null()) ==
                           (raw[c].about.has_example && raw[c].about.example.is_null());
            });
            if (same != same_hash.end()) {
                auto& parts = axis.classes[*same].parts;
                parts.insert(parts.end(), raw[c].about.parts.begin(), raw[c].about.parts.end());
                continue;
            }
            same_hash.push_back(axis.classes.size());
            axis.classes.push_back(std::move(raw[c].about));
            merged_sure.push_back(std::move(sure[c]));
            merged_maybe.push_back(std::move(maybe[c]));
        }
        made_.sure.push_back(std::move(merged_sure));
        made_.maybe.push_back(std::move(merged_maybe));
    }

    /// Whether a value passes a cell; nothing when that cannot be said for all values that it stands for.
    [[nodiscard]] static std::optional<bool> answer(
        const Cell& cell, const Column& column, const Value& value, bool comparable, bool single,
        const feel::Environment& environment
    ) {
        if (cell.unreadable || !comparable) return std::nullopt;
        // A derived value is the same all over its class.
        if (!cell.comparisons && !(cell.reads_value_alone && (single || column.derived))) return std::nullopt;
        if (cell.comparisons)
            if (const auto passes = feel::passes(*cell.comparisons, value)) return passes;
        return is_true(cell.expression->test(value, OneName(column.subjects, value), environment));
    }

    [[nodiscard]] static std::vector<ScalarKind> kinds_of(
        const TypeFacts& facts, const std::vector<Value>& cell_points, const std::vector<Value>& all_points
    ) {
        std::vector<ScalarKind> kinds;
        if (facts.structured) return kinds;
        for (const auto* points : {&cell_points, &all_points}) {
            for (const Value& point : *points) {
                const auto kind = feel::scalar_kind(point);
                if (!kind || has_kind(kinds, *kind)) continue;
                if (facts.kinds.empty() || has_kind(facts.kinds, *kind)) kinds.push_back(*kind);
            }
            if (!kinds.empty()) return kinds;
        }
        if (!facts.kinds.empty()) kinds.push_back(facts.kinds.front());
        return kinds;
    }

    void check_types(Axis& axis, const TableColumn& column, const TypeFacts& of_name, const TypeFacts& of_column) {
        if (of_name.kinds.empty() || of_column.kinds.empty()) return;
        for (const ScalarKind kind : of_name.kinds)
            if (has_kind(of_column.kinds, kind)) return;
        made_.type_clashes.emplace_back(
            axis.columns.front(), "the column '" + column.label + "' says that it holds " +
                                      feel::scalar_kind_in_words(of_column.kinds.front()) + ", but '" + axis.name +
                                      "' is " + feel::scalar_kind_in_words(of_name.kinds.front())
        );
    }

    void check_literals(
        const feel::Comparisons& comparisons, const TypeFacts& facts, std::size_t rule, std::size_t column
    ) {
        if (facts.kinds.empty() || comparisons.any) return;
        for (const Value& point : comparisons.points) {
            const auto kind = feel::scalar_kind(point);
            if (point.is_null() || !kind || has_kind(facts.kinds, *kind)) continue;
            made_.wrong.push_back(
                {rule, column,
                 "rule " + std::to_string(rule + 1) + " compares '" + table_.columns[column].label + "' with " +
                     point.text() + ", which is " + feel::scalar_kind_in_words(*kind) + "; the column holds " +
                     feel::scalar_kind_in_words(facts.kinds.front())}
            );
            return;
        }
    }

    void say_opaque(std::size_t column, const std::vector<std::size_t>& rules, const TypeFacts& facts) {
        std::string list;
        constexpr std::size_t most = 8;
        for (std::size_t i = 0; i < rules.size() && i < most; ++i)
            list += (i == 0 ? "" : ", ") + std::to_string(rules[i] + 1);
        if (rules.size() > most) list += ", …";
        const Formula& cell = table_.rules[rules.front()].tests[column];
        const std::string shown = cell.text.substr(0, cell.text.find_first_of("\r\n"));
        const bool one = rules.size() == 1;
        std::string why = one ? " is not a comparison with constants" : " are not comparisons with constants";
        if (!cell.expression) why = " cannot be read";
        if (facts.structured) why = one ? " is about a list or a structure" : " are about a list or a structure";
        made_.limits.emplace_back(
            column, (one ? "the cell of rule " : "the cells of rules ") + list + why + " ('" + shown + "')"
        );
    }

    const Definitions& definitions_;
    const BoxedTable& table_;
    const Names& names_;
    std::vector<Column> columns_;
    TableAxes made_;
};

}  // namespace

bool TableAxes::independent(std::size_t a, std::size_t b) const {
    for (const std::string& one : axes[a].sources)
        for (const std::string& other : axes[b].sources)
            if (one == other || one.starts_with(other + ".") || other.starts_with(one + ".")) return false;
    return true;
}

TableAxes make_axes(const Definitions& definitions, const BoxedTable& table, const Names& names) {
    return Builder(definitions, table, names).run();
}

}  // namespace guildhall::dmn
