#include "portal/internal/reasons.hpp"

#include "html/text.hpp"

namespace guildhall::portal {

std::vector<std::string> reasons_of(const dmn::DecisionTrace& trace) {
    std::vector<std::string> reasons;
    for (const auto& rule : trace.rules) {
        if (rule.applied && !rule.annotation.empty()) reasons.push_back(rule.annotation);
    }
    for (const auto& required : trace.required) {
        for (auto& reason : reasons_of(required)) reasons.push_back(std::move(reason));
    }
    return reasons;
}

html::Html reasons_list(const catalogue::Service& service, const journeys::Answers& answers, base::Instant now) {
    const auto* rules = journeys::rules_on(service, now);
    if (!rules) return {};
    const auto trace = rules->model->explain(service.decision_name, journeys::inputs_of(service, answers), now, "UTC");
    if (!trace) return {};
    std::vector<html::Content> items;
    for (const auto& reason : reasons_of(*trace)) items.emplace_back(reason);
    return items.empty() ? html::Html{} : html::bullet_list(items);
}

}  // namespace guildhall::portal
