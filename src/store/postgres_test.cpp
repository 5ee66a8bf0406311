#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <barrier>
#include <charconv>

#include "store/testing.hpp"

namespace guildhall::store {
namespace {

const std::vector<Migration> schema{
    {1, "counters", "",
     "CREATE TABLE counters (id TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;"
     "INSERT INTO counters (id, number) VALUES ('a', 0), ('b', 0);"},
    {2, "notes", "", "CREATE TABLE notes (id TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT;"},
};
const Query read_number{"test.read_number", "SELECT number FROM counters WHERE id = $1"};
const Query set_number{"test.set_number", "UPDATE counters SET number = $2 WHERE id = $1"};
const Query sum_numbers{"test.sum_numbers", "SELECT sum(number) FROM counters"};
const Query insert_note{"test.insert_note", "INSERT INTO notes (id, size) VALUES ($1, $2)"};
const Query find_note{"test.find_note", "SELECT size FROM notes WHERE id = $1"};
const Query count_notes{"test.count_notes", "SELECT count(*) FROM notes"};
const Query own_backend{"test.own_backend", "SELECT pg_backend_pid()"};
const Query end_backend{"test.end_backend", "SELECT pg_terminate_backend($1::int)"};
const Query end_others{
    "test.end_others",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE "
    "'%counters WHERE id%'"
};

/// Passes bytes between clients and the server, and breaks the connection around a COMMIT when told to.
class Proxy {
public:
    enum class Break { never, before_commit, after_commit };

    explicit Proxy(std::uint16_t server_port)
        : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0)
            throw std::runtime_error("no listener");
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~Proxy() {
        stopping_ = true;
        acceptor_.join();
        for (std::thread& each : relays_) each.join();
        ::close(listener_);
    }
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Holds for the next COMMIT alone.
    std::atomic<Break> next = Break::never;
    std::atomic<int> broken = 0;

private:
    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    void accept_all() {
        while (!stopping_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (::poll(&waiting, 1, 20) == 1)
                relays_.emplace_back([this, client = ::accept(listener_, nullptr, nullptr)] { relay(client); });
        }
    }
    /// True while both sides live.
    static bool pass(int from, int to, std::string& seen) {
        std::array<char, 65536> buffer{};
        const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
        if (got <= 0) return false;
        seen.assign(buffer.data(), static_cast<std::size_t>(got));
        if (to < 0) return true;
        return ::send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
    }
    void relay(int client) {
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = loopback(server_port_);
        // COMMIT as it stands in the message that prepares it: the first one of a connection.
        const std::string commit = std::string(1, '\0') + "COMMIT" + std::string(1, '\0');
        std::string seen;
        bool alive = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        while (alive && !stopping_) {
            std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
            if (::poll(waiting.data(), waiting.size(), 20) <= 0) continue;
            if ((waiting[1].revents & (POLLIN | POLLHUP)) != 0) alive = pass(server, client, seen);
            if (!alive || (waiting[0].revents & (POLLIN | POLLHUP)) == 0) continue;
            alive = pass(client, -1, seen);
            const Break wanted = seen.find(commit) == std::string::npos ? Break::never : next.exchange(Break::never);
            if (wanted != Break::never) ++broken;
            if (!alive || wanted == Break::before_commit) break;
            alive = ::send(server, seen.data(), seen.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(seen.size());
            if (wanted == Break::after_commit) {
                (void)pass(server, -1, seen);  // the answer, which the client never sees
                break;
            }
        }
        ::close(client);
        ::close(server);
    }

    const std::uint16_t server_port_;
    const int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> relays_;  ///< the acceptor's, then the destructor's
    std::thread acceptor_;
};

class PostgresTest : public testing::Test {
protected:
    void SetUp() override {
        if (!TestDatabase::available(Engine::postgres))
            GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES names no PostgreSQL database to test against.";
        database_ = std::make_unique<TestDatabase>(Engine::postgres);
        store_ = database_->open(schema);
    }

