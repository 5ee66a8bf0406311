#include "events/events.hpp"

#include "crypto/crypto.hpp"

namespace guildhall::events {
namespace {

const store::Query append_sqlite{
    "events.append",
    "INSERT INTO events (event_id, type, subject, at, body, leaf_hash, position) "
    "VALUES ($1, $2, $3, $4, $5, $6, (SELECT COALESCE(MAX(position), -1) + 1 FROM events))"
};
const store::Query append_postgres{
    "events.append", "INSERT INTO events (event_id, type, subject, at, body, leaf_hash) VALUES ($1, $2, $3, $4, $5, $6)"
};
const store::Query select_from{
    "events.read_from",
    "SELECT position, event_id, type, subject, at, body, leaf_hash FROM events WHERE position >= $1 ORDER BY position "
    "LIMIT $2"
};
const store::Query select_history{
    "events.history_of",
    "SELECT position, event_id, type, subject, at, body, leaf_hash FROM events WHERE subject = $1 ORDER BY number "
    "LIMIT $2"
};
const store::Query select_position{"events.position_of", "SELECT position FROM events WHERE event_id = $1"};
const store::Query size_sqlite{"events.size", "SELECT COALESCE(MAX(position), -1) + 1 FROM events"};
const store::Query size_postgres{"events.size", "SELECT size FROM event_tree WHERE id = 1"};

Event event_of(const store::Row& row) {
    Event event;
    event.position = row.integer_or_null(0).value_or(-1);
    event.id = base::Uuid::parse(row.text(1)).value_or(base::Uuid{});
    event.type = row.text(2);
    event.subject = row.text(3);
    event.at = base::from_micros(row.integer(4));
    event.body = row.text(5);
    event.leaf_hash = row.bytes(6);
    if (auto body = base::Json::parse(event.body); body.ok()) event.data = body.value()["data"];
    return event;
}

std::vector<Event> events_of(const store::Rows& rows) {
    std::vector<Event> events;
    events.reserve(rows.size());
    for (const store::Row& row : rows) events.push_back(event_of(row));
    return events;
}

}  // namespace

std::string canonical_body(const NewEvent& event) {
    base::Json body;
    body.set("at", base::to_rfc3339(event.at));
    body.set("data", event.data);
    body.set("id", event.id.text());
    body.set("subject", event.subject);
    body.set("type", event.type);
    return body.text();
}

PreparedEvent prepare(const NewEvent& event) {
    PreparedEvent prepared{event.id, event.type, event.subject, event.at, canonical_body(event), {}};
    constexpr std::array<std::uint8_t, 1> leaf_prefix{0};
    const crypto::Hash hash = crypto::sha256({base::ByteView(leaf_prefix), base::view_of(prepared.body)});
    prepared.leaf_hash.assign(hash.begin(), hash.end());
    return prepared;
}

void append(store::WriteTransaction& transaction, const PreparedEvent& event) {
    transaction.send(
        transaction.engine() == store::Engine::sqlite ? append_sqlite : append_postgres,
        {event.id.text(), event.type, event.subject, base::to_micros(event.at), event.body, event.leaf_hash}
    );
}

std::vector<Event> read_from(store::ReadTransaction& transaction, std::int64_t from, std::size_t limit) {
    return events_of(transaction.query(select_from, {from, static_cast<std::int64_t>(limit)}));
}

std::vector<Event> history_of(store::ReadTransaction& transaction, std::string_view subject, std::size_t limit) {
    return events_of(transaction.query(select_history, {std::string(subject), static_cast<std::int64_t>(limit)}));
}

std::int64_t size(store::ReadTransaction& transaction) {
    const auto row = transaction.query_one(transaction.engine() == store::Engine::sqlite ? size_sqlite : size_postgres);
    return row ? row->integer(0) : 0;
}

std::optional<std::int64_t> position_of(store::ReadTransaction& transaction, const base::Uuid& id) {
    const auto row = transaction.query_one(select_position, {id.text()});
    if (!row) return std::nullopt;
    return row->integer_or_null(0);
}

}  // namespace guildhall::events
