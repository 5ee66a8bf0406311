#pragma once
/// Outcomes of rows that were there before.

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "simulation/internal/outcome.hpp"

namespace guildhall::simulation {

/// Finds outcomes by keys of so many words: a hash table whose keys stand one behind the other. Not thread-safe.
class RowMemory {
public:
    using Key = std::span<const std::uint32_t>;
    explicit RowMemory(std::size_t words) : words_(words) {}

    [[nodiscard]] static std::uint64_t add_to_hash(std::uint64_t hash, std::uint32_t word) {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
        return hash ^ (hash >> 32);
    }
    [[nodiscard]] static std::uint64_t hash_of(Key key) {
        std::uint64_t hash = 0;
        for (const std::uint32_t word : key) hash = add_to_hash(hash, word);
        return hash;
    }

    [[nodiscard]] std::size_t size() const { return outcomes_.size(); }
    /// Null when it is not known. `hash` is that of the key.
    [[nodiscard]] const Outcome* find(Key key, std::uint64_t hash) const {
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.place == none) return nullptr;
            if (slot.check == check_of(hash) && is_at(slot.place, key)) return outcomes_[slot.place];
        }
    }
    /// Of a key that is not known. Borrows the outcome.
    void add(Key key, std::uint64_t hash, const Outcome* outcome) {
        if (2 * (outcomes_.size() + 1) > slots_.size()) grow();
        put({check_of(hash), static_cast<std::uint32_t>(outcomes_.size())}, hash);
        keys_.insert(keys_.end(), key.begin(), key.end());
        outcomes_.push_back(outcome);
    }
    void clear() {
        slots_.assign(first_size, {});
        keys_.clear();
        outcomes_.clear();
    }

private:
    static constexpr std::size_t first_size = 256;  ///< a power of two
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct Slot {
        std::uint32_t check = 0;     ///< of the hash, to spare most looks at other keys
        std::uint32_t place = none;  ///< in `outcomes_`
    };

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint32_t check_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
    [[nodiscard]] bool is_at(std::uint32_t place, Key key) const {
        return std::memcmp(keys_.data() + place * words_, key.data(), words_ * sizeof(std::uint32_t)) == 0;
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
    std::vector<const Outcome*> outcomes_;
};

}  // namespace guildhall::simulation
