#include "dmn/internal/types.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

constexpr int max_type_depth = 64;  // a type that names itself ends here

constexpr std::array<std::string_view, 16> built_in = {
    "Any",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "dateTime",
    "days and time duration",
    "dayTimeDuration",
    "years and months duration",
    "yearMonthDuration",
    "context",
    "list",
    "range",
    "function"
};

bool is_camunda_number(std::string_view type) {
    return type == "integer" || type == "long" || type == "double";
}

/// `list<number>`: the part in brackets.
std::optional<std::string_view> parameter_of(std::string_view type, std::string_view generic) {
    if (!type.starts_with(generic) || !type.ends_with('>')) return std::nullopt;
    const std::string_view rest = base::trimmed(type.substr(generic.size()));
    if (!rest.starts_with('<')) return std::nullopt;
    return base::trimmed(rest.substr(1, rest.size() - 2));
}

class EmptyScope final : public feel::Scope {
public:
    [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
};

bool passes(const Formula& tests, const Value& value, const feel::Environment& environment) {
    if (!tests.expression) return true;
    const Value answer = tests.expression->test(value, EmptyScope{}, environment);
    return answer.unknown() || (answer.boolean() && *answer.boolean());
}

bool is_built_in_value(const Value& value, std::string_view type, Dialect dialect) {
    if (type == "number") return value.number();
    if (type == "string") return value.string();
    if (type == "boolean") return value.boolean();
    const auto& data = value.data();
    const bool date_time = std::holds_alternative<feel::DateTime>(data);
    if (type == "date") return std::holds_alternative<feel::Date>(data) || (dialect == Dialect::camunda && date_time);
    if (type == "time") return std::holds_alternative<feel::Time>(data);
    if (type == "date and time" || type == "dateTime") return date_time;
    if (type == "days and time duration" || type == "dayTimeDuration")
        return std::holds_alternative<feel::DaysTimeDuration>(data);
    if (type == "years and months duration" || type == "yearMonthDuration")
        return std::holds_alternative<feel::YearsMonthsDuration>(data);
    if (type == "context" || type.starts_with("context<")) return value.context();
    if (type == "list") return value.list();
    if (type == "range") return value.range();
    if (type == "function" || type.starts_with("function<")) return value.function();
    if (dialect == Dialect::camunda && is_camunda_number(type)) return value.number();
    return true;  // not a type of ours; loading has said so
}

}  // namespace

namespace {

bool has_function(const Value& value) {
    if (value.function()) return true;
    if (const feel::List* list = value.list()) return std::any_of(list->begin(), list->end(), has_function);
    const feel::Context* context = value.context();
    return context && std::any_of(context->entries.begin(), context->entries.end(), [](const auto& entry) {
               return has_function(entry.second);
           });
}

}  // namespace

Value without_functions(Value value) {
    if (!has_function(value)) return value;
    if (value.function()) return {};
    if (const feel::List* list = value.list()) {
        feel::List made;
        for (const Value& item : *list) made.push_back(without_functions(item));
        return Value(std::move(made));
    }
    feel::Context made;
    for (const auto& [name, entry] : value.context()->entries)
        made.entries.emplace_back(name, without_functions(entry));
    return Value(std::move(made));
}

bool Types::known(std::string_view type) const {
    if (type.empty() || std::find(built_in.begin(), built_in.end(), type) != built_in.end()) return true;
    if (type.find('<') != std::string_view::npos) return true;
    if (definitions_.dialect == Dialect::camunda && is_camunda_number(type)) return true;
    return definitions_.item(type) != nullptr;
}

bool Types::is_list_type(std::string_view type) const {
    if (type == "list" || parameter_of(type, "list")) return true;
    for (int depth = 0; depth < max_type_depth; ++depth) {
        const ItemDefinition* item = definitions_.item(type);
        if (!item) return type == "list" || parameter_of(type, "list").has_value();
        if (item->is_collection) return true;
        type = item->type;
    }
    return false;
}

bool Types::conforms(const Value& value, std::string_view type, const feel::Environment& environment, int depth) const {
    if (depth > max_type_depth) return false;
    if (type.empty() || type == "Any" || value.is_null() || value.unknown()) return true;
    if (const ItemDefinition* item = definitions_.item(type)) return conforms(value, *item, environment, depth + 1);
    if (const auto inner = parameter_of(type, "list")) {
        const feel::List* list = value.list();
        return list && std::all_of(list->begin(), list->end(), [&](const Value& each) {
                   return conforms(each, *inner, environment, depth + 1);
               });
    }
    if (const auto inner = parameter_of(type, "range")) {
        const feel::Range* range = value.range();
        return range && (!range->low || conforms(*range->low, *inner, environment, depth + 1)) &&
               (!range->high || conforms(*range->high, *inner, environment, depth + 1));
    }
    return is_built_in_value(value, type, definitions_.dialect);
}

bool Types::conforms(const Value& value, const ItemDefinition& item, const feel::Environment& environment, int depth)
    const {
    if (depth > max_type_depth) return false;
    if (value.is_null() || value.unknown()) return true;
    if (item.is_collection) {
        const feel::List* list = value.list();
        if (!list) return false;
        if (!std::all_of(list->begin(), list->end(), [&](const Value& each) {
                return one_conforms(each, item, environment, depth);
            }))
            return false;
    } else if (!one_conforms(value, item, environment, depth)) {
        return false;
    }
    return passes(item.type_constraint, value, environment);
}

