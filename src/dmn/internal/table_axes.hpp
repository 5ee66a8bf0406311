#pragma once
/// A decision table as axes: what its columns look at, split into classes, and which rule takes which class.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/coverage.hpp"
#include "dmn/internal/definitions.hpp"
#include "feel/comparisons.hpp"
#include "feel/partition.hpp"

namespace guildhall::dmn {

/// Values that every cell of the axis answers alike.
struct AxisClass {
    feel::Value example;
    bool has_example = true;  ///< false when nothing is known of the values
    bool expected = true;     ///< the table is meant for it: a declared value, and null only where a cell names it
    std::vector<std::size_t> parts;  ///< of the axis's partition
};

/// One thing that the columns of a table look at. Columns with the same expression share an axis, and so does a column
/// that compares (`age >= 18`) with the one that it compares.
struct Axis {
    std::string name;
    std::vector<std::size_t> columns;
    std::vector<feel::ValueClass> partition;  ///< what `parts` mean; empty when the classes are single values
    std::vector<AxisClass> classes;
    bool is_input = false;  ///< an input or a part of one, so that the example can be given
    bool computed = false;  ///< its values come from somewhere else in the model
    std::optional<FoundName> found;
    std::set<std::string> sources;
    std::vector<std::size_t> uncertain_columns;  ///< those with cells that could not be split
};

/// A literal of another type than its column.
struct WrongLiteral {
    std::size_t rule = 0;
    std::size_t column = 0;
    std::string message;
};

struct TableAxes {
    std::vector<Axis> axes;
    Takers sure, maybe;  ///< by axis and class: rules whose cells pass, for sure or perhaps
    std::vector<WrongLiteral> wrong;
    std::vector<std::pair<std::size_t, std::string>>
        type_clashes;                                         ///< columns whose declared types contradict each other
    std::vector<std::pair<std::size_t, std::string>> limits;  ///< columns, and what cannot be said of them

    /// Whether what these axes look at varies freely, each from the others.
    [[nodiscard]] bool independent(std::size_t a, std::size_t b) const;
};

[[nodiscard]] TableAxes make_axes(const Definitions& definitions, const BoxedTable& table, const Names& names);

}  // namespace guildhall::dmn
