#include "store/store.hpp"

#include <gtest/gtest.h>

#include "store/testing.hpp"

namespace guildhall::store {
namespace {

const std::vector<Migration> schema{
    {1, "things", "", "CREATE TABLE things (id TEXT PRIMARY KEY, number INTEGER NOT NULL, note TEXT, data BLOB) STRICT;"
    },
    {2, "parts", "",
     "CREATE TABLE parts (id TEXT PRIMARY KEY, thing TEXT NOT NULL REFERENCES things (id) DEFERRABLE INITIALLY "
     "DEFERRED) STRICT;"
     "CREATE INDEX parts_by_thing ON parts (thing);"},
};
const Query insert_thing{"test.insert_thing", "INSERT INTO things (id, number, note, data) VALUES ($1, $2, $3, $4)"};
const Query insert_part{"test.insert_part", "INSERT INTO parts (id, thing) VALUES ($1, $2)"};
const Query all_things{"test.all_things", "SELECT id, number, note, data FROM things ORDER BY id"};
const Query count_things{"test.count_things", "SELECT count(*) FROM things"};
const Query sum_things{"test.sum_things", "SELECT sum(number) FROM things"};
const Query add_to_thing{"test.add_to_thing", "UPDATE things SET number = number + $2 WHERE id = $1"};
const Query number_of_thing{"test.number_of_thing", "SELECT number FROM things WHERE id = $1"};
const Query swapped{"test.swapped", "SELECT number FROM things WHERE number = $2 AND id = $1 AND number = $2"};
const Query not_sql{"test.not_sql", "SELEC 1"};
const Query wrong_type{"test.wrong_type", "INSERT INTO things (id, number) VALUES ($1, $2)"};
const Query bump_returning{
    "test.bump_returning", "UPDATE things SET number = number + 1 WHERE number < $1 RETURNING id, number"
};

Parameters thing(std::string id, std::int64_t number) {
    return {std::move(id), number, std::monostate{}, std::monostate{}};
}

class StoreTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (!TestDatabase::available(GetParam()))
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        database_ = std::make_unique<TestDatabase>(GetParam());
        store_ = database_->open(schema);
    }

    std::int64_t count() { return integer(count_things); }
    std::int64_t integer(const Query& query, const Parameters& parameters = {}) {
        return store_->read([&](ReadTransaction& read) { return read.query(query, parameters).at(0).integer(0); }
        ).value();
    }
    base::Result<base::Done> insert(const std::string& id, std::int64_t number) {
        return store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
            write.execute(insert_thing, thing(id, number));
            return commit();
        });
    }

    std::unique_ptr<TestDatabase> database_;
    std::unique_ptr<Store> store_;
};

std::string engine_label(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgres";
}
INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, testing::Values(Engine::sqlite, Engine::postgres), engine_label);

TEST_P(StoreTest, KeepsEveryKindOfValue) {
    base::Bytes every_byte(256);
    for (std::size_t i = 0; i < every_byte.size(); ++i) every_byte[i] = static_cast<std::uint8_t>(i);
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const auto written = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
        EXPECT_EQ(write.engine(), GetParam());
        write.execute(insert_thing, {"a", most, "naïve ☃ '$1' \"x\"", every_byte});
        write.send(insert_thing, {"b", least, std::monostate{}, std::monostate{}});
        write.send(insert_thing, {"c", std::int64_t{0}, "", base::Bytes{}});
        return commit();
    });
    ASSERT_TRUE(written.ok()) << written.error().detail.text;
    const auto rows = store_->read([](ReadTransaction& read) { return read.query(all_things); });
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 3U);
    const Rows& all = *rows;
    EXPECT_EQ(all[0].integer(1), most);
    EXPECT_EQ(all[0].text(2), "naïve ☃ '$1' \"x\"");
    EXPECT_EQ(all[0].bytes(3), every_byte);
    EXPECT_EQ(all[1].integer(1), least);
    EXPECT_TRUE(all[1].is_null(2));
    EXPECT_EQ(all[1].text_or_null(2), std::nullopt);
    EXPECT_TRUE(all[1].is_null(3));
    EXPECT_EQ(all[2].text(2), "");
    EXPECT_TRUE(all[2].bytes(3).empty());
    EXPECT_THROW((void)all[0].text(1), std::logic_error);
    EXPECT_THROW((void)all[0].integer(9), std::logic_error);
}

TEST_P(StoreTest, BindsParametersByNumberNotByPlace) {
    ASSERT_TRUE(insert("a", 7).ok());
    EXPECT_EQ(integer(swapped, {"a", std::int64_t{7}}), 7);
}

