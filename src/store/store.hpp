#pragma once
/// The database port: two engines (SQLite, PostgreSQL) behind one small interface.
///
/// SQL is written as named `Query` constants beside its use, with `$1`, `$2`, … for parameters, in the
/// subset that both engines share. Time and randomness are parameters: no `now()` in SQL.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/migration.hpp"

namespace guildhall::store {

/// A statement with the name that logs and metrics show. Both live as long as the program (literals).
struct Query {
    std::string_view name;
    std::string_view sql;
};

/// What a parameter or a cell can hold: null, integer, text, bytes. Booleans are integers 0 and 1,
/// instants are microseconds since 1970 (base::to_micros), ids are text.
using Value = std::variant<std::monostate, std::int64_t, std::string, base::Bytes>;
using Parameters = std::vector<Value>;

/// One row of a result; cells by position, from 0. Reading a cell as what it is not throws (a bug).
class Row {
public:
    explicit Row(std::vector<Value> cells) : cells_(std::move(cells)) {}
    [[nodiscard]] bool is_null(std::size_t column) const;
    [[nodiscard]] std::int64_t integer(std::size_t column) const;
    [[nodiscard]] const std::string& text(std::size_t column) const;
    [[nodiscard]] const base::Bytes& bytes(std::size_t column) const;
    [[nodiscard]] std::optional<std::int64_t> integer_or_null(std::size_t column) const;
    [[nodiscard]] std::optional<std::string> text_or_null(std::size_t column) const;

private:
    std::vector<Value> cells_;
};

using Rows = std::vector<Row>;

enum class Engine { sqlite, postgres };

/// What a statement throws when the database refuses it. Let it pass: `Store::read` and `write` turn it
/// into the Result's Error (`conflict` for a constraint, `unavailable` when the database does not answer
/// or transactions keep colliding, else `internal`). After it nothing of the transaction can be committed.
class DatabaseError : public std::runtime_error {
public:
    explicit DatabaseError(base::Error error);
    [[nodiscard]] const base::Error& error() const { return error_; }

private:
    base::Error error_;
};

/// A snapshot that can only be read. Lives for one `Store::read` or `write` call, on one thread.
/// Statements throw DatabaseError; `Store::read` and `write` turn that into a Result.
class ReadTransaction {
public:
    virtual ~ReadTransaction() = default;
    virtual Rows query(const Query& query, const Parameters& parameters = {}) = 0;
    [[nodiscard]] virtual Engine engine() const = 0;
    /// The first row, when there is one.
    [[nodiscard]] std::optional<Row> query_one(const Query& query, const Parameters& parameters = {});
};

class WriteTransaction : public ReadTransaction {
public:
    /// Runs a statement and says how many rows it changed.
    virtual std::int64_t execute(const Query& query, const Parameters& parameters = {}) = 0;
    /// As `execute` when the count does not matter: PostgreSQL sends it in a pipeline, and an error
    /// shows at the next `query`, `execute` or at commit.
    virtual void send(const Query& query, const Parameters& parameters = {}) = 0;
};

/// What a write function ends in. Made by `commit(value)` or `rollback(error)`.
template <class T>
class [[nodiscard]] Outcome {
public:
    explicit Outcome(T value) : result_(std::move(value)) {}
    Outcome(base::Error error) : result_(std::move(error)) {}  // NOLINT(google-explicit-constructor)
    base::Result<T>& result() { return result_; }

private:
    base::Result<T> result_;
};

template <class T>
Outcome<std::decay_t<T>> commit(T&& value) {
    return Outcome<std::decay_t<T>>(std::forward<T>(value));
}
inline Outcome<base::Done> commit() {
    return Outcome<base::Done>(base::Done{});
}
inline base::Error rollback(base::Error error) {
    return error;
}

/// How strictly concurrent writes are kept apart on PostgreSQL. SQLite has one writer, so all are serial there.
enum class Isolation {
    serializable,  ///< the default: retried by the store when transactions collide
    /// One snapshot, and of two transactions that change the same row the second runs again. For the writes that come
    /// by the hundred, whose rules hold by a row that they change, a constraint, or because they only add: a
    /// serializable one collides with every other that adds near it in an index, which all new ids do.
    snapshot,
    read_committed,  ///< for job claims and the sequencer, which lock what they take
};

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<base::Result<T>> = true;

/// Thread-safe. `read` and `write` block the calling thread. A write function may run more than once,
/// so it has no effect outside its transaction; on SQLite it runs on the writer thread, so it only
/// does SQL (no hashing, encryption, rendering, files). `write` returns after the data is durable.
/// A read function runs again when a connection was lost under it. An exception that a function throws
/// rolls its transaction back and reaches the caller. Do not call `write` from inside `write`.
class Store {
public:
    virtual ~Store() = default;

    /// `fn(ReadTransaction&)` returns a plain value or a Result; the answer is a Result either way.
    template <class Fn>
    auto read(Fn&& fn) {
        using Returned = std::invoke_result_t<Fn&, ReadTransaction&>;
        if constexpr (is_result<Returned>) {
            return run_read<typename Returned::value_type>(fn);
        } else {
            return run_read<Returned>(fn);
        }
    }

    /// `fn(WriteTransaction&)` returns an Outcome<T> (declare it: `-> store::Outcome<T>`).
    template <class Fn>
    auto write(Fn&& fn, Isolation isolation = Isolation::serializable) {
        using T = typename std::remove_reference_t<
            decltype(std::declval<std::invoke_result_t<Fn&, WriteTransaction&>&>().result())>::value_type;
        std::optional<base::Result<T>> answer;
        const auto failed = write_with(
            [&](WriteTransaction& transaction) {
                answer.emplace(std::move(fn(transaction).result()));
                return answer->ok();
            },
            isolation
        );
        if (failed) return base::Result<T>(*failed);
        return std::move(*answer);
    }

    [[nodiscard]] virtual Engine engine() const = 0;

protected:
    /// Runs `work` in a snapshot; an error of the database itself comes back.
    virtual std::optional<base::Error> read_with(const std::function<void(ReadTransaction&)>& work) = 0;
    /// Runs `work`; commits when it says true, rolls back when false; an error of the database itself comes back.
    virtual std::optional<base::Error> write_with(
        const std::function<bool(WriteTransaction&)>& work, Isolation isolation
    ) = 0;

private:
    template <class T, class Fn>
    base::Result<T> run_read(Fn& fn) {
        std::optional<base::Result<T>> answer;
        const auto failed = read_with([&](ReadTransaction& transaction) { answer.emplace(fn(transaction)); });
        if (failed) return *failed;
        return std::move(*answer);
    }
};

/// Opens `PATH` as SQLite (WAL, synchronous=FULL) and applies the migrations that are not yet there.
/// A database with a newer schema than `migrations` is refused.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_sqlite(
    const std::string& path, std::span<const Migration> migrations, base::Log& log
);

/// Opens a `postgresql://…` address; `connections` is the size of the pool.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_postgres(
    const std::string& url, std::span<const Migration> migrations, std::size_t connections, base::Log& log
);

/// A SQLite database in a scratch directory that goes with the store, for unit tests of the rooms above.
/// Migrated; not synced to disk. Throws when it cannot be made. `store/testing.hpp` has more.
[[nodiscard]] std::unique_ptr<Store> open_for_test(std::span<const Migration> migrations);

}  // namespace guildhall::store
