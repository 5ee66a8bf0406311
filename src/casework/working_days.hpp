#pragma once
/// Deadlines in working days: Monday to Friday.

#include "base/clock.hpp"

namespace guildhall::casework {

/// The end of the working day (UTC midnight that ends it) that comes `days` working days after the day of `from`.
[[nodiscard]] base::Instant after_working_days(base::Instant from, int days);

/// Whole working days from the day of `now` until `due`; 0 on the last day, negative when it has passed.
[[nodiscard]] int working_days_until(base::Instant now, base::Instant due);

}  // namespace guildhall::casework
