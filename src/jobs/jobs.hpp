#pragma once
/// Durable background work: enqueued in the transaction that causes it, run after commit, retried
/// with backoff, visible to the operator. At least once: handlers are idempotent.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace guildhall::jobs {

struct NewJob {
    base::Uuid id;
    std::string kind;      ///< `mail.send`, …: which handler
    base::Json payload;    ///< ids alone; what is secret is looked up in the vault by the handler
    base::Instant run_at;  ///< not before
};

/// Enqueues inside the caller's transaction; a job with the same id is enqueued once.
void enqueue(store::WriteTransaction& transaction, const NewJob& job);

/// Does the work, outside any transaction. An exception counts as an Error. An Error means: try again later (1 s, 2 s,
/// 4 s … up to 1 h; after 20 tries the job is dead and shown).
using Handler = std::function<base::Result<base::Done>(const base::Json& payload)>;

struct JobCounts {
    std::int64_t waiting = 0;
    std::int64_t running = 0;
    std::int64_t dead = 0;
};
[[nodiscard]] JobCounts count(store::ReadTransaction& transaction);

/// Claims due jobs through the database (several nodes may run) and runs them on `workers` threads,
/// from construction to destruction (which waits for the handlers that run). A claim whose node died is
/// taken over after its lease (60 s, renewed while the handler runs). It looks every 100 ms by itself.
/// A job of a kind without handler is tried again later, as a failed one. Thread-safe.
class Runner {
public:
    virtual ~Runner() = default;
    virtual void wake() = 0;
    /// Blocks until nothing is due and nothing runs here (tests), or 10 s; says whether it came to that.
    virtual bool drain() = 0;
};
[[nodiscard]] std::unique_ptr<Runner> start_runner(
    store::Store& store, const base::Clock& clock, base::Random& random, base::Log& log,
    std::map<std::string, Handler> handlers, std::size_t workers
);

}  // namespace guildhall::jobs
