#pragma once
/// Time zones of the system's database: compiled files in the format of RFC 8536 (TZif), the rule at their end
/// included, which holds for every year after the last one listed.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

/// The end of a TZif file: two offsets and the days of the year on which they take turns (RFC 8536 section 3.3, POSIX
/// section 8.3).
struct ZoneRule {
    int standard_offset = 0;
    struct Change {
        enum class Kind { month_week_day, julian, day_of_year } kind = Kind::month_week_day;
        int month = 0, week = 0, weekday = 0;  ///< week 5 is the last; weekday 0 is Sunday
        int day = 0;
        int seconds = 7'200;  ///< after midnight, local time
    };
    struct Daylight {
        int offset = 0;
        Change start, end;
    };
    std::optional<Daylight> daylight;

    [[nodiscard]] static std::optional<ZoneRule> parse(std::string_view text);
    [[nodiscard]] int offset_at(std::int64_t seconds_since_epoch) const;
};

/// One zone. Immutable, shared, thread-safe.
class TimeZone {
public:
    /// Null when the database has no such zone. Zones once read are kept.
    [[nodiscard]] static std::shared_ptr<const TimeZone> named(std::string_view name);

    /// Seconds east of UTC at a point in time.
    [[nodiscard]] int offset_at(std::int64_t seconds_since_epoch) const;
    /// The same for a reading of the local clock. Of two that fit (the hour that comes twice) the first; of none (the
    /// hour left out) the one before.
    [[nodiscard]] int offset_at_local(std::int64_t local_seconds) const;

private:
    [[nodiscard]] static std::shared_ptr<const TimeZone> read(std::string_view bytes);

    std::vector<std::int64_t> changes_;  ///< seconds since the epoch, ascending
    std::vector<int> offsets_;           ///< from each change on
    int first_offset_ = 0;
    std::optional<ZoneRule> rule_;
};

}  // namespace guildhall::feel
