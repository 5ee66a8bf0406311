#include "portal/internal/standing_words.hpp"

#include "casework/dates.hpp"

namespace guildhall::portal {

std::string outcome_words(catalogue::OutcomeKind kind, const words::Locale& locale) {
    switch (kind) {
        case catalogue::OutcomeKind::granted:
            return locale.text("standing.granted");
        case catalogue::OutcomeKind::granted_with_conditions:
            return locale.text("standing.granted_with_conditions");
        case catalogue::OutcomeKind::refused:
            break;
    }
    return locale.text("standing.refused");
}

std::string standing_words(const casework::CaseSummary& summary, const words::Locale& locale) {
    switch (summary.status) {
        case casework::Status::with_person:
            return locale.text(
                "standing.with_person_until", {{"date", casework::deadline_day(locale, summary.due_at)}}
            );
        case casework::Status::in_review:
            return locale.text("standing.in_review_until", {{"date", casework::deadline_day(locale, summary.due_at)}});
        case casework::Status::decided:
            break;
    }
    return locale.text(
        "standing.decided_on",
        {{"outcome", outcome_words(summary.outcome.value_or(catalogue::OutcomeKind::refused), locale)},
         {"date", casework::long_date(locale, summary.decided_at)}}
    );
}

}  // namespace guildhall::portal
