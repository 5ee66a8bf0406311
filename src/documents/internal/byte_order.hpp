#pragma once
/// Numbers at places in byte strings. The caller has checked that they are there.

#include <cstdint>

#include "base/bytes.hpp"

namespace guildhall::documents {

[[nodiscard]] inline std::uint16_t big16(base::ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}
[[nodiscard]] inline std::uint32_t big32(base::ByteView bytes, std::size_t at) {
    return std::uint32_t{big16(bytes, at)} << 16 | big16(bytes, at + 2);
}
[[nodiscard]] inline std::uint16_t little16(base::ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at + 1] << 8 | bytes[at]);
}
[[nodiscard]] inline std::uint32_t little32(base::ByteView bytes, std::size_t at) {
    return std::uint32_t{little16(bytes, at + 2)} << 16 | little16(bytes, at);
}
inline void append_big32(base::Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
inline void append_little32(base::Bytes& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
inline void append(base::Bytes& out, base::ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}
[[nodiscard]] inline bool has_text_at(base::ByteView bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at && bytes.size() - at >= text.size() &&
           base::text_of(bytes.subspan(at, text.size())) == text;
}

}  // namespace guildhall::documents
