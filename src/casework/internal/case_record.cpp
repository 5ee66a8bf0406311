#include "casework/internal/case_record.hpp"

namespace guildhall::casework::internal {

using base::Json;

std::string_view status_code(Status status) {
    switch (status) {
        case Status::with_person:
            return "with-person";
        case Status::decided:
            return "decided";
        case Status::in_review:
            return "in-review";
    }
    return "with-person";
}

Json decision_record(
    const catalogue::Service& service, const journeys::Verdict* verdict, base::Instant instant, const Decision& decision
) {
    Json record;
    record.set("service", service.hash);
    record.set("instant", base::to_rfc3339(instant));
    record.set("zone", zone);
    record.set("semantics", dmn::semantics_version);
    record.set("reason", decision.reason());
    if (verdict) {
        const auto* rules = journeys::rules_on(service, instant);
        record.set("model", rules ? rules->bytes_hash : std::string{});
        record.set("decision", service.decision_name);
        record.set("value", verdict->value.text());
        record.set("issues", verdict->issues);
    }
    return record;
}

Json decision_event_data(
    const catalogue::Service& service, std::string_view case_id, int version, const Decision& decision
) {
    Json data;
    data.set("service", service.id);
    data.set("service_hash", service.hash);
    data.set("case", case_id);
    data.set("answers_version", std::int64_t{version});
    data.set("outcome", outcome_code(decision.kind()));
    data.set("automatic", decision.automatic());
    data.set("decided_by", decision.decided_by());
    return data;
}

void name_helper(Json& data, const std::optional<OnBehalf>& helper) {
    if (!helper) return;
    data.set("helper", helper->helper);
    data.set("mandate", helper->mandate);
}

Json sealed_helper(const OnBehalf& helper) {
    return Json::Object{
        {"helper", helper.helper},
        {"mandate", helper.mandate},
        {"helper_name", helper.helper_name},
        {"person", helper.person}
    };
}

std::optional<OnBehalf> helper_from(const Json& sealed) {
    if (sealed.is_null()) return std::nullopt;
    return OnBehalf{
        sealed.string_at("helper"), sealed.string_at("mandate"), sealed.string_at("helper_name"),
        sealed.string_at("person")
    };
}

}  // namespace guildhall::casework::internal
