#pragma once
/// How long things took, and how a measurement is told: as one line of JSON.

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

#include "base/json.hpp"

namespace guildhall::bench {

using Steady = std::chrono::steady_clock;

/// How long each of many operations took. Not thread-safe: one for each thread, joined at the end.
class Durations {
public:
    void add(Steady::duration duration) { durations_.push_back(duration); }
    void join(const Durations& others);
    [[nodiscard]] std::size_t count() const { return durations_.size(); }
    /// `{count, p50_ms, p99_ms, max_ms}`; a percentile is the smallest duration that so many do not exceed.
    [[nodiscard]] base::Json summary();

private:
    std::vector<Steady::duration> durations_;
};

/// CPU time that this process has used so far, all threads.
[[nodiscard]] std::chrono::microseconds cpu_time();

[[nodiscard]] double seconds(Steady::duration duration);

/// Runs `work(i)` on `count` threads at once and waits for all of them. The first exception is thrown again.
void on_threads(std::size_t count, const std::function<void(std::size_t)>& work);

void print(const base::Json& figures);

}  // namespace guildhall::bench