    std::int64_t integer(const Query& query, const Parameters& parameters = {}) {
        const auto answer =
            store_->read([&](ReadTransaction& read) { return read.query(query, parameters).at(0).integer(0); });
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
        return answer.ok() ? answer.value() : -1;
    }

    /// A store whose connections go through a proxy; nothing when the address is not TCP on this machine.
    std::unique_ptr<Store> open_through(std::unique_ptr<Proxy>& proxy) {
        const std::string& place = database_->place();
        for (const std::string_view host : {"127.0.0.1:", "localhost:"}) {
            const std::size_t at = place.find(host);
            if (at == std::string::npos) continue;
            const std::size_t start = at + host.size();
            const std::size_t end = place.find_first_not_of("0123456789", start);
            std::uint16_t port = 0;
            std::from_chars(place.data() + start, place.data() + end, port);
            proxy = std::make_unique<Proxy>(port);
            auto opened = open_postgres(
                place.substr(0, at) + "127.0.0.1:" + std::to_string(proxy->port()) + place.substr(end), schema, 4, log_
            );
            EXPECT_TRUE(opened.ok());
            return std::move(opened).value();
        }
        return nullptr;
    }

    base::NullLog log_;
    std::unique_ptr<TestDatabase> database_;
    std::unique_ptr<Store> store_;
};

TEST_F(PostgresTest, CollidingTransactionsRunAgain) {
    // Both read before either writes, the first time round: one of them has to run again.
    std::barrier both_have_read(2);
    std::atomic<int> runs = 0;
    const auto add_one = [&] {
        bool first = true;
        const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
            ++runs;
            const auto now = write.query(read_number, {"a"}).at(0).integer(0);
            if (std::exchange(first, false)) both_have_read.arrive_and_wait();
            write.execute(set_number, {"a", now + 1});
            return commit();
        });
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
    };
    {
        const std::jthread one(add_one);
        const std::jthread two(add_one);
    }
    EXPECT_EQ(integer(read_number, {"a"}), 2);
    EXPECT_GE(runs, 3);
}

TEST_F(PostgresTest, SnapshotWritesOfOneRowAreNotLost) {
    std::barrier both_have_read(2);
    const auto add_one = [&] {
        bool first = true;
        const auto answer = store_->write(
            [&](WriteTransaction& write) -> Outcome<base::Done> {
                const auto now = write.query(read_number, {"a"}).at(0).integer(0);
                if (std::exchange(first, false)) both_have_read.arrive_and_wait();
                write.execute(set_number, {"a", now + 1});
                return commit();
            },
            Isolation::snapshot
        );
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
    };
    {
        const std::jthread one(add_one);
        const std::jthread two(add_one);
    }
    EXPECT_EQ(integer(read_number, {"a"}), 2);
}

TEST_F(PostgresTest, SnapshotWritesThatAddSideBySideDoNotCollide) {
    // Each looks for a row of its own and adds one, all of them in the same page of the index.
    constexpr int writers = 8;
    std::barrier all_have_read(writers);
    std::atomic<int> runs = 0;
    const auto add = [&](const std::string& id) {
        bool first = true;
        const auto answer = store_->write(
            [&](WriteTransaction& write) -> Outcome<base::Done> {
                ++runs;
                EXPECT_TRUE(write.query(find_note, {id}).empty());
                if (std::exchange(first, false)) all_have_read.arrive_and_wait();
                write.send(insert_note, {id, std::int64_t{1}});
                return commit();
            },
            Isolation::snapshot
        );
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < writers; ++i) threads.emplace_back(add, std::string(1, static_cast<char>('a' + i)));
    }
    EXPECT_EQ(integer(count_notes), writers);
    EXPECT_EQ(runs, writers);
}

