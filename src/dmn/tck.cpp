#include "dmn/tck.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include "dmn/imports.hpp"
#include "dmn/internal/tck_file.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = 16 * 1024 * 1024;

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed || size > max_file_bytes) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) return std::nullopt;
    return text;
}

/// The test files of one directory and the model that they name.
class DirectoryRun {
public:
    DirectoryRun(fs::path directory, const TckOptions& options)
        : directory_(std::move(directory)), options_(options), imports_({directory_}) {}

    /// False when the directory holds no tests.
    bool run(std::ostream& out) {
        std::vector<fs::path> files;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(directory_, failed))
            if (entry.path().extension() == ".xml") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        bool found = false;
        for (const fs::path& file : files) found = run_file(file) || found;
        if (!found) return false;
        out << directory_.filename().string() << ": " << counts_.passed << " passed, " << counts_.failed << " failed";
        for (const auto& [name, dialect] : dialects_) out << " (" << name << " read as " << dialect << ")";
        out << '\n';
        if (options_.show_failures)
            for (const std::string& line : failures_) out << "    " << line << '\n';
        return true;
    }

    [[nodiscard]] const TckCounts& counts() const { return counts_; }

private:
    bool run_file(const fs::path& file) {
        const auto text = read_file(file);
        if (!text) return false;
        const TckFileOutcome outcome = run_tck_file(*text, file.filename().string(), [this](const std::string& name) {
            return model_of(name).model.get();
        });
        counts_.passed += outcome.counts.passed;
        counts_.failed += outcome.counts.failed;
        failures_.insert(failures_.end(), outcome.failures.begin(), outcome.failures.end());
        return outcome.holds_tests;
    }

    const LoadedModel& model_of(const std::string& name) {
        const auto known = models_.find(name);
        if (known != models_.end()) return known->second;
        LoadedModel loaded;
        const bool plain = name.find('/') == std::string::npos && name.find('\\') == std::string::npos;
        if (const auto text = plain ? read_file(directory_ / name) : std::nullopt)
            loaded = load(*text, name, &imports_);
        else
            failures_.push_back(name + ": no such model");
        for (const base::Complaint& complaint : loaded.complaints) failures_.push_back(complaint.text());
        if (loaded.model && loaded.model->dialect() != Dialect::standard)
            dialects_.emplace(name, dialect_name(loaded.model->dialect()));
        return models_.emplace(name, std::move(loaded)).first->second;
    }

    fs::path directory_;
    const TckOptions& options_;
    FolderImports imports_;
    TckCounts counts_;
    std::map<std::string, LoadedModel> models_;
    std::map<std::string, std::string> dialects_;
    std::vector<std::string> failures_;
};

}  // namespace

TckCounts run_tck(std::span<const fs::path> directories, std::ostream& out, const TckOptions& options) {
    std::set<fs::path> found;
    for (const fs::path& directory : directories) {
        found.insert(directory);
        std::error_code failed;
        for (fs::recursive_directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed))
            if (at->is_directory(failed)) found.insert(at->path());
    }
    TckCounts total;
    for (const fs::path& directory : found) {
        DirectoryRun run(directory, options);
        if (!run.run(out)) continue;
        total.passed += run.counts().passed;
        total.failed += run.counts().failed;
    }
    out << total.passed << " passed, " << total.failed << " failed\n";
    return total;
}

}  // namespace guildhall::dmn
