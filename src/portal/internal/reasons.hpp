#pragma once
/// Reasons in plain language, from the rules themselves.

#include <string>
#include <vector>

#include "dmn/explanation.hpp"
#include "html/html.hpp"
#include "journeys/journey.hpp"
#include "portal/internal/language.hpp"

namespace guildhall::portal {

struct RuleReason {
    std::string text;
    std::string language;  ///< BCP 47: of rules without words in the reader's language, the folder's
};
/// `service` as its folder has it, `reader` the same in the language of its reader.
[[nodiscard]] std::vector<RuleReason> rule_reasons(
    const dmn::DecisionTrace& trace, const catalogue::Service& service, const ServiceWords& reader
);

/// Why the rules would decide so on answers that are not sent in yet, as a list on a page of `reader`.
[[nodiscard]] html::Html reasons_list(
    const catalogue::Service& service, const ServiceWords& reader, const journeys::Answers& answers, base::Instant now
);

}  // namespace guildhall::portal
