#pragma once
/// Dates, times and durations: reading, writing, order and arithmetic (DMN 1.5 sections 10.3.2.3.4 to 10.3.2.3.8).

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "feel/value.hpp"

namespace guildhall::feel {

[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);
/// Either kind of duration; null when the text is none.
[[nodiscard]] Value parse_duration(std::string_view text);
/// What `@"…"` means; null when nothing.
[[nodiscard]] Value temporal_literal(std::string_view text);

[[nodiscard]] std::string text_of(const Date& date);
[[nodiscard]] std::string text_of(const Time& time);
[[nodiscard]] std::string text_of(const DateTime& moment);
[[nodiscard]] std::string text_of(const DaysTimeDuration& duration);
[[nodiscard]] std::string text_of(const YearsMonthsDuration& duration);

/// Seconds east of UTC, when the time has an offset or a zone. A zone's offset depends on the day.
[[nodiscard]] std::optional<int> offset_of(const Time& time, const Date& day);
/// The same point in time, read in a zone of the IANA database; nothing for a zone that does not exist.
[[nodiscard]] std::optional<DateTime> in_zone(
    std::int64_t seconds_since_epoch, int nanoseconds, const std::string& zone
);
[[nodiscard]] bool is_zone(std::string_view name);

/// Nothing when one has an offset and the other has none.
[[nodiscard]] std::optional<std::strong_ordering> order(const Time& a, const Time& b);
[[nodiscard]] std::optional<std::strong_ordering> order(const DateTime& a, const DateTime& b);
[[nodiscard]] std::strong_ordering order(const Date& a, const Date& b);
[[nodiscard]] std::strong_ordering order(const DaysTimeDuration& a, const DaysTimeDuration& b);

/// Whether the whole seconds agree, time zones taken into account: what `=` asks.
[[nodiscard]] bool same_second(const Time& a, const Time& b);
[[nodiscard]] bool same_second(const DateTime& a, const DateTime& b);

/// `year`, `hour`, `time offset`, … of a date, time or duration; nothing when it has no such property.
[[nodiscard]] std::optional<Value> temporal_property(const Value& value, std::string_view name);

/// Midnight without a zone.
[[nodiscard]] DateTime at_midnight(const Date& date);
[[nodiscard]] std::optional<DaysTimeDuration> difference(const DateTime& a, const DateTime& b);
[[nodiscard]] std::optional<DaysTimeDuration> difference(const Time& a, const Time& b);
[[nodiscard]] std::optional<DateTime> shifted(const DateTime& moment, const DaysTimeDuration& by);
[[nodiscard]] std::optional<Date> shifted(const Date& date, const DaysTimeDuration& by);
[[nodiscard]] Time shifted(const Time& time, const DaysTimeDuration& by);
/// A day that the month does not have becomes the month's last.
[[nodiscard]] std::optional<Date> shifted(const Date& date, const YearsMonthsDuration& by);
[[nodiscard]] std::optional<DaysTimeDuration> sum(const DaysTimeDuration& a, const DaysTimeDuration& b);
[[nodiscard]] DaysTimeDuration negated(const DaysTimeDuration& duration);
[[nodiscard]] Number seconds_of(const DaysTimeDuration& duration);
[[nodiscard]] std::optional<DaysTimeDuration> duration_of_seconds(const Number& seconds);

}  // namespace guildhall::feel
