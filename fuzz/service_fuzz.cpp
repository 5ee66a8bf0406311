// Loading a service: any files give a service without errors, or complaints. A line `=== NAME` starts the next file.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalogue/load.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    guildhall::catalogue::Files files;
    std::string name = "service.yaml";
    while (!rest.empty()) {
        const auto next = rest.find("\n=== ");
        files[name] += rest.substr(0, next);
        if (next == std::string_view::npos) break;
        rest.remove_prefix(next + 5);
        const auto end = rest.find('\n');
        name = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    const auto loaded = guildhall::catalogue::load_files(std::move(files));
    if ((loaded.service != nullptr) == guildhall::base::has_errors(loaded.complaints)) std::abort();
    return 0;
}
