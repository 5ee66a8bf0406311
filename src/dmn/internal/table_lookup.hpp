#pragma once
/// Finds out whether a decision can be looked up column by column, and does it.

#include <memory>

#include "dmn/internal/definitions.hpp"
#include "dmn/table_lookup.hpp"

namespace guildhall::dmn {

/// Null where the decision reads anything else than its columns, or its outputs are not the same for all inputs.
[[nodiscard]] std::shared_ptr<const TableLookup> make_table_lookup(
    const Definitions& definitions, const Decision& decision
);

}  // namespace guildhall::dmn
