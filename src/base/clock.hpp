#pragma once
/// Time enters by constructor: nothing else in the program asks what time it is.

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::base {

/// A point in time, UTC, to the microsecond (what both databases keep exactly, as an integer).
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

/// A clock that tests move. Thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : micros_(start.time_since_epoch().count()) {}
    [[nodiscard]] Instant now() const override;
    void advance(std::chrono::microseconds by);

private:
    std::atomic<std::int64_t> micros_;
};

/// RFC 3339 in UTC: `2026-11-22T09:11:05.123456Z`; the fraction is left out when it is zero.
[[nodiscard]] std::string to_rfc3339(Instant instant);
/// Reads exactly what `to_rfc3339` writes.
[[nodiscard]] std::optional<Instant> from_rfc3339(std::string_view text);

/// `22 November 2026`.
[[nodiscard]] std::string long_date(std::chrono::year_month_day date);

[[nodiscard]] std::int64_t to_micros(Instant instant);
[[nodiscard]] Instant from_micros(std::int64_t micros);

}  // namespace guildhall::base
