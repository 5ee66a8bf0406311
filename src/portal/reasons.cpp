#include "portal/internal/reasons.hpp"

#include "dmn/sentences.hpp"
#include "html/text.hpp"

namespace guildhall::portal {

html::Html reasons_list(const catalogue::Service& service, const journeys::Answers& answers, base::Instant now) {
    const auto* rules = journeys::rules_on(service, now);
    if (!rules) return {};
    const auto trace =
        rules->model->explain(service.decision_name, journeys::inputs_of(service, answers, now), now, "UTC");
    if (!trace) return {};
    std::vector<html::Content> items;
    for (const auto& reason : dmn::reasons_of(*trace, journeys::wording_of(service))) items.emplace_back(reason.text);
    return items.empty() ? html::Html{} : html::bullet_list(items);
}

}  // namespace guildhall::portal
