#include "jobs/jobs.hpp"

#include <gtest/gtest.h>

#include "jobs/internal/claims.hpp"
#include "store/testing.hpp"

namespace guildhall::jobs {
namespace {

using store::Engine;

const store::Query read_job{"test.read_job", "SELECT state, tries, last_error, due_at FROM jobs WHERE id = $1"};

class JobsTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (!store::TestDatabase::available(GetParam()))
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        database_ = std::make_unique<store::TestDatabase>(GetParam());
        store_ = database_->open(store::all_migrations());
    }

    NewJob job(std::string kind, base::Json payload = base::Json::Object{}) {
        return {base::Uuid::make(clock_, random_), std::move(kind), std::move(payload), clock_.now()};
    }
    base::Uuid add(const NewJob& job) {
        EXPECT_TRUE(store_
                        ->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                            enqueue(transaction, job);
                            return store::commit();
                        })
                        .ok());
        return job.id;
    }
    std::unique_ptr<Runner> start(std::map<std::string, Handler> handlers, std::size_t workers = 4) {
        return start_runner(*store_, clock_, random_, log_, std::move(handlers), workers);
    }
    JobCounts counts() {
        return store_->read([](store::ReadTransaction& read) { return count(read); }).value();
    }
    store::Row row(const base::Uuid& id) {
        return store_->read([&](store::ReadTransaction& read) { return read.query(read_job, {id.text()}).at(0); }
        ).value();
    }

    base::ManualClock clock_{*base::from_rfc3339("2026-11-22T09:11:05Z")};
    base::SeededRandom random_{2};
    base::NullLog log_;
    std::unique_ptr<store::TestDatabase> database_;
    std::unique_ptr<store::Store> store_;
};

std::string engine_label(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgres";
}
INSTANTIATE_TEST_SUITE_P(Engines, JobsTest, testing::Values(Engine::sqlite, Engine::postgres), engine_label);

TEST(Backoff, DoublesUpToAnHour) {
    EXPECT_EQ(backoff_after(1).count(), 1);
    EXPECT_EQ(backoff_after(2).count(), 2);
    EXPECT_EQ(backoff_after(3).count(), 4);
    EXPECT_EQ(backoff_after(12).count(), 2048);
    EXPECT_EQ(backoff_after(13).count(), 3600);
    EXPECT_EQ(backoff_after(1000).count(), 3600);
}

TEST_P(JobsTest, EachIsHandledOnce) {
    std::mutex mutex;
    std::map<std::int64_t, int> handled;
    const auto runner = start({{"count", [&](const base::Json& payload) -> base::Result<base::Done> {
                                    const std::lock_guard lock(mutex);
                                    ++handled[*payload["n"].integer()];
                                    return base::Done{};
                                }}});
    {
        std::vector<std::jthread> callers;
        for (int t = 0; t < 4; ++t) {
            callers.emplace_back([&, t] {
                for (int i = 0; i < 25; ++i) {
                    add(job("count", base::Json::Object{{"n", t * 100 + i}}));
                    runner->wake();
                }
            });
        }
    }
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled.size(), 100U);
    for (const auto& [number, times] : handled) EXPECT_EQ(times, 1) << number;
    EXPECT_EQ(counts().waiting + counts().running + counts().dead, 0);
}

TEST_P(JobsTest, TwoRunnersShareTheWork) {
    auto other_store = database_->open(store::all_migrations());
    std::atomic<int> handled = 0;
    const std::map<std::string, Handler> handlers{{"count", [&](const base::Json&) -> base::Result<base::Done> {
                                                       ++handled;
                                                       return base::Done{};
                                                   }}};
    for (int i = 0; i < 60; ++i) add(job("count"));
    const auto one = start(handlers);
    const auto two = start_runner(*other_store, clock_, random_, log_, handlers, 4);
    ASSERT_TRUE(one->drain());
    ASSERT_TRUE(two->drain());
    EXPECT_EQ(handled, 60);
}

TEST_P(JobsTest, TheSameIdIsEnqueuedOnce) {
    std::atomic<int> handled = 0;
    const auto runner = start({{"count", [&](const base::Json&) -> base::Result<base::Done> {
                                    ++handled;
                                    return base::Done{};
                                }}});
    const auto once = job("count");
    add(once);
    add(once);
    ASSERT_TRUE(runner->drain());
    add(once);
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 1);
}

TEST_P(JobsTest, ARolledBackJobNeverRuns) {
    std::atomic<int> handled = 0;
    const auto runner = start({{"count", [&](const base::Json&) -> base::Result<base::Done> {
                                    ++handled;
                                    return base::Done{};
                                }}});
    (void)store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<int> {
        enqueue(transaction, job("count"));
        return store::rollback({base::ErrorCode::conflict, {}, {}});
    });
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 0);
}

TEST_P(JobsTest, WaitsForItsTime) {
    std::atomic<int> handled = 0;
    const auto runner = start({{"count", [&](const base::Json&) -> base::Result<base::Done> {
                                    ++handled;
                                    return base::Done{};
                                }}});
    auto later = job("count");
    later.run_at = clock_.now() + std::chrono::minutes(5);
    add(later);
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(counts().waiting, 1);
    clock_.advance(std::chrono::minutes(5));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 1);
}

