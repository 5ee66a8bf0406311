#include "feel/internal/temporal.hpp"

#include <algorithm>

#include "feel/internal/calendar.hpp"
#include "feel/internal/time_zone.hpp"

namespace guildhall::feel {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

/// Reads fixed shapes from a text, digit by digit.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
        const std::size_t start = at_;
        std::int64_t value = 0;
        while (at_ < text_.size() && at_ - start < most && text_[at_] >= '0' && text_[at_] <= '9') {
            value = value * 10 + (text_[at_++] - '0');
        }
        if (at_ - start < least) return std::nullopt;
        taken_ = at_ - start;
        return value;
    }
    /// The digits of a fraction as nanoseconds; further digits are cut off.
    std::optional<std::int64_t> fraction() {
        const std::size_t start = at_;
        std::int64_t value = 0;
        std::int64_t unit = nanoseconds_a_second;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
            unit /= 10;
            value += (text_[at_++] - '0') * unit;
        }
        if (at_ == start) return std::nullopt;
        return value;
    }
    [[nodiscard]] bool end() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[nodiscard]] std::size_t taken() const { return taken_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t taken_ = 0;
};

std::optional<Date> read_date(Reader& reader) {
    const bool negative = reader.take('-');
    const bool leading_zero = reader.peek() == '0';
    const auto year = reader.digits(4, 9);
    if (!year || (leading_zero && reader.taken() > 4) || !reader.take('-')) return std::nullopt;
    const auto month = reader.digits(2, 2);
    if (!month || !reader.take('-')) return std::nullopt;
    const auto day = reader.digits(2, 2);
    if (!day) return std::nullopt;
    return make_date(negative ? -*year : *year, *month, *day);
}

std::optional<Time> read_time(Reader& reader) {
    Time time;
    const auto hour = reader.digits(2, 2);
    if (!hour || !reader.take(':')) return std::nullopt;
    const auto minute = reader.digits(2, 2);
    if (!minute || !reader.take(':')) return std::nullopt;
    const auto second = reader.digits(2, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    time.nanoseconds = ((*hour * 60 + *minute) * 60 + *second) * nanoseconds_a_second;
    if (reader.take('.')) {
        const auto fraction = reader.fraction();
        if (!fraction) return std::nullopt;
        time.nanoseconds += *fraction;
    }
    if (reader.take('Z') || reader.take('z')) {
        time.offset_seconds = 0;
    } else if (reader.peek() == '+' || reader.peek() == '-') {
        const bool west = reader.take('-');
        if (!west) reader.take('+');
        const auto hours = reader.digits(2, 2);
        if (!hours || !reader.take(':')) return std::nullopt;
        const auto minutes = reader.digits(2, 2);
        if (!minutes || *minutes > 59) return std::nullopt;
        std::int64_t seconds = 0;
        if (reader.take(':')) {
            const auto written = reader.digits(2, 2);
            if (!written || *written > 59) return std::nullopt;
            seconds = *written;
        }
        const std::int64_t offset = (*hours * 60 + *minutes) * 60 + seconds;
        if (offset > 14 * 3600) return std::nullopt;  // XML Schema part 2 section 3.2.7.3
        time.offset_seconds = static_cast<int>(west ? -offset : offset);
    } else if (reader.take('@')) {
        time.zone = std::string(reader.rest());
        if (!is_zone(time.zone)) return std::nullopt;
        return time;
    }
    if (!reader.end()) return std::nullopt;
    return time;
}

/// Seconds since the epoch, in UTC when the moment has an offset, else as if it had.
std::int64_t seconds_since_epoch(const DateTime& moment) {
    return moment.date.days_since_epoch() * seconds_a_day + moment.time.nanoseconds / nanoseconds_a_second -
           offset_of(moment.time, moment.date).value_or(0);
}

std::string fraction_text(std::int64_t nanoseconds) {
    if (nanoseconds == 0) return {};
    std::string digits = fmt::format(".{:09}", nanoseconds);
    while (digits.back() == '0') digits.pop_back();
    return digits;
}

DaysTimeDuration normalised(std::int64_t seconds, std::int64_t nanoseconds) {
    seconds += nanoseconds / nanoseconds_a_second;
    nanoseconds %= nanoseconds_a_second;
    if (seconds > 0 && nanoseconds < 0) {
        --seconds;
        nanoseconds += nanoseconds_a_second;
    } else if (seconds < 0 && nanoseconds > 0) {
        ++seconds;
        nanoseconds -= nanoseconds_a_second;
    }
    return {seconds, static_cast<std::int32_t>(nanoseconds)};
}

}  // namespace

