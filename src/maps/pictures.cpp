#include "maps/pictures.hpp"

namespace guildhall::maps {

std::shared_ptr<const std::string> Pictures::get(const std::string& key, const std::function<std::string()>& draw) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = by_key_.find(key); found != by_key_.end()) {
            kept_.splice(kept_.begin(), kept_, found->second);
            return found->second->picture;
        }
    }
    auto picture = std::make_shared<const std::string>(draw());
    const std::lock_guard lock(mutex_);
    if (by_key_.contains(key)) return picture;
    kept_.push_front({key, picture});
    by_key_.emplace(key, kept_.begin());
    bytes_ += key.size() + picture->size();
    while (bytes_ > most_bytes_ && !kept_.empty()) {
        bytes_ -= kept_.back().key.size() + kept_.back().picture->size();
        by_key_.erase(kept_.back().key);
        kept_.pop_back();
    }
    return picture;
}

std::size_t Pictures::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace guildhall::maps
