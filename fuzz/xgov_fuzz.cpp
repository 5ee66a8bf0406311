// Any bytes as a form of the form runner: refused, or a folder whose YAML can be read.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/yaml.hpp"
#include "importing/importing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto imported =
        guildhall::importing::import_xgov(std::string_view(reinterpret_cast<const char*>(data), size), "form.json");
    if (!imported) return 0;
    for (const auto& [name, text] : imported->files)
        if (name.ends_with(".yaml") && text.size() < guildhall::base::max_yaml_bytes &&
            !guildhall::base::read_yaml(text, name).root)
            std::abort();
    return 0;
}
