#pragma once
/// The paths of c2sp.org/tlog-tiles.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::ledger::internal {

inline constexpr unsigned tile_height = 8;
inline constexpr std::uint64_t tile_width = 256;

struct TilePath {
    bool entries = false;  ///< a bundle of entries; else hashes
    unsigned level = 0;
    std::uint64_t index = 0;
    std::uint64_t width = tile_width;

    bool operator==(const TilePath&) const = default;
};

/// Nothing for what is not written exactly as the specification says.
[[nodiscard]] std::optional<TilePath> parse_tile_path(std::string_view path);
[[nodiscard]] std::string tile_path_text(const TilePath& path);

}  // namespace guildhall::ledger::internal
