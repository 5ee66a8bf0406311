#include "catalogue/reason_words.hpp"

#include <fmt/format.h>

#include "base/yaml.hpp"

namespace guildhall::catalogue {

std::map<std::string, std::string, std::less<>> reason_words(const Service& service, std::string_view language) {
    std::map<std::string, std::string, std::less<>> words;
    const auto file = service.files.find(fmt::format("words.{}.yaml", language));
    if (file == service.files.end()) return words;
    const base::ReadYaml read = base::read_yaml(file->second, file->first);
    const base::YamlNode* reasons = read.root ? read.root->find("reasons") : nullptr;
    if (!reasons) return words;
    for (const base::YamlEntry& entry : reasons->entries) words.emplace(entry.key, entry.value.text);
    return words;
}

}  // namespace guildhall::catalogue
