#pragma once
/// From what was read to what can be evaluated: references resolved, expressions parsed, columns analysed.

#include "base/complaint.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Completes `definitions`. Formulas no longer point into the XML afterwards.
void compile(Definitions& definitions, base::Complaints& complaints);

}  // namespace guildhall::dmn
