#pragma once
/// A decision ready for many evaluations.

#include <memory>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "dmn/internal/plan.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// `plan` may be null: then the model is asked each time. Borrows all of it.
[[nodiscard]] std::unique_ptr<PreparedDecision> make_prepared(
    const Model& model, const Definitions& definitions, const Plan* plan, std::string decision
);

}  // namespace guildhall::dmn
