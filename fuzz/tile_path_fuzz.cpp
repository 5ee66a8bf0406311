// Paths of tiles: one spelling for each tile, so what is read is written back byte for byte.

#include <cstdint>
#include <cstdlib>

#include "base/bytes.hpp"
#include "ledger/internal/tile_path.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall::ledger::internal;
    const auto text = guildhall::base::text_of(guildhall::base::ByteView(data, size));
    const auto path = parse_tile_path(text);
    if (!path) return 0;
    if (tile_path_text(*path) != text) std::abort();
    if (path->width == 0 || path->width > tile_width) std::abort();
    return 0;
}