TEST_P(JobsTest, AFailureIsTriedAgainLater) {
    std::atomic<int> tries = 0;
    const auto runner =
        start({{"flaky", [&](const base::Json&) -> base::Result<base::Done> {
                    const int now = ++tries;
                    if (now == 1) return base::Error{base::ErrorCode::unavailable, {}, {"the mail server is away"}};
                    if (now == 2) throw std::runtime_error("thrown");
                    return base::Done{};
                }}});
    const auto id = add(job("flaky"));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(tries, 1);
    EXPECT_EQ(row(id).text(0), "waiting");
    EXPECT_EQ(row(id).text(2), "unavailable: the mail server is away");
    EXPECT_EQ(row(id).integer(3), base::to_micros(clock_.now() + std::chrono::seconds(1)));
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(tries, 2);
    EXPECT_EQ(row(id).text(2), "internal: exception: thrown");
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(tries, 2);
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(tries, 3);
    EXPECT_EQ(row(id).text(0), "done");
}

TEST_P(JobsTest, DiesAfterTwentyTries) {
    std::atomic<int> tries = 0;
    const auto runner = start({{"hopeless", [&](const base::Json&) -> base::Result<base::Done> {
                                    ++tries;
                                    return base::Error{base::ErrorCode::unavailable, {}, {"no"}};
                                }}});
    const auto id = add(job("hopeless"));
    for (int i = 0; i < 25; ++i) {
        ASSERT_TRUE(runner->drain());
        clock_.advance(std::chrono::hours(1));
    }
    EXPECT_EQ(tries, 20);
    EXPECT_EQ(row(id).text(0), "dead");
    EXPECT_EQ(counts().dead, 1);
    EXPECT_EQ(counts().waiting, 0);
}

TEST_P(JobsTest, AnUnknownKindWaitsForAProgramThatKnowsIt) {
    const auto id = add(job("from.the.future"));
    {
        const auto runner = start({});
        ASSERT_TRUE(runner->drain());
    }
    EXPECT_EQ(row(id).text(0), "waiting");
    clock_.advance(std::chrono::seconds(1));
    const auto runner =
        start({{"from.the.future", [](const base::Json&) -> base::Result<base::Done> { return base::Done{}; }}});
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(row(id).text(0), "done");
}

TEST_P(JobsTest, AClaimOfADeadNodeIsTakenOver) {
    Claims dead_node(*store_, clock_, "a node that died");
    const auto id = add(job("count"));
    const auto claims = dead_node.take(10);
    ASSERT_TRUE(claims.ok());
    ASSERT_EQ(claims->size(), 1U);
    std::atomic<int> handled = 0;
    const auto runner = start({{"count", [&](const base::Json&) -> base::Result<base::Done> {
                                    ++handled;
                                    return base::Done{};
                                }}});
    clock_.advance(std::chrono::seconds(59));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(counts().running, 1);
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 1);
    EXPECT_EQ(row(id).integer(1), 2);
    // It was not dead after all: what it says of its claim is too late.
    EXPECT_FALSE(dead_node.done(claims->front()).value());
    EXPECT_FALSE(dead_node.failed(claims->front(), "late").value());
    EXPECT_FALSE(dead_node.renew(claims->front()).value());
    EXPECT_EQ(row(id).text(0), "done");
}

TEST_P(JobsTest, ARenewedClaimIsNotTakenOver) {
    Claims node(*store_, clock_, "one node");
    Claims other(*store_, clock_, "another");
    add(job("count"));
    const auto claims = node.take(1);
    ASSERT_EQ(claims->size(), 1U);
    clock_.advance(std::chrono::seconds(50));
    EXPECT_TRUE(node.renew(claims->front()).value());
    clock_.advance(std::chrono::seconds(50));
    EXPECT_TRUE(other.take(1)->empty());
    EXPECT_TRUE(node.done(claims->front()).value());
}

TEST_P(JobsTest, AClaimGivenBackCountsAsNoTry) {
    Claims node(*store_, clock_, "one node");
    const auto id = add(job("count"));
    const auto claims = node.take(1);
    EXPECT_TRUE(node.give_back(claims->front()).value());
    EXPECT_EQ(row(id).text(0), "waiting");
    EXPECT_EQ(row(id).integer(1), 0);
}

TEST_P(JobsTest, ClaimsAreOldestFirstAndLimited) {
    Claims node(*store_, clock_, "one node");
    auto second = job("b");
    auto first = job("a");
    first.run_at -= std::chrono::seconds(5);
    add(second);
    add(first);
    EXPECT_EQ(node.take(1)->at(0).kind, "a");
    EXPECT_EQ(node.take(5)->at(0).kind, "b");
    EXPECT_TRUE(node.take(5)->empty());
}

TEST_P(JobsTest, DoneJobsAreSweptAfterADay) {
    Claims node(*store_, clock_, "one node");
    add(job("count"));
    EXPECT_TRUE(node.done(node.take(1)->at(0)).value());
    EXPECT_EQ(node.sweep().value(), 0);
    clock_.advance(std::chrono::hours(25));
    add(job("count"));
    EXPECT_EQ(node.sweep().value(), 1);
    EXPECT_EQ(counts().waiting, 1);
}

TEST_P(JobsTest, ALongErrorIsCutAtACharacter) {
    Claims node(*store_, clock_, "one node");
    const auto id = add(job("count"));
    std::string why = "x";
    while (why.size() < 2000) why += "é";
    EXPECT_TRUE(node.failed(node.take(1)->at(0), why).value());
    EXPECT_EQ(row(id).text(2).size(), 499U);
}

TEST_P(JobsTest, AHandlerMayEnqueueMore) {
    std::atomic<int> handled = 0;
    const auto runner = start({{"chain", [&](const base::Json& payload) -> base::Result<base::Done> {
                                    ++handled;
                                    const auto left = *payload["left"].integer();
                                    if (left > 0) add(job("chain", base::Json::Object{{"left", left - 1}}));
                                    return base::Done{};
                                }}});
    add(job("chain", base::Json::Object{{"left", 9}}));
    ASSERT_TRUE(runner->drain());
    EXPECT_EQ(handled, 10);
}

}  // namespace
}  // namespace guildhall::jobs
