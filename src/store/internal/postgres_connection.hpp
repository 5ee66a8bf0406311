#pragma once
/// One PostgreSQL connection in pipeline mode, with its prepared statements. Used by one thread at a time.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"

struct pg_conn;
struct pg_result;

namespace guildhall::store {

/// A DatabaseError that knows what may be done about it.
class PostgresError : public DatabaseError {
public:
    enum class Kind {
        collision,  ///< transactions collided (SQLSTATE 40001, 40P01): the whole transaction may run again
        lost,       ///< the connection is gone
        other,
    };
    PostgresError(Kind kind, base::Error error) : DatabaseError(std::move(error)), kind_(kind) {}
    [[nodiscard]] Kind kind() const { return kind_; }

private:
    Kind kind_;
};

class PostgresConnection {
public:
    /// Connects and sets up the session; throws PostgresError (lost).
    explicit PostgresConnection(const std::string& url);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    /// Puts a statement into the pipeline. Its error, if any, is thrown by the next `finish`.
    void send(const Query& query, const Parameters& parameters);

    struct Reply {
        Rows rows;
        std::int64_t changed = 0;
        std::string tag;  ///< `COMMIT`, `INSERT 0 1`, …
    };
    /// Sends what is in the pipeline and waits for it. The replies of the statements, in order, rows only of
    /// those that return any. Throws the first error; the statements behind it were not run.
    std::vector<Reply> finish();

    /// Sends what is in the pipeline and does not wait: its replies are dropped when the next ones are taken. For the
    /// end of a transaction that only read, which cannot fail in any way that matters.
    void finish_unheard();

    /// How many statements are in the pipeline.
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }
    /// Runs one or more statements without parameters, outside the pipeline, which is empty.
    void script(const std::string& sql, std::string_view what);
    /// Ends a transaction that failed; false when the connection is of no more use.
    [[nodiscard]] bool roll_back();

private:
    struct Prepared {
        std::string name;
        bool known = false;  ///< the server has said that it has it
    };
    struct Pending {
        std::string_view what;
        Prepared* preparing = nullptr;  ///< set when this is the preparation of a statement
    };
    /// What is remembered of a text: how many parameters it has, and the types that they were last seen with.
    struct Shape {
        std::size_t parameters = 0;
        std::vector<unsigned> types;
    };

    Prepared& prepared(const Query& query, const std::vector<unsigned>& types);
    void sync(std::string_view what);
    void drop_unheard();
    Reply reply_of(pg_result* result, std::string_view what);
    [[noreturn]] void fail(pg_result* result, std::string_view what);
    [[noreturn]] void fail_send(std::string_view what);

    pg_conn* connection_ = nullptr;
    std::unordered_map<std::string, Shape> shapes_;
    std::unordered_map<std::string, Prepared> prepared_;
    std::uint64_t statement_number_ = 0;
    std::deque<Pending> pending_;
    std::size_t unheard_ = 0;  ///< statements that were sent off, whose replies come before those of `pending_`
};

}  // namespace guildhall::store
