#include "http/rate_limit.hpp"

#include <cmath>
#include <cstring>
#include <list>

#include <arpa/inet.h>

#include "http/internal/read_body.hpp"

namespace guildhall::http {
namespace {

constexpr std::size_t longest_key = 128;

/// Keys come from outside too: a long one counts by its beginning and a hash.
std::string bounded(std::string_view key) {
    if (key.size() <= longest_key) return std::string(key);
    return fmt::format("{}#{:016x}", key.substr(0, longest_key), std::hash<std::string_view>{}(key));
}

}  // namespace

struct RateLimit::Buckets {
    struct Bucket {
        std::string key;
        double tokens;
        base::Instant at;
    };
    using Order = std::list<Bucket>;

    const base::Clock& clock;
    const RateLimitOptions options;
    mutable std::mutex mutex;
    Order order;                                                   ///< used last in front
    std::unordered_map<std::string_view, Order::iterator> by_key;  ///< views into `order`

    [[nodiscard]] double tokens_now(const Bucket& bucket, base::Instant now) const {
        // A clock that was set back gives nothing and takes nothing.
        const auto passed = std::max(now - bucket.at, base::Instant::duration::zero());
        return std::min(
            options.burst,
            bucket.tokens + static_cast<double>(passed.count()) / static_cast<double>(options.refill.count())
        );
    }

    Bucket& use(const std::string& key, base::Instant now) {
        if (const auto found = by_key.find(key); found != by_key.end()) {
            order.splice(order.begin(), order, found->second);
            Bucket& bucket = order.front();
            bucket.tokens = tokens_now(bucket, now);
            bucket.at = now;
            return bucket;
        }
        if (order.size() >= options.most_keys && !order.empty()) {
            by_key.erase(order.back().key);
            order.pop_back();
        }
        order.push_front({key, options.burst, now});
        by_key.emplace(order.front().key, order.begin());
        return order.front();
    }
};

RateLimit::RateLimit(const base::Clock& clock, RateLimitOptions options)
    : buckets_(new Buckets{clock, options, {}, {}, {}}) {}

RateLimit::~RateLimit() = default;

bool RateLimit::take(std::string_view key, double cost) {
    const std::string name = bounded(key);
    const auto now = buckets_->clock.now();
    const std::lock_guard lock(buckets_->mutex);
    Buckets::Bucket& bucket = buckets_->use(name, now);
    if (bucket.tokens < cost) return false;
    bucket.tokens -= cost;
    return true;
}

std::chrono::seconds RateLimit::retry_after(std::string_view key, double cost) const {
    const std::string name = bounded(key);
    const auto now = buckets_->clock.now();
    const std::lock_guard lock(buckets_->mutex);
    const auto found = buckets_->by_key.find(name);
    if (found == buckets_->by_key.end()) return std::chrono::seconds(0);
    const double missing = cost - buckets_->tokens_now(*found->second, now);
    if (missing <= 0) return std::chrono::seconds(0);
    return std::chrono::seconds(
        static_cast<std::int64_t>(std::ceil(missing * static_cast<double>(buckets_->options.refill.count()) / 1e6))
    );
}

void RateLimit::forget(std::string_view key) {
    const std::string name = bounded(key);
    const std::lock_guard lock(buckets_->mutex);
    const auto found = buckets_->by_key.find(name);
    if (found == buckets_->by_key.end()) return;
    const auto place = found->second;
    buckets_->by_key.erase(found);
    buckets_->order.erase(place);
}

std::size_t RateLimit::size() const {
    const std::lock_guard lock(buckets_->mutex);
    return buckets_->order.size();
}

std::string rate_limit_key(std::string_view remote_address) {
    const auto address = canonical_address(remote_address);
    if (!address) return "unknown";
    in6_addr v6{};
    if (inet_pton(AF_INET6, address->c_str(), &v6) != 1) return *address;
    std::memset(v6.s6_addr + 8, 0, 8);
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return std::string(inet_ntop(AF_INET6, &v6, buffer.data(), buffer.size())) + "/64";
}

}  // namespace guildhall::http
