/// `migrate:` of service.yaml: what becomes of answers that were given under an older version.

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {
namespace {

using base::YamlNode;

/// The question at `children/born`, or null.
const Question* find_path(const std::vector<Question>& questions, std::string_view path) {
    const auto slash = path.find('/');
    const Question* question = find_question(questions, path.substr(0, slash));
    if (slash == std::string_view::npos || !question) return question;
    return question->repeat ? find_path(question->repeat->questions, path.substr(slash + 1)) : nullptr;
}

std::vector<std::string> paths_of(const Service& service) {
    std::vector<std::string> paths;
    for_each_question(service.questions, [&](const Question&, const std::string& path) { paths.push_back(path); });
    return paths;
}

/// The path with another last part.
std::string beside(const std::string& path, const std::string& id) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? id : path.substr(0, slash + 1) + id;
}

void read_renames(Reading& reading, const YamlNode& map, const std::string& file, Migration& migration) {
    for (const base::YamlEntry& entry : map.entries) {
        const std::string path = beside(entry.key, entry.value.text);
        if (!find_path(reading.service.questions, path))
            reading.error(entry.value.place(file), no_such("question", path, paths_of(reading.service)));
        if (find_path(reading.service.questions, entry.key))
            reading.error(
                entry.place(file),
                fmt::format("`{}` is a question still, so its answers stay its own; it cannot be renamed", entry.key)
            );
        migration.rename.emplace(entry.key, entry.value.text);
    }
}

void read_values(Reading& reading, const YamlNode& map, const std::string& file, Migration& migration) {
    for (const base::YamlEntry& entry : map.entries) {
        const Question* question = find_path(reading.service.questions, entry.key);
        if (!question || question->options.empty()) {
            reading.error(
                entry.place(file), question ? fmt::format("`{}` has no options, so no value of it changes", entry.key)
                                            : no_such("question", entry.key, paths_of(reading.service))
            );
            continue;
        }
        std::vector<std::string> options;
        for (const Option& option : question->options) options.push_back(option.value);
        for (const base::YamlEntry& value : entry.value.entries) {
            if (std::find(options.begin(), options.end(), value.value.text) == options.end())
                reading.error(value.value.place(file), no_such("option", value.value.text, options));
            migration.values[entry.key].emplace(value.key, value.value.text);
        }
    }
}

}  // namespace

void read_migrations(Reading& reading, const YamlNode& root) {
    const YamlNode* list = root.find("migrate");
    if (!list) return;
    const std::string file = reading.shown("service.yaml");
    int last = 1;
    for (const YamlNode& item : list->items) {
        Migration migration;
        migration.place = item.place(file);
        const YamlNode& to = *item.find("to");
        migration.to = static_cast<int>(to.integer().value_or(0));
        if (migration.to <= last || migration.to > reading.service.version) {
            reading.error(
                to.place(file), fmt::format(
                                    "found version {}; expected one after {}, up to this service's own, {}",
                                    migration.to, last, reading.service.version
                                )
            );
        }
        last = std::max(last, migration.to);
        if (const YamlNode* rename = item.find("rename")) read_renames(reading, *rename, file, migration);
        if (const YamlNode* values = item.find("values")) read_values(reading, *values, file, migration);
        reading.service.migrations.push_back(std::move(migration));
    }
}

}  // namespace guildhall::catalogue::internal