TEST_P(StoreTest, SaysHowManyRowsChangedAndReturnsThem) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(insert(std::to_string(i), i).ok());
    const auto result = store_->write([](WriteTransaction& write) -> Outcome<std::pair<std::int64_t, std::size_t>> {
        const auto changed = write.execute(add_to_thing, {"3", std::int64_t{100}});
        const auto none = write.execute(add_to_thing, {"no such", std::int64_t{100}});
        const auto rows = write.query(bump_returning, {std::int64_t{50}});
        return commit(std::pair{changed * 10 + none, rows.size()});
    });
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->first, 10);
    EXPECT_EQ(result->second, 4U);
    EXPECT_EQ(integer(sum_things), 0 + 1 + 2 + 103 + 4 + 4);
}

TEST_P(StoreTest, RollbackLeavesNothingAndGivesTheError) {
    const auto answer = store_->write([](WriteTransaction& write) -> Outcome<int> {
        write.execute(insert_thing, thing("a", 1));
        write.send(insert_thing, thing("b", 1));
        return rollback({base::ErrorCode::expired, {"over"}, {""}});
    });
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, base::ErrorCode::expired);
    EXPECT_EQ(count(), 0);
}

TEST_P(StoreTest, AnExceptionRollsBackAndReachesTheCaller) {
    const auto write = [&] {
        (void)store_->write([](WriteTransaction& transaction) -> Outcome<int> {
            transaction.execute(insert_thing, thing("a", 1));
            throw std::runtime_error("the caller's own");
        });
    };
    EXPECT_THROW(write(), std::runtime_error);
    EXPECT_EQ(count(), 0);
    EXPECT_THROW(
        (void)store_->read([](ReadTransaction&) -> int { throw std::out_of_range("mine"); }), std::out_of_range
    );
    EXPECT_TRUE(insert("a", 1).ok());
}

TEST_P(StoreTest, AConstraintIsAConflict) {
    ASSERT_TRUE(insert("a", 1).ok());
    const auto twice = insert("a", 2);
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().code, base::ErrorCode::conflict);
    EXPECT_FALSE(twice.error().detail.text.empty());
    EXPECT_EQ(integer(number_of_thing, {"a"}), 1);
}

TEST_P(StoreTest, ASentErrorShowsAtCommit) {
    ASSERT_TRUE(insert("a", 1).ok());
    const auto twice = store_->write([](WriteTransaction& write) -> Outcome<int> {
        write.execute(insert_thing, thing("b", 1));
        write.send(insert_thing, thing("a", 1));
        return commit(1);
    });
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().code, base::ErrorCode::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(StoreTest, ASwallowedErrorCannotCommit) {
    ASSERT_TRUE(insert("a", 1).ok());
    const auto half = store_->write([](WriteTransaction& write) -> Outcome<int> {
        write.execute(insert_thing, thing("b", 1));
        try {
            write.execute(insert_thing, thing("a", 1));
        } catch (const DatabaseError&) {
        }
        return commit(1);
    });
    ASSERT_FALSE(half.ok());
    EXPECT_EQ(half.error().code, base::ErrorCode::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(StoreTest, ADeferredForeignKeyFailsItsOwnCaller) {
    const auto orphan = store_->write([](WriteTransaction& write) -> Outcome<int> {
        write.execute(insert_part, {"p", "no such thing"});
        return commit(1);
    });
    ASSERT_FALSE(orphan.ok());
    EXPECT_EQ(orphan.error().code, base::ErrorCode::conflict);
    const auto later = store_->write([](WriteTransaction& write) -> Outcome<int> {
        write.execute(insert_part, {"p", "a"});
        write.execute(insert_thing, thing("a", 1));
        return commit(1);
    });
    EXPECT_TRUE(later.ok());
}

TEST_P(StoreTest, AWrongStatementIsAnInternalFault) {
    for (const auto& [query, parameters] : std::vector<std::pair<Query, Parameters>>{
             {not_sql, {}}, {number_of_thing, {}}, {number_of_thing, {"a", "b"}}, {wrong_type, {"a", "not a number"}}
         }) {
        const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<int> {
            write.execute(query, parameters);
            return commit(1);
        });
        ASSERT_FALSE(answer.ok()) << query.name;
        EXPECT_EQ(answer.error().code, base::ErrorCode::internal) << query.name;
        EXPECT_NE(answer.error().detail.text.find(query.name), std::string::npos) << answer.error().detail.text;
    }
    EXPECT_TRUE(insert("a", 1).ok());
}

TEST_P(StoreTest, ReadersCannotWrite) {
    const auto answer =
        store_->read([](ReadTransaction& read) { return read.query(insert_thing, thing("a", 1)).size(); });
    EXPECT_FALSE(answer.ok());
    EXPECT_EQ(count(), 0);
}

TEST_P(StoreTest, AReaderKeepsItsSnapshot) {
    ASSERT_TRUE(insert("a", 1).ok());
    const auto seen = store_->read([&](ReadTransaction& read) {
        const auto before = read.query(count_things).at(0).integer(0);
        EXPECT_TRUE(insert("b", 1).ok());
        return std::pair{before, read.query(count_things).at(0).integer(0)};
    });
    ASSERT_TRUE(seen.ok());
    EXPECT_EQ(seen->first, 1);
    EXPECT_EQ(seen->second, 1);
    EXPECT_EQ(count(), 2);
}

TEST_P(StoreTest, ManyWritersEachAllOrNothing) {
    constexpr int threads = 8;
    constexpr int rounds = 40;
    std::atomic<int> kept = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> writers;
        for (int t = 0; t < threads; ++t) {
            writers.emplace_back([&, t] {
                for (int i = 0; i < rounds; ++i) {
                    const std::string id = std::to_string(t) + "-" + std::to_string(i);
                    const bool fails = i % 3 == 0;
                    const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
                        write.send(insert_thing, thing(id + "-first", 1));
                        write.send(insert_thing, thing(id + "-second", 1));
                        // Fails in its own savepoint: others in the same group are not touched.
                        if (fails) write.send(insert_thing, thing(id + "-first", 1));
                        return commit();
                    });
                    EXPECT_EQ(answer.ok(), !fails);
                    (answer.ok() ? kept : refused) += 1;
                }
            });
        }
    }
    EXPECT_EQ(kept + refused, threads * rounds);
    EXPECT_EQ(count(), 2 * kept);
}

