// The YAML reader: any bytes give a tree within its bounds, or a complaint with a place.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/yaml.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void walk(const guildhall::base::YamlNode& node, int depth) {
    require(depth <= guildhall::base::max_yaml_depth);
    require(node.line >= 1 && node.column >= 1);
    for (const auto& item : node.items) walk(item, depth + 1);
    for (const auto& entry : node.entries) {
        require(node.find(entry.key) == &entry.value);  // keys are unique
        walk(entry.value, depth + 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto read = guildhall::base::read_yaml(bytes, "fuzz.yaml");
    require(read.root.has_value() != guildhall::base::has_errors(read.complaints));
    if (read.root) walk(*read.root, 0);
    for (const auto& complaint : read.complaints) require(complaint.place.line >= 1 && complaint.place.column >= 1);
    return 0;
}
