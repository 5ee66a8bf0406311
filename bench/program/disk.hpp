#pragma once
/// What the disk itself can do, below any database: appending and fdatasync.

#include <filesystem>

#include "figures.hpp"

namespace guildhall::bench {

struct DiskOptions {
    std::filesystem::path directory;
    std::chrono::seconds time{2};
    std::size_t batch = 64;  ///< records that share one fdatasync
};

/// Appends 4 KiB records to a file in the directory: each with an fdatasync of its own, then so many together.
[[nodiscard]] base::Json measure_disk(const DiskOptions& options);

}  // namespace guildhall::bench
