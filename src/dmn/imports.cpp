#include "dmn/imports.hpp"

#include <algorithm>
#include <fstream>

#include "base/xml.hpp"

namespace guildhall::dmn {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = 8 * 1024 * 1024;
constexpr std::size_t max_files = 2'000;

std::optional<std::string> text_of(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed || size > max_file_bytes) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    return in ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

GivenImports::GivenImports(const std::vector<ImportedFile>& files) {
    for (const ImportedFile& file : files) {
        const base::XmlDocument document = base::parse_xml(file.xml, file.file);
        if (!document.root) continue;
        if (const auto name = document.root->attribute("namespace")) files_.try_emplace(std::string(*name), file);
    }
}

std::optional<ImportedFile> GivenImports::find(const std::string& target_namespace) const {
    const auto found = files_.find(target_namespace);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
}

GivenImports FolderImports::read() const {
    std::vector<ImportedFile> files;
    for (const fs::path& folder : folders_) {
        std::vector<fs::path> paths;
        std::error_code failed;
        fs::recursive_directory_iterator at(folder, failed);
        for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
            if (at->path().extension() == ".dmn") paths.push_back(at->path());
            if (paths.size() >= max_files) break;
        }
        std::sort(paths.begin(), paths.end());
        for (const fs::path& path : paths)
            if (auto text = text_of(path)) files.push_back({path.string(), *std::move(text)});
    }
    return GivenImports(files);
}

std::optional<ImportedFile> FolderImports::find(const std::string& target_namespace) const {
    std::call_once(once_, [this] { files_.emplace(read()); });
    return files_->find(target_namespace);
}

}  // namespace guildhall::dmn
