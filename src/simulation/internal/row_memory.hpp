#pragma once
/// What was found out about rows that were there before.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace guildhall::simulation {

/// What rows are told apart by: numbers of whatever they have.
using RowKey = std::span<const std::uint32_t>;

[[nodiscard]] inline std::uint64_t add_to_hash(std::uint64_t hash, std::uint32_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 32);
}
[[nodiscard]] inline std::uint64_t hash_of(RowKey key) {
    std::uint64_t hash = 0;
    for (const std::uint32_t word : key) hash = add_to_hash(hash, word);
    return hash;
}

/// Finds something by keys of so many words: a hash table whose keys stand one behind the other. Not thread-safe.
template <class Known>
class RowMemory {
public:
    using Key = RowKey;
    explicit RowMemory(std::size_t words) : words_(words) {}

    [[nodiscard]] std::size_t size() const { return known_.size(); }
    /// Until the next is added; null when it is not known. `hash` is that of the key.
    [[nodiscard]] const Known* find(Key key, std::uint64_t hash) const {
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.place == none) return nullptr;
            if (slot.check == check_of(hash) && is_at(slot.place, key)) return &known_[slot.place];
        }
    }
    /// Of a key that is not known.
    const Known& add(Key key, std::uint64_t hash, Known known) {
        if (2 * (known_.size() + 1) > slots_.size()) grow();
        put({check_of(hash), static_cast<std::uint32_t>(known_.size())}, hash);
        keys_.insert(keys_.end(), key.begin(), key.end());
        known_.push_back(std::move(known));
        return known_.back();
    }
    void clear() {
        slots_.assign(first_size, {});
        keys_.clear();
        known_.clear();
    }

private:
    static constexpr std::size_t first_size = 256;  ///< a power of two
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct Slot {
        std::uint32_t check = 0;     ///< of the hash, to spare most looks at other keys
        std::uint32_t place = none;  ///< in `known_`
    };

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint32_t check_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
    [[nodiscard]] bool is_at(std::uint32_t place, Key key) const {
        return std::equal(key.begin(), key.end(), keys_.begin() + static_cast<std::ptrdiff_t>(place * words_));
    }
    void put(const Slot& slot, std::uint64_t hash) {
        std::size_t at = hash & mask();
        while (slots_[at].place != none) at = (at + 1) & mask();
        slots_[at] = slot;
    }
    void grow() {
        std::vector<Slot> before(slots_.size() * 2);
        before.swap(slots_);
        for (const Slot& slot : before)
            if (slot.place != none) put(slot, hash_of(Key(keys_).subspan(slot.place * words_, words_)));
    }

    std::size_t words_;
    std::vector<Slot> slots_ = std::vector<Slot>(first_size);
    std::vector<std::uint32_t> keys_;
    std::vector<Known> known_;
};

}  // namespace guildhall::simulation
