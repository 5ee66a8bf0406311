#pragma once
/// The proleptic Gregorian calendar over a thousand million years either side of zero (ISO 8601 section 3.2.1).

#include <cstdint>
#include <optional>

#include "feel/value.hpp"

namespace guildhall::feel {

constexpr std::int64_t last_year = 999'999'999;  ///< either side of zero

[[nodiscard]] bool is_leap_year(std::int64_t year);
[[nodiscard]] unsigned days_in_month(std::int64_t year, unsigned month);
/// Nothing when there is no such day, or its year is out of range.
[[nodiscard]] std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day);
/// The day that many days after 1970-01-01; nothing out of range.
[[nodiscard]] std::optional<Date> date_of_days(std::int64_t days);
/// 1 is Monday, 7 is Sunday.
[[nodiscard]] int iso_weekday(const Date& date);
/// 1 is the first of January.
[[nodiscard]] int day_of_year(const Date& date);
/// ISO 8601: the week belongs to the year that holds its Thursday.
[[nodiscard]] int iso_week(const Date& date);

/// Rounds toward minus infinity; `by` is positive.
[[nodiscard]] constexpr std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace guildhall::feel
