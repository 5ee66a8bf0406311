#pragma once
/// What there is to pay for an application. Pure; thread-safe.

#include <optional>

#include "base/result.hpp"
#include "journeys/journey.hpp"
#include "words/money.hpp"

namespace guildhall::journeys {

/// The fee for the answers that count, once all of them are given (Standing::relevant); none when the service has no
/// fee, or it comes to 0 or null. `internal`, with words for the person, when the service's expression comes to
/// something that nobody can pay: no number, less than nothing, more decimals than the currency has.
[[nodiscard]] base::Result<std::optional<words::Money>> fee_of(
    const catalogue::Service& service, const Answers& relevant, base::Instant now
);

}  // namespace guildhall::journeys
