#include "events/events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/crypto.hpp"
#include "store/testing.hpp"

namespace guildhall::events {
namespace {

using store::Engine;
using testing::ElementsAre;

const store::Query make_table{"test.make_table", "CREATE TABLE heard (id INTEGER PRIMARY KEY, event_id TEXT NOT NULL)"};
const store::Query hear{"test.hear", "INSERT INTO heard (id, event_id) VALUES ($1, $2)"};
const store::Query count_heard{"test.count_heard", "SELECT count(*) FROM heard"};
const store::Query all_positions{"test.all_positions", "SELECT position FROM events ORDER BY position"};
const store::Query spoil{"test.spoil", "UPDATE events SET body = $2 WHERE event_id = $1"};

base::Instant at_start() {
    return *base::from_rfc3339("2026-11-22T09:11:05.123456Z");
}

/// Writes down what it hears, in the table `heard`; fails when told to.
class Listener final : public Subscriber {
public:
    explicit Listener(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] std::string_view name() const override { return name_; }

    std::function<void(store::WriteTransaction&)> handle(const std::vector<Event>& batch) override {
        if (failures_in_handle > 0 && failures_in_handle-- > 0) throw std::runtime_error("not now");
        ++batches;
        largest_batch = std::max(largest_batch.load(), batch.size());
        return [this, batch](store::WriteTransaction& transaction) {
            for (const Event& event : batch) transaction.send(hear, {event.position, event.id.text()});
            if (failures_in_write > 0 && failures_in_write-- > 0) throw std::runtime_error("not now either");
        };
    }

    std::atomic<int> failures_in_handle = 0;
    std::atomic<int> failures_in_write = 0;
    std::atomic<int> batches = 0;
    std::atomic<std::size_t> largest_batch = 0;

private:
    const std::string name_;
};

/// Counts alone, so that several can listen.
class Counter final : public Subscriber {
public:
    explicit Counter(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    std::function<void(store::WriteTransaction&)> handle(const std::vector<Event>& batch) override {
        const std::lock_guard lock(mutex_);
        for (const Event& event : batch) positions_.push_back(event.position);
        return {};
    }
    std::vector<std::int64_t> positions() {
        const std::lock_guard lock(mutex_);
        return positions_;
    }

private:
    const std::string name_;
    std::mutex mutex_;
    std::vector<std::int64_t> positions_;
};

std::vector<std::int64_t> counted_to(std::int64_t end) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = 0; i < end; ++i) numbers.push_back(i);
    return numbers;
}

class EventsTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (!store::TestDatabase::available(GetParam()))
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        crypto::initialise();
        database_ = std::make_unique<store::TestDatabase>(GetParam());
        const auto& schema = migrations();
        store_ = database_->open(schema);
    }

    /// Those of the program, and a table for what the listener hears.
    static const std::vector<store::Migration>& migrations() {
        static const std::vector<store::Migration> all = [] {
            const auto known = store::all_migrations();
            std::vector<store::Migration> list(known.begin(), known.end());
            list.push_back({9999, "heard", "", make_table.sql});
            return list;
        }();
        return all;
    }

    PreparedEvent event(std::string subject = "case-1", std::string type = "case.opened") {
        return prepare(
            {base::Uuid::make(clock_, random_), std::move(type), at_start(), std::move(subject),
             base::Json::Object{{"n", 1}}}
        );
    }
    base::Uuid append_one(std::string subject = "case-1") {
        const auto prepared = event(std::move(subject));
        EXPECT_TRUE(write(*store_, {prepared}).ok());
        return prepared.id;
    }
    static base::Result<base::Done> write(store::Store& store, const std::vector<PreparedEvent>& events) {
        return store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            for (const auto& each : events) append(transaction, each);
            return store::commit();
        });
    }
    std::unique_ptr<Dispatcher> start(std::vector<Subscriber*> subscribers) {
        return start_dispatcher(*store_, clock_, log_, std::move(subscribers));
    }
    std::int64_t integer(const store::Query& query) {
        return store_->read([&](store::ReadTransaction& read) { return read.query(query).at(0).integer(0); }).value();
    }
    std::vector<Event> all_from(std::int64_t position, std::size_t limit = 100'000) {
        return store_->read([&](store::ReadTransaction& read) { return read_from(read, position, limit); }).value();
    }
    std::vector<std::int64_t> positions() {
        return store_
            ->read([](store::ReadTransaction& read) {
                std::vector<std::int64_t> list;
                for (const auto& row : read.query(all_positions)) list.push_back(row.integer_or_null(0).value_or(-1));
                return list;
            })
            .value();
    }

    base::ManualClock clock_{at_start()};
    base::SeededRandom random_{1};
    base::NullLog log_;
    std::unique_ptr<store::TestDatabase> database_;
    std::unique_ptr<store::Store> store_;
};

