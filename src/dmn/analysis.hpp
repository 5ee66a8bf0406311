#pragma once
/// Looking for mistakes in decision models: gaps, overlaps, rules without effect and more, each with an example.
///
/// Columns are split at the constants that their cells compare with, so that what is said holds for every value, and
/// not only for those tried. Where a cell computes and cannot be split, a `Limit` says which, and nothing is claimed
/// that could depend on it.

#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"
#include "dmn/model.hpp"
#include "feel/value.hpp"

namespace guildhall::dmn {

class ImportSource;  // dmn/imports.hpp

enum class FindingKind {
    gap,                 ///< no rule matches, and there is no default
    overlap,             ///< rules match together, and the hit policy does not allow it
    never_matches,       ///< a rule that no value passes
    masked,              ///< FIRST: earlier rules take every case of a rule
    no_difference,       ///< without the rule every outcome would be the same
    only_when_missing,   ///< a rule that applies only when something is null
    column_unused,       ///< a column that no rule looks at
    input_unused,        ///< input data that no decision reads
    type_error,          ///< a literal of another type than its column, or types that contradict each other
    output_not_allowed,  ///< an output outside the allowed values
    default_unused,      ///< a default output that never applies, as the rules cover everything
};
/// `gap`, `never-matches`, …: as JSON has it.
[[nodiscard]] std::string_view finding_kind_name(FindingKind kind);

/// How bad it is: an `error` gives null or a wrong type at run time, a `warning` is most likely a mistake, a `note` may
/// be meant.
enum class FindingSeverity { error, warning, note };
[[nodiscard]] std::string_view finding_severity_name(FindingSeverity severity);

/// What one column of a finding is about.
struct FindingColumn {
    std::string name;     ///< the column's expression
    feel::Value example;  ///< a value that shows the finding
    std::string values;   ///< all values that show it, as unary tests: `(30..31)`; empty when every value does
};

struct Finding {
    FindingKind kind = FindingKind::gap;
    FindingSeverity severity = FindingSeverity::error;
    base::SourcePlace place;
    std::string decision;    ///< or business knowledge model; empty for what concerns the whole model
    std::string table;       ///< where in it: `decision`, `decision.entry`, …
    std::vector<int> rules;  ///< from 1
    std::string message;     ///< a sentence without the table's name
    std::vector<FindingColumn> columns;
    /// The example as inputs of the model: complete when every column of the table is an input or a part of one.
    Inputs inputs;
    bool inputs_complete = false;
    /// False when columns are computed from each other, so that the example's values may never come together.
    bool certain = true;
};

/// Something that could not be looked at.
struct Limit {
    base::SourcePlace place;
    std::string decision;
    std::string table;
    std::string message;
};

struct Analysis {
    bool loaded = false;  ///< false: the file is refused, `loading` says why
    std::string model;
    Dialect dialect = Dialect::standard;
    base::Complaints loading;  ///< what `load` says of the file
    int tables = 0;            ///< that were looked at
    std::vector<Finding> findings;
    std::vector<Limit> limits;
};

/// Pure, thread-safe. Work is bounded for each table: where the bound ends a search, a limit says so. `imports` as for
/// `load`; imported models are not analysed, but their types and decisions are known.
[[nodiscard]] Analysis analyse(std::string_view xml, const std::string& file, const ImportSource* imports = nullptr);

/// As `guildhall check` tells it: errors and warnings, and limits as warnings; notes are left out, and so is what
/// `load` says.
[[nodiscard]] base::Complaints as_complaints(const Analysis& analysis);

}  // namespace guildhall::dmn
