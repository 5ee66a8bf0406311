#include "store/internal/postgres_connection.hpp"

#include <libpq-fe.h>

#include <charconv>

#include "base/text.hpp"
#include "store/internal/errors.hpp"
#include "store/internal/postgres_values.hpp"
#include "store/internal/sql_text.hpp"

namespace guildhall::store {
namespace {

/// Statements are literals, so this bound is never met by a program that keeps to the contract.
constexpr std::size_t most_statements = 1000;

/// Limits of a session: a stuck transaction must not hold up the others, or the sequencer, for ever.
constexpr const char* session_settings =
    "SET statement_timeout = '60s'; SET lock_timeout = '15s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', "
    "'local')";

const Query rollback_all{"store.rollback", "ROLLBACK"};

class Result {
public:
    explicit Result(PGresult* result) : result_(result) {}
    ~Result() { PQclear(result_); }
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;
    [[nodiscard]] PGresult* get() const { return result_; }

private:
    PGresult* result_;
};

std::string_view field_of(const PGresult* result, int field) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, field);
    return text == nullptr ? "" : text;
}

bool one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::ranges::find(states, state) != states.end();
}

/// PostgreSQL's error codes, appendix A of its manual.
PostgresError error_of(std::string_view state, bool connected, const std::string& detail) {
    using Kind = PostgresError::Kind;
    const std::string_view group = state.substr(0, 2);
    if (!connected || (group == "08" && state != "08P01") ||
        one_of(state, {"57P01", "57P02", "57P03", "57P05", "25P03"}))
        return {Kind::lost, unavailable(detail)};
    if (one_of(state, {"40001", "40P01"})) return {Kind::collision, unavailable(detail)};
    if (one_of(state, {"23503", "23505", "23P01", "P0001"})) return {Kind::other, conflict(detail)};
    if (one_of(group, {"53", "58"}) || one_of(state, {"55P03", "57014"})) return {Kind::other, unavailable(detail)};
    if (one_of(state, {"XX001", "XX002"}))
        return {Kind::other, {base::ErrorCode::corrupt, unavailable({}).message, {detail}}};
    return {Kind::other, internal_fault(detail)};
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& url) {
    // What stands before the address can be changed by it, what stands behind cannot.
    const std::array<const char*, 7> names{
        "connect_timeout",
        "fallback_application_name",
        "tcp_user_timeout",
        "keepalives_idle",
        "dbname",
        "client_encoding",
        nullptr
    };
    const std::array<const char*, 7> values{"10", "guildhall", "30000", "30", url.c_str(), "UTF8", nullptr};
    connection_ = PQconnectdbParams(names.data(), values.data(), 1);
    try {
        if (PQstatus(connection_) != CONNECTION_OK) {
            const std::string why(base::trimmed(connection_ == nullptr ? "no memory" : PQerrorMessage(connection_)));
            throw PostgresError(PostgresError::Kind::lost, unavailable("cannot connect to PostgreSQL: " + why));
        }
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
        if (PQenterPipelineMode(connection_) != 1)
            throw PostgresError(PostgresError::Kind::lost, unavailable("no pipeline mode"));
        script(session_settings, "store.session");
    } catch (...) {
        PQfinish(connection_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() {
    PQfinish(connection_);
}

void PostgresConnection::fail(PGresult* result, std::string_view what) {
    const std::string_view state = field_of(result, PG_DIAG_SQLSTATE);
    std::string_view text = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
    if (text.empty()) text = PQerrorMessage(connection_);
    // The constraint, but not PG_DIAG_MESSAGE_DETAIL: it quotes the values of the row.
    const std::string detail = fmt::format(
        "PostgreSQL, {}: {} (SQLSTATE {}{}{})", what, base::trimmed(text), state.empty() ? "none" : state,
        field_of(result, PG_DIAG_CONSTRAINT_NAME).empty() ? "" : ", constraint ",
        field_of(result, PG_DIAG_CONSTRAINT_NAME)
    );
    throw error_of(state, PQstatus(connection_) == CONNECTION_OK, detail);
}

void PostgresConnection::fail_send(std::string_view what) {
    fail(nullptr, what);
}

PostgresConnection::Prepared& PostgresConnection::prepared(const Query& query, const std::vector<unsigned>& types) {
    std::string key(query.sql);
    for (const unsigned type : types) key += static_cast<char>(type);
    const auto [entry, fresh] = prepared_.try_emplace(std::move(key));
    Prepared& statement = entry->second;
    if (fresh) statement.name = fmt::format("s{}", ++statement_number_);
    if (!statement.known) {
        const std::string sql(query.sql);
        if (PQsendPrepare(
                connection_, statement.name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()
            ) != 1)
            fail_send(query.name);
        pending_.push_back({query.name, &statement});
        statement.known = true;  // taken back when the preparation fails
    }
    return statement;
}

void PostgresConnection::send(const Query& query, const Parameters& parameters) {
    if (pending_.empty() && prepared_.size() >= most_statements) {
        script("DEALLOCATE ALL", "store.deallocate");
        prepared_.clear();
    }
    const auto [entry, fresh] = shapes_.try_emplace(std::string(query.sql));
    Shape& shape = entry->second;
    if (fresh) {
        shape.parameters = parameter_count(query.sql);
        shape.types.assign(shape.parameters, 0);
    }
    if (parameters.size() != shape.parameters)
        throw PostgresError(
            PostgresError::Kind::other,
            internal_fault(fmt::format(
                "query {} takes {} parameters, and was given {}", query.name, shape.parameters, parameters.size()
            ))
        );
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (const unsigned type = type_of(parameters[i]); type != 0) shape.types[i] = type;
    const Prepared& statement = prepared(query, shape.types);
    const BinaryParameters binary(parameters);
    if (PQsendQueryPrepared(
            connection_, statement.name.c_str(), binary.count(), binary.values(), binary.lengths(), binary.formats(), 1
        ) != 1)
        fail_send(query.name);
    pending_.push_back({query.name, nullptr});
}

PostgresConnection::Reply PostgresConnection::reply_of(PGresult* result, std::string_view what) {
    Reply reply;
    reply.tag = PQcmdStatus(result);
    const std::string_view changed = PQcmdTuples(result);
    std::from_chars(changed.data(), changed.data() + changed.size(), reply.changed);
    const int rows = PQntuples(result);
    const int columns = PQnfields(result);
    reply.rows.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        std::vector<Value> cells;
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) cells.push_back(binary_cell(result, row, column, what));
        reply.rows.emplace_back(std::move(cells));
    }
    return reply;
}

void PostgresConnection::sync(std::string_view what) {
    if (PQpipelineSync(connection_) != 1) fail_send(what);
}

void PostgresConnection::finish_unheard() {
    if (pending_.empty()) return;
    drop_unheard();
    sync(pending_.back().what);
    // What was being prepared is known: it is a statement of the store itself, without a table in it.
    unheard_ = std::exchange(pending_, {}).size();
}

void PostgresConnection::drop_unheard() {
    if (unheard_ == 0) return;
    for (; unheard_ > 0; --unheard_) {
        while (PGresult* reply = PQgetResult(connection_)) PQclear(reply);
    }
    const Result end(PQgetResult(connection_));
    if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) fail(end.get(), "store.unheard");
}