std::string engine_label(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgres";
}
INSTANTIATE_TEST_SUITE_P(Engines, EventsTest, testing::Values(Engine::sqlite, Engine::postgres), engine_label);

TEST(EventBody, IsCanonical) {
    const auto id = *base::Uuid::parse("0193e5a0-7c00-7000-8000-000000000001");
    const NewEvent event{id, "case.opened", at_start(), "case-1", base::Json::Object{{"z", 1}, {"a", "x"}}};
    const std::string expected =
        R"({"at":"2026-11-22T09:11:05.123456Z","data":{"a":"x","z":1},"id":"0193e5a0-7c00-7000-8000-000000000001",)"
        R"("subject":"case-1","type":"case.opened"})";
    EXPECT_EQ(canonical_body(event), expected);
    const auto prepared = prepare(event);
    EXPECT_EQ(prepared.body, expected);
    const auto hash = crypto::sha256(base::view_of(std::string(1, '\0') + expected));
    EXPECT_EQ(prepared.leaf_hash, base::Bytes(hash.begin(), hash.end()));
}

TEST_P(EventsTest, ComeBackAsTheyWereAppended) {
    const auto first = event("case-1", "case.opened");
    const auto second = event("case-2", "record.viewed");
    ASSERT_TRUE(write(*store_, {first, second}).ok());
    const auto dispatcher = start({});
    ASSERT_TRUE(dispatcher->drain());
    const auto all = all_from(0);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].position, 0);
    EXPECT_EQ(all[0].id, first.id);
    EXPECT_EQ(all[0].type, "case.opened");
    EXPECT_EQ(all[0].subject, "case-1");
    EXPECT_EQ(all[0].at, at_start());
    EXPECT_EQ(all[0].body, first.body);
    EXPECT_EQ(all[0].leaf_hash, first.leaf_hash);
    EXPECT_EQ(all[0].data, base::Json(base::Json::Object{{"n", 1}}));
    EXPECT_EQ(all[1].id, second.id);
    EXPECT_EQ(all_from(1).size(), 1U);
    EXPECT_EQ(all_from(0, 1).size(), 1U);
    EXPECT_TRUE(all_from(2).empty());
}

TEST_P(EventsTest, PositionIsKnownOnceSequenced) {
    const auto id = append_one();
    const auto before = store_->read([&](store::ReadTransaction& read) { return position_of(read, id); }).value();
    EXPECT_EQ(before.has_value(), GetParam() == Engine::sqlite);
    ASSERT_TRUE(start({})->drain());
    EXPECT_EQ(store_->read([&](store::ReadTransaction& read) { return position_of(read, id); }).value(), 0);
    EXPECT_EQ(store_->read([](store::ReadTransaction& read) { return size(read); }).value(), 1);
    EXPECT_EQ(
        store_->read([](store::ReadTransaction& read) { return position_of(read, base::Uuid{}); }).value(), std::nullopt
    );
}

