#pragma once
/// Facts, their order, and who has heard them.
///
/// An event is an immutable fact, appended in the transaction that makes it true. It holds ids and
/// commitments, never personal data. A sequencer gives events gap-free positions; every subscriber
/// (ledger, notifications, statistics) follows positions with its own cursor, at least once.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace guildhall::events {

/// A fact to be appended: made before the transaction (id, time), appended inside it.
struct NewEvent {
    base::Uuid id;
    std::string type;  ///< `application.submitted`, `decision.issued`, `record.viewed`, …: noun.past-participle
    base::Instant at;
    std::string subject;  ///< the id of what it is about (case, account, service), for histories
    base::Json data;      ///< ids, codes, hashes and commitments alone
};

/// The exact bytes that are hashed: one compact JSON object with sorted names
/// `{"at":"2026-11-22T09:11:05.123456Z","data":…,"id":"…","subject":"…","type":"…"}`.
[[nodiscard]] std::string canonical_body(const NewEvent& event);

/// Appends inside the caller's transaction, with the leaf hash SHA-256(0x00 || body) (RFC 6962 section 2.1).
/// Hash outside the writer: prepare first, then append.
struct PreparedEvent {
    base::Uuid id;
    std::string type;
    std::string subject;
    base::Instant at;
    std::string body;
    base::Bytes leaf_hash;
};
[[nodiscard]] PreparedEvent prepare(const NewEvent& event);
void append(store::WriteTransaction& transaction, const PreparedEvent& event);

/// An event as stored and sequenced. `data` is read from `body`; where the stored body is no longer what
/// was written, it is null: who needs to know checks `body` against `leaf_hash`.
struct Event {
    std::int64_t position = 0;  ///< from 0, gap-free
    base::Uuid id;
    std::string type;
    std::string subject;
    base::Instant at;
    base::Json data;
    std::string body;
    base::Bytes leaf_hash;
};

/// Sequenced events with `position >= from`, in order, at most `limit`.
[[nodiscard]] std::vector<Event> read_from(store::ReadTransaction& transaction, std::int64_t from, std::size_t limit);
/// The history of one subject, oldest first (sequenced or not; `position` is -1 while it is not).
[[nodiscard]] std::vector<Event> history_of(
    store::ReadTransaction& transaction, std::string_view subject, std::size_t limit
);
/// How many events are sequenced: the position that comes next.
[[nodiscard]] std::int64_t size(store::ReadTransaction& transaction);
/// Where the event stands, once it is sequenced.
[[nodiscard]] std::optional<std::int64_t> position_of(store::ReadTransaction& transaction, const base::Uuid& id);

/// Reacts to events. Handling must be idempotent: after a crash the last batch comes again.
class Subscriber {
public:
    virtual ~Subscriber() = default;
    /// The name under which its cursor is kept; stable for ever.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// Prepares outside any transaction, then returns the writes to run together with moving the cursor (they may
    /// run more than once, as in every `Store::write`). The batch has at least one event and at most 256. An
    /// exception from either is logged, and the same batch comes again, later each time (0.1 s … 60 s).
    [[nodiscard]] virtual std::function<void(store::WriteTransaction&)> handle(const std::vector<Event>& batch) = 0;
};

/// Runs the sequencer and the subscribers on a thread of its own, from construction to destruction.
/// Nodes share the work through a lease in the database. `wake()` after a commit makes it look at once;
/// it also looks by itself every 100 ms. The subscribers live longer than it does. Thread-safe.
class Dispatcher {
public:
    virtual ~Dispatcher() = default;
    virtual void wake() = 0;
    /// Blocks until all that is committed now has been sequenced and handled (tests, shutdown), or 10 s.
    virtual bool drain() = 0;
};
[[nodiscard]] std::unique_ptr<Dispatcher> start_dispatcher(
    store::Store& store, const base::Clock& clock, base::Log& log, const std::vector<Subscriber*>& subscribers
);

}  // namespace guildhall::events
