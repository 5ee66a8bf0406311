#pragma once
/// Makes the index of a table from its cells, and from what the model says of the values in its columns.

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// `decision`: the one whose expression the table is, or null for a table inside another expression, where entries may
/// hide outer names and nothing is known of the values.
void index_table(const Definitions& definitions, BoxedTable& table, const Decision* decision);

}  // namespace guildhall::dmn