TEST_P(EventsTest, HistoryIsOfOneSubjectOldestFirst) {
    std::vector<base::Uuid> mine;
    for (int i = 0; i < 5; ++i) {
        mine.push_back(append_one("case-1"));
        append_one("case-2");
    }
    const auto history =
        store_->read([](store::ReadTransaction& read) { return history_of(read, "case-1", 3); }).value();
    ASSERT_EQ(history.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(history[i].id, mine[i]);
    EXPECT_EQ(history[0].position, GetParam() == Engine::sqlite ? 0 : -1);
}

TEST_P(EventsTest, RolledBackEventsLeaveNoGap) {
    append_one();
    const auto rolled_back = store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<int> {
        append(transaction, event());
        return store::rollback({base::ErrorCode::conflict, {}, {}});
    });
    EXPECT_FALSE(rolled_back.ok());
    append_one();
    ASSERT_TRUE(start({})->drain());
    EXPECT_EQ(positions(), counted_to(2));
}

TEST_P(EventsTest, TheSameEventTwiceIsAConflict) {
    const auto prepared = event();
    ASSERT_TRUE(write(*store_, {prepared}).ok());
    const auto again = write(*store_, {prepared});
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, base::ErrorCode::conflict);
}

TEST_P(EventsTest, ASpoiledBodyIsStillRead) {
    const auto id = append_one();
    ASSERT_TRUE(store_
                    ->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                        transaction.execute(spoil, {id.text(), "{not json"});
                        return store::commit();
                    })
                    .ok());
    ASSERT_TRUE(start({})->drain());
    const auto all = all_from(0);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].body, "{not json");
    EXPECT_TRUE(all[0].data.is_null());
}

TEST_P(EventsTest, GapFreeWhileEightWritersAppend) {
    constexpr int writers = 8;
    constexpr int rounds = 40;
    Listener listener("listener");
    Counter counter("counter");
    const auto dispatcher = start({&listener, &counter});
    // What each writer appended, in its order: positions have to keep it.
    std::array<std::vector<base::Uuid>, writers> appended;
    {
        std::vector<std::jthread> threads;
        for (std::size_t w = 0; w < writers; ++w) {
            threads.emplace_back([&, w] {
                for (int i = 0; i < rounds; ++i) {
                    const std::string subject = "writer-" + std::to_string(w);
                    const std::vector<PreparedEvent> pair{event(subject), event(subject)};
                    if (i % 5 == 4) {
                        (void)store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<int> {
                            append(transaction, pair[0]);
                            return store::rollback({base::ErrorCode::conflict, {}, {}});
                        });
                        continue;
                    }
                    ASSERT_TRUE(write(*store_, pair).ok());
                    dispatcher->wake();
                    for (const auto& each : pair) appended[w].push_back(each.id);
                }
            });
        }
    }
    ASSERT_TRUE(dispatcher->drain());
    const auto all = all_from(0);
    const std::size_t expected = writers * (rounds - rounds / 5) * 2;
    ASSERT_EQ(all.size(), expected);
    std::array<std::vector<base::Uuid>, writers> seen;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].position, static_cast<std::int64_t>(i));
        seen[static_cast<std::size_t>(all[i].subject.back() - '0')].push_back(all[i].id);
    }
    EXPECT_EQ(seen, appended);
    EXPECT_EQ(integer(count_heard), static_cast<std::int64_t>(expected));
    EXPECT_EQ(counter.positions(), counted_to(static_cast<std::int64_t>(expected)));
}

TEST_P(EventsTest, BatchesAreBounded) {
    for (int i = 0; i < 7; ++i) {
        std::vector<PreparedEvent> many;
        for (int n = 0; n < 100; ++n) many.push_back(event());
        ASSERT_TRUE(write(*store_, many).ok());
    }
    Listener listener("listener");
    ASSERT_TRUE(start({&listener})->drain());
    EXPECT_EQ(integer(count_heard), 700);
    EXPECT_LE(listener.largest_batch, 256U);
    EXPECT_GE(listener.batches, 3);
}

