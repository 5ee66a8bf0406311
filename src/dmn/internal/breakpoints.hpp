#pragma once
/// Where a decision can change: what its rules and expressions hold its inputs against.

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Of the decision and all that it requires, `inputs` being those it can depend on.
[[nodiscard]] Breakpoints find_breakpoints(
    const Definitions& definitions, std::size_t decision, const std::set<std::string>& inputs,
    const feel::Environment& environment
);

}  // namespace guildhall::dmn