std::vector<PostgresConnection::Reply> PostgresConnection::finish() {
    std::vector<Reply> replies;
    if (pending_.empty()) return replies;
    sync(pending_.back().what);
    drop_unheard();
    std::exception_ptr failed;
    for (; !pending_.empty(); pending_.pop_front()) {
        const Pending& awaited = pending_.front();
        const Result result(PQgetResult(connection_));
        const ExecStatusType status = PQresultStatus(result.get());
        if (result.get() == nullptr || PQstatus(connection_) != CONNECTION_OK) fail(result.get(), awaited.what);
        const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (!done && awaited.preparing != nullptr) awaited.preparing->known = false;
        try {
            if (done && awaited.preparing == nullptr) replies.push_back(reply_of(result.get(), awaited.what));
            if (!done && !failed) fail(result.get(), awaited.what);
        } catch (const DatabaseError&) {
            if (!failed) failed = std::current_exception();
        }
        // Every statement's results end in a null.
        while (PGresult* more = PQgetResult(connection_)) PQclear(more);
    }
    const Result end(PQgetResult(connection_));
    if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC && !failed) fail(end.get(), "store.pipeline");
    if (failed) std::rethrow_exception(failed);
    return replies;
}

void PostgresConnection::script(const std::string& sql, std::string_view what) {
    drop_unheard();
    if (PQexitPipelineMode(connection_) != 1) fail_send(what);
    const Result result(PQexec(connection_, sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
        PQenterPipelineMode(connection_);
        fail(result.get(), what);
    }
    if (PQenterPipelineMode(connection_) != 1) fail_send(what);
}

bool PostgresConnection::roll_back() {
    if (PQstatus(connection_) != CONNECTION_OK) return false;
    try {
        // What is still in the pipeline belongs to what is given up.
        if (!pending_.empty()) {
            bool lost = false;
            try {
                finish();
            } catch (const PostgresError& error) {
                lost = error.kind() == PostgresError::Kind::lost;
            } catch (const DatabaseError&) {
                lost = false;  // a refusal of what is given up
            }
            if (lost) return false;
        }
        if (unheard_ > 0 || PQtransactionStatus(connection_) == PQTRANS_IDLE) return true;
        send(rollback_all, {});
        finish();
        return PQtransactionStatus(connection_) == PQTRANS_IDLE;
    } catch (const DatabaseError&) {
        return false;
    }
}

}  // namespace guildhall::store