TEST_P(StoreTest, WhoeverRollsBackCanReadWhy) {
    constexpr int threads = 8;
    for (int round = 0; round < 40; ++round) {
        const std::string id = "claim-" + std::to_string(round);
        std::vector<std::jthread> claimants;
        for (int t = 0; t < threads; ++t) {
            claimants.emplace_back([&] {
                const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
                    if (!write.query(number_of_thing, {id}).empty())
                        return rollback({base::ErrorCode::conflict, {}, {"taken"}});
                    write.execute(insert_thing, thing(id, 1));
                    return commit();
                });
                // Taken by a caller whose answer may still be on its way: its row is there for everybody.
                EXPECT_EQ(integer(number_of_thing, {id}), 1) << answer.ok();
            });
        }
    }
    EXPECT_EQ(count(), 40);
}

TEST_P(StoreTest, ConcurrentAdditionsAreAllCounted) {
    ASSERT_TRUE(insert("counter", 0).ok());
    constexpr int threads = 6;
    constexpr int rounds = 20;
    std::atomic<int> added = 0;
    {
        std::vector<std::jthread> writers;
        for (int t = 0; t < threads; ++t) {
            writers.emplace_back([&] {
                for (int i = 0; i < rounds; ++i) {
                    // Reads, then writes what it computed: lost updates would show.
                    const auto answer = store_->write([](WriteTransaction& write) -> Outcome<base::Done> {
                        const auto now = write.query(number_of_thing, {"counter"}).at(0).integer(0);
                        write.execute(add_to_thing, {"counter", now + 1 - now});
                        return commit();
                    });
                    if (answer.ok()) ++added;
                }
            });
        }
    }
    EXPECT_GT(added, 0);
    EXPECT_EQ(integer(number_of_thing, {"counter"}), added);
}

TEST_P(StoreTest, WhatWasWrittenIsThereAfterReopening) {
    ASSERT_TRUE(insert("a", 5).ok());
    store_.reset();
    store_ = database_->open(schema);
    EXPECT_EQ(integer(number_of_thing, {"a"}), 5);
}

TEST_P(StoreTest, LaterMigrationsAreAdded) {
    ASSERT_TRUE(insert("a", 5).ok());
    store_.reset();
    auto more = schema;
    more.push_back({9, "rename", "", "ALTER TABLE things ADD COLUMN kind TEXT NOT NULL DEFAULT 'INTEGER BLOB STRICT';"}
    );
    more.push_back({5, "lower_number_later", "", "CREATE TABLE others (id INTEGER PRIMARY KEY, data BLOB) STRICT;"});
    more.push_back({5, "other_engine", GetParam() == Engine::sqlite ? "postgres" : "sqlite", "NOT EVEN SQL"});
    store_ = database_->open(more);
    const Query kind{"test.kind", "SELECT kind FROM things"};
    EXPECT_EQ(
        store_->read([&](ReadTransaction& read) { return read.query_one(kind)->text(0); }).value(),
        "INTEGER BLOB STRICT"
    );
    store_.reset();
    store_ = database_->open(more);
}

