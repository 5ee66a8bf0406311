#pragma once
/// The PostgreSQL engine: a pool of connections, transactions with retries, and the truth about a lost COMMIT.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "store/internal/postgres_connection.hpp"
#include "store/store.hpp"

namespace guildhall::store {

/// Connections to one database, made when wanted, at most so many. Thread-safe.
class PostgresPool {
public:
    PostgresPool(std::string url, std::size_t most) : url_(std::move(url)), most_(std::max<std::size_t>(most, 1)) {}

    /// A connection taken out of the pool; it goes back when this goes, unless it is broken.
    class Lent {
    public:
        Lent(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}
        Lent(Lent&& other) noexcept = default;
        Lent& operator=(Lent&&) = delete;
        ~Lent();
        PostgresConnection* operator->() const { return connection_.get(); }
        PostgresConnection& operator*() const { return *connection_; }

    private:
        PostgresPool* pool_;
        std::unique_ptr<PostgresConnection> connection_;
    };

    /// Waits for one, then throws PostgresError (other, unavailable).
    [[nodiscard]] Lent take();
    /// Closes those that lie idle: when one connection was lost, the others probably were too.
    void close_idle();

private:
    void give_back(std::unique_ptr<PostgresConnection> connection);
    void forget_one();

    const std::string url_;
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    std::size_t made_ = 0;  ///< idle and lent
};

class PostgresStore final : public Store {
public:
    /// Connects and migrates; throws DatabaseError.
    PostgresStore(
        const std::string& url, std::span<const Migration> migrations, std::size_t connections, base::Log& log
    );
    [[nodiscard]] Engine engine() const override { return Engine::postgres; }

protected:
    std::optional<base::Error> read_with(const std::function<void(ReadTransaction&)>& work) override;
    std::optional<base::Error> write_with(const std::function<bool(WriteTransaction&)>& work, Isolation isolation)
        override;

private:
    /// What became of one run of a write function.
    struct Attempt {
        bool ended = false;  ///< committed, or rolled back as the function wished: no further run
        std::optional<base::Error> error;
    };
    Attempt attempt(const std::function<bool(WriteTransaction&)>& work, Isolation isolation);
    /// Asks what became of a transaction whose COMMIT was not answered.
    Attempt settle(std::int64_t transaction_id, const base::Error& lost);
    void pause_before(int attempt);

    PostgresPool pool_;
    base::Log& log_;
    base::SystemRandom random_;  ///< spreads retries; nothing can be seen to depend on it
};

}  // namespace guildhall::store
