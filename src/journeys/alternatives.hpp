#pragma once
/// What would have changed the outcome: other answers with which the rules would have decided otherwise. Pure;
/// thread-safe.

#include <string>
#include <vector>

#include "journeys/journey.hpp"

namespace guildhall::journeys {

struct ChangedAnswer {
    const catalogue::Question* question = nullptr;  ///< of the service
    base::Json from;                                ///< null when it was not asked
    base::Json to;
};

/// Answers that together lead to another outcome; tried with the rules and the service's own conditions.
struct Alternative {
    std::vector<ChangedAnswer> changes;
    catalogue::OutcomeKind kind = catalogue::OutcomeKind::refused;
    /// Every one of these answers is the person's to change.
    [[nodiscard]] bool theirs_to_change() const;
};

struct Alternatives {
    std::vector<Alternative> found;  ///< the fewest changes, the nearest first
    bool complete = true;            ///< false: the search ended early, and there may be others
};

/// A resident hears of better outcomes alone, through answers with `can-change: true`; staff of any other outcome,
/// through any answer that the rules read.
enum class Reader { resident, staff };
/// Empty when the outcome is not settled, or the service has no rules on that day.
[[nodiscard]] Alternatives alternatives(
    const catalogue::Service& service, const Answers& answers, base::Instant now, Reader reader
);

/// `6 m instead of 8 m`, `Yes instead of No`; without what was answered where nothing was.
[[nodiscard]] std::string change_words(const ChangedAnswer& change, const words::Locale& locale);

}  // namespace guildhall::journeys
