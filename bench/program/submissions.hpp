#pragma once
/// Submissions through the domain: the same calls that the portal makes, no HTTP.

#include "figures.hpp"
#include "house.hpp"

namespace guildhall::bench {

struct SubmissionOptions {
    HouseOptions house;
    std::size_t clients = 64;
    std::size_t submissions = 12'000;  ///< in all, half of them granted by the rules
};

/// Prepares the drafts, then submits them from so many threads at once, each waiting for its acknowledgement.
[[nodiscard]] base::Json measure_submissions(const SubmissionOptions& options);

/// The least that the store can do with so many clients: one row a transaction, durable.
[[nodiscard]] base::Json measure_store(const SubmissionOptions& options);

/// Adds cases until there are so many, and waits until the log and the notices have followed.
void fill(const SubmissionOptions& options);

}  // namespace guildhall::bench
