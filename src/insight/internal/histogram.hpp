#pragma once
/// Buckets for times from none to years: four to every doubling, so a bucket is at most a quarter wide.

#include <cstdint>
#include <map>
#include <optional>

namespace guildhall::insight {

/// Bucket of a time in whole seconds; negative counts as 0.
[[nodiscard]] std::int64_t bucket_of(std::int64_t seconds);
/// The least time that falls into the bucket.
[[nodiscard]] std::int64_t least_of(std::int64_t bucket);
/// The middle of the bucket in which the median (lower, for an even count) lies.
[[nodiscard]] std::optional<std::int64_t> median_of(const std::map<std::int64_t, std::int64_t>& cases_by_bucket);

}  // namespace guildhall::insight
