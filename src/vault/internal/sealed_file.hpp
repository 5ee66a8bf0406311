#pragma once
/// A sealed file on disk: `<root>/<2 hex>/<id>`, header and chunks as crypto/stream.hpp writes them.

#include <array>
#include <atomic>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::vault::internal {

/// The root and its 256 folders, each made durable before its first file. Thread-safe.
class Folders {
public:
    /// Makes the root; throws when it cannot.
    explicit Folders(const std::filesystem::path& root);
    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    /// Makes one of the folders unless it is known to be there, durably; false (with errno) when that cannot be done.
    [[nodiscard]] bool make(const std::filesystem::path& folder);

private:
    std::filesystem::path root_;
    std::array<std::atomic<bool>, 256> durable_{};
};

/// Written under a temporary name, fsynced, renamed, the directory fsynced: after a crash the name holds the whole
/// file or does not exist.
[[nodiscard]] base::Result<base::Done> write_sealed_file(
    Folders& folders, const base::Uuid& id, const crypto::SecretKey& key, std::string_view context, base::ByteView plain
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
