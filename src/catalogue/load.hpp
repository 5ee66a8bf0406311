#pragma once
/// From the files of a folder to a Service, with a complaint for everything that is wrong in them.

#include <filesystem>
#include <map>
#include <string>

#include "catalogue/service.hpp"

namespace guildhall::catalogue {

/// The files of a service by name relative to its folder, `/` between parts. Files of the question bank
/// that it uses are there as `bank/NAME.yaml` (`bank/layers/NAME.geojson`, `bank/registers/NAME.csv`), so that this is
/// all that a version of a service depends on.
using Files = std::map<std::string, std::string>;

/// Reads a folder: regular files, no links, at most 200 files and 5 MB (with layers and registers 64 MB more), hidden
/// files passed over; and the files of `bank/` beside it that it uses. Complaints name files below `path`'s last part:
/// `fell-a-tree/service.yaml`.
[[nodiscard]] LoadedService load_folder(const std::filesystem::path& path);

/// As load_folder, from bytes; `folder` stands before file names in complaints, when it is not empty. Pure.
[[nodiscard]] LoadedService load_files(Files files, const std::string& folder = {});

/// SHA-256, hex, over names and bytes in order of name.
[[nodiscard]] std::string hash_of(const Files& files);

}  // namespace guildhall::catalogue
