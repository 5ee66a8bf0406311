#include "portal/internal/standing_words.hpp"

#include <fmt/format.h>

#include "casework/dates.hpp"

namespace guildhall::portal {

std::string outcome_words(catalogue::OutcomeKind kind) {
    switch (kind) {
        case catalogue::OutcomeKind::granted:
            return "Granted";
        case catalogue::OutcomeKind::granted_with_conditions:
            return "Granted with conditions";
        case catalogue::OutcomeKind::refused:
            return "Refused";
    }
    return "Refused";
}

std::string standing_words(const casework::CaseSummary& summary) {
    switch (summary.status) {
        case casework::Status::with_person:
            return fmt::format("With a person. You hear by {}.", casework::deadline_day(summary.due_at));
        case casework::Status::in_review:
            return fmt::format("Under review by someone else. You hear by {}.", casework::deadline_day(summary.due_at));
        case casework::Status::decided:
            return fmt::format(
                "{} on {}.", outcome_words(summary.outcome.value_or(catalogue::OutcomeKind::refused)),
                casework::long_date(summary.decided_at)
            );
    }
    return {};
}

}  // namespace guildhall::portal
