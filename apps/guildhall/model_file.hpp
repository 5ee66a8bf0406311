#pragma once
/// A decision model from a file, for commands.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "dmn/model.hpp"

namespace guildhall::app {

/// Loads the file, with imported models from the folders (none: its own), and prints what is wrong with it to standard
/// error. An error when it cannot be read or is refused; its message is the first complaint.
[[nodiscard]] base::Result<std::shared_ptr<const dmn::Model>> load_model(
    const std::filesystem::path& path, std::vector<std::filesystem::path> import_folders
);

}  // namespace guildhall::app
