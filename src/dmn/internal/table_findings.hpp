#pragma once
/// Looks for mistakes in one decision table.

#include <string>

#include "dmn/analysis.hpp"
#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

struct TableInPlace {
    const BoxedTable& table;
    const Names& names;
    base::SourcePlace place;
    std::string decision;
    std::string name;         ///< `decision`, `decision.entry`
    std::string result_type;  ///< of the decision, when the table is all of its expression
};

void find_in_table(const Definitions& definitions, const TableInPlace& in_place, Analysis& analysis);

}  // namespace guildhall::dmn
