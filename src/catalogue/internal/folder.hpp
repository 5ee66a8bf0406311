#pragma once
/// The bytes of a service: read from disk within bounds, and packed for the database.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/complaint.hpp"
#include "catalogue/load.hpp"
#include "dmn/imports.hpp"

namespace guildhall::catalogue::internal {

/// Of all layers and registers of a folder together.
inline constexpr std::size_t most_data_bytes = 64'000'000;

/// The folders of a directory, in order of name, but for the bank and hidden ones: each is a service, or is complained
/// about for want of a service.yaml.
[[nodiscard]] std::vector<std::filesystem::path> service_folders(const std::filesystem::path& directory);

/// The files of a folder; what goes beyond the bounds of load_folder is a complaint and is left out.
[[nodiscard]] Files read_folder(const std::filesystem::path& path, base::Complaints& complaints);

/// The decision models among the files, for those that import them; `shown` stands before file names in complaints.
[[nodiscard]] dmn::GivenImports models_of(const Files& files, const std::string& shown);

/// One file of at most `most` bytes, or nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most);

/// Names and bytes in order of name, each with its length in decimal before it (`12:service.yaml…`).
[[nodiscard]] std::string pack(const Files& files);
[[nodiscard]] std::optional<Files> unpack(std::string_view packed);

}  // namespace guildhall::catalogue::internal