bool is_zone(std::string_view name) {
    return TimeZone::named(name) != nullptr;
}

std::optional<Date> parse_date(std::string_view text) {
    Reader reader(text);
    const auto date = read_date(reader);
    return reader.end() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
    Reader reader(text);
    return read_time(reader);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Reader reader(text);
    const auto date = read_date(reader);
    if (!date) return std::nullopt;
    if (!reader.take('T')) return std::nullopt;
    if (reader.rest().starts_with("24:00:00")) {  // the end of a day is the start of the next
        const std::string midnight = "00:00:00" + std::string(reader.rest().substr(8));
        const auto time = parse_time(midnight);
        const auto next = shifted(*date, DaysTimeDuration{seconds_a_day, 0});
        if (!time || !next || time->nanoseconds != 0) return std::nullopt;
        return DateTime{*next, *time};
    }
    const auto time = read_time(reader);
    if (!time) return std::nullopt;
    return DateTime{*date, *time};
}

Value parse_duration(std::string_view text) {
    Reader reader(text);
    const bool negative = reader.take('-');
    if (!reader.take('P') || reader.end()) return {};
    std::int64_t months = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool any_months = false;
    bool any_seconds = false;
    bool in_time = false;
    static constexpr std::string_view date_units = "YMD";
    static constexpr std::string_view time_units = "HMS";
    std::size_t next_unit = 0;
    while (!reader.end()) {
        if (!in_time && reader.take('T')) {
            in_time = true;
            next_unit = 0;
            if (reader.end()) return {};
            continue;
        }
        const auto amount = reader.digits(1, 15);
        if (!amount) return {};
        std::optional<std::int64_t> fraction;
        if (in_time && reader.take('.')) {
            fraction = reader.fraction().value_or(0);  // "PT0.S" is read as XML Schema's lexical mapping has it
        }
        const auto& units = in_time ? time_units : date_units;
        const std::size_t unit = units.find(reader.peek());
        if (unit == std::string_view::npos || unit < next_unit || !reader.take(units[unit])) return {};
        next_unit = unit + 1;
        if (fraction && units[unit] != 'S') return {};
        if (!in_time && unit < 2) {
            any_months = true;
            months += *amount * (unit == 0 ? 12 : 1);
        } else {
            any_seconds = true;
            const std::int64_t unit_seconds = !in_time ? seconds_a_day : unit == 0 ? 3600 : unit == 1 ? 60 : 1;
            std::int64_t product = 0;
            if (__builtin_mul_overflow(*amount, unit_seconds, &product) ||
                __builtin_add_overflow(seconds, product, &seconds))
                return {};
            if (in_time && fraction) nanoseconds = *fraction;
        }
        if (seconds > 8'000'000'000'000'000'000) return {};
    }
    if (any_months == any_seconds) return {};  // the two kinds do not mix
    if (any_months) return Value(YearsMonthsDuration{negative ? -months : months});
    return Value(normalised(negative ? -seconds : seconds, negative ? -nanoseconds : nanoseconds));
}

Value temporal_literal(std::string_view text) {
    if (const auto date = parse_date(text)) return Value(*date);
    if (auto moment = parse_date_time(text)) return Value(std::move(*moment));
    if (auto time = parse_time(text)) return Value(std::move(*time));
    return parse_duration(text);
}

std::string text_of(const Date& date) {
    return fmt::format("{}{:04}-{:02}-{:02}", date.year < 0 ? "-" : "", std::abs(date.year), date.month, date.day);
}

std::string text_of(const Time& time) {
    const std::int64_t seconds = time.nanoseconds / nanoseconds_a_second;
    std::string text = fmt::format(
        "{:02}:{:02}:{:02}{}", seconds / 3600, seconds / 60 % 60, seconds % 60,
        fraction_text(time.nanoseconds % nanoseconds_a_second)
    );
    if (!time.zone.empty()) return text + "@" + time.zone;
    if (!time.offset_seconds) return text;
    if (*time.offset_seconds == 0) return text + "Z";
    const int offset = *time.offset_seconds < 0 ? -*time.offset_seconds : *time.offset_seconds;
    text += fmt::format("{}{:02}:{:02}", *time.offset_seconds < 0 ? '-' : '+', offset / 3600, offset / 60 % 60);
    if (offset % 60 != 0) text += fmt::format(":{:02}", offset % 60);
    return text;
}

std::string text_of(const DateTime& moment) {
    return text_of(moment.date) + "T" + text_of(moment.time);
}

