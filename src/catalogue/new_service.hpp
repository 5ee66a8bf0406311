#pragma once
/// What `guildhall new service NAME` does.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace guildhall::catalogue {

/// Writes the folder `directory/name` with a small service that passes the check and runs; says which files it wrote.
/// An error when the name is not one that a service can have, or the folder is already there.
[[nodiscard]] base::Result<std::vector<std::filesystem::path>> new_service(
    const std::string& name, const std::filesystem::path& directory
);

}  // namespace guildhall::catalogue
