#pragma once
/// A decision ready for many evaluations.

#include <memory>
#include <string>
#include <vector>

#include "dmn/columns.hpp"
#include "dmn/internal/definitions.hpp"
#include "dmn/internal/plan.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// `plan` may be null: then the model is asked each time. Borrows the model and its definitions.
[[nodiscard]] std::unique_ptr<PreparedDecision> make_prepared(
    const Model& model, const Definitions& definitions, std::shared_ptr<const Plan> plan, std::string decision,
    std::vector<PreparedDecision::Path> fields
);

/// Borrows the definitions.
[[nodiscard]] std::unique_ptr<PreparedRest> make_prepared_rest(
    const Definitions& definitions, std::shared_ptr<const Plan> plan
);

}  // namespace guildhall::dmn