std::string text_of(const DaysTimeDuration& duration) {
    const bool negative = duration.seconds < 0 || duration.nanoseconds < 0;
    const std::int64_t seconds = negative ? -duration.seconds : duration.seconds;
    const std::int64_t nanoseconds = negative ? -std::int64_t{duration.nanoseconds} : duration.nanoseconds;
    if (seconds == 0 && nanoseconds == 0) return "PT0S";
    std::string text = negative ? "-P" : "P";
    if (seconds >= seconds_a_day) text += fmt::format("{}D", seconds / seconds_a_day);
    if (seconds % seconds_a_day == 0 && nanoseconds == 0) return text;
    text += 'T';
    if (seconds / 3600 % 24 != 0) text += fmt::format("{}H", seconds / 3600 % 24);
    if (seconds / 60 % 60 != 0) text += fmt::format("{}M", seconds / 60 % 60);
    if (seconds % 60 != 0 || nanoseconds != 0) text += fmt::format("{}{}S", seconds % 60, fraction_text(nanoseconds));
    return text;
}

std::string text_of(const YearsMonthsDuration& duration) {
    if (duration.months == 0) return "P0M";
    const std::int64_t months = duration.months < 0 ? -duration.months : duration.months;
    std::string text = duration.months < 0 ? "-P" : "P";
    if (months >= 12) text += fmt::format("{}Y", months / 12);
    if (months % 12 != 0) text += fmt::format("{}M", months % 12);
    return text;
}

std::optional<int> offset_of(const Time& time, const Date& day) {
    if (time.offset_seconds) return time.offset_seconds;
    if (time.zone.empty()) return std::nullopt;
    const auto zone = TimeZone::named(time.zone);
    if (zone == nullptr) return std::nullopt;
    return zone->offset_at_local(day.days_since_epoch() * seconds_a_day + time.nanoseconds / nanoseconds_a_second);
}

std::optional<DateTime> in_zone(std::int64_t seconds, int nanoseconds, const std::string& zone_name) {
    const auto zone = TimeZone::named(zone_name);
    if (zone == nullptr) return std::nullopt;
    const std::int64_t local = seconds + zone->offset_at(seconds);
    const auto date = date_of_days(floor_divided(local, seconds_a_day));
    if (!date) return std::nullopt;
    const std::int64_t within = local - floor_divided(local, seconds_a_day) * seconds_a_day;
    return DateTime{*date, Time{within * nanoseconds_a_second + nanoseconds, std::nullopt, zone_name}};
}

std::strong_ordering order(const Date& a, const Date& b) {
    return a <=> b;
}

std::optional<std::strong_ordering> order(const Time& a, const Time& b) {
    const Date day;
    const auto offset_a = offset_of(a, day);
    const auto offset_b = offset_of(b, day);
    if (offset_a.has_value() != offset_b.has_value()) return std::nullopt;
    return a.nanoseconds - offset_a.value_or(0) * nanoseconds_a_second <=>
           b.nanoseconds - offset_b.value_or(0) * nanoseconds_a_second;
}

std::optional<std::strong_ordering> order(const DateTime& a, const DateTime& b) {
    if (offset_of(a.time, a.date).has_value() != offset_of(b.time, b.date).has_value()) return std::nullopt;
    const auto seconds = seconds_since_epoch(a) <=> seconds_since_epoch(b);
    if (seconds != 0) return seconds;
    return a.time.nanoseconds % nanoseconds_a_second <=> b.time.nanoseconds % nanoseconds_a_second;
}

bool same_second(const Time& a, const Time& b) {
    const auto whole = [](Time time) {
        time.nanoseconds -= time.nanoseconds % nanoseconds_a_second;
        return time;
    };
    const auto found = order(whole(a), whole(b));
    return found && *found == 0;
}

bool same_second(const DateTime& a, const DateTime& b) {
    return offset_of(a.time, a.date).has_value() == offset_of(b.time, b.date).has_value() &&
           seconds_since_epoch(a) == seconds_since_epoch(b);
}

std::strong_ordering order(const DaysTimeDuration& a, const DaysTimeDuration& b) {
    return a.seconds != b.seconds ? a.seconds <=> b.seconds : a.nanoseconds <=> b.nanoseconds;
}

DateTime at_midnight(const Date& date) {
    return DateTime{date, Time{}};
}

std::optional<DaysTimeDuration> difference(const DateTime& a, const DateTime& b) {
    if (offset_of(a.time, a.date).has_value() != offset_of(b.time, b.date).has_value()) return std::nullopt;
    return normalised(
        seconds_since_epoch(a) - seconds_since_epoch(b),
        a.time.nanoseconds % nanoseconds_a_second - b.time.nanoseconds % nanoseconds_a_second
    );
}

