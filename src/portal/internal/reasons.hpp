#pragma once
/// Reasons in plain language, from the rules themselves.

#include "html/html.hpp"
#include "journeys/journey.hpp"

namespace guildhall::portal {

/// Why the rules would decide so on answers that are not sent in yet, as a list.
[[nodiscard]] html::Html reasons_list(
    const catalogue::Service& service, const journeys::Answers& answers, base::Instant now
);

}  // namespace guildhall::portal