bool Types::one_conforms(
    const Value& value, const ItemDefinition& item, const feel::Environment& environment, int depth
) const {
    if (value.is_null() || value.unknown()) return true;
    if (item.is_function) return value.function();
    if (!item.components.empty()) {
        const feel::Context* context = value.context();
        if (!context) return false;
        for (const ItemDefinition& component : item.components) {
            const Value* entry = context->find(component.name);
            if (!entry || !conforms(*entry, component, environment, depth + 1)) return false;
        }
    } else if (!conforms(value, item.type, environment, depth + 1)) {
        return false;
    }
    return passes(item.allowed_values, value, environment);
}

std::optional<Value> Types::coerce(const Value& value, std::string_view type, const feel::Environment& environment)
    const {
    if (type.empty() || type == "Any" || value.is_null() || value.unknown()) return value;
    if (conforms(value, type, environment, 0)) return value;
    if (const feel::List* list = value.list();
        list && list->size() == 1 && !is_list_type(type) && conforms(list->front(), type, environment, 0))
        return list->front();
    if (!value.list() && is_list_type(type)) {
        Value made(feel::List{value});
        if (conforms(made, type, environment, 0)) return made;
    }
    if (const auto* date = std::get_if<feel::Date>(&value.data())) {
        feel::DateTime at_midnight{*date, {}};
        at_midnight.time.offset_seconds = 0;
        Value made(at_midnight);
        if (conforms(made, type, environment, 0)) return made;
    }
    return std::nullopt;
}

std::optional<bool> TypesForFeel::conforms(const Value& value, std::string_view type) const {
    if (definitions_.item(type)) return types_.conforms(value, type, environment_);
    for (const PartOfModel& part : definitions_.parts) {  // in a file of its own, an imported type has its plain name
        const std::string name = part.path + "." + std::string(type);
        if (!part.path.empty() && definitions_.item(name)) return types_.conforms(value, name, environment_);
    }
    return std::nullopt;
}

namespace {

/// `function("text")` as FEEL has it.
Value made_by(std::string_view function, const std::string& text) {
    const feel::Context context{{{"text", Value(text)}}};
    const auto parsed = feel::Expression::parse(std::string(function) + "(text)", {{"text"}});
    return parsed ? parsed->evaluate(feel::ContextScope(context), feel::Environment{}) : Value();
}

Value read_scalar(const Value& written, std::string_view type) {
    const std::string* const text = written.string();
    if (!text) return written;
    Value made;
    if (type == "number" || is_camunda_number(type)) {
        if (const auto number = feel::Number::parse(base::trimmed(*text))) made = Value(*number);
    } else if (type == "boolean") {
        if (*text == "true" || *text == "false") made = Value(*text == "true");
    } else if (type == "date" || type == "time") {
        made = made_by(type, *text);
    } else if (type == "date and time" || type == "dateTime") {
        made = made_by("date and time", *text);
    } else if (type.ends_with("duration") || type.ends_with("Duration")) {
        made = made_by("duration", *text);
    }
    return made.is_null() ? written : made;
}

}  // namespace

Value Types::read(const Value& written, std::string_view type) const {
    if (const feel::List* list = written.list(); list && list->size() <= 1'000'000) {
        std::string_view inner = type;
        const ItemDefinition* item = definitions_.item(type);
        if (const auto parameter = parameter_of(type, "list")) inner = *parameter;
        feel::List made;
        for (const Value& each : *list)
            made.push_back(item && item->is_collection ? read_item(each, *item) : read(each, inner));
        return Value(std::move(made));
    }
    if (const ItemDefinition* item = definitions_.item(type)) return read_item(written, *item);
    return read_scalar(written, type);
}

Value Types::read_item(const Value& written, const ItemDefinition& item) const {
    if (item.components.empty()) return item.type == item.name ? written : read(written, item.type);
    const feel::Context* context = written.context();
    if (!context) return written;
    feel::Context made;
    for (const auto& [name, entry] : context->entries) {
        const auto component = std::find_if(item.components.begin(), item.components.end(), [&](const auto& one) {
            return one.name == name;
        });
        if (component == item.components.end()) {
            made.entries.emplace_back(name, entry);
        } else if (const feel::List* list = component->is_collection ? entry.list() : nullptr) {
            feel::List items;
            for (const Value& each : *list) items.push_back(read_item(each, *component));
            made.entries.emplace_back(name, Value(std::move(items)));
        } else {
            made.entries.emplace_back(name, read_item(entry, *component));
        }
    }
    return Value(std::move(made));
}

std::string Types::allowed_text_of(std::string_view type) const {
    for (int depth = 0; depth < max_type_depth; ++depth) {
        const ItemDefinition* item = definitions_.item(type);
        if (!item) break;
        if (item->allowed_values.written()) return item->allowed_values.text;
        type = item->type;
    }
    return {};
}

}  // namespace guildhall::dmn