TEST_F(PostgresTest, WriteSkewCannotHappen) {
    // Each sees that the sum is 0 and adds 1 to a row of its own: in any serial order only one adds.
    std::barrier both_have_read(2);
    const auto add_when_zero = [&](const std::string& id) {
        bool first = true;
        const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
            const auto sum = write.query(sum_numbers).at(0).integer(0);
            if (std::exchange(first, false)) both_have_read.arrive_and_wait();
            if (sum == 0) write.send(set_number, {id, std::int64_t{1}});
            return commit();
        });
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
    };
    {
        const std::jthread one(add_when_zero, "a");
        const std::jthread two(add_when_zero, "b");
    }
    EXPECT_EQ(integer(sum_numbers), 1);
}

TEST_F(PostgresTest, DeadlocksAreBrokenAndRunAgain) {
    std::barrier both_hold_one(2);
    const auto touch = [&](const std::string& one, const std::string& other) {
        bool first = true;
        const auto answer = store_->write(
            [&](WriteTransaction& write) -> Outcome<base::Done> {
                write.execute(set_number, {one, std::int64_t{7}});
                if (std::exchange(first, false)) both_hold_one.arrive_and_wait();
                write.execute(set_number, {other, std::int64_t{7}});
                return commit();
            },
            Isolation::read_committed
        );
        EXPECT_TRUE(answer.ok()) << answer.error().detail.text;
    };
    {
        const std::jthread one(touch, "a", "b");
        const std::jthread two(touch, "b", "a");
    }
    EXPECT_EQ(integer(sum_numbers), 14);
}

TEST_F(PostgresTest, CollisionsWithoutEndAreUnavailable) {
    int runs = 0;
    const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
        ++runs;
        const auto now = write.query(read_number, {"a"}).at(0).integer(0);
        // Another transaction is always faster.
        const auto faster = store_->write([&](WriteTransaction& other) -> Outcome<base::Done> {
            other.execute(set_number, {"a", now + 1});
            return commit();
        });
        EXPECT_TRUE(faster.ok());
        write.execute(set_number, {"a", now + 100});
        return commit();
    });
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, base::ErrorCode::unavailable);
    EXPECT_EQ(runs, 12);
    EXPECT_EQ(integer(read_number, {"a"}), 12);
}

TEST_F(PostgresTest, LostConnectionsAreMadeAnew) {
    int runs = 0;
    const auto answer = store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
        ++runs;
        write.execute(set_number, {"a", std::int64_t{5}});
        if (runs == 1) {
            const auto backend = write.query(own_backend).at(0).integer(0);
            (void)store_->read([&](ReadTransaction& read) { return read.query(end_backend, {backend}).size(); });
        }
        write.execute(set_number, {"b", std::int64_t{5}});
        return commit();
    });
    EXPECT_TRUE(answer.ok());
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(integer(sum_numbers), 10);

    runs = 0;
    const auto read_again = store_->read([&](ReadTransaction& read) {
        const auto backend = read.query(own_backend).at(0).integer(0);
        if (++runs == 1) (void)read.query(end_backend, {backend});
        return read.query(sum_numbers).at(0).integer(0);
    });
    EXPECT_TRUE(read_again.ok());
    EXPECT_EQ(runs, 2);
}

TEST_F(PostgresTest, IdleConnectionsThatDiedAreNotUsed) {
    // Fill the pool, then end all of them.
    {
        std::barrier all(6);
        std::vector<std::jthread> readers;
        for (int i = 0; i < 6; ++i)
            readers.emplace_back([&] {
                (void)store_->read([&](ReadTransaction& read) {
                    all.arrive_and_wait();
                    return read.query(read_number, {"a"}).size();
                });
            });
    }
    auto other = database_->open(schema);
    (void)other->read([](ReadTransaction& read) { return read.query(end_others).size(); });
    EXPECT_EQ(integer(read_number, {"a"}), 0);
    EXPECT_TRUE(store_
                    ->write([](WriteTransaction& write) -> Outcome<base::Done> {
                        write.execute(set_number, {"a", std::int64_t{5}});
                        return commit();
                    })
                    .ok());
}

