#include <fmt/format.h>

#include <algorithm>

#include "simulation/internal/figures.hpp"
#include "simulation/writers.hpp"

namespace guildhall::simulation {

namespace {

constexpr std::size_t shown_bad_rows = 20;
constexpr std::size_t shown_values = 20;

void write_numbers(std::string& text, const Numbers& numbers) {
    if (numbers.rows == 0) return;
    const auto mean = numbers.mean();
    text += fmt::format(
        "  sum {}, mean {}, from {} (line {}) to {} (line {}), in {}\n", figure(numbers.sum),
        mean ? figure(*mean) : "–", figure(numbers.least->value), numbers.least->line, figure(numbers.most->value),
        numbers.most->line, rows_in_words(numbers.rows)
    );
}

void write_distribution(std::string& text, const Distribution& distribution, std::int64_t rows) {
    const auto listed = listed_values(distribution);
    std::size_t width = 0;
    for (std::size_t i = 0; i < std::min(listed.size(), shown_values); ++i)
        width = std::max(width, listed[i].value.size());
    for (std::size_t i = 0; i < std::min(listed.size(), shown_values); ++i)
        text += fmt::format(
            "  {:<{}}  {:>12}  {:>7}  {}\n", listed[i].value, width, figure(listed[i].rows),
            share(listed[i].rows, rows), lines_in_words(listed[i].lines, listed[i].rows)
        );
    if (listed.size() > shown_values) text += fmt::format("  and {} more values\n", listed.size() - shown_values);
    if (distribution.others.too_many)
        text += fmt::format("  more than {} different outcomes: not counted one by one\n", ReportLimits::values);
    write_numbers(text, distribution.numbers);
}

void write_difference(std::string& text, std::string_view name, const Difference& one, std::int64_t rows) {
    text += fmt::format("  {:<8} {:>12}  {:>7}", name, figure(one.rows), share(one.rows, rows));
    if (one.rows > 0) text += fmt::format("  {} in all", figure(one.amount));
    if (one.largest) text += fmt::format(", at most {} (line {})", figure(one.largest->value), one.largest->line);
    text += "\n";
}

void write_examples(
    std::string& text, const Report& report, std::string_view title, const std::vector<ExampleRow>& rows
) {
    for (const ExampleRow& row : rows) {
        text += fmt::format("  {}, line {}: {} instead of {}; ", title, row.line, row.to, row.from);
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            text += fmt::format("{}{}={}", i == 0 ? "" : ", ", report.shown_columns[i], row.cells[i]);
        text += "\n";
    }
}

void write_comparison(std::string& text, const Report& report, const Comparison& one, std::int64_t rows) {
    text += fmt::format("  against {}:\n", report.other->name);
    if (has_amounts(one)) {
        write_difference(text, "gain", one.gain, rows);
        write_difference(text, "lose", one.lose, rows);
    }
    text += fmt::format("  {:<8} {:>12}  {:>7}\n", "same", figure(one.same), share(one.same, rows));
    if (one.changed > 0)
        text += fmt::format("  {:<8} {:>12}  {:>7}\n", "changed", figure(one.changed), share(one.changed, rows));
    for (const ValueCount& move : one.moves.values)
        text += fmt::format(
            "    {} instead of {}: {} ({})\n", move.value, move.from, rows_in_words(move.rows),
            lines_in_words(move.lines, move.rows)
        );
    write_examples(text, report, "gain", one.gain.examples);
    write_examples(text, report, "lose", one.lose.examples);
    write_examples(text, report, "changed", one.changed_examples);
}

/// One line for a group: its most frequent value or its sum, and the differences.
void write_group(std::string& text, const Group& group) {
    text += fmt::format("{}: {}\n", group.name.empty() ? "(empty)" : group.name, rows_in_words(group.totals.rows));
    for (const Measure& measure : group.totals.measures) {
        const Numbers& numbers = measure.present.numbers;
        text += fmt::format("  {}:", measure.name);
        if (numbers.rows > 0) {
            const auto mean = numbers.mean();
            text += fmt::format(" sum {}, mean {}", figure(numbers.sum), mean ? figure(*mean) : "–");
        } else {
            const auto listed = listed_values(measure.present);
            for (std::size_t i = 0; i < std::min<std::size_t>(listed.size(), 3); ++i)
                text += fmt::format(
                    "{} {} {}", i == 0 ? "" : ",", listed[i].value, share(listed[i].rows, group.totals.rows)
                );
        }
        if (const auto& one = measure.comparison) {
            if (has_amounts(*one))
                text += fmt::format(
                    "; gain {} ({}), lose {} ({})", figure(one->gain.rows), figure(one->gain.amount),
                    figure(one->lose.rows), figure(one->lose.amount)
                );
            text += fmt::format("; changed {}, same {}", figure(one->changed), figure(one->same));
        }
        text += "\n";
    }
}

}  // namespace

std::string report_text(const Report& report) {
    std::string text =
        fmt::format("{}: '{}' for {}\n", report.model.name, report.decision, rows_in_words(report.all.rows));
    if (report.bad > 0) {
        text += fmt::format("{} could not be used:\n", rows_in_words(report.bad));
        for (std::size_t i = 0; i < std::min(report.bad_rows.size(), shown_bad_rows); ++i) {
            const CsvComplaint& bad = report.bad_rows[i].complaint;
            text += fmt::format("  {}:{}: {}\n", bad.line, bad.column, bad.message);
        }
        if (report.bad > static_cast<std::int64_t>(shown_bad_rows))
            text += fmt::format("  and {} more\n", figure(report.bad - static_cast<std::int64_t>(shown_bad_rows)));
    }
    if (report.blank_lines > 0) text += fmt::format("{} empty lines\n", figure(report.blank_lines));
    for (const Measure& measure : report.all.measures) {
        text += fmt::format("\n{}\n", measure.name);
        write_distribution(text, measure.present, report.all.rows);
        if (measure.comparison) write_comparison(text, report, *measure.comparison, report.all.rows);
    }
    if (!report.group_column.empty()) {
        text += fmt::format("\nBy {}\n", report.group_column);
        if (report.too_many_groups) text += fmt::format("more than {} different values\n", ReportLimits::groups);
        for (const Group& group : report.groups) write_group(text, group);
    }
    if (report.rows_with_problems > 0) {
        text += fmt::format(
            "\n{} came to something that the rules do not provide for:\n", rows_in_words(report.rows_with_problems)
        );
        for (const ProblemCount& problem : report.problems)
            text += fmt::format(
                "  {}: {} ({})\n", rows_in_words(problem.rows), problem.text,
                lines_in_words(problem.lines, problem.rows)
            );
        if (report.too_many_problems) text += fmt::format("  more than {} different ones\n", ReportLimits::problems);
    }
    return text;
}

}  // namespace guildhall::simulation
