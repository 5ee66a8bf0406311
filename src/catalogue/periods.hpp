#pragma once
/// Lengths of time as folders write them, and what follows from them for drafts. Pure; thread-safe. Days are those of
/// UTC.

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// `30 days`, `2 months`, `10 working days` after an instant. A month that is too short ends on its last day.
[[nodiscard]] base::Instant later(base::Instant from, std::string_view length);
/// The same before it.
[[nodiscard]] base::Instant earlier(base::Instant from, std::string_view length);

/// The midnight until which a draft is kept that was last changed then: the end of the day that `keep:` leads to, 30
/// days when it says nothing, and never past the day on which the service closes.
[[nodiscard]] base::Instant end_of_draft(const Service& service, base::Instant last_change);
/// When its owner is told that it ends; nothing when that is not worth a message.
[[nodiscard]] std::optional<base::Instant> reminder_of_draft(const Service& service, base::Instant end);

/// Whether applications can be begun and sent in.
enum class Openness { open, not_yet, closed };
[[nodiscard]] Openness openness(const Service& service, base::Instant now);

}  // namespace guildhall::catalogue
