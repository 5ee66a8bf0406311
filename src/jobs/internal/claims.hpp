#pragma once
/// What the runner asks of the database: claiming, renewing, ending.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace guildhall::jobs {

inline constexpr std::chrono::seconds lease_time{60};
inline constexpr std::int64_t most_tries = 20;

/// A job that this node holds. `tries` counts this one; with the holder it tells this claim from any other.
struct Claim {
    std::string id;
    std::string kind;
    std::string payload;
    std::int64_t tries = 0;
};

/// How long a job waits after its `tries`th failed try: 1 s, 2 s, 4 s … 1 h.
[[nodiscard]] std::chrono::seconds backoff_after(std::int64_t tries);

/// Thread-safe, as the store is.
class Claims {
public:
    Claims(store::Store& store, const base::Clock& clock, std::string holder)
        : store_(store), clock_(clock), holder_(std::move(holder)) {}

    [[nodiscard]] base::Result<bool> anything_due();
    /// Takes due jobs, oldest first, at most `limit`.
    [[nodiscard]] base::Result<std::vector<Claim>> take(std::size_t limit);
    /// Each says whether the claim was still ours; when not, another node has taken the job over.
    [[nodiscard]] base::Result<bool> done(const Claim& claim);
    [[nodiscard]] base::Result<bool> failed(const Claim& claim, std::string_view why);
    [[nodiscard]] base::Result<bool> renew(const Claim& claim);
    /// Gives a claim back untried.
    [[nodiscard]] base::Result<bool> give_back(const Claim& claim);
    /// Removes jobs that were done more than a day ago.
    [[nodiscard]] base::Result<std::int64_t> sweep();

private:
    [[nodiscard]] base::Result<bool> change(const store::Query& query, store::Parameters parameters);

    store::Store& store_;
    const base::Clock& clock_;
    const std::string holder_;
};

}  // namespace guildhall::jobs
