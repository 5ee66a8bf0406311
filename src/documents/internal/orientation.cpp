#include "documents/internal/byte_order.hpp"
#include "documents/internal/clean.hpp"

namespace guildhall::documents {

std::optional<std::uint16_t> orientation_of(base::ByteView tiff) {
    if (tiff.size() < 8) return std::nullopt;
    const bool big = has_text_at(tiff, 0, "MM");
    if (!big && !has_text_at(tiff, 0, "II")) return std::nullopt;
    const auto number16 = [&](std::size_t at) { return big ? big16(tiff, at) : little16(tiff, at); };
    if (number16(2) != 42) return std::nullopt;
    const std::size_t directory = big ? big32(tiff, 4) : little32(tiff, 4);
    if (directory > tiff.size() - 2) return std::nullopt;
    const std::size_t entries = number16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        if (entry + 12 > tiff.size()) return std::nullopt;
        if (number16(entry) != 274) continue;
        const std::uint16_t value = number16(entry + 8);
        const bool is_short = number16(entry + 2) == 3;
        if (!is_short || value < 1 || value > 8) return std::nullopt;
        return value;
    }
    return std::nullopt;
}

base::Bytes tiff_with_orientation(std::uint16_t orientation) {
    // Header, one directory of one SHORT entry, no next directory (TIFF 6.0 section 2).
    return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, static_cast<std::uint8_t>(orientation),
            0,   0,   0, 0,  0, 0};
}

}  // namespace guildhall::documents
