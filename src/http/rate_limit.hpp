#pragma once
/// Token buckets by key: how often an account or an address may do something.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace guildhall::http {

struct RateLimitOptions {
    double burst = 10;                            ///< tokens of a full bucket: what may come at once
    std::chrono::microseconds refill{6'000'000};  ///< time for one token to come back
    std::size_t most_keys = 100'000;  ///< beyond, the key unused for longest is forgotten (some 200 bytes each)
};

/// Thread-safe. Borrows the clock. In memory: each node counts for itself, and a restart forgets.
class RateLimit {
public:
    RateLimit(const base::Clock& clock, RateLimitOptions options);
    ~RateLimit();
    RateLimit(const RateLimit&) = delete;
    RateLimit& operator=(const RateLimit&) = delete;

    /// Takes `cost` tokens when there are so many; false, and nothing taken, when not.
    [[nodiscard]] bool take(std::string_view key, double cost = 1);
    /// How long until `cost` tokens are there; zero when they are.
    [[nodiscard]] std::chrono::seconds retry_after(std::string_view key, double cost = 1) const;
    /// Fills the bucket again: after a right password.
    void forget(std::string_view key);
    [[nodiscard]] std::size_t size() const;

private:
    struct Buckets;
    std::unique_ptr<Buckets> buckets_;
};

/// The key of an address: an IPv4 address itself, the /64 network of an IPv6 address (one household has a whole one).
[[nodiscard]] std::string rate_limit_key(std::string_view remote_address);

}  // namespace guildhall::http
