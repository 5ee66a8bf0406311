#include "feel_json.hpp"

#include <fmt/format.h>

namespace guildhall::app {

feel::Value feel_of_json(const base::Json& json) {
    if (const auto* flag = json.boolean()) return feel::Value{*flag};
    if (const auto* number = json.integer()) return feel::Value{feel::Number{*number}};
    if (const auto* real = json.real()) {
        // The shortest decimal that reads back as this double is what the person wrote.
        const auto number = feel::Number::parse(fmt::format("{}", *real));
        return number ? feel::Value{*number} : feel::Value{};
    }
    if (const auto* text = json.string()) return feel::Value{*text};
    if (const auto* items = json.array()) {
        feel::List list;
        for (const auto& item : *items) list.push_back(feel_of_json(item));
        return feel::Value{std::move(list)};
    }
    if (const auto* members = json.object()) {
        feel::Context context;
        for (const auto& [name, member] : *members) context.entries.emplace_back(name, feel_of_json(member));
        return feel::Value{std::move(context)};
    }
    return feel::Value{};
}

}  // namespace guildhall::app
