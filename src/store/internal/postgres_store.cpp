#include "store/internal/postgres_store.hpp"

#include <thread>

#include "base/message.hpp"
#include "store/internal/errors.hpp"
#include "store/internal/migrate.hpp"
#include "store/internal/sql_text.hpp"

namespace guildhall::store {
namespace {

/// So often a write function runs at most when its transactions collide with others or lose their connection.
constexpr int most_attempts = 12;
constexpr int most_read_attempts = 3;
constexpr std::chrono::milliseconds first_pause{2};
constexpr std::chrono::milliseconds longest_pause{100};
/// So many statements lie in the pipeline at most before their results are taken.
constexpr std::size_t longest_pipeline = 256;
/// For how long a lost COMMIT is asked about.
constexpr std::chrono::seconds settling_time{15};
constexpr std::chrono::milliseconds settling_pause{50};

const Query begin_serializable{"store.begin_serializable", "BEGIN ISOLATION LEVEL SERIALIZABLE"};
const Query begin_snapshot{"store.begin_snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ"};
const Query begin_read_committed{"store.begin_read_committed", "BEGIN ISOLATION LEVEL READ COMMITTED"};
const Query begin_read{"store.begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
const Query commit_all{"store.commit", "COMMIT"};
const Query own_transaction{"store.transaction_id", "SELECT pg_current_xact_id()::text::bigint"};
const Query transaction_status{"store.transaction_status", "SELECT pg_xact_status($1::text::xid8)"};

/// Any number will do that other programs on the same database do not take.
constexpr const char* take_migration_lock = "SELECT pg_advisory_xact_lock(7133701809754865667)";

const Query& begin(Isolation isolation) {
    switch (isolation) {
        case Isolation::serializable:
            return begin_serializable;
        case Isolation::snapshot:
            return begin_snapshot;
        case Isolation::read_committed:
            return begin_read_committed;
    }
    return begin_serializable;
}

class PostgresReadTransaction final : public ReadTransaction {
public:
    explicit PostgresReadTransaction(PostgresConnection& connection) : connection_(connection) {
        connection_.send(begin_read, {});
    }
    Rows query(const Query& query, const Parameters& parameters) override {
        connection_.send(query, parameters);
        return std::move(connection_.finish().back().rows);
    }
    [[nodiscard]] Engine engine() const override { return Engine::postgres; }
    void end() {
        connection_.send(commit_all, {});
        connection_.finish_unheard();
    }

private:
    PostgresConnection& connection_;
};

/// Remembers a failed statement: nothing can be committed after it.
class PostgresWriteTransaction final : public WriteTransaction {
public:
    PostgresWriteTransaction(PostgresConnection& connection, Isolation isolation) : connection_(connection) {
        connection_.send(begin(isolation), {});
        // Known before COMMIT, so that a lost COMMIT can be settled; it travels with the first statement.
        connection_.send(own_transaction, {});
    }

    Rows query(const Query& query, const Parameters& parameters) override {
        return std::move(run(query, parameters).rows);
    }
    std::int64_t execute(const Query& query, const Parameters& parameters) override {
        return run(query, parameters).changed;
    }
    void send(const Query& query, const Parameters& parameters) override {
        guarded([&] {
            if (connection_.pending() >= longest_pipeline) finish();
            connection_.send(query, parameters);
        });
    }
    [[nodiscard]] Engine engine() const override { return Engine::postgres; }
    [[nodiscard]] const std::optional<PostgresError>& failure() const { return failure_; }
    [[nodiscard]] std::optional<std::int64_t> id() const { return id_; }
    [[nodiscard]] bool committing() const { return committing_; }

    void commit() {
        guarded([&] {
            if (!id_) finish();
            connection_.send(commit_all, {});
            committing_ = true;
            // COMMIT of a transaction that had failed is answered with ROLLBACK, and no error.
            if (const auto replies = finish(); replies.back().tag != "COMMIT")
                throw PostgresError(
                    PostgresError::Kind::other, internal_fault("PostgreSQL answered COMMIT with " + replies.back().tag)
                );
        });
    }

private:
    PostgresConnection::Reply run(const Query& query, const Parameters& parameters) {
        PostgresConnection::Reply reply;
        guarded([&] {
            connection_.send(query, parameters);
            reply = std::move(finish().back());
        });
        return reply;
    }

    std::vector<PostgresConnection::Reply> finish() {
        auto replies = connection_.finish();
        // The first two are of BEGIN and of the transaction's id.
        if (!id_) id_ = replies.at(1).rows.at(0).integer(0);
        return replies;
    }

    template <class Fn>
    void guarded(Fn fn) {
        if (failure_) throw PostgresError(*failure_);
        try {
            fn();
        } catch (const PostgresError& error) {
            failure_ = error;
            throw;
        } catch (const DatabaseError& error) {
            failure_.emplace(PostgresError::Kind::other, error.error());
            throw;
        }
    }

    PostgresConnection& connection_;
    std::optional<std::int64_t> id_;
    std::optional<PostgresError> failure_;
    bool committing_ = false;
};

void migrate(PostgresConnection& connection, std::span<const Migration> migrations, base::Log& log) {
    const auto run = [&](const Query& query, const Parameters& parameters) {
        connection.send(query, parameters);
        return std::move(connection.finish().back().rows);
    };
    connection.script("SET statement_timeout = 0; SET lock_timeout = 0; BEGIN", "migrate");
    connection.script(take_migration_lock, "migrate");
    connection.script(std::string(create_schema_migrations.sql), "migrate");
    auto pending =
        pending_migrations(migrations, applied_migrations(run(list_schema_migrations, {})), Engine::postgres);
    if (!pending.ok()) throw DatabaseError(pending.error());
    for (const Migration& migration : pending.value()) {
        const std::string what = fmt::format("migration {:04}_{}", migration.number, migration.name);
        connection.script(migration.engine.empty() ? postgres_ddl(migration.sql) : std::string(migration.sql), what);
        run(record_schema_migration, record_of(migration));
        log.write(
            base::LogLevel::info, "store.migrated",
            {{"number", std::to_string(migration.number)}, {"name", std::string(migration.name)}}
        );
    }
    connection.script("COMMIT", "migrate");
}

}  // namespace

PostgresStore::PostgresStore(
    const std::string& url, std::span<const Migration> migrations, std::size_t connections, base::Log& log
)
    : pool_(url, connections), log_(log) {
    PostgresConnection connection(url);
    migrate(connection, migrations, log);
}

std::optional<base::Error> PostgresStore::read_with(const std::function<void(ReadTransaction&)>& work) {
    for (int attempts = 1;; ++attempts) {
        try {
            const auto connection = pool_.take();
            PostgresReadTransaction transaction(*connection);
            work(transaction);
            transaction.end();
            return std::nullopt;
        } catch (const PostgresError& error) {
            if (error.kind() == PostgresError::Kind::lost) pool_.close_idle();
            if (error.kind() == PostgresError::Kind::other || attempts == most_read_attempts) return error.error();
        } catch (const DatabaseError& error) {
            return error.error();
        }
        pause_before(attempts);
    }
}

std::optional<base::Error> PostgresStore::write_with(
    const std::function<bool(WriteTransaction&)>& work, Isolation isolation
) {
    for (int attempts = 1;; ++attempts) {
        const Attempt made = attempt(work, isolation);
        if (made.ended) return made.error;
        if (attempts == most_attempts) {
            log_.write(
                base::LogLevel::warning, "store.retries_spent",
                {{"attempts", std::to_string(attempts)}, {"detail", made.error->detail.text}}
            );
            return made.error;
        }
        pause_before(attempts);
    }
}

PostgresStore::Attempt PostgresStore::attempt(const std::function<bool(WriteTransaction&)>& work, Isolation isolation) {
    using Kind = PostgresError::Kind;
    std::optional<PostgresError> failure;
    std::optional<std::int64_t> id;
    bool committing = false;
    try {
        const auto connection = pool_.take();
        PostgresWriteTransaction transaction(*connection, isolation);
        try {
            const bool wanted = work(transaction);
            failure = transaction.failure();
            // A function that gives up after a failed statement gets its wish, unless it would see things otherwise
            // next time.
            if (!wanted && (!failure || failure->kind() == Kind::other)) return {true, std::nullopt};
            if (!failure) {
                transaction.commit();
                return {true, std::nullopt};
            }
        } catch (const PostgresError& error) {
            failure = error;
            id = transaction.id();
            committing = transaction.committing();
        }
    } catch (const PostgresError& error) {
        failure = error;
    } catch (const DatabaseError& error) {
        return {true, error.error()};
    }
    if (failure->kind() == Kind::other) return {true, failure->error()};
    if (failure->kind() == Kind::lost) {
        pool_.close_idle();
        if (committing && id) return settle(*id, failure->error());
    }
    return {false, failure->error()};
}

PostgresStore::Attempt PostgresStore::settle(std::int64_t transaction_id, const base::Error& lost) {
    const auto log = [&](std::string_view status) {
        log_.write(
            base::LogLevel::warning, "store.commit_settled",
            {{"transaction", std::to_string(transaction_id)},
             {"status", std::string(status)},
             {"detail", lost.detail.text}}
        );
    };
    const auto deadline = std::chrono::steady_clock::now() + settling_time;
    for (;; std::this_thread::sleep_for(settling_pause)) {
        std::string status;
        try {
            const auto connection = pool_.take();
            connection->send(transaction_status, {std::to_string(transaction_id)});
            status = connection->finish().back().rows.at(0).text_or_null(0).value_or("forgotten");
        } catch (const DatabaseError& error) {
            status = error.error().detail.text;
            pool_.close_idle();
        }
        if (status == "committed") {
            log(status);
            return {true, std::nullopt};
        }
        if (status == "aborted") {
            log(status);
            return {false, lost};
        }
        if (status == "forgotten" || std::chrono::steady_clock::now() >= deadline) {
            log(status);
            return {
                true,
                base::Error{
                    base::ErrorCode::unavailable,
                    base::by_key("errors.perhaps_saved"),
                    {fmt::format(
                        "the outcome of transaction {} is not known ({}): {}", transaction_id, status, lost.detail.text
                    )}
                }
            };
        }
    }
}

/// Doubles from one attempt to the next, and is a random part of that, so that those who collided part ways.
void PostgresStore::pause_before(int attempt) {
    const auto longest = std::min(longest_pause, first_pause * (1 << std::min(attempt, 10)));
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(longest).count();
    std::this_thread::sleep_for(std::chrono::microseconds(random_.number() % static_cast<std::uint64_t>(micros)));
}

base::Result<std::unique_ptr<Store>> open_postgres(
    const std::string& url, std::span<const Migration> migrations, std::size_t connections, base::Log& log
) {
    try {
        return std::unique_ptr<Store>(std::make_unique<PostgresStore>(url, migrations, connections, log));
    } catch (const DatabaseError& error) {
        return error.error();
    }
}

}  // namespace guildhall::store