TEST_P(EventsTest, AFailingSubscriberIsTriedAgainAndHoldsNobodyUp) {
    Listener failing("failing");
    failing.failures_in_handle = 1;
    failing.failures_in_write = 1;
    Counter other("other");
    const auto dispatcher = start({&failing, &other});
    for (int i = 0; i < 3; ++i) append_one();
    ASSERT_TRUE(dispatcher->drain());
    EXPECT_EQ(integer(count_heard), 3);
    EXPECT_EQ(failing.failures_in_handle, 0);
    EXPECT_EQ(failing.failures_in_write, 0);
    EXPECT_EQ(other.positions(), counted_to(3));
}

TEST_P(EventsTest, ARestartGoesOnFromTheCursor) {
    append_one();
    append_one();
    {
        Listener listener("listener");
        ASSERT_TRUE(start({&listener})->drain());
    }
    store_.reset();
    store_ = database_->open(migrations());
    append_one();
    Listener listener("listener");
    Counter late("late");
    ASSERT_TRUE(start({&listener, &late})->drain());
    EXPECT_EQ(integer(count_heard), 3);  // its primary key would have refused a second hearing
    EXPECT_EQ(listener.batches, 1);
    EXPECT_EQ(late.positions(), counted_to(3));
}

TEST_P(EventsTest, PollsWithoutBeingWoken) {
    Counter counter("counter");
    const auto dispatcher = start({&counter});
    ASSERT_TRUE(dispatcher->drain());
    append_one();
    while (counter.positions().empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_THAT(counter.positions(), ElementsAre(0));
}

/// What only happens where several transactions write at once.
class SequencerTest : public EventsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SequencerTest, testing::Values(Engine::postgres), engine_label);

TEST_P(SequencerTest, AnEventWaitsForOlderTransactions) {
    const auto dispatcher = start({});
    std::optional<base::Uuid> later;
    const auto older = event("older");
    ASSERT_TRUE(store_
                    ->write(
                        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                            // This transaction has begun, and may still append.
                            (void)transaction.query_one(count_heard);
                            later = append_one("later");
                            dispatcher->wake();
                            for (int look = 0; look < 10; ++look) {
                                EXPECT_EQ(
                                    store_->read([](store::ReadTransaction& read) { return size(read); }).value(), 0
                                );
                                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                            }
                            append(transaction, older);
                            return store::commit();
                        },
                        store::Isolation::read_committed
                    )
                    .ok());
    ASSERT_TRUE(dispatcher->drain());
    EXPECT_EQ(positions(), counted_to(2));
}

TEST_P(SequencerTest, AnEventFromAnotherServersDumpIsSequenced) {
    append_one();
    ASSERT_TRUE(store_
                    ->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                        transaction.execute({"test.restore", "UPDATE events SET tx = '4611686018427387904'"});
                        return store::commit();
                    })
                    .ok());
    ASSERT_TRUE(start({})->drain());
    EXPECT_EQ(positions(), counted_to(1));
}

TEST_P(EventsTest, TwoNodesHandleEachEventOnce) {
    auto other_store = database_->open(migrations());
    base::SystemClock clock;
    Listener here("listener");
    Listener there("listener");
    {
        const auto one = start_dispatcher(*store_, clock, log_, {&here});
        const auto two = start_dispatcher(*other_store, clock, log_, {&there});
        for (int i = 0; i < 50; ++i) {
            ASSERT_TRUE(write(i % 2 == 0 ? *store_ : *other_store, {event(), event()}).ok());
            (i % 2 == 0 ? one : two)->wake();
        }
        EXPECT_TRUE(one->drain());
        EXPECT_TRUE(two->drain());
    }
    EXPECT_EQ(integer(count_heard), 100);
    EXPECT_EQ(positions(), counted_to(100));
}

}  // namespace
}  // namespace guildhall::events
