#pragma once
/// A sealed file on disk: `<root>/<2 hex>/<id>`, header and chunks as crypto/stream.hpp writes them.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::vault::internal {

/// Makes the root and its 256 folders, durably, so that storing a file needs to sync its own folder alone. Throws.
void prepare_folders(const std::filesystem::path& root);

/// Written under a temporary name, fsynced, renamed, the directory fsynced: after a crash the name holds the whole
/// file or does not exist.
[[nodiscard]] base::Result<base::Done> write_sealed_file(
    const std::filesystem::path& root, const base::Uuid& id, const crypto::SecretKey& key, std::string_view context,
    base::ByteView plain
);

/// `size` is that of the plain bytes; a file of another size is `corrupt`.
[[nodiscard]] base::Result<base::Bytes> read_sealed_file(
    const std::filesystem::path& root, const base::Uuid& id, const crypto::SecretKey& key, std::string_view context,
    std::int64_t size
);

struct FoundFile {
    base::Uuid id;
    std::filesystem::path path;
    bool finished = false;  ///< false: a temporary name that a crash left
};
/// Files of ours in one folder of the 256 (`folder` from 0 to 255) that were begun before `before`.
[[nodiscard]] std::vector<FoundFile> files_before(
    const std::filesystem::path& root, unsigned folder, base::Instant before
);

[[nodiscard]] std::filesystem::path sealed_file_path(const std::filesystem::path& root, const base::Uuid& id);

}  // namespace guildhall::vault::internal
