#pragma once
/// What differs between two sets of answers, in words. Pure; thread-safe.

#include <string>
#include <vector>

#include "journeys/sayings.hpp"

namespace guildhall::journeys {

/// One answer that differs. Lines are separated by `\n`; empty words: not asked, or left empty.
struct AnswerChange {
    std::string label;  ///< the question, after the member that it is about
    std::string before;
    std::string now;
    bool looks_alike = false;  ///< the words are the same, and yet it is another: a file of the same name
    const base::Json* answer_before = nullptr;  ///< as it is kept; null when there was none
    const base::Json* answer_now = nullptr;
};

/// In the order of the journey; what is gone stands last. Calculated values are left out: they follow from the others.
/// Lives as long as both sets of answers.
[[nodiscard]] std::vector<AnswerChange> changes_between(
    const catalogue::Service& service, const Answers& before, const Answers& now, const words::Locale& locale,
    base::Instant at
);

}  // namespace guildhall::journeys
