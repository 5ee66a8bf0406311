#include "catalogue/internal/folder.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalogue/internal/read_lookups.hpp"
#include "crypto/crypto.hpp"

namespace guildhall::catalogue {

std::string hash_of(const Files& files) {
    return base::to_hex(crypto::sha256(base::view_of(internal::pack(files))));
}

namespace internal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 200;
constexpr std::size_t most_bytes = 5'000'000;
constexpr int deepest = 3;

bool is_passed_over(const std::string& name) {
    return name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp");
}

void append_field(std::string& out, std::string_view field) {
    out += std::to_string(field.size());
    out += ':';
    out += field;
}

std::optional<std::string_view> take_field(std::string_view& rest) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
    if (error != std::errc{} || end == rest.data() + rest.size() || *end != ':') return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    if (length > rest.size()) return std::nullopt;
    const auto field = rest.substr(0, length);
    rest.remove_prefix(length);
    return field;
}

}  // namespace

std::vector<fs::path> service_folders(const fs::path& directory) {
    std::vector<fs::path> folders;
    std::error_code failed;
    for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
        std::error_code gone;
        const std::string name = at->path().filename().string();
        if (at->is_directory(gone) && name != "bank" && !name.starts_with('.')) folders.push_back(at->path());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::optional<std::string> read_file(const fs::path& path, std::size_t most) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::string bytes;
    char buffer[16384];
    while (in.read(buffer, sizeof buffer), in.gcount() > 0) {
        bytes.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (bytes.size() > most) return std::nullopt;
    }
    if (in.bad()) return std::nullopt;
    return bytes;
}

Files read_folder(const fs::path& path, base::Complaints& complaints) {
    const std::string folder = path.filename().string();
    const auto complain = [&](const std::string& name, std::string message) {
        complaints.push_back(
            {{name.empty() ? folder : folder + "/" + name, 0, 0}, base::Severity::error, std::move(message)}
        );
    };
    Files files;
    std::size_t total = 0;
    std::size_t total_data = 0;
    std::error_code failed;
    fs::recursive_directory_iterator at(path, failed);
    if (failed) {
        complain("", "the folder cannot be read");
        return files;
    }
    for (const fs::recursive_directory_iterator end; at != end; at.increment(failed)) {
        const std::string name = at->path().lexically_relative(path).generic_string();
        if (is_passed_over(at->path().filename().string())) {
            if (at->is_directory(failed)) at.disable_recursion_pending();
            continue;
        }
        if (!base::is_valid_utf8(name)) {
            complain("", "a file name is not UTF-8");
            continue;
        }
        if (at->is_symlink(failed)) {
            at.disable_recursion_pending();
            complain(name, "found a link; expected a file, since a service is its own bytes");
            continue;
        }
        if (at->is_directory(failed)) {
            if (at.depth() + 1 >= deepest) {
                at.disable_recursion_pending();
                complain(name, fmt::format("folders are nested deeper than {}", deepest));
            }
            continue;
        }
        if (!at->is_regular_file(failed)) {
            complain(name, "found something that is no regular file");
            continue;
        }
        if (files.size() >= most_files) {
            complain("", fmt::format("more than {} files in the folder", most_files));
            break;
        }
        const bool is_data = is_data_file(name);
        const std::size_t most = is_data ? most_data_bytes : most_bytes;
        std::size_t& so_far = is_data ? total_data : total;
        auto bytes = read_file(at->path(), most - so_far);
        if (!bytes) {
            complain(
                name, fmt::format(
                          "the file cannot be read, or {} more than {} bytes",
                          is_data ? "layers and registers have" : "the folder has", most
                      )
            );
            continue;
        }
        so_far += bytes->size();
        files.emplace(name, std::move(*bytes));
    }
    if (failed) complain("", "the folder cannot be read to its end");
    return files;
}

std::string pack(const Files& files) {
    std::string out;
    for (const auto& [name, bytes] : files) {
        append_field(out, name);
        append_field(out, bytes);
    }
    return out;
}

std::optional<Files> unpack(std::string_view packed) {
    Files files;
    while (!packed.empty()) {
        const auto name = take_field(packed);
        if (!name) return std::nullopt;
        const auto bytes = take_field(packed);
        if (!bytes) return std::nullopt;
        files.emplace(*name, *bytes);
    }
    return files;
}

dmn::GivenImports models_of(const Files& files, const std::string& shown) {
    std::vector<dmn::ImportedFile> models;
    for (const auto& [name, bytes] : files)
        if (name.ends_with(".dmn")) models.push_back({shown + name, bytes});
    return dmn::GivenImports(models);
}

}  // namespace internal
}  // namespace guildhall::catalogue
