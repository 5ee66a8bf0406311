#pragma once
/// Pictures without what their makers wrote beside them: place, device, owner, earlier versions.
/// The parts that hold the picture are copied byte for byte; nothing is decoded.

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace guildhall::documents {

/// Nothing when the bytes break the rules of the format (damaged, cut off, or something else in disguise).
[[nodiscard]] std::optional<base::Bytes> clean_jpeg(base::ByteView bytes);
[[nodiscard]] std::optional<base::Bytes> clean_png(base::ByteView bytes);
[[nodiscard]] std::optional<base::Bytes> clean_webp(base::ByteView bytes);

/// Which way up the picture is (1 to 8), from the TIFF structure of EXIF (TIFF 6.0, tag 274); nothing when it says
/// nothing.
[[nodiscard]] std::optional<std::uint16_t> orientation_of(base::ByteView tiff);
/// The smallest TIFF structure that says so.
[[nodiscard]] base::Bytes tiff_with_orientation(std::uint16_t orientation);

}  // namespace guildhall::documents
