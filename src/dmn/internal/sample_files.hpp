#pragma once
/// Models in files, for tests.

#include <algorithm>
#include <filesystem>
#include <vector>

namespace guildhall::dmn {

/// Every .dmn file below the folder, in order.
inline std::vector<std::filesystem::path> models_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code failed;
    for (std::filesystem::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed))
        if (at->path().extension() == ".dmn") found.push_back(at->path());
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace guildhall::dmn
