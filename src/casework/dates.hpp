#pragma once
/// Dates as people read them: in English for staff, and in a reader's language.

#include <string>

#include "base/clock.hpp"
#include "words/locale.hpp"

namespace guildhall::casework {

/// `22 November 2026`.
[[nodiscard]] std::string long_date(base::Instant instant);
[[nodiscard]] std::string long_date(const words::Locale& locale, base::Instant instant);
/// `22 November 2026 at 10:42`.
[[nodiscard]] std::string long_date_and_time(base::Instant instant);
[[nodiscard]] std::string long_date_and_time(const words::Locale& locale, base::Instant instant);
/// The last day before a deadline's midnight: `4 December 2026`.
[[nodiscard]] std::string deadline_day(base::Instant due);
[[nodiscard]] std::string deadline_day(const words::Locale& locale, base::Instant due);

}  // namespace guildhall::casework
