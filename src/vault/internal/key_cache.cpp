#include "vault/internal/key_cache.hpp"

namespace guildhall::vault::internal {

std::optional<SubjectKey> KeyCache::find(std::string_view subject, std::string_view retention, base::Instant now) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_name_.find(Name(subject, retention));
    if (found == by_name_.end()) return std::nullopt;
    if (found->second->until <= now) {
        entries_.erase(found->second);
        by_name_.erase(found);
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return entries_.front().key;
}

void KeyCache::insert(std::string_view subject, std::string_view retention, SubjectKey key, base::Instant now) {
    const std::scoped_lock lock(mutex_);
    Name name(subject, retention);
    if (const auto found = by_name_.find(name); found != by_name_.end()) {
        entries_.erase(found->second);
        by_name_.erase(found);
    }
    entries_.push_front({name, std::move(key), now + lifetime_});
    by_name_.emplace(std::move(name), entries_.begin());
    while (entries_.size() > capacity_) {
        by_name_.erase(entries_.back().name);
        entries_.pop_back();
    }
}

void KeyCache::forget(std::string_view subject) {
    const std::scoped_lock lock(mutex_);
    auto at = by_name_.lower_bound(Name(subject, ""));
    while (at != by_name_.end() && at->first.first == subject) {
        entries_.erase(at->second);
        at = by_name_.erase(at);
    }
}

std::size_t KeyCache::size() const {
    const std::scoped_lock lock(mutex_);
    return entries_.size();
}

}  // namespace guildhall::vault::internal
