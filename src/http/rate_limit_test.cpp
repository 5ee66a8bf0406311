#include "http/rate_limit.hpp"

#include <gtest/gtest.h>

#include "http/internal/worker_pool.hpp"

namespace guildhall::http {
namespace {

using namespace std::chrono_literals;

TEST(RateLimits, LetABurstThroughAndThenARate) {
    base::ManualClock clock(base::from_micros(0));
    RateLimit limit(clock, {.burst = 3, .refill = 10s, .most_keys = 10});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a"));
    EXPECT_FALSE(limit.take("a"));
    EXPECT_TRUE(limit.take("b")) << "keys do not share";
    EXPECT_EQ(limit.retry_after("a"), 10s);
    clock.advance(4s);
    EXPECT_EQ(limit.retry_after("a"), 6s);
    EXPECT_FALSE(limit.take("a"));
    clock.advance(6s);
    EXPECT_EQ(limit.retry_after("a"), 0s);
    EXPECT_TRUE(limit.take("a"));
    EXPECT_FALSE(limit.take("a"));
    clock.advance(1h);
    EXPECT_FALSE(limit.take("a", 4)) << "never more than the burst";
    EXPECT_TRUE(limit.take("a", 3));
    limit.forget("a");
    EXPECT_TRUE(limit.take("a", 3));
    clock.advance(-1h);
    EXPECT_FALSE(limit.take("a")) << "a clock that is set back gives nothing";
}

TEST(RateLimits, MemoryIsBounded) {
    base::ManualClock clock(base::from_micros(0));
    RateLimit limit(clock, {.burst = 1, .refill = 10s, .most_keys = 100});
    ASSERT_TRUE(limit.take("kept"));
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(limit.take(fmt::format("key {} {}", i, std::string(500, 'x'))));
        EXPECT_FALSE(limit.take("kept")) << "what is used stays";
    }
    EXPECT_EQ(limit.size(), 100u);
}

TEST(RateLimits, LongKeysDoNotShareABucket) {
    base::ManualClock clock(base::from_micros(0));
    RateLimit limit(clock, {.burst = 1, .refill = 10s, .most_keys = 100});
    EXPECT_TRUE(limit.take(std::string(500, 'x') + "1"));
    EXPECT_TRUE(limit.take(std::string(500, 'x') + "2"));
    EXPECT_FALSE(limit.take(std::string(500, 'x') + "1"));
}

TEST(RateLimits, ThreadsTogetherTakeNoMoreThanThereIs) {
    base::ManualClock clock(base::from_micros(0));
    RateLimit limit(clock, {.burst = 1000, .refill = 10s, .most_keys = 10});
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) taken += limit.take("a") ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(taken, 1000);
}

TEST(RateLimits, AnIpv6NetworkIsOneKey) {
    EXPECT_EQ(rate_limit_key("2001:db8:1:2:3:4:5:6"), rate_limit_key("2001:db8:1:2::9"));
    EXPECT_NE(rate_limit_key("2001:db8:1:2::9"), rate_limit_key("2001:db8:1:3::9"));
    EXPECT_EQ(rate_limit_key("::ffff:1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(rate_limit_key("junk"), rate_limit_key(""));
}

class CountingJob final : public Job {
public:
    explicit CountingJob(std::atomic<int>& count) : count_(count) {}
    void run() override { ++count_; }

private:
    std::atomic<int>& count_;
};

TEST(WorkerPools, RunEveryJobThatTheyTook) {
    std::atomic<int> count{0};
    CountingJob job(count);
    int taken = 0;
    {
        WorkerPool pool(4, 16);
        for (int i = 0; i < 20'000; ++i) taken += pool.submit(job) ? 1 : 0;
    }
    EXPECT_EQ(count, taken);
    EXPECT_GE(taken, 16);
}

class BlockedJob final : public Job {
public:
    void run() override {
        ++running;
        while (!released) std::this_thread::sleep_for(1ms);
    }
    std::atomic<int> running{0};
    std::atomic<bool> released{false};
};

TEST(WorkerPools, BlockedJobsDoNotHoldUpTheOthers) {
    BlockedJob blocked;
    std::atomic<int> count{0};
    CountingJob job(count);
    WorkerPool pool(4, 4);
    for (int i = 0; i < 3; ++i) {
        while (!pool.submit(blocked)) std::this_thread::sleep_for(1ms);
    }
    while (!pool.submit(job)) std::this_thread::sleep_for(1ms);
    while (count == 0) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(blocked.running, 3);
    ASSERT_TRUE(pool.submit(blocked));
    while (blocked.running < 4) std::this_thread::sleep_for(1ms);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(pool.submit(job));
    EXPECT_FALSE(pool.submit(job)) << "the queue is full";
    blocked.released = true;
    while (count < 5) std::this_thread::sleep_for(1ms);
}

}  // namespace
}  // namespace guildhall::http
