#include "dmn/internal/kit_folder.hpp"

#include <algorithm>
#include <fstream>

namespace guildhall::dmn {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t max_file_bytes = 16 * 1024 * 1024;

}  // namespace

std::set<fs::path> folders_below(std::span<const fs::path> directories) {
    std::set<fs::path> found;
    for (const fs::path& directory : directories) {
        found.insert(directory);
        std::error_code failed;
        for (fs::recursive_directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed))
            if (at->is_directory(failed)) found.insert(at->path());
    }
    return found;
}

std::optional<std::string> read_kit_file(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed || size > max_file_bytes) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) return std::nullopt;
    return text;
}

std::vector<fs::path> KitFolder::files() const {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory_, failed))
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

const Model* KitFolder::model_named(const std::string& name) {
    const auto known = models_.find(name);
    if (known != models_.end()) return known->second.model.get();
    LoadedModel loaded;
    const bool plain = name.find('/') == std::string::npos && name.find('\\') == std::string::npos;
    if (const auto text = plain ? read_kit_file(directory_ / name) : std::nullopt)
        loaded = load(*text, name, &imports_);
    else
        complaints_.push_back(name + ": no such model");
    for (const base::Complaint& complaint : loaded.complaints) complaints_.push_back(complaint.text());
    if (loaded.model && loaded.model->dialect() != Dialect::standard)
        dialects_.emplace(name, dialect_name(loaded.model->dialect()));
    return models_.emplace(name, std::move(loaded)).first->second.model.get();
}

}  // namespace guildhall::dmn
