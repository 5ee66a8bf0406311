#include "events/internal/sequencer.hpp"

namespace guildhall::events {
namespace {

constexpr std::chrono::seconds lease_time{5};

const store::Query take_lease{
    "events.take_lease",
    "UPDATE event_lease SET holder = $1, held_until = $2 WHERE id = 1 AND (holder = $1 OR held_until <= $3)"
};
const store::Query seize_lease{
    "events.seize_lease", "UPDATE event_lease SET holder = $1, held_until = $2 WHERE id = 1"
};
const store::Query release_lease{
    "events.release_lease", "UPDATE event_lease SET held_until = 0 WHERE id = 1 AND holder = $1"
};

// Below, PostgreSQL alone. An event may have its position when its transaction is older than every running one:
// then no transaction can still commit an event that had to come before it. A visible event of a transaction that
// this server has not begun yet came with a dump from another server, where it had ended.
const store::Query find_sequenceable{
    "events.find_sequenceable",
    "SELECT 1 FROM events WHERE position IS NULL AND (tx < pg_snapshot_xmin(pg_current_snapshot()) "
    "OR tx >= pg_snapshot_xmax(pg_current_snapshot())) ORDER BY number LIMIT 1"
};
// Locked, so that of two sequencers one waits here, and then sees what the other has placed.
const store::Query lock_tree_size{"events.lock_tree_size", "SELECT size FROM event_tree WHERE id = 1 FOR UPDATE"};
// Found by primary key alone: a second condition on `position` would let the planner, which believes that next to
// nothing waits, compare every waiting event with every other.
const store::Query give_positions{
    "events.give_positions",
    "UPDATE events SET position = $1 + ready.place FROM ("
    "SELECT number, row_number() OVER (ORDER BY number) - 1 AS place FROM ("
    "SELECT number FROM events WHERE position IS NULL AND (tx < pg_snapshot_xmin(pg_current_snapshot()) "
    "OR tx >= pg_snapshot_xmax(pg_current_snapshot())) ORDER BY number LIMIT $2"
    ") AS oldest) AS ready WHERE events.number = ready.number"
};
const store::Query grow_tree{"events.grow_tree", "UPDATE event_tree SET size = size + $2 WHERE id = 1 AND size = $1"};
const store::Query find_last{"events.last_number", "SELECT COALESCE(MAX(number), 0) FROM events"};
const store::Query find_unsequenced{
    "events.unsequenced_up_to", "SELECT 1 FROM events WHERE position IS NULL AND number <= $1 LIMIT 1"
};

}  // namespace

Lease::Lease(store::Store& store, const base::Clock& clock, std::string holder)
    : store_(store), clock_(clock), holder_(std::move(holder)) {}

base::Result<bool> Lease::hold() {
    const base::Instant now = clock_.now();
    if (now + lease_time / 2 < held_until_) return true;
    const base::Instant until = now + lease_time;
    // One process owns a SQLite database: whoever held the lease before it is dead.
    const bool seize = first_ && store_.engine() == store::Engine::sqlite;
    auto taken = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
            const auto changed =
                seize ? transaction.execute(seize_lease, {holder_, base::to_micros(until)})
                      : transaction.execute(take_lease, {holder_, base::to_micros(until), base::to_micros(now)});
            return store::commit(changed == 1);
        },
        store::Isolation::read_committed
    );
    if (!taken.ok()) return taken;
    first_ = false;
    held_until_ = taken.value() ? until : base::Instant{};
    return taken;
}

void Lease::release() {
    if (held_until_ == base::Instant{}) return;
    held_until_ = base::Instant{};
    (void)store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            transaction.execute(release_lease, {holder_});
            return store::commit();
        },
        store::Isolation::read_committed
    );
}

bool can_sequence(store::ReadTransaction& transaction) {
    return transaction.engine() == store::Engine::postgres && transaction.query_one(find_sequenceable).has_value();
}

base::Result<std::int64_t> sequence(store::Store& store, std::int64_t limit) {
    return store.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
            const std::int64_t size = transaction.query(lock_tree_size).at(0).integer(0);
            const std::int64_t placed = transaction.execute(give_positions, {size, limit});
            if (placed > 0 && transaction.execute(grow_tree, {size, placed}) != 1)
                return store::rollback(
                    {base::ErrorCode::conflict, {}, {"another node sequenced events at the same time"}}
                );
            return store::commit(placed);
        },
        store::Isolation::read_committed
    );
}

std::int64_t last_number(store::ReadTransaction& transaction) {
    return transaction.query(find_last).at(0).integer(0);
}

bool unsequenced_up_to(store::ReadTransaction& transaction, std::int64_t number) {
    return transaction.engine() == store::Engine::postgres &&
           transaction.query_one(find_unsequenced, {number}).has_value();
}

}  // namespace guildhall::events
