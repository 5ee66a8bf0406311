#pragma once
/// Reasons in plain language, from the rules themselves.

#include <string>
#include <vector>

#include "dmn/explanation.hpp"
#include "html/html.hpp"
#include "journeys/journey.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

struct RuleReason {
    std::string text;
    std::string language;  ///< BCP 47: a rule's own words are in the language of the folder
};
/// `service` as its folder has it.
[[nodiscard]] std::vector<RuleReason> rule_reasons(const dmn::DecisionTrace& trace, const catalogue::Service& service);

/// Why the rules would decide so on answers that are not sent in yet, as a list on a page in the language of `page`.
[[nodiscard]] html::Html reasons_list(
    const words::Locale& page, const catalogue::Service& service, const journeys::Answers& answers, base::Instant now
);

}  // namespace guildhall::portal
