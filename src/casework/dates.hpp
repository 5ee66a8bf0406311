#pragma once
/// Dates as people read them.

#include <string>

#include "base/clock.hpp"

namespace guildhall::casework {

/// `22 November 2026`.
[[nodiscard]] std::string long_date(base::Instant instant);
/// `22 November 2026 at 10:42`.
[[nodiscard]] std::string long_date_and_time(base::Instant instant);
/// The last day before a deadline's midnight: `4 December 2026`.
[[nodiscard]] std::string deadline_day(base::Instant due);

}  // namespace guildhall::casework
