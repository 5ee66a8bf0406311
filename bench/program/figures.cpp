#include "figures.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <thread>

namespace guildhall::bench {

void Durations::join(const Durations& others) {
    durations_.insert(durations_.end(), others.durations_.begin(), others.durations_.end());
}

base::Json Durations::summary() {
    std::ranges::sort(durations_);
    const auto at = [&](double share) {
        if (durations_.empty()) return 0.0;
        const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(durations_.size())));
        return seconds(durations_[std::max<std::size_t>(rank, 1) - 1]) * 1e3;
    };
    return base::Json::Object{
        {"count", static_cast<std::int64_t>(durations_.size())},
        {"p50_ms", at(0.5)},
        {"p99_ms", at(0.99)},
        {"max_ms", at(1)}
    };
}

std::chrono::microseconds cpu_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds{usage.ru_utime.tv_sec + usage.ru_stime.tv_sec} +
           std::chrono::microseconds{usage.ru_utime.tv_usec + usage.ru_stime.tv_usec};
}

double seconds(Steady::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

void on_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::mutex mutex;
    std::exception_ptr failed;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&, i] {
                try {
                    work(i);
                } catch (...) {
                    const std::lock_guard lock(mutex);
                    if (!failed) failed = std::current_exception();
                }
            });
        }
    }
    if (failed) std::rethrow_exception(failed);
}

void print(const base::Json& figures) {
    std::puts(figures.text().c_str());
    std::fflush(stdout);
}

}  // namespace guildhall::bench
