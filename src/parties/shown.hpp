#pragma once
/// What somebody who takes part reads, and what they sign. Pure; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "journeys/sayings.hpp"

namespace guildhall::parties {

/// A service in a language, `nb` or `en-GB`; itself when it has no words in it.
[[nodiscard]] const catalogue::Service& in_language(const catalogue::Service& service, std::string_view tag);

/// Which of the answers: those that are theirs, or those that they read beside them.
enum class Answered { by_them, by_others };
/// Under headings, as they count. Lives as long as `service` and `answers`.
[[nodiscard]] std::vector<journeys::SummaryGroup> answers_for(
    const catalogue::Service& service, const catalogue::Party& party, Answered answered,
    const journeys::Answers& answers, const words::Locale& locale, base::Instant now
);

/// What they sign, in their words: the service's, or the program's own.
[[nodiscard]] std::string statement_of(const catalogue::Party& party, const words::Locale& locale);

/// All that a signature is for, the same bytes for the same answers and words: the statement, the answers as they are
/// kept, and as they were read on the day of `at`. `service` is in the language of `locale`.
[[nodiscard]] std::string signed_text(
    const catalogue::Service& service, const catalogue::Party& party, const journeys::Answers& answers,
    const words::Locale& locale, base::Instant at
);

}  // namespace guildhall::parties
