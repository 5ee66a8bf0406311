#include "identity/internal/session_cache.hpp"

namespace guildhall::identity {

std::optional<SessionCache::Found> SessionCache::find(const std::string& id, base::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) return std::nullopt;
    if (now - found->second.kept > limits_.cache) {
        entries_.erase(found);
        return std::nullopt;
    }
    return Found{found->second.ended, found->second.row};
}

void SessionCache::keep(const SessionRow& row, base::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(row.id);
    if (found != entries_.end()) {
        if (found->second.ended) return;
        found->second = {row, now, false};
        return;
    }
    make_room(now);
    entries_.emplace(row.id, Entry{row, now, false});
}

void SessionCache::end(const std::string& id, base::Instant now) {
    const std::lock_guard lock(mutex_);
    make_room(now);
    entries_[id] = {SessionRow{}, now, true};
}

void SessionCache::end_of(const std::string& account, base::Instant now) {
    const std::lock_guard lock(mutex_);
    for (auto& [id, entry] : entries_) {
        if (!entry.ended && entry.row.account == account) entry = {SessionRow{}, now, true};
    }
}

bool SessionCache::claim_touch(const std::string& id, base::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end() || found->second.ended) return false;
    if (now - found->second.row.seen < limits_.touch) return false;
    found->second.row.seen = now;
    return true;
}

void SessionCache::make_room(base::Instant now) {
    if (entries_.size() < limits_.cached_sessions) return;
    std::erase_if(entries_, [&](const auto& entry) { return now - entry.second.kept > limits_.cache; });
    // Still full: what is live can be read again; only what was ended must be remembered.
    if (entries_.size() >= limits_.cached_sessions)
        std::erase_if(entries_, [](const auto& entry) { return !entry.second.ended; });
}

}  // namespace guildhall::identity
