#pragma once
/// Numbers short texts: the same number for the same text.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guildhall::simulation {

/// Texts of up to 16 bytes are kept where they are looked for; longer ones in a map. Not thread-safe.
class TextCodes {
public:
    using Code = std::uint32_t;

    /// Numbers go up from 0; the text is new when the number is what `size` was before.
    [[nodiscard]] Code code(std::string_view text) {
        if (text.size() > max_short) {
            const auto known = long_.find(text);
            return known != long_.end() ? known->second : long_.emplace(text, size_++).first->second;
        }
        const Slot wanted = slot_of(text);
        for (std::size_t at = hash_of(wanted) & mask();; at = (at + 1) & mask()) {
            Slot& slot = slots_[at];
            if (slot.first == wanted.first && slot.last == wanted.last && slot.length == wanted.length)
                return slot.code;
            if (slot.length != empty) continue;
            slot = wanted;
            slot.code = size_++;
            if (++short_ * 2 > slots_.size()) grow();
            return size_ - 1;
        }
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    void clear() {
        slots_.assign(first_size, {});
        long_.clear();
        size_ = 0;
        short_ = 0;
    }

private:
    static constexpr std::size_t max_short = 16;
    static constexpr std::size_t first_size = 256;  ///< a power of two
    static constexpr std::uint32_t empty = 0xFFFFFFFF;
    /// A text as its first and last eight bytes, which may overlap; with the length they are the text.
    struct Slot {
        std::uint64_t first = 0, last = 0;
        std::uint32_t length = empty;
        Code code = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint64_t hash_of(const Slot& slot) {
        std::uint64_t hash = slot.first * 0x9E3779B97F4A7C15ULL + slot.length;
        hash = (hash ^ (hash >> 29) ^ slot.last) * 0xBF58476D1CE4E5B9ULL;
        return hash ^ (hash >> 32);
    }
    static Slot slot_of(std::string_view text) {
        Slot slot;
        const std::size_t size = text.size();
        slot.length = static_cast<std::uint32_t>(size);
        if (size >= 8) {
            std::memcpy(&slot.first, text.data(), 8);
            std::memcpy(&slot.last, text.data() + size - 8, 8);
        } else if (size >= 4) {
            std::uint32_t first = 0, last = 0;
            std::memcpy(&first, text.data(), 4);
            std::memcpy(&last, text.data() + size - 4, 4);
            slot.first = std::uint64_t{first} << 32 | last;
        } else {
            for (const char c : text) slot.first = slot.first << 8 | static_cast<unsigned char>(c);
        }
        return slot;
    }
    void grow() {
        std::vector<Slot> before(slots_.size() * 2);
        before.swap(slots_);
        for (const Slot& slot : before) {
            if (slot.length == empty) continue;
            std::size_t at = hash_of(slot) & mask();
            while (slots_[at].length != empty) at = (at + 1) & mask();
            slots_[at] = slot;
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(first_size);
    std::unordered_map<std::string, Code, Hash, std::equal_to<>> long_;
    Code size_ = 0;
    std::size_t short_ = 0;
};

}  // namespace guildhall::simulation
