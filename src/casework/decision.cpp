#include "casework/decision.hpp"

#include "base/text.hpp"

namespace guildhall::casework {
namespace {

constexpr std::size_t shortest_reason = 10;
constexpr std::size_t longest_reason = 4000;

base::Error refuse(base::ErrorCode code, std::string message, std::string detail) {
    return {code, {std::move(message)}, {std::move(detail)}};
}

}  // namespace

base::Result<Decision> Decision::by_rules(const journeys::Verdict& verdict) {
    if (!verdict.settled || !verdict.automatic || verdict.kind != catalogue::OutcomeKind::granted) {
        return refuse(base::ErrorCode::forbidden, "A person has to decide this.", "the rules alone may only grant");
    }
    return Decision{catalogue::OutcomeKind::granted, "", ""};
}

base::Result<Decision> Decision::by_person(
    catalogue::OutcomeKind kind, const Reviewer& reviewer, std::string_view reason
) {
    if (reviewer.account.empty()) {
        return refuse(base::ErrorCode::forbidden, "Sign in to decide.", "no reviewer named");
    }
    if (!reviewer.saw_inputs) {
        return refuse(
            base::ErrorCode::forbidden, "Open the case and read it before you decide.", "inputs were not on screen"
        );
    }
    std::string trimmed{base::trimmed(reason)};
    const std::size_t length = base::is_valid_utf8(trimmed) ? base::code_point_count(trimmed) : 0;
    if (length < shortest_reason) {
        return refuse(
            base::ErrorCode::invalid_input, "Write the reason, in words for the resident (at least 10 characters)",
            "reason too short"
        );
    }
    if (length > longest_reason) {
        return refuse(
            base::ErrorCode::invalid_input, "The reason must be 4,000 characters or fewer", "reason too long"
        );
    }
    return Decision{kind, reviewer.account, std::move(trimmed)};
}

base::Result<Decision> Decision::on_review(
    catalogue::OutcomeKind kind, const Reviewer& reviewer, std::string_view reason, std::string_view first_decided_by
) {
    if (reviewer.account == first_decided_by) {
        return refuse(
            base::ErrorCode::forbidden, "You decided this case, so someone else must review it.",
            "reviewer decided first"
        );
    }
    return by_person(kind, reviewer, reason);
}

std::string_view outcome_code(catalogue::OutcomeKind kind) {
    switch (kind) {
        case catalogue::OutcomeKind::granted:
            return "granted";
        case catalogue::OutcomeKind::granted_with_conditions:
            return "granted-with-conditions";
        case catalogue::OutcomeKind::refused:
            return "refused";
    }
    return "refused";
}

std::optional<catalogue::OutcomeKind> outcome_from_code(std::string_view code) {
    for (const auto kind :
         {catalogue::OutcomeKind::granted, catalogue::OutcomeKind::granted_with_conditions,
          catalogue::OutcomeKind::refused}) {
        if (outcome_code(kind) == code) return kind;
    }
    return std::nullopt;
}

}  // namespace guildhall::casework
