#include "insight/internal/histogram.hpp"

#include <bit>

namespace guildhall::insight {

std::int64_t bucket_of(std::int64_t seconds) {
    if (seconds < 4) return seconds < 0 ? 0 : seconds;
    const int octave = std::bit_width(static_cast<std::uint64_t>(seconds)) - 1;
    return 4 + (octave - 2) * 4 + ((seconds >> (octave - 2)) & 3);
}

std::int64_t least_of(std::int64_t bucket) {
    if (bucket < 4) return bucket;
    const std::int64_t octave = (bucket - 4) / 4 + 2;
    return (4 + (bucket - 4) % 4) << (octave - 2);
}

std::optional<std::int64_t> median_of(const std::map<std::int64_t, std::int64_t>& cases_by_bucket) {
    std::int64_t total = 0;
    for (const auto& [bucket, cases] : cases_by_bucket) total += cases;
    if (total == 0) return std::nullopt;
    std::int64_t before = (total + 1) / 2;
    for (const auto& [bucket, cases] : cases_by_bucket) {
        before -= cases;
        if (before <= 0) return (least_of(bucket) + least_of(bucket + 1) - 1) / 2;
    }
    return std::nullopt;
}

}  // namespace guildhall::insight