TEST_P(StoreTest, ANewerSchemaIsRefused) {
    store_.reset();
    const auto opened = database_->try_open(std::span(schema).first(1));
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().message.text.find("newer version"), std::string::npos);
    EXPECT_NE(opened.error().message.text.find("0002"), std::string::npos);
    EXPECT_TRUE(database_->try_open(schema).ok());
}

TEST_P(StoreTest, AChangedMigrationIsRefused) {
    store_.reset();
    auto changed = schema;
    changed[1].sql = "CREATE TABLE parts (id TEXT PRIMARY KEY) STRICT;";
    const auto opened = database_->try_open(changed);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().message.text.find("other contents"), std::string::npos);
}

TEST_P(StoreTest, TwoMigrationsOfOneNumberAreRefused) {
    store_.reset();
    auto doubled = schema;
    doubled.push_back({2, "again", "", "CREATE TABLE again (id TEXT) STRICT;"});
    EXPECT_FALSE(database_->try_open(doubled).ok());
}

TEST_P(StoreTest, AFailedMigrationLeavesNothing) {
    store_.reset();
    auto broken = schema;
    broken.push_back({3, "fine", "", "CREATE TABLE fine (id TEXT PRIMARY KEY) STRICT;"});
    broken.push_back({4, "broken", "", "CREATE TABLE broken (;"});
    const auto opened = database_->try_open(broken);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().detail.text.find("0004_broken"), std::string::npos);
    broken.pop_back();
    EXPECT_TRUE(database_->try_open(broken).ok());
}

TEST_P(StoreTest, TwoProgramsMigrateAtOnce) {
    auto more = schema;
    more.push_back(
        {3, "slow", "", "CREATE TABLE slow (id TEXT PRIMARY KEY) STRICT; CREATE INDEX slow_by_id ON slow (id);"}
    );
    std::array<bool, 4> opened{};
    {
        std::vector<std::jthread> nodes;
        for (std::size_t n = 0; n < opened.size(); ++n)
            nodes.emplace_back([&, n] { opened[n] = database_->try_open(more).ok(); });
    }
    for (const bool each : opened) EXPECT_TRUE(each);
}

TEST_P(StoreTest, SeveralStoresShareOneDatabase) {
    auto other = database_->open(schema);
    ASSERT_TRUE(insert("a", 1).ok());
    EXPECT_EQ(other->read([](ReadTransaction& read) { return read.query(count_things).at(0).integer(0); }).value(), 1);
}

TEST(SqliteStore, WriteInsideWriteIsABug) {
    const auto store = open_for_test(schema);
    const auto nested = [&] {
        (void)store->write([&](WriteTransaction&) -> Outcome<base::Done> {
            (void)store->write([](WriteTransaction&) -> Outcome<base::Done> { return commit(); });
            return commit();
        });
    };
    EXPECT_THROW(nested(), std::logic_error);
}

TEST(SqliteStore, AFileThatCannotBeOpenedIsUnavailable) {
    base::NullLog log;
    const auto opened = open_sqlite("/nonexistent/directory/file.db", schema, log);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, base::ErrorCode::unavailable);
}

TEST(SqliteStore, OpensDurably) {
    TestDatabase database(Engine::sqlite);
    base::NullLog log;
    const auto opened = open_sqlite(database.place(), schema, log);
    ASSERT_TRUE(opened.ok());
    const Query synchronous{"test.synchronous", "SELECT synchronous FROM pragma_synchronous"};
    const Query journal{"test.journal", "SELECT journal_mode FROM pragma_journal_mode"};
    const Query keys{"test.keys", "SELECT foreign_keys FROM pragma_foreign_keys"};
    const auto checked = (*opened)->write([&](WriteTransaction& write) -> Outcome<base::Done> {
        EXPECT_EQ(write.query_one(synchronous)->integer(0), 2);
        EXPECT_EQ(write.query_one(journal)->text(0), "wal");
        EXPECT_EQ(write.query_one(keys)->integer(0), 1);
        return commit();
    });
    EXPECT_TRUE(checked.ok()) << checked.error().detail.text;
}

}  // namespace
}  // namespace guildhall::store
