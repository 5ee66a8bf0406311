#include "simulation/tally.hpp"

#include <algorithm>

namespace guildhall::simulation {

std::optional<feel::Number> Numbers::mean() const {
    const auto total = sum.rounded();
    if (rows == 0 || !total) return std::nullopt;
    return total->divided_by(feel::Number(rows));
}

namespace {

using feel::Number;
using Lines = std::span<const std::int64_t>;

/// Keeps the lowest lines, in order.
void add_lines(std::vector<std::int64_t>& kept, Lines lines) {
    for (const std::int64_t line : lines) {
        if (kept.size() == ReportLimits::lines && line > kept.back()) return;
        kept.insert(std::upper_bound(kept.begin(), kept.end(), line), line);
        if (kept.size() > ReportLimits::lines) kept.pop_back();
    }
}

/// `hint` is where it most likely stands.
void count(
    ValueCounts& counts, const std::string& from, const std::string& value, std::int64_t rows, Lines lines,
    std::size_t hint = 0
) {
    if (counts.too_many) return;
    const auto same = [&](const ValueCount& one) { return one.value == value && one.from == from; };
    const bool is_there = hint < counts.values.size() && same(counts.values[hint]);
    const auto known = is_there ? counts.values.begin() + static_cast<std::ptrdiff_t>(hint)
                                : std::find_if(counts.values.begin(), counts.values.end(), same);
    if (known != counts.values.end()) {
        known->rows += rows;
        return add_lines(known->lines, lines);
    }
    if (counts.values.size() == ReportLimits::values) {
        counts.values.clear();
        counts.too_many = true;
        return;
    }
    counts.values.push_back({from, value, rows, {}});
    add_lines(counts.values.back().lines, lines);
}

void add(ValueCounts& counts, const ValueCounts& more) {
    if (more.too_many) counts.values.clear();
    counts.too_many = counts.too_many || more.too_many;
    for (std::size_t i = 0; i < more.values.size(); ++i) {
        const ValueCount& one = more.values[i];
        count(counts, one.from, one.value, one.rows, one.lines, i);
    }
}

/// `least` of two, or most; of equal ones the first row.
void take_extreme(std::optional<Extreme>& extreme, const Extreme& other, bool least) {
    const auto order = extreme ? other.value <=> extreme->value : std::strong_ordering::equal;
    const bool better = !extreme || (least ? order < 0 : order > 0) || (order == 0 && other.line < extreme->line);
    if (better) extreme = other;
}

void add(Numbers& numbers, const Numbers& more) {
    numbers.rows += more.rows;
    numbers.sum.add(more.sum);
    if (more.least) take_extreme(numbers.least, *more.least, true);
    if (more.most) take_extreme(numbers.most, *more.most, false);
}

void add_value(Distribution& distribution, const OutcomePart& part, std::int64_t rows, Lines lines) {
    if (part.value.is_null()) {
        distribution.nulls += rows;
        return;
    }
    const Number* number = part.value.number();
    if (!number) return count(distribution.others, "", part.text, rows, lines);
    count(distribution.numbers_by_value, "", part.text, rows, lines);
    Numbers& numbers = distribution.numbers;
    numbers.rows += rows;
    numbers.sum.add(*number, rows);
    const Extreme here{*number, lines.front()};
    take_extreme(numbers.least, here, true);
    take_extreme(numbers.most, here, false);
}

void add(Distribution& distribution, const Distribution& more) {
    add(distribution.numbers_by_value, more.numbers_by_value);
    add(distribution.others, more.others);
    distribution.nulls += more.nulls;
    add(distribution.numbers, more.numbers);
}

void add_example(std::vector<ExampleRow>& examples, ExampleRow row) {
    const auto later = [](const ExampleRow& a, const ExampleRow& b) { return a.line < b.line; };
    examples.insert(std::upper_bound(examples.begin(), examples.end(), row, later), std::move(row));
    if (examples.size() > ReportLimits::examples) examples.pop_back();
}

void add_examples(
    std::vector<ExampleRow>& examples, const OutcomePart& from, const OutcomePart& to, Lines lines,
    const CellsAt* cells_at
) {
    if (!cells_at) return;
    for (const std::int64_t line : lines) {
        if (examples.size() == ReportLimits::examples && line > examples.back().line) return;
        add_example(examples, {line, (*cells_at)(line), from.text, to.text});
    }
}

void compare(
    Comparison& comparison, const OutcomePart& from, const OutcomePart& to, std::int64_t rows, Lines lines,
    const CellsAt* cells_at
) {
    const Number* before = from.value.number();
    const Number* after = to.value.number();
    const auto order = before && after ? *after <=> *before : std::strong_ordering::equal;
    if (before && after && order != 0) {
        const bool gains = order > 0;
        Difference& difference = gains ? comparison.gain : comparison.lose;
        const Number& larger = gains ? *after : *before;
        const Number& smaller = gains ? *before : *after;
        difference.rows += rows;
        difference.amount.add(larger, rows);
        difference.amount.add(smaller, -rows);
        if (const auto amount = larger.minus(smaller))
            take_extreme(difference.largest, {*amount, lines.front()}, false);
        return add_examples(difference.examples, from, to, lines, cells_at);
    }
    if ((before && after) || (!before && !after && from.text == to.text)) {
        comparison.same += rows;
        return;
    }
    comparison.changed += rows;
    // All numbers count as one kind of value here: moves are between kinds of outcome.
    count(comparison.moves, before ? "a number" : from.text, after ? "a number" : to.text, rows, lines);
    add_examples(comparison.changed_examples, from, to, lines, cells_at);
}

void add(Difference& difference, Difference&& more) {
    difference.rows += more.rows;
    difference.amount.add(more.amount);
    if (more.largest) take_extreme(difference.largest, *more.largest, false);
    for (ExampleRow& example : more.examples) add_example(difference.examples, std::move(example));
}

void add(Comparison& comparison, Comparison&& more) {
    add(comparison.gain, std::move(more.gain));
    add(comparison.lose, std::move(more.lose));
    comparison.same += more.same;
    comparison.changed += more.changed;
    for (ExampleRow& example : more.changed_examples) add_example(comparison.changed_examples, std::move(example));
    add(comparison.moves, more.moves);
}

/// `hint` is where it most likely stands. Null when there are too many.
Measure* measure_named(Totals& totals, const std::string& name, std::size_t hint) {
    auto& measures = totals.measures;
    if (totals.too_many_measures) return nullptr;
    if (hint < measures.size() && measures[hint].name == name) return &measures[hint];
    const auto known =
        std::find_if(measures.begin(), measures.end(), [&](const Measure& one) { return one.name == name; });
    if (known != measures.end()) return &*known;
    if (measures.size() == ReportLimits::measures) {
        measures.clear();
        totals.too_many_measures = true;
        return nullptr;
    }
    Measure made;
    made.name = name;
    return &measures.emplace_back(std::move(made));
}

void add(Totals& totals, Totals&& more) {
    totals.rows += more.rows;
    if (more.too_many_measures) totals.measures.clear();
    totals.too_many_measures = totals.too_many_measures || more.too_many_measures;
    for (std::size_t i = 0; i < more.measures.size(); ++i) {
        Measure& from = more.measures[i];
        Measure* const measure = measure_named(totals, from.name, i);
        if (!measure) return;
        add(measure->present, from.present);
        if (from.other) {
            if (!measure->other) measure->other.emplace();
            add(*measure->other, *from.other);
        }
        if (from.comparison) {
            if (!measure->comparison) measure->comparison.emplace();
            add(*measure->comparison, *std::move(from.comparison));
        }
    }
}

const OutcomePart* part_named(const Outcome& outcome, const std::string& name, std::size_t hint) {
    if (hint < outcome.parts.size() && outcome.parts[hint].name == name) return &outcome.parts[hint];
    for (const OutcomePart& part : outcome.parts)
        if (part.name == name) return &part;
    return nullptr;
}

void sort(ValueCounts& counts) {
    std::sort(counts.values.begin(), counts.values.end(), [](const ValueCount& a, const ValueCount& b) {
        return std::tie(b.rows, a.from, a.value) < std::tie(a.rows, b.from, b.value);
    });
}

void sort(Totals& totals) {
    std::sort(totals.measures.begin(), totals.measures.end(), [](const Measure& a, const Measure& b) {
        return a.name < b.name;
    });
    for (Measure& measure : totals.measures) {
        for (Distribution* one : {&measure.present, measure.other ? &*measure.other : nullptr}) {
            if (!one) continue;
            sort(one->numbers_by_value);
            sort(one->others);
        }
        if (measure.comparison) sort(measure.comparison->moves);
    }
}

}  // namespace

void Tally::add_to(Totals& totals, const EqualRows& rows, const CellsAt* cells_at) const {
    static const OutcomePart nothing{"", {}, "null"};
    totals.rows += rows.rows;
    const auto add_part = [&](const std::string& name, std::size_t hint) {
        Measure* const measure = measure_named(totals, name.empty() ? decision_ : name, hint);
        if (!measure) return;
        const OutcomePart* present = part_named(*rows.present, name, hint);
        if (present) add_value(measure->present, *present, rows.rows, rows.lines);
        if (!rows.other) return;
        const OutcomePart* other = part_named(*rows.other, name, hint);
        if (!measure->other) measure->other.emplace();
        if (other) add_value(*measure->other, *other, rows.rows, rows.lines);
        if (!measure->comparison) measure->comparison.emplace();
        compare(
            *measure->comparison, other ? *other : nothing, present ? *present : nothing, rows.rows, rows.lines,
            cells_at
        );
    };
    const auto& parts = rows.present->parts;
    for (std::size_t i = 0; i < parts.size(); ++i) add_part(parts[i].name, i);
    if (!rows.other) return;
    for (std::size_t i = 0; i < rows.other->parts.size(); ++i)
        if (!part_named(*rows.present, rows.other->parts[i].name, i))
            add_part(rows.other->parts[i].name, parts.size() + i);
}

Totals* Tally::totals_of(const std::string& group) {
    if (too_many_groups_) return nullptr;
    const auto known = groups_.find(group);
    if (known != groups_.end()) return &known->second;
    if (groups_.size() == ReportLimits::groups) {
        groups_.clear();
        too_many_groups_ = true;
        return nullptr;
    }
    return &groups_[group];
}

void Tally::add_problem(const std::string& text, std::int64_t rows, Lines lines) {
    if (too_many_problems_) return;
    auto known = problems_.find(text);
    if (known == problems_.end()) {
        if (problems_.size() == ReportLimits::problems) {
            problems_.clear();
            too_many_problems_ = true;
            return;
        }
        known = problems_.emplace(text, ProblemCount{text, 0, {}}).first;
    }
    known->second.rows += rows;
    add_lines(known->second.lines, lines);
}

void Tally::add(const EqualRows& rows, const CellsAt& cells_at) {
    add_to(all_, rows, &cells_at);
    if (rows.group)
        if (Totals* totals = totals_of(*rows.group)) add_to(*totals, rows, nullptr);
    const bool other_problem = rows.other && !rows.other->problem.empty();
    if (!rows.present->problem.empty()) add_problem(rows.present->problem, rows.rows, rows.lines);
    if (other_problem) add_problem("in the other version: " + rows.other->problem, rows.rows, rows.lines);
    if (other_problem || !rows.present->problem.empty()) rows_with_problems_ += rows.rows;
}

void Tally::add(Tally&& other) {
    simulation::add(all_, std::move(other.all_));
    if (other.too_many_groups_) groups_.clear();
    too_many_groups_ = too_many_groups_ || other.too_many_groups_;
    for (auto& [name, totals] : other.groups_)
        if (Totals* known = totals_of(name)) simulation::add(*known, std::move(totals));
    rows_with_problems_ += other.rows_with_problems_;
    if (other.too_many_problems_) problems_.clear();
    too_many_problems_ = too_many_problems_ || other.too_many_problems_;
    for (const auto& [text, problem] : other.problems_) add_problem(text, problem.rows, problem.lines);
}

void Tally::finish(Report& report) && {
    sort(all_);
    report.all = std::move(all_);
    for (auto& [name, totals] : groups_) {
        sort(totals);
        report.groups.push_back({name, std::move(totals)});
    }
    report.too_many_groups = too_many_groups_;
    report.rows_with_problems = rows_with_problems_;
    for (auto& [text, problem] : problems_) report.problems.push_back(std::move(problem));
    std::sort(report.problems.begin(), report.problems.end(), [](const ProblemCount& a, const ProblemCount& b) {
        return std::tie(b.rows, a.text) < std::tie(a.rows, b.text);
    });
    report.too_many_problems = too_many_problems_;
}

}  // namespace guildhall::simulation
