#pragma once
/// One SQLite connection with its prepared statements. Used by one thread at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/store.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace guildhall::store {

class SqliteConnection {
public:
    enum class Kind { reader, writer };
    enum class Durability {
        full,     ///< a commit returns after fsync
        scratch,  ///< for tests: nothing waits for the disk
    };

    /// Opens (a writer: creates) the file and sets it up; throws DatabaseError.
    SqliteConnection(const std::string& path, Kind kind, Durability durability);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    /// Runs a prepared statement to its end. Throws DatabaseError.
    Rows query(const Query& query, const Parameters& parameters);
    /// The same without rows; the number of rows that it changed.
    std::int64_t execute(const Query& query, const Parameters& parameters);
    /// Runs one or more statements without parameters, unprepared.
    void script(const std::string& sql, std::string_view what);

    /// False once SQLite has given up the transaction by itself (disk full, I/O error).
    [[nodiscard]] bool in_transaction() const;
    /// Whether rows changed in this transaction break a deferred foreign key as it stands now.
    [[nodiscard]] bool breaks_deferred_keys() const;

private:
    struct Statement;
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    Statement& prepared(const Query& query);
    void bind(Statement& statement, const Query& query, const Parameters& parameters);
    template <class OnRow>
    void run(const Query& query, const Parameters& parameters, OnRow on_row);
    [[noreturn]] void fail(int code, std::string_view what) const;

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

}  // namespace guildhall::store
