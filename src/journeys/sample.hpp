#pragma once
/// Answers that a form would take, made up: for examples that do not give one, and for walking through a journey as a
/// resident would. Pure; thread-safe.

#include <cstdint>
#include <optional>

#include "journeys/answers.hpp"

namespace guildhall::journeys {

/// An answer to `question` that is right in form, in range and valid among `answers` at the member that `members`
/// names; the same for the same seed. Nothing when none was found: tried are the type's own answers and those at the
/// bounds that `range` and `valid` name. Not for repeats; a file's is a name without a document.
[[nodiscard]] std::optional<base::Json> sample_answer(
    const catalogue::Service& service, const catalogue::Question& question, const Answers& answers,
    const Members& members, base::Instant now, std::uint64_t seed
);

/// The controls that a form would send for an answer: the opposite of read_answer.
[[nodiscard]] SentFields fields_of(const catalogue::Question& question, const base::Json& answer);

}  // namespace guildhall::journeys
