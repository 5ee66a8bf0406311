// DMN 1.5 section 10.3.2.9: when a value is of a type.

#include <algorithm>
#include <array>

#include "feel/internal/evaluator.hpp"

namespace guildhall::feel {
namespace {

/// The name that each kind of value answers to, in the order of Value::Data.
constexpr std::array<std::string_view, 13> names_of_kinds = {
    "Null",
    "boolean",
    "number",
    "string",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "list",
    "context",
    "range",
    "function"
};

/// Names of earlier versions and of XML Schema.
std::string_view standard_name(std::string_view name) {
    if (name == "dateTime") return "date and time";
    if (name == "dayTimeDuration") return "days and time duration";
    if (name == "yearMonthDuration") return "years and months duration";
    return name;
}

/// Between types: every value of one is a value of the other. Types that a model defines conform to themselves.
bool conforms(const TypeName& type, const TypeName& to) {
    const std::string_view name = standard_name(type.name);
    if (to.name == "Any" || name == "Null") return true;
    if (name != standard_name(to.name)) return false;
    if (to.parameters.empty() || type.parameters.empty()) return true;
    if (name == "context") {
        for (std::size_t i = 0; i < to.entries.size(); ++i) {
            const auto found = std::find(type.entries.begin(), type.entries.end(), to.entries[i]);
            if (found == type.entries.end()) return false;
            if (!conforms(type.parameters[static_cast<std::size_t>(found - type.entries.begin())], to.parameters[i]))
                return false;
        }
        return true;
    }
    if (name == "function") {
        if (type.parameters.size() != to.parameters.size()) return false;
        for (std::size_t i = 0; i + 1 < to.parameters.size(); ++i)
            if (!conforms(to.parameters[i], type.parameters[i])) return false;
        return conforms(type.parameters.back(), to.parameters.back());
    }
    return conforms(type.parameters[0], to.parameters[0]);
}

/// Null is of every type; what is not known to be a type settles nothing.
std::optional<bool> all_of(const List& items, const TypeName& type, const DefinedTypes* defined) {
    for (const auto& item : items) {
        const auto one = item.is_null() ? std::optional(true) : is_instance(item, type, defined);
        if (!one || !*one) return one;
    }
    return true;
}

std::optional<bool> context_conforms(const Context& context, const TypeName& type, const DefinedTypes* defined) {
    for (std::size_t i = 0; i < type.entries.size(); ++i) {
        const Value* entry = context.find(type.entries[i]);
        if (entry == nullptr) return false;
        const auto one = all_of({*entry}, type.parameters[i], defined);
        if (!one || !*one) return one;
    }
    return true;
}

bool function_conforms(const Function& function, const TypeName& type) {
    if (type.parameters.empty()) return true;
    if (function.built_in != nullptr || function.parameters.size() + 1 != type.parameters.size())
        return function.built_in != nullptr;
    // What a function written in FEEL gives is not declared, so only its parameters can differ.
    if (function.type == nullptr) return true;
    for (std::size_t i = 0; i + 1 < type.parameters.size(); ++i)
        if (!conforms(type.parameters[i], function.type->parameters[i])) return false;
    return true;
}

}  // namespace

std::optional<bool> is_instance(const Value& value, const TypeName& type, const DefinedTypes* defined) {
    if (type.name == "Any") return !value.is_null();
    const std::string_view name = standard_name(type.name);
    if (std::find(names_of_kinds.begin(), names_of_kinds.end(), name) == names_of_kinds.end()) {
        const auto found = defined != nullptr && !value.is_null() ? defined->conforms(value, type.name) : std::nullopt;
        return value.is_null() && defined != nullptr ? std::optional(false) : found;
    }
    const std::size_t kind = value.data().index();
    if (kind >= names_of_kinds.size() || names_of_kinds[kind] != name) return false;
    if (type.parameters.empty()) return true;
    if (const auto* list = value.list()) return all_of(*list, type.parameters[0], defined);
    if (const auto* context = value.context()) return context_conforms(*context, type, defined);
    if (const auto* function = value.function()) return function_conforms(*function, type);
    if (const auto* range = value.range()) {
        List ends;
        if (range->low) ends.push_back(*range->low);
        if (range->high) ends.push_back(*range->high);
        return all_of(ends, type.parameters[0], defined);
    }
    return true;
}

}  // namespace guildhall::feel
