#include <algorithm>
#include <array>

#include "documents/internal/byte_order.hpp"
#include "documents/internal/clean.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;

// RFC 9649 section 2. `EXIF` and `XMP ` are about the picture; unknown chunks may hold anything.
constexpr std::array kept_chunks{"VP8 "sv, "VP8L"sv, "VP8X"sv, "ALPH"sv, "ANIM"sv, "ANMF"sv, "ICCP"sv};
constexpr std::uint8_t exif_flag = 0x08;  // of VP8X, section 2.7
constexpr std::uint8_t xmp_flag = 0x04;

void append_chunk(base::Bytes& out, std::string_view type, base::ByteView content) {
    append(out, base::view_of(type));
    append_little32(out, static_cast<std::uint32_t>(content.size()));
    append(out, content);
    if (content.size() % 2 != 0) out.push_back(0);
}

}  // namespace

std::optional<base::Bytes> clean_webp(base::ByteView bytes) {
    if (bytes.size() < 12 || !has_text_at(bytes, 0, "RIFF") || !has_text_at(bytes, 8, "WEBP")) return std::nullopt;
    const std::size_t size = little32(bytes, 4);
    if (size < 4 || size > bytes.size() - 8) return std::nullopt;
    bytes = bytes.first(8 + size);  // what follows the container is not the picture

    base::Bytes out = base::to_bytes("RIFF\0\0\0\0WEBP"sv);
    out.reserve(bytes.size());
    std::optional<std::size_t> flags_at;
    std::optional<std::uint16_t> orientation;
    bool has_picture = false;
    for (std::size_t at = 12; at < bytes.size();) {
        if (bytes.size() - at < 8) return std::nullopt;
        const std::string_view type = base::text_of(bytes.subspan(at, 4));
        const std::size_t length = little32(bytes, at + 4);
        if (length > bytes.size() - at - 8) return std::nullopt;
        const base::ByteView content = bytes.subspan(at + 8, length);
        if (type == "VP8X") {
            if (length < 10 || flags_at) return std::nullopt;
            flags_at = out.size() + 8;
        }
        if (std::ranges::find(kept_chunks, type) != kept_chunks.end()) {
            append_chunk(out, type, content);
            has_picture = has_picture || type == "VP8 " || type == "VP8L" || type == "ANMF";
        } else if (type == "EXIF" && !orientation) {
            const bool with_header = has_text_at(content, 0, "Exif\0\0"sv);  // some writers put JPEG's header in front
            orientation = orientation_of(with_header ? content.subspan(6) : content);
        }
        at += 8 + length + length % 2;
    }
    if (!has_picture) return std::nullopt;
    if (flags_at) {
        out[*flags_at] = static_cast<std::uint8_t>(out[*flags_at] & ~(exif_flag | xmp_flag));
        if (orientation && *orientation != 1) {
            out[*flags_at] |= exif_flag;
            append_chunk(out, "EXIF", tiff_with_orientation(*orientation));
        }
    }
    const auto written = static_cast<std::uint32_t>(out.size() - 8);
    for (int i = 0; i < 4; ++i) out[4 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(written >> (8 * i));
    return out;
}

}  // namespace guildhall::documents