std::optional<DaysTimeDuration> difference(const Time& a, const Time& b) {
    const Date day;
    const auto offset_a = offset_of(a, day);
    const auto offset_b = offset_of(b, day);
    if (offset_a.has_value() != offset_b.has_value()) return std::nullopt;
    return normalised(offset_b.value_or(0) - offset_a.value_or(0), a.nanoseconds - b.nanoseconds);
}

std::optional<DateTime> shifted(const DateTime& moment, const DaysTimeDuration& by) {
    if (!moment.time.zone.empty()) {  // hours pass on the line of time, whatever the clocks of the zone do meanwhile
        DateTime universal = moment;
        universal.time.zone.clear();
        const int offset = offset_of(moment.time, moment.date).value_or(0);
        const auto there = shifted(universal, by);
        if (!there) return std::nullopt;
        return in_zone(
            seconds_since_epoch(*there) - offset, static_cast<int>(there->time.nanoseconds % nanoseconds_a_second),
            moment.time.zone
        );
    }
    std::int64_t nanoseconds = moment.time.nanoseconds % nanoseconds_a_second + by.nanoseconds;
    std::int64_t seconds =
        moment.date.days_since_epoch() * seconds_a_day + moment.time.nanoseconds / nanoseconds_a_second;
    if (__builtin_add_overflow(seconds, by.seconds, &seconds)) return std::nullopt;
    if (__builtin_add_overflow(seconds, floor_divided(nanoseconds, nanoseconds_a_second), &seconds))
        return std::nullopt;
    nanoseconds -= floor_divided(nanoseconds, nanoseconds_a_second) * nanoseconds_a_second;
    const std::int64_t days = floor_divided(seconds, seconds_a_day);
    const auto date = date_of_days(days);
    if (!date) return std::nullopt;
    DateTime result{*date, moment.time};
    result.time.nanoseconds = (seconds - days * seconds_a_day) * nanoseconds_a_second + nanoseconds;
    return result;
}

std::optional<Date> shifted(const Date& date, const DaysTimeDuration& by) {
    const auto moment = shifted(at_midnight(date), by);
    if (!moment) return std::nullopt;
    return moment->date;
}

Time shifted(const Time& time, const DaysTimeDuration& by) {
    constexpr std::int64_t nanoseconds_a_day = seconds_a_day * nanoseconds_a_second;
    Time result = time;
    result.nanoseconds += by.seconds % seconds_a_day * nanoseconds_a_second + by.nanoseconds;
    result.nanoseconds -= floor_divided(result.nanoseconds, nanoseconds_a_day) * nanoseconds_a_day;
    return result;
}

std::optional<Date> shifted(const Date& date, const YearsMonthsDuration& by) {
    std::int64_t months = 0;
    if (__builtin_add_overflow(std::int64_t{date.year} * 12 + date.month - 1, by.months, &months)) return std::nullopt;
    const std::int64_t year = floor_divided(months, 12);
    if (year < -last_year || year > last_year) return std::nullopt;
    const auto month = static_cast<unsigned>(months - year * 12 + 1);
    return make_date(year, month, std::min<unsigned>(date.day, days_in_month(year, month)));
}

std::optional<DaysTimeDuration> sum(const DaysTimeDuration& a, const DaysTimeDuration& b) {
    std::int64_t seconds = 0;
    if (__builtin_add_overflow(a.seconds, b.seconds, &seconds)) return std::nullopt;
    if (seconds > 9'000'000'000'000'000'000 || seconds < -9'000'000'000'000'000'000) return std::nullopt;
    return normalised(seconds, std::int64_t{a.nanoseconds} + b.nanoseconds);
}

DaysTimeDuration negated(const DaysTimeDuration& duration) {
    return {-duration.seconds, -duration.nanoseconds};
}

Number seconds_of(const DaysTimeDuration& duration) {
    const auto fraction = Number(duration.nanoseconds).divided_by(Number(nanoseconds_a_second));
    return Number(duration.seconds).plus(*fraction).value_or(Number());
}

std::optional<DaysTimeDuration> duration_of_seconds(const Number& seconds) {
    const auto whole = seconds.rounded(0, Number::Rounding::down);
    if (!whole || !whole->integer()) return std::nullopt;
    const auto rest = seconds.minus(*whole)->times(Number(nanoseconds_a_second));
    if (!rest) return std::nullopt;
    const auto nanoseconds = rest->rounded(0, Number::Rounding::down)->integer();
    if (!nanoseconds || *whole->integer() > 9'000'000'000'000'000'000 ||
        *whole->integer() < -9'000'000'000'000'000'000) {
        return std::nullopt;
    }
    return normalised(*whole->integer(), *nanoseconds);
}

}  // namespace guildhall::feel
