#pragma once
/// What the rules say of the inputs so far.

#include "journeys/journey.hpp"

namespace guildhall::journeys::internal {

/// Inputs that are not given are unknown. `answers` are what outcome conditions read by question id.
[[nodiscard]] Verdict judge(
    const catalogue::Service& service, const dmn::Inputs& inputs, const feel::Scope& answers, base::Instant now
);

}  // namespace guildhall::journeys::internal
