#pragma once
/// What a simulation found, as data. The writers make text, JSON, CSV and a page of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "feel/number.hpp"
#include "simulation/csv.hpp"
#include "simulation/exact_sum.hpp"

namespace guildhall::simulation {

struct ReportLimits {
    static constexpr std::size_t values = 100;  ///< different values that are counted one by one
    static constexpr std::size_t groups = 500;
    static constexpr std::size_t measures = 100;   ///< named parts of an outcome
    static constexpr std::size_t lines = 3;        ///< rows that are named as examples of a value
    static constexpr std::size_t examples = 5;     ///< rows that are shown
    static constexpr std::size_t bad_rows = 1000;  ///< listed in the report; all of them are counted and told
    static constexpr std::size_t problems = 50;    ///< different sentences
};

/// How many rows have a value, or go from one value to another.
struct ValueCount {
    std::string from;   ///< of a move: what the other version gives, as FEEL writes it
    std::string value;  ///< as FEEL writes it
    std::int64_t rows = 0;
    std::vector<std::int64_t> lines;  ///< of the first of them
};

/// Most rows first. When there are more different values than `ReportLimits::values`, none is listed.
struct ValueCounts {
    std::vector<ValueCount> values;
    bool too_many = false;
};

struct Extreme {
    feel::Number value;
    std::int64_t line = 0;  ///< of the first row that has it
};

struct Numbers {
    std::int64_t rows = 0;
    ExactSum sum;
    std::optional<Extreme> least, most;
    /// The sum through the rows, to 34 digits; nothing without rows.
    [[nodiscard]] std::optional<feel::Number> mean() const;
};

/// What one version of the rules gives for one measure.
struct Distribution {
    ValueCounts numbers_by_value;
    ValueCounts others;      ///< what is neither a number nor null
    std::int64_t nulls = 0;  ///< rows without an outcome
    Numbers numbers;
};

struct ExampleRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;  ///< of `Report::shown_columns`
    std::string from, to;            ///< as FEEL writes them; `from` is what the other version gives
};

struct Difference {
    std::int64_t rows = 0;
    ExactSum amount;  ///< all differences; not below zero
    std::optional<Extreme> largest;
    std::vector<ExampleRow> examples;  ///< the first rows of the table
};

/// How the model's outcome differs from that of the other version.
struct Comparison {
    Difference gain, lose;  ///< rows where both are numbers
    std::int64_t same = 0;
    std::int64_t changed = 0;  ///< rows that differ, and one of both is no number
    std::vector<ExampleRow> changed_examples;
    ValueCounts moves;  ///< of the rows that are `changed`
};

/// One named part of the outcome: the decision itself, or an entry of what it gives.
struct Measure {
    std::string name;
    Distribution present;               ///< what the model gives
    std::optional<Distribution> other;  ///< what the version that it is held against gives
    std::optional<Comparison> comparison;
};

/// All rows, or those of one group.
struct Totals {
    std::int64_t rows = 0;
    std::vector<Measure> measures;
    bool too_many_measures = false;
};

struct Group {
    std::string name;  ///< the text of the cell
    Totals totals;
};

/// Why outcomes are null, in the engine's words.
struct ProblemCount {
    std::string text;
    std::int64_t rows = 0;
    std::vector<std::int64_t> lines;
};

struct BadRow {
    CsvComplaint complaint;
    std::string column;  ///< the name of the column, where it is one cell that is wrong
};

struct ModelName {
    std::string name;
    std::string hash;  ///< SHA-256 of the file
};

struct Report {
    ModelName model;
    std::optional<ModelName> other;
    std::string decision;
    base::Instant now;  ///< the instant that rules see
    std::vector<std::string> shown_columns;
    std::vector<std::string> unused_columns;
    std::string group_column;  ///< empty: no groups

    std::int64_t records = 0;  ///< behind the first line: evaluated and bad
    std::int64_t bad = 0;
    std::int64_t blank_lines = 0;
    std::vector<BadRow> bad_rows;  ///< the first of them

    Totals all;
    std::vector<Group> groups;  ///< by name
    bool too_many_groups = false;
    std::int64_t rows_with_problems = 0;
    std::vector<ProblemCount> problems;
    bool too_many_problems = false;
};

}  // namespace guildhall::simulation
