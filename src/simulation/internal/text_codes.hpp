#pragma once
/// Numbers short texts: the same number for the same text.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guildhall::simulation {

/// Small whole numbers stand in an array, other texts of up to 16 bytes in a table of their own, longer ones in a map.
/// Not thread-safe.
class TextCodes {
public:
    using Code = std::uint32_t;
    /// So many bytes behind a text must be readable; they mean nothing.
    static constexpr std::size_t padding = 8;

    /// Numbers go up from 0; the text is new when the number is what `size` was before.
    [[nodiscard]] Code code(std::string_view text) {
        const std::size_t length = text.size();
        if (length - 1 >= word_bytes) return length == 0 ? code_of_short(0, 0, 0) : code_of_longer(text);
        // The text stands in the last bytes of a word, behind zeros (of a little-endian machine).
        const std::size_t unused = 8 * (word_bytes - length);
        std::uint64_t word = word_at(text.data());
        word = std::endian::native == std::endian::little ? word << unused : word >> unused;
        if (std::endian::native == std::endian::little && length <= whole_digits)
            if (const std::uint32_t whole = whole_number(word, unused); whole < whole_numbers)
                return code_of_whole(whole);
        return code_of_short(word, 0, static_cast<std::uint32_t>(length));
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Whether it holds more than so many texts, or very long ones.
    [[nodiscard]] bool is_full(std::size_t texts) const { return size_ > texts || long_bytes_ > max_long_bytes; }
    void clear() {
        whole_.clear();
        slots_.assign(first_size, {});
        long_.clear();
        size_ = 0;
        short_ = 0;
        long_bytes_ = 0;
    }

private:
    static constexpr std::size_t word_bytes = 8;
    static constexpr std::size_t max_short = 2 * word_bytes;
    static constexpr std::size_t max_long_bytes = 32 * 1024 * 1024;
    static constexpr std::size_t first_size = 256;  ///< a power of two
    static constexpr std::uint32_t whole_digits = 5;
    static constexpr std::uint32_t whole_numbers = 100'000;
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    /// A text as its first and last eight bytes, which may overlap; with the length they are the text.
    struct Slot {
        std::uint64_t first = 0, last = 0;
        std::uint32_t length = none;
        Code code = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    static std::uint64_t word_at(const char* bytes) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, sizeof word);
        return word;
    }
    /// What the text says where it is a whole number as one writes it, without needless zeros; otherwise something out
    /// of range. All digits at once.
    static std::uint32_t whole_number(std::uint64_t text, std::size_t unused) {
        std::uint64_t digits = text ^ 0x3030303030303030ULL << unused;
        if (((digits | (digits + 0x7676767676767676ULL)) & 0x8080808080808080ULL) != 0) return none;
        constexpr std::size_t of_one_digit = 8 * (word_bytes - 1);
        if ((digits >> unused & 0xFF) == 0 && unused != of_one_digit) return none;
        digits = digits * 10 + (digits >> 8);
        constexpr std::uint64_t pairs = 0x000000FF000000FFULL;
        return static_cast<std::uint32_t>(
            ((digits & pairs) * (100 + (1'000'000ULL << 32)) + (digits >> 16 & pairs) * (1 + (10'000ULL << 32))) >> 32
        );
    }
    Code code_of_whole(std::uint32_t number) {
        if (whole_.empty()) whole_.assign(whole_numbers, none);
        Code& code = whole_[number];
        if (code == none) code = size_++;
        return code;
    }

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
    static std::uint64_t hash_of(std::uint64_t first, std::uint64_t last, std::uint32_t length) {
        const std::uint64_t hash = (first + last * 0xBF58476D1CE4E5B9ULL + length) * 0x9E3779B97F4A7C15ULL;
        return hash ^ (hash >> 32);
    }
    Code code_of_short(std::uint64_t first, std::uint64_t last, std::uint32_t length) {
        for (std::size_t at = hash_of(first, last, length) & mask();; at = (at + 1) & mask()) {
            Slot& slot = slots_[at];
            if (slot.first == first && slot.last == last && slot.length == length) return slot.code;
            if (slot.length != none) continue;
            slot = {first, last, length, size_++};
            if (++short_ * 2 > slots_.size()) grow();
            return size_ - 1;
        }
    }
    void grow() {
        std::vector<Slot> before(slots_.size() * 2);
        before.swap(slots_);
        for (const Slot& slot : before) {
            if (slot.length == none) continue;
            std::size_t at = hash_of(slot.first, slot.last, slot.length) & mask();
            while (slots_[at].length != none) at = (at + 1) & mask();
            slots_[at] = slot;
        }
    }
    Code code_of_longer(std::string_view text) {
        if (text.size() <= max_short)
            return code_of_short(
                word_at(text.data()), word_at(text.data() + text.size() - word_bytes),
                static_cast<std::uint32_t>(text.size())
            );
        const auto known = long_.find(text);
        if (known != long_.end()) return known->second;
        long_bytes_ += text.size();
        return long_.emplace(text, size_++).first->second;
    }

    std::vector<Code> whole_;
    std::vector<Slot> slots_ = std::vector<Slot>(first_size);
    std::unordered_map<std::string, Code, Hash, std::equal_to<>> long_;
    Code size_ = 0;
    std::size_t short_ = 0;
    std::size_t long_bytes_ = 0;
};

}  // namespace guildhall::simulation
