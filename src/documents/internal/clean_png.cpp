#include <algorithm>
#include <array>

#include "documents/internal/byte_order.hpp"
#include "documents/internal/clean.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;

constexpr auto signature = "\x89PNG\r\n\x1a\n"sv;

// Chunks of the PNG specification (third edition, section 11) that say how the picture looks; texts, time and EXIF do
// not, and what is not known may hold anything.
constexpr std::array kept_chunks{"IHDR"sv, "PLTE"sv, "IDAT"sv, "IEND"sv, "tRNS"sv, "cHRM"sv, "gAMA"sv,
                                 "iCCP"sv, "sBIT"sv, "sRGB"sv, "cICP"sv, "mDCV"sv, "cLLI"sv, "bKGD"sv,
                                 "hIST"sv, "pHYs"sv, "sPLT"sv, "acTL"sv, "fcTL"sv, "fdAT"sv};

/// CRC-32 of annex D, over the chunk's type and data.
std::uint32_t crc_of(base::ByteView bytes) {
    std::uint32_t crc = 0xffffffffU;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

void append_orientation(base::Bytes& out, std::uint16_t orientation) {
    base::Bytes chunk = base::to_bytes("eXIf");
    append(chunk, tiff_with_orientation(orientation));
    append_big32(out, static_cast<std::uint32_t>(chunk.size() - 4));
    append(out, chunk);
    append_big32(out, crc_of(chunk));
}

}  // namespace

std::optional<base::Bytes> clean_png(base::ByteView bytes) {
    if (!has_text_at(bytes, 0, signature)) return std::nullopt;
    base::Bytes out = base::to_bytes(signature);
    out.reserve(bytes.size());
    bool has_data = false;
    bool has_orientation = false;
    for (std::size_t at = signature.size(); at + 12 <= bytes.size();) {
        const std::size_t length = big32(bytes, at);
        if (length > bytes.size() - at - 12) return std::nullopt;
        const std::string_view type = base::text_of(bytes.subspan(at + 4, 4));
        const bool is_first = at == signature.size();
        if (is_first != (type == "IHDR")) return std::nullopt;
        if (std::ranges::find(kept_chunks, type) != kept_chunks.end()) {
            append(out, bytes.subspan(at, length + 12));
        } else if (type[0] >= 'A' && type[0] <= 'Z') {
            return std::nullopt;  // a critical chunk that is not in the specification
        } else if (type == "eXIf" && !has_data && !has_orientation) {
            if (const auto orientation = orientation_of(bytes.subspan(at + 8, length));
                orientation && *orientation != 1) {
                append_orientation(out, *orientation);
                has_orientation = true;
            }
        }
        has_data = has_data || type == "IDAT";
        if (type == "IEND") {
            if (!has_data) return std::nullopt;
            return out;
        }
        at += length + 12;
    }
    return std::nullopt;
}

}  // namespace guildhall::documents
