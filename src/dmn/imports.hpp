#pragma once
/// Where imported models come from.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::dmn {

struct ImportedFile {
    std::string file;  ///< names it in complaints
    std::string xml;
};

/// Finds the models that `import` elements name. Thread-safe.
class ImportSource {
public:
    virtual ~ImportSource() = default;
    /// The model with that target namespace; nothing when there is none. Never fetches anything from a network.
    [[nodiscard]] virtual std::optional<ImportedFile> find(const std::string& target_namespace) const = 0;
};

/// Models that are at hand, told apart by their target namespace; of two with the same, the first counts.
class GivenImports final : public ImportSource {
public:
    explicit GivenImports(const std::vector<ImportedFile>& files);
    [[nodiscard]] std::optional<ImportedFile> find(const std::string& target_namespace) const override;

private:
    std::map<std::string, ImportedFile> files_;
};

/// The `.dmn` files of folders and everything below them, told apart by their target namespace; of two with the same,
/// the first by path counts. Folders are read when the first model is asked for.
class FolderImports final : public ImportSource {
public:
    explicit FolderImports(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}
    [[nodiscard]] std::optional<ImportedFile> find(const std::string& target_namespace) const override;

private:
    [[nodiscard]] GivenImports read() const;

    std::vector<std::filesystem::path> folders_;
    mutable std::once_flag once_;
    mutable std::optional<GivenImports> files_;
};

}  // namespace guildhall::dmn
