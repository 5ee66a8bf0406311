#pragma once
/// How a service performs, counted from events alone; holds no ids of people.

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "events/events.hpp"
#include "store/store.hpp"

namespace guildhall::insight {

/// Counts of one day (UTC) or of many; what happened on that day, not what began on it.
struct Counts {
    std::int64_t started = 0;
    std::int64_t submitted = 0;
    std::int64_t decided = 0;
    std::int64_t automatic = 0;  ///< of `decided`: by the rules alone
    std::int64_t granted = 0;    ///< of `decided`, with or without conditions
    std::int64_t refused = 0;
    std::int64_t reviews_requested = 0;
    std::array<std::int64_t, 5> ratings{};  ///< how many gave 1, 2, … 5
};

struct DayCounts {
    std::chrono::sys_days day{};
    Counts counts;
};

struct Performance {
    std::string service;
    std::chrono::sys_days from{}, to{};  ///< both included
    std::vector<DayCounts> days;         ///< every day of the span, oldest first
    Counts total;
    /// Shares from 0 to 1; nothing when there is nothing to divide by.
    std::optional<double> completion;       ///< submitted of started
    std::optional<double> automatic_share;  ///< of decided
    std::optional<double> satisfaction;     ///< ratings of 4 and 5 of all
    /// The middle time from submission to decision, read from a histogram: true to about an eighth.
    std::optional<std::chrono::seconds> median_time_to_decision;
};

/// Follows the events. Thread-safe; subscribe it to the dispatcher.
class PerformanceCounter final : public events::Subscriber {
public:
    [[nodiscard]] std::string_view name() const override { return "performance"; }
    [[nodiscard]] std::function<void(store::WriteTransaction&)> handle(const std::vector<events::Event>& batch
    ) override;
};

/// At most 3660 days; `invalid_input` for more, or for a span that ends before it begins.
[[nodiscard]] base::Result<Performance> performance(
    store::Store& store, std::string_view service, std::chrono::sys_days from, std::chrono::sys_days to
);

/// One line a day, with a header line (RFC 4180).
[[nodiscard]] std::string performance_csv(const Performance& performance);

/// A line of comma-separated values with CRLF; quotes where needed (RFC 4180).
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

}  // namespace guildhall::insight
