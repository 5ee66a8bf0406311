#pragma once
/// Reasons in plain language, from the rules themselves.

#include "dmn/model.hpp"
#include "html/html.hpp"
#include "journeys/journey.hpp"

namespace guildhall::portal {

/// The rules that match, in their own words (the rule's annotation), with the answers they looked at.
[[nodiscard]] std::vector<std::string> reasons_of(const dmn::DecisionTrace& trace);

/// The same for answers that are not sent in yet, as a list.
[[nodiscard]] html::Html reasons_list(
    const catalogue::Service& service, const journeys::Answers& answers, base::Instant now
);

}  // namespace guildhall::portal
