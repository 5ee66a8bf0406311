#pragma once
/// Pictures of maps that were drawn before.

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace guildhall::maps {

/// Keeps what was asked for last, up to so many bytes. Thread-safe; what it hands out stays whole while it is held.
class Pictures {
public:
    explicit Pictures(std::size_t most_bytes = 32'000'000) : most_bytes_(most_bytes) {}

    /// The picture under this key, drawn when it is not there; `draw` is called without the lock held.
    [[nodiscard]] std::shared_ptr<const std::string> get(
        const std::string& key, const std::function<std::string()>& draw
    );
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Kept {
        std::string key;
        std::shared_ptr<const std::string> picture;
    };
    const std::size_t most_bytes_;
    mutable std::mutex mutex_;
    std::size_t bytes_ = 0;
    std::list<Kept> kept_;  ///< the last used first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
};

}  // namespace guildhall::maps
