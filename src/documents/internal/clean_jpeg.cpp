#include "documents/internal/byte_order.hpp"
#include "documents/internal/clean.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;

// Markers of ITU-T T.81, table B.1.
constexpr std::uint8_t start_of_image = 0xd8;
constexpr std::uint8_t end_of_image = 0xd9;
constexpr std::uint8_t start_of_scan = 0xda;
constexpr std::uint8_t app0 = 0xe0;
constexpr std::uint8_t app1 = 0xe1;
constexpr std::uint8_t app2 = 0xe2;
constexpr std::uint8_t app14 = 0xee;
constexpr std::uint8_t comment = 0xfe;
constexpr auto exif_header = "Exif\0\0"sv;

bool is_standalone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/// Segments that a decoder needs: tables, frames, scans; of the application segments JFIF, the colour profile and
/// Adobe's colour transform. Everything else is about the picture, not the picture.
bool is_kept(std::uint8_t marker, base::ByteView content) {
    if (marker == app0) return has_text_at(content, 0, "JFIF\0"sv);
    if (marker == app2) return has_text_at(content, 0, "ICC_PROFILE\0"sv);
    if (marker == app14) return has_text_at(content, 0, "Adobe"sv);
    return marker != comment && !(marker >= 0xe0 && marker <= 0xef);
}

void append_orientation(base::Bytes& out, std::uint16_t orientation) {
    const base::Bytes tiff = tiff_with_orientation(orientation);
    const std::size_t length = 2 + exif_header.size() + tiff.size();
    out.insert(out.end(), {0xff, app1, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
    append(out, base::view_of(exif_header));
    append(out, tiff);
}

}  // namespace

std::optional<base::Bytes> clean_jpeg(base::ByteView bytes) {
    if (bytes.size() < 4 || bytes[0] != 0xff || bytes[1] != start_of_image) return std::nullopt;
    base::Bytes out{0xff, start_of_image};
    out.reserve(bytes.size());
    bool has_scan = false;
    bool has_orientation = false;
    std::size_t at = 2;
    while (at + 1 < bytes.size()) {
        if (bytes[at] != 0xff) return std::nullopt;
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xff) {  // fill byte (section B.1.1.2)
            ++at;
            continue;
        }
        if (marker == end_of_image) {
            if (!has_scan) return std::nullopt;
            // What follows the end is not the picture: second pictures, films, maps of depth.
            out.insert(out.end(), {0xff, end_of_image});
            return out;
        }
        if (marker == start_of_image || marker == 0x00) return std::nullopt;
        if (is_standalone(marker)) {
            append(out, bytes.subspan(at, 2));
            at += 2;
            continue;
        }
        if (at + 4 > bytes.size()) return std::nullopt;
        const std::size_t length = big16(bytes, at + 2);
        if (length < 2 || at + 2 + length > bytes.size()) return std::nullopt;
        const base::ByteView content = bytes.subspan(at + 4, length - 2);
        if (is_kept(marker, content)) {
            append(out, bytes.subspan(at, 2 + length));
        } else if (marker == app1 && !has_orientation && has_text_at(content, 0, exif_header)) {
            if (const auto orientation = orientation_of(content.subspan(exif_header.size()));
                orientation && *orientation != 1) {
                append_orientation(out, *orientation);
                has_orientation = true;
            }
        }
        at += 2 + length;
        if (marker != start_of_scan) continue;
        has_scan = true;
        // Entropy-coded data runs to the next marker that is neither a stuffed zero nor a restart (section B.1.1.5).
        const std::size_t begin = at;
        while (at + 1 < bytes.size() &&
               (bytes[at] != 0xff || bytes[at + 1] == 0x00 || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7)))
            ++at;
        append(out, bytes.subspan(begin, at - begin));
    }
    return std::nullopt;
}

}  // namespace guildhall::documents
