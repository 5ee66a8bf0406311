#include "support/source_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace guildhall::tests {

std::filesystem::path source_directory() {
    return GUILDHALL_SOURCE_DIR;
}

std::filesystem::path data_directory() {
    const char* set = std::getenv("GUILDHALL_DATA");
    const std::filesystem::path shared =
        set != nullptr ? std::filesystem::path(set) : source_directory() / ".." / "shared";
    const std::filesystem::path data = shared / "data";
    return std::filesystem::exists(data) ? data : shared;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace guildhall::tests
