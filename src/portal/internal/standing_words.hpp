#pragma once
/// Where a case stands, in one sentence.

#include <string>

#include "casework/cases.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

/// `With a person. You hear by 4 December 2026.`
[[nodiscard]] std::string standing_words(const casework::CaseSummary& summary, const words::Locale& locale);
/// `Granted`, `Granted with conditions`, `Refused`.
[[nodiscard]] std::string outcome_words(catalogue::OutcomeKind kind, const words::Locale& locale);

}  // namespace guildhall::portal
