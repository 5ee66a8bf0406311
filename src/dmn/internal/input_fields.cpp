#include "dmn/internal/input_fields.hpp"

#include <algorithm>

#include "dmn/internal/analysis_names.hpp"
#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;
using Path = std::vector<std::string>;

constexpr int max_names = 64;          ///< of types that stand for each other
constexpr std::size_t max_length = 8;  ///< a type that holds itself ends here, as a part that is given as a whole

/// The definition that has the entries; null when there are none, or it is a list.
const ItemDefinition* structure(const Definitions& definitions, const ItemDefinition* item) {
    for (int names = 0; item && names < max_names; ++names) {
        if (item->is_collection || item->is_function) return nullptr;
        if (!item->components.empty()) return item;
        item = definitions.item(item->type);
    }
    return nullptr;
}

void add_fields(const Definitions& definitions, const ItemDefinition* item, Path& path, std::vector<Path>& found) {
    const ItemDefinition* structured = fields_within(definitions, item, path.size());
    if (!structured) return found.push_back(path);
    for (const ItemDefinition& component : structured->components) {
        path.push_back(component.name);
        add_fields(definitions, &component, path, found);
        path.pop_back();
    }
}

/// A value of the structure with null everywhere but at the path. Nothing when there is no such entry.
std::optional<Value> with_field(
    const Definitions& definitions, const ItemDefinition* item, std::span<const std::string> path, const Value& value
) {
    if (path.empty()) return value;
    const ItemDefinition* structured = structure(definitions, item);
    if (!structured) return std::nullopt;
    feel::Context made;
    bool found = false;
    for (const ItemDefinition& component : structured->components) {
        Value entry;
        if (component.name == path.front()) {
            auto inner = with_field(definitions, &component, path.subspan(1), value);
            if (!inner) return std::nullopt;
            entry = *std::move(inner);
            found = true;
        }
        made.entries.emplace_back(component.name, std::move(entry));
    }
    if (!found) return std::nullopt;
    return Value(std::move(made));
}

/// Of an item with fields: whether neither it, nor what it stands for, nor its components with fields ask more.
bool asks_nothing_together(const Definitions& definitions, const ItemDefinition* item, std::size_t path_length) {
    const ItemDefinition* structured = fields_within(definitions, item, path_length);
    if (!structured) return true;
    for (int names = 0; names < max_names; ++names) {
        if (item->allowed_values.written() || item->type_constraint.written()) return false;
        if (item == structured) break;
        item = definitions.item(item->type);
    }
    return std::all_of(structured->components.begin(), structured->components.end(), [&](const ItemDefinition& one) {
        return asks_nothing_together(definitions, &one, path_length + 1);
    });
}

bool asks_for_time(const Definitions& definitions, const ItemDefinition& item, int depth) {
    if (depth == max_names) return true;
    for (const Formula* tests : {&item.allowed_values, &item.type_constraint})
        for (const char* const function : {"now", "today"})
            if (tests->text.find(function) != std::string::npos) return true;
    const ItemDefinition* const base = definitions.item(item.type);
    if (base && asks_for_time(definitions, *base, depth + 1)) return true;
    return std::any_of(item.components.begin(), item.components.end(), [&](const ItemDefinition& component) {
        return asks_for_time(definitions, component, depth + 1);
    });
}

}  // namespace

const ItemDefinition* fields_within(
    const Definitions& definitions, const ItemDefinition* item, std::size_t path_length
) {
    return path_length < max_length ? structure(definitions, item) : nullptr;
}

bool conforms_by_fields(const Definitions& definitions, const std::string& type) {
    return asks_nothing_together(definitions, definitions.item(type), 0);
}

bool conforms_by_time(const Definitions& definitions, const std::string& type) {
    const ItemDefinition* const item = definitions.item(type);
    return item && asks_for_time(definitions, *item, 0);
}

std::vector<Path> fields_of_type(const Definitions& definitions, const std::string& type) {
    Path path;
    std::vector<Path> found;
    add_fields(definitions, definitions.item(type), path, found);
    return found;
}

bool field_conforms(
    const Definitions& definitions, const std::string& type, std::span<const std::string> path, const Value& value,
    const feel::Environment& environment
) {
    const Types types(definitions);
    const ItemDefinition* item = definitions.item(type);
    const auto with_value = with_field(definitions, item, path, value);
    if (!with_value) return false;
    if (types.conforms(*with_value, type, environment)) return true;
    // Null conforms to every type: where not even that does, the structure asks something of its entries together.
    const auto with_null = with_field(definitions, item, path, Value());
    return !path.empty() && !types.conforms(*with_null, type, environment);
}

bool field_takes_any_number(
    const Definitions& definitions, const std::string& type, std::span<const std::string> path
) {
    if (!conforms_by_fields(definitions, type)) return false;
    const ItemDefinition* item = definitions.item(type);
    const ItemDefinition* component = nullptr;
    for (const std::string& name : path) {
        const ItemDefinition* structured = structure(definitions, item);
        if (!structured) return false;
        const auto named = [&](const ItemDefinition& one) { return one.name == name; };
        const auto at = std::find_if(structured->components.begin(), structured->components.end(), named);
        if (at == structured->components.end()) return false;
        item = component = &*at;
    }
    if (component && (component->is_collection || component->is_function || !component->components.empty() ||
                      component->allowed_values.written() || component->type_constraint.written()))
        return false;
    const TypeFacts facts = type_facts(definitions, component ? component->type : type);
    return !facts.structured && facts.allowed.empty() && facts.kinds.size() == 1 &&
           facts.kinds.front() == feel::ScalarKind::number;
}

}  // namespace guildhall::dmn