TEST_F(PostgresTest, ACommitRunsAgainOnlyWhereItNeverArrived) {
    for (const auto& [broken, expected_runs] :
         {std::pair{Proxy::Break::before_commit, 2}, {Proxy::Break::after_commit, 1}}) {
        SCOPED_TRACE(expected_runs == 2 ? "the commit never arrived" : "its answer was lost");
        const auto notes_before = integer(count_notes);
        std::unique_ptr<Proxy> proxy;
        auto store = open_through(proxy);
        if (!store) GTEST_SKIP() << "GUILDHALL_TEST_POSTGRES is not a TCP address on this machine.";
        proxy->next = broken;
        int runs = 0;
        const auto answer = store->write([&](WriteTransaction& write) -> Outcome<base::Done> {
            ++runs;
            write.send(insert_note, {fmt::format("n{}", expected_runs), std::int64_t{1}});
            return commit();
        });
        EXPECT_TRUE(answer.ok());
        EXPECT_EQ(proxy->broken, 1);
        EXPECT_EQ(runs, expected_runs);
        EXPECT_EQ(integer(count_notes), notes_before + 1);
        store.reset();
    }
}

TEST_F(PostgresTest, ALongPipelineKeepsItsOrderAndFindsItsError) {
    const auto insert = [&](int last) {
        return store_->write([&](WriteTransaction& write) -> Outcome<base::Done> {
            for (int i = 0; i < 2000; ++i) write.send(insert_note, {std::to_string(i), std::int64_t{i}});
            write.send(insert_note, {std::to_string(last), std::int64_t{0}});
            return commit();
        });
    };
    const auto twice = insert(7);
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().code, base::ErrorCode::conflict);
    EXPECT_EQ(integer(count_notes), 0);
    EXPECT_TRUE(insert(2000).ok());
    EXPECT_EQ(integer(count_notes), 2001);
}

TEST_F(PostgresTest, SumsAndTruthsAreIntegers) {
    const Query query{
        "test.types",
        "SELECT sum(x), sum(-x), sum(x) * 0, true, count(*) > 5, 3::int, 3::smallint, sum(x * 100000000) FROM (VALUES "
        "(1234567890::bigint), (9876543211)) AS v (x)"
    };
    const auto row = store_->read([&](ReadTransaction& read) { return *read.query_one(query); }).value();
    EXPECT_EQ(row.integer(0), 11'111'111'101);
    EXPECT_EQ(row.integer(1), -11'111'111'101);
    EXPECT_EQ(row.integer(2), 0);
    EXPECT_EQ(row.integer(3), 1);
    EXPECT_EQ(row.integer(4), 0);
    EXPECT_EQ(row.integer(5), 3);
    EXPECT_EQ(row.integer(6), 3);
    EXPECT_EQ(row.integer(7), 1'111'111'110'100'000'000);
    for (const std::string_view sql :
         {"SELECT 1.5", "SELECT 0.0001", "SELECT 99999999999999999999999::numeric", "SELECT 1::float8"}) {
        const auto answer =
            store_->read([&](ReadTransaction& read) { return read.query({"test.fraction", sql}).size(); });
        ASSERT_FALSE(answer.ok()) << sql;
        EXPECT_EQ(answer.error().code, base::ErrorCode::internal);
    }
    const auto round = store_->read([](ReadTransaction& read) {
        return read.query({"test.round", "SELECT 120000000::numeric"}).at(0).integer(0);
    });
    EXPECT_EQ(round.value(), 120'000'000);
}

TEST(Postgres, NoServerIsUnavailable) {
    base::NullLog log;
    const auto opened = open_postgres("postgresql://nobody@127.0.0.1:1/none", schema, 2, log);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, base::ErrorCode::unavailable);
    EXPECT_NE(opened.error().detail.text.find("cannot connect"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::store
