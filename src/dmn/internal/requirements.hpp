#pragma once
/// What requires what, and what follows from it.

#include "base/complaint.hpp"
#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Finds what the references name, and refuses decisions that require themselves.
void resolve_requirements(Definitions& definitions, base::Complaints& complaints);
/// What requires something that cannot be evaluated cannot be evaluated.
void spread_errors(Definitions& definitions);

}  // namespace guildhall::dmn
