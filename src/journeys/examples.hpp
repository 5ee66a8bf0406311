#pragma once
/// The examples of a service, played as a resident would. Pure; thread-safe.

#include "base/clock.hpp"
#include "catalogue/service.hpp"

namespace guildhall::journeys {

/// A complaint for each example that comes out otherwise.
[[nodiscard]] base::Complaints run_examples(const catalogue::Service& service, base::Instant now);

}  // namespace guildhall::journeys
