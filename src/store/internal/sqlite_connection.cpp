#include "store/internal/sqlite_connection.hpp"

#include <sqlite3.h>

#include <charconv>
#include <cmath>

#include "store/internal/errors.hpp"

namespace guildhall::store {
namespace {

/// Statements are literals, so this bound is never met by a program that keeps to the contract.
constexpr std::size_t most_statements = 1000;
/// How long a connection waits for another process (a backup, a command line tool) that holds the file.
constexpr int busy_milliseconds = 10'000;

Value cell(sqlite3_stmt* statement, int column, const Query& query) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
            return base::Bytes(bytes, bytes + sqlite3_column_bytes(statement, column));
        }
        default: {
            const double real = sqlite3_column_double(statement, column);
            if (real == std::floor(real) && std::abs(real) < 9.0e15) return static_cast<std::int64_t>(real);
            throw DatabaseError(
                internal_fault(fmt::format("query {}: column {} is a fraction; round it in SQL", query.name, column))
            );
        }
    }
}

}  // namespace

struct SqliteConnection::Statement {
    sqlite3_stmt* handle = nullptr;
    std::vector<std::size_t> parameter_of;  ///< which `$n` (from 0) stands at SQLite's parameter index (from 0)
    std::size_t parameters = 0;

    ~Statement() { sqlite3_finalize(handle); }
};

SqliteConnection::SqliteConnection(const std::string& path, Kind kind, Durability durability) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (kind == Kind::writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &database_, flags, nullptr);
    if (code != SQLITE_OK) {
        const std::string why = database_ != nullptr ? sqlite3_errmsg(database_) : sqlite3_errstr(code);
        sqlite3_close(database_);
        throw DatabaseError(unavailable(fmt::format("cannot open the database file {}: {}", path, why)));
    }
    try {
        sqlite3_busy_timeout(database_, busy_milliseconds);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        if (kind == Kind::writer) {
            script(
                "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000", "open"
            );
        } else {
            // Readers are many: a small cache of their own, the operating system's behind it.
            script("PRAGMA query_only = ON; PRAGMA cache_size = -1000", "open");
        }
        script(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF", "open");
        script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF", "open");
    } catch (...) {
        sqlite3_close(database_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();
    sqlite3_close(database_);
}

void SqliteConnection::fail(int code, std::string_view what) const {
    const std::string detail = fmt::format("SQLite, {}: {} (code {})", what, sqlite3_errmsg(database_), code);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            // A wrong type, a missing value or a failed CHECK is a fault of the statement, not a race of two people.
            if (code == SQLITE_CONSTRAINT_DATATYPE || code == SQLITE_CONSTRAINT_NOTNULL ||
                code == SQLITE_CONSTRAINT_CHECK)
                throw DatabaseError(internal_fault(detail));
            throw DatabaseError(conflict(detail));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
            throw DatabaseError(unavailable(detail));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw DatabaseError({base::ErrorCode::corrupt, unavailable({}).message, {detail}});
        default:
            throw DatabaseError(internal_fault(detail));
    }
}

SqliteConnection::Statement& SqliteConnection::prepared(const Query& query) {
    if (const auto found = statements_.find(query.sql); found != statements_.end()) return *found->second;
    auto statement = std::make_unique<Statement>();
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(
        database_, query.sql.data(), static_cast<int>(query.sql.size()), SQLITE_PREPARE_PERSISTENT, &statement->handle,
        &tail
    );
    if (code != SQLITE_OK) fail(code, query.name);
    if (statement->handle == nullptr ||
        std::string_view(tail, query.sql.data() + query.sql.size()).find_first_not_of(" \t\r\n;") !=
            std::string_view::npos)
        throw DatabaseError(internal_fault(fmt::format("query {} is not exactly one statement", query.name)));
    const int count = sqlite3_bind_parameter_count(statement->handle);
    for (int index = 1; index <= count; ++index) {
        const char* name = sqlite3_bind_parameter_name(statement->handle, index);
        const std::string_view text = name == nullptr ? "" : name;
        std::size_t number = 0;
        const auto read = std::from_chars(text.data() + (text.empty() ? 0 : 1), text.data() + text.size(), number);
        if (text.empty() || text.front() != '$' || read.ec != std::errc{} || read.ptr != text.data() + text.size() ||
            number == 0)
            throw DatabaseError(internal_fault(fmt::format("query {}: parameters are written $1, $2, …", query.name)));
        statement->parameter_of.push_back(number - 1);
        statement->parameters = std::max(statement->parameters, number);
    }
    if (statements_.size() >= most_statements) statements_.clear();
    return *statements_.emplace(std::string(query.sql), std::move(statement)).first->second;
}

void SqliteConnection::bind(Statement& statement, const Query& query, const Parameters& parameters) {
    if (parameters.size() != statement.parameters)
        throw DatabaseError(internal_fault(fmt::format(
            "query {} takes {} parameters, and was given {}", query.name, statement.parameters, parameters.size()
        )));
    for (std::size_t place = 0; place < statement.parameter_of.size(); ++place) {
        const Value& value = parameters[statement.parameter_of[place]];
        const int index = static_cast<int>(place) + 1;
        int code = SQLITE_OK;
        // The caller's parameters outlive the statement's run, so nothing is copied.
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            code = sqlite3_bind_int64(statement.handle, index, *integer);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            code = sqlite3_bind_text64(statement.handle, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (const auto* bytes = std::get_if<base::Bytes>(&value)) {
            code = bytes->empty()
                       ? sqlite3_bind_zeroblob(statement.handle, index, 0)
                       : sqlite3_bind_blob64(statement.handle, index, bytes->data(), bytes->size(), SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(statement.handle, index);
        }
        if (code != SQLITE_OK) fail(code, query.name);
    }
}

template <class OnRow>
void SqliteConnection::run(const Query& query, const Parameters& parameters, OnRow on_row) {
    Statement& statement = prepared(query);
    struct Reset {
        sqlite3_stmt* handle;
        ~Reset() {
            sqlite3_reset(handle);
            sqlite3_clear_bindings(handle);
        }
    } reset{statement.handle};
    bind(statement, query, parameters);
    for (;;) {
        const int code = sqlite3_step(statement.handle);
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_ROW) fail(code, query.name);
        on_row(statement.handle);
    }
}

Rows SqliteConnection::query(const Query& query, const Parameters& parameters) {
    Rows rows;
    run(query, parameters, [&](sqlite3_stmt* handle) {
        const int columns = sqlite3_column_count(handle);
        std::vector<Value> cells;
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) cells.push_back(cell(handle, column, query));
        rows.emplace_back(std::move(cells));
    });
    return rows;
}

std::int64_t SqliteConnection::execute(const Query& query, const Parameters& parameters) {
    run(query, parameters, [](sqlite3_stmt*) {});
    return sqlite3_changes64(database_);
}

void SqliteConnection::script(const std::string& sql, std::string_view what) {
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, what);
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(database_) == 0;
}

bool SqliteConnection::breaks_deferred_keys() const {
    int broken = 0;
    int unused = 0;
    sqlite3_db_status(database_, SQLITE_DBSTATUS_DEFERRED_FKS, &broken, &unused, 0);
    return broken != 0;
}

}  // namespace guildhall::store
