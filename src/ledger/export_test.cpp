#include <gtest/gtest.h>
#include <stdlib.h>

#include "ledger/internal/test_log.hpp"
#include "ledger/internal/tile_path.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

/// Writes a log as files, for readers that are not ours (tests/foreign/check).
TEST(Export, WritesALogForForeignReaders) {
    const char* const directory = ::secure_getenv("GUILDHALL_EXPORT_LOG");
    if (directory == nullptr) GTEST_SKIP() << "GUILDHALL_EXPORT_LOG names no directory to write a log to.";
    const auto put = [&](const std::string& name, std::string_view bytes) {
        const auto path = std::filesystem::path(directory) / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
    };
    internal::TestLog log;
    log.append(77);
    log.follow();
    put("old_checkpoint", *log.ledger.checkpoint());
    log.append(1300);
    log.follow();
    put("checkpoint", *log.ledger.checkpoint());
    put("key", log.ledger.verifier_key());

    const std::uint64_t size = log.ids.size();
    for (unsigned level = 0; (size >> (8 * level)) > 0; ++level) {
        const auto width = size >> (8 * level);
        for (std::uint64_t index = 0; index * 256 < width; ++index) {
            const internal::TilePath tile{false, level, index, std::min<std::uint64_t>(256, width - index * 256)};
            const auto bytes = log.ledger.tile(internal::tile_path_text(tile));
            ASSERT_TRUE(bytes.ok());
            put(internal::tile_path_text(tile), base::text_of(*bytes));
            if (level != 0) continue;
            const internal::TilePath bundle{true, 0, index, tile.width};
            const auto entries = log.ledger.tile(internal::tile_path_text(bundle));
            ASSERT_TRUE(entries.ok());
            put(internal::tile_path_text(bundle), base::text_of(*entries));
        }
    }
}

}  // namespace
}  // namespace guildhall::ledger
