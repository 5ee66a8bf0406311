#include "model_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "dmn/imports.hpp"

namespace guildhall::app {

base::Result<std::shared_ptr<const dmn::Model>> load_model(
    const std::filesystem::path& path, std::vector<std::filesystem::path> import_folders
) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return base::Error{base::ErrorCode::not_found, {fmt::format("{} cannot be read", path.string())}, {}};
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (import_folders.empty()) import_folders.push_back(path.has_parent_path() ? path.parent_path() : ".");
    const dmn::FolderImports imports(std::move(import_folders));
    const auto loaded = dmn::load(bytes.str(), path.filename().string(), &imports);
    // The first complaint about a file that is refused is the error's.
    const std::size_t told = loaded.model ? 0 : 1;
    for (std::size_t i = told; i < loaded.complaints.size(); ++i) std::cerr << loaded.complaints[i].text() << "\n";
    if (loaded.model) return loaded.model;
    const std::string first = loaded.complaints.empty() ? "no model" : loaded.complaints.front().text();
    return base::Error{base::ErrorCode::invalid_input, {first}, {}};
}

}  // namespace guildhall::app
