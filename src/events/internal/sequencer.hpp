#pragma once
/// Gives committed events their positions, and keeps the lease under which one node does so.

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace guildhall::events {

/// The lease says which node works, so that nodes do not get in each other's way. It does not have to be
/// right for the log to be: positions and cursors move by compare-and-set. Used by one thread.
class Lease {
public:
    Lease(store::Store& store, const base::Clock& clock, std::string holder);
    /// Takes or renews it when need be; false while another node holds it.
    [[nodiscard]] base::Result<bool> hold();
    /// Lets another node have it at once.
    void release();

private:
    store::Store& store_;
    const base::Clock& clock_;
    const std::string holder_;
    base::Instant held_until_{};
    bool first_ = true;
};

/// Whether an event waits that can have its position now (never on SQLite, where appending gives it).
[[nodiscard]] bool can_sequence(store::ReadTransaction& transaction);
/// Gives positions to the next events, at most `limit`, and says how many got one.
[[nodiscard]] base::Result<std::int64_t> sequence(store::Store& store, std::int64_t limit);

/// The number of the last event that is visible, and whether one up to `number` has no position yet.
[[nodiscard]] std::int64_t last_number(store::ReadTransaction& transaction);
[[nodiscard]] bool unsequenced_up_to(store::ReadTransaction& transaction, std::int64_t number);

}  // namespace guildhall::events
