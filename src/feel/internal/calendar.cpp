#include "feel/internal/calendar.hpp"

#include <array>

namespace guildhall::feel {
namespace {

// A period of 400 years has the same days of the week; counting starts with March, so that leap days end a year.
constexpr std::int64_t days_in_period = 146'097;
constexpr std::int64_t epoch_in_period = 719'468;  ///< days from 0000-03-01 to 1970-01-01

}  // namespace

std::int64_t Date::days_since_epoch() const {
    const std::int64_t counted_year = std::int64_t{year} - (month <= 2 ? 1 : 0);
    const std::int64_t period = floor_divided(counted_year, 400);
    const std::int64_t year_of_period = counted_year - period * 400;
    const std::int64_t counted_month = month > 2 ? month - 3 : month + 9;
    const std::int64_t day_of_counted_year = (153 * counted_month + 2) / 5 + day - 1;
    return period * days_in_period + year_of_period * 365 + year_of_period / 4 - year_of_period / 100 +
           day_of_counted_year - epoch_in_period;
}

bool is_leap_year(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_in_month(std::int64_t year, unsigned month) {
    static constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < -last_year || year > last_year || month < 1 || month > 12 || day < 1) return std::nullopt;
    if (day > days_in_month(year, static_cast<unsigned>(month))) return std::nullopt;
    return Date(static_cast<std::int32_t>(year), static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::optional<Date> date_of_days(std::int64_t days) {
    if (days > 400'000'000'000 || days < -400'000'000'000) return std::nullopt;
    const std::int64_t counted = days + epoch_in_period;
    const std::int64_t period = floor_divided(counted, days_in_period);
    const std::int64_t day_of_period = counted - period * days_in_period;
    const std::int64_t year_of_period =
        (day_of_period - day_of_period / 1'460 + day_of_period / 36'524 - day_of_period / 146'096) / 365;
    const std::int64_t day_of_counted_year =
        day_of_period - (365 * year_of_period + year_of_period / 4 - year_of_period / 100);
    const std::int64_t counted_month = (5 * day_of_counted_year + 2) / 153;
    const std::int64_t day = day_of_counted_year - (153 * counted_month + 2) / 5 + 1;
    const std::int64_t month = counted_month < 10 ? counted_month + 3 : counted_month - 9;
    return make_date(year_of_period + period * 400 + (month <= 2 ? 1 : 0), month, day);
}

int iso_weekday(const Date& date) {
    const std::int64_t days = date.days_since_epoch() + 3;  // 1970-01-01 was a Thursday
    return static_cast<int>(days - floor_divided(days, 7) * 7) + 1;
}

int day_of_year(const Date& date) {
    return static_cast<int>(date.days_since_epoch() - Date(date.year, 1, 1).days_since_epoch()) + 1;
}

int iso_week(const Date& date) {
    const int thursday = day_of_year(date) + 4 - iso_weekday(date);
    const int days_in_year = is_leap_year(date.year) ? 366 : 365;
    if (thursday > days_in_year) return 1;
    if (thursday >= 1) return (thursday - 1) / 7 + 1;
    return (thursday + (is_leap_year(std::int64_t{date.year} - 1) ? 366 : 365) - 1) / 7 + 1;
}

}  // namespace guildhall::feel
