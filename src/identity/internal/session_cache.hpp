#pragma once
/// The sessions that this node has read lately.

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "identity/limits.hpp"

namespace guildhall::identity {

struct SessionRow {
    std::string id;  ///< SHA-256 of the token, hex
    std::string account;
    bool is_staff = false;
    std::string draft_subject;
    base::Instant created{};
    base::Instant seen{};
    std::string mandate;  ///< whom its account acts for: id of the permission; empty: themselves
};

/// Bounded, thread-safe. A session that was ended here stays ended here, also against a read that began before.
class SessionCache {
public:
    explicit SessionCache(const SessionLimits& limits) : limits_(limits) {}

    struct Found {
        bool ended = false;
        SessionRow row;
    };
    [[nodiscard]] std::optional<Found> find(const std::string& id, base::Instant now);
    void keep(const SessionRow& row, base::Instant now);
    void end(const std::string& id, base::Instant now);
    /// Every session of the account that is known here.
    void end_of(const std::string& account, base::Instant now);
    /// True for one caller in `limits.touch`: that one writes the new time to the database.
    [[nodiscard]] bool claim_touch(const std::string& id, base::Instant now);

private:
    struct Entry {
        SessionRow row;
        base::Instant kept{};
        bool ended = false;
    };
    void make_room(base::Instant now);

    const SessionLimits limits_;
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace guildhall::identity
