#include "base/clock.hpp"

#include <fmt/format.h>

#include <charconv>

namespace guildhall::base {
namespace {

/// Reads `text[from, from+size)` as digits alone.
std::optional<int> digits(std::string_view text, std::size_t from, std::size_t size) {
    if (from + size > text.size()) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(from, size)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Instant ManualClock::now() const {
    return from_micros(micros_.load());
}

void ManualClock::advance(std::chrono::microseconds by) {
    micros_ += by.count();
}

std::string to_rfc3339(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    std::string out = fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count()
    );
    if (time.subseconds().count() != 0) out += fmt::format(".{:06}", time.subseconds().count());
    return out + "Z";
}

std::optional<Instant> from_rfc3339(std::string_view text) {
    if (text.size() != 20 && text.size() != 27) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text.back() != 'Z') {
        return std::nullopt;
    }
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    int micros = 0;
    if (text.size() == 27) {
        const auto fraction = digits(text, 20, 6);
        if (text[19] != '.' || !fraction) return std::nullopt;
        micros = *fraction;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}
    };
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + std::chrono::microseconds{micros};
}

std::string long_date(std::chrono::year_month_day date) {
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    return fmt::format(
        "{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year())
    );
}

std::int64_t to_micros(Instant instant) {
    return instant.time_since_epoch().count();
}

Instant from_micros(std::int64_t micros) {
    return Instant{std::chrono::microseconds{micros}};
}

}  // namespace guildhall::base
