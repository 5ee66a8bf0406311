#pragma once
/// Bytes compared 64 at a time: where some characters stand, as bits.

#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace guildhall::simulation {

constexpr std::size_t mask_bytes = 64;

/// The high bit of each byte that is the character (Warren, Hacker's Delight, section 6-1).
[[nodiscard]] inline std::uint64_t bytes_equal(std::uint64_t word, char c) {
    constexpr std::uint64_t low_bits = 0x7F7F7F7F7F7F7F7FULL;
    const std::uint64_t differences = word ^ (0x0101010101010101ULL * static_cast<unsigned char>(c));
    return ~(((differences & low_bits) + low_bits) | differences | low_bits);
}

/// Bit `i` is set where byte `i` of the 64 is one of the characters: on any processor, eight bytes at a time.
template <char... wanted>
[[nodiscard]] std::uint64_t portable_byte_mask(const char* bytes) {
    std::uint64_t mask = 0;
    for (unsigned at = 0; at < mask_bytes; at += 8) {
        std::uint64_t word = 0;
        for (unsigned i = 0; i < 8; ++i)
            word |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);  // one load, where it can be
        // The product moves the lowest bit of each byte to the top byte, each to a place of its own.
        const std::uint64_t found = (bytes_equal(word, wanted) | ...) >> 7;
        mask |= (found * 0x0102040810204080ULL >> 56) << at;
    }
    return mask;
}

/// The same, as fast as this processor can.
template <char... wanted>
[[nodiscard]] std::uint64_t byte_mask(const char* bytes) {
#ifdef __SSE2__
    std::uint64_t mask = 0;
    for (unsigned at = 0; at < mask_bytes; at += 16) {
        __m128i part;
        std::memcpy(&part, bytes + at, sizeof part);
        const __m128i found = (_mm_cmpeq_epi8(part, _mm_set1_epi8(wanted)) | ...);
        mask |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(found))} << at;
    }
    return mask;
#else
    return portable_byte_mask<wanted...>(bytes);
#endif
}

/// As `std::popcount`, which is a call where the processor might lack an instruction for it.
[[nodiscard]] inline unsigned count_bits(std::uint64_t mask) {
    mask -= mask >> 1 & 0x5555555555555555ULL;
    mask = (mask & 0x3333333333333333ULL) + (mask >> 2 & 0x3333333333333333ULL);
    mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
    return static_cast<unsigned>(mask * 0x0101010101010101ULL >> 56);
}

[[nodiscard]] inline std::int64_t count_line_feeds(std::string_view bytes) {
    std::int64_t count = 0;
    for (; bytes.size() >= mask_bytes; bytes.remove_prefix(mask_bytes))
        count += count_bits(byte_mask<'\n'>(bytes.data()));
    for (const char c : bytes) count += c == '\n' ? 1 : 0;
    return count;
}

}  // namespace guildhall::simulation
