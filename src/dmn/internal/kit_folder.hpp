#pragma once
/// One directory of the compatibility kit: its test files, and the models that they name.

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "dmn/imports.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// The directories and everything below them, in order.
[[nodiscard]] std::set<std::filesystem::path> folders_below(std::span<const std::filesystem::path> directories);
/// Nothing for what cannot be read, or is too large.
[[nodiscard]] std::optional<std::string> read_kit_file(const std::filesystem::path& path);

class KitFolder {
public:
    explicit KitFolder(std::filesystem::path directory) : directory_(std::move(directory)), imports_({directory_}) {}

    /// Those that may be test files, in order.
    [[nodiscard]] std::vector<std::filesystem::path> files() const;
    /// Loaded when it is first asked for; lives as long as this. Null when it cannot be read.
    [[nodiscard]] const Model* model_named(const std::string& name);

    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
    /// What was wrong with models so far.
    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
    /// The dialects of models that are not written in the standard's own.
    [[nodiscard]] const std::map<std::string, std::string>& dialects() const { return dialects_; }

private:
    std::filesystem::path directory_;
    FolderImports imports_;
    std::map<std::string, LoadedModel> models_;
    std::vector<std::string> complaints_;
    std::map<std::string, std::string> dialects_;
};

}  // namespace guildhall::dmn
