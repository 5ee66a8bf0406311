#include "portal/internal/standing_words.hpp"

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

std::string standing_words(const casework::CaseSummary& summary, const words::Locale& locale) {
    const auto day = [&](base::Instant instant) {
        return locale.date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)});
    };
    // What is due by midnight is due on the day that ends then.
    const std::string due = day(summary.due_at - std::chrono::microseconds{1});
    switch (summary.status) {
        case casework::Status::with_person:
            return locale.text("standing.with_person_until", {{"date", due}});
        case casework::Status::in_review:
            return locale.text("standing.in_review_until", {{"date", due}});
        case casework::Status::decided:
            break;
    }
    std::string outcome = locale.text("standing.refused");
    if (summary.outcome == catalogue::OutcomeKind::granted) outcome = locale.text("standing.granted");
    if (summary.outcome == catalogue::OutcomeKind::granted_with_conditions)
        outcome = locale.text("standing.granted_with_conditions");
    return locale.text("standing.decided_on", {{"outcome", outcome}, {"date", day(summary.decided_at)}});
}

}  // namespace guildhall::portal
