#pragma once
/// Subject keys that were used a moment ago, so that sealing a draft at every page reads no key row.

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::vault::internal {

struct SubjectKey {
    std::string id;
    crypto::SecretKey key;
};

/// Thread-safe. Holds at most `capacity` keys, each for at most `lifetime`: an erased key leaves the memory of every
/// node within that time, even where nobody told the node.
class KeyCache {
public:
    KeyCache(std::size_t capacity, std::chrono::microseconds lifetime) : capacity_(capacity), lifetime_(lifetime) {}

    [[nodiscard]] std::optional<SubjectKey> find(
        std::string_view subject, std::string_view retention, base::Instant now
    );
    void insert(std::string_view subject, std::string_view retention, SubjectKey key, base::Instant now);
    /// All classes of the subject.
    void forget(std::string_view subject);
    [[nodiscard]] std::size_t size() const;

private:
    using Name = std::pair<std::string, std::string>;
    struct Entry {
        Name name;
        SubjectKey key;
        base::Instant until;
    };
    using Entries = std::list<Entry>;

    mutable std::mutex mutex_;
    std::size_t capacity_;
    std::chrono::microseconds lifetime_;
    Entries entries_;  ///< most recently used first
    std::map<Name, Entries::iterator> by_name_;
};

}  // namespace guildhall::vault::internal
