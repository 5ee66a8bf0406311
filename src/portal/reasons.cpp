#include "portal/internal/reasons.hpp"

#include "dmn/sentences.hpp"
#include "html/text.hpp"
#include "portal/internal/language.hpp"

namespace guildhall::portal {

std::vector<RuleReason> rule_reasons(const dmn::DecisionTrace& trace, const catalogue::Service& service) {
    std::vector<RuleReason> reasons;
    for (const auto& reason : dmn::reasons_of(trace, journeys::wording_of(service)))
        reasons.push_back({reason.text, reason.authors_words ? service.language : "en"});
    return reasons;
}

html::Html reasons_list(
    const words::Locale& page, const catalogue::Service& service, const journeys::Answers& answers, base::Instant now
) {
    const auto* rules = journeys::rules_on(service, now);
    if (!rules) return {};
    const auto trace =
        rules->model->explain(service.decision_name, journeys::inputs_of(service, answers, now), now, "UTC");
    if (!trace) return {};
    std::vector<html::Content> items;
    for (const auto& reason : rule_reasons(*trace, service))
        items.push_back(in_language(page, reason.language, reason.text));
    return items.empty() ? html::Html{} : html::bullet_list(items);
}

}  // namespace guildhall::portal
