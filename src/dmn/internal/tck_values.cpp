#include "dmn/internal/tck_values.hpp"

#include "base/text.hpp"
#include "feel/expression.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;
using feel::Value;

constexpr std::string_view instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

class NoNames final : public feel::Scope {
public:
    [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
};

/// `function("text")` as FEEL has it.
Value converted(std::string_view function, std::string_view text) {
    std::string source = std::string(function) + "(\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') source += '\\';
        source += c;
    }
    source += "\")";
    const auto parsed = feel::Expression::parse(source, {});
    return parsed ? parsed->evaluate(NoNames{}, feel::Environment{}) : Value();
}

std::string instance_attribute(const XmlElement& element, std::string_view name) {
    for (const base::XmlAttribute& attribute : element.attributes)
        if (attribute.namespace_uri == instance_namespace && attribute.name == name)
            return std::string(attribute.value);
    return {};
}

std::string type_of(const Value& value) {
    const auto& data = value.data();
    if (value.number()) return "decimal";
    if (value.boolean()) return "boolean";
    if (std::holds_alternative<feel::Date>(data)) return "date";
    if (std::holds_alternative<feel::Time>(data)) return "time";
    if (std::holds_alternative<feel::DateTime>(data)) return "dateTime";
    if (std::holds_alternative<feel::DaysTimeDuration>(data) || std::holds_alternative<feel::YearsMonthsDuration>(data))
        return "duration";
    return "string";
}

Value scalar(const XmlElement& element, const Value* like) {
    if (instance_attribute(element, "nil") == "true") return {};
    std::string type = instance_attribute(element, "type");
    if (const std::size_t colon = type.find(':'); colon != std::string::npos) type.erase(0, colon + 1);
    if (type.empty() && element.text.empty() && like && like->is_null()) return {};  // nothing, in either notation
    if (type.empty()) type = like ? type_of(*like) : "string";
    const std::string_view text = base::trimmed(element.text);
    if (type == "decimal" || type == "double" || type == "integer" || type == "number" || type == "long" ||
        type == "int" || type == "float") {
        const auto number = feel::Number::parse(text);
        return number ? Value(*number) : Value();
    }
    if (type == "boolean") return text == "true" || text == "1" ? Value(true) : Value(false);
    if (type == "date") return converted("date", text);
    if (type == "time") return converted("time", text);
    if (type == "dateTime" || type == "date and time") return converted("date and time", text);
    if (type.find("uration") != std::string::npos) return converted("duration", text);
    return Value(std::string(element.text));
}

}  // namespace

Value test_value(const XmlElement& holder, const Value* like) {
    feel::Context context;
    bool has_components = false;
    std::size_t number = 0;
    for (const XmlElement& child : holder.children) {
        if (child.name == "value") {
            return scalar(child, like);
        } else if (child.name == "list") {
            if (instance_attribute(child, "nil") == "true") return {};
            feel::List items;
            const feel::List* others = like ? like->list() : nullptr;
            for (const XmlElement& item : child.children) {
                if (item.name != "item") continue;
                items.push_back(test_value(item, others && number < others->size() ? &(*others)[number] : nullptr));
                ++number;
            }
            return Value(std::move(items));
        } else if (child.name == "component") {
            has_components = true;
            std::string name(child.attribute("name").value_or(""));
            const Value* other = like && like->context() ? like->context()->find(name) : nullptr;
            context.entries.emplace_back(
                std::move(name), instance_attribute(child, "nil") == "true" ? Value() : test_value(child, other)
            );
        }
    }
    return has_components ? Value(std::move(context)) : Value();
}

bool matches_expected(const Value& actual, const Value& expected) {
    if (const feel::Number* wanted = expected.number()) {
        if (!actual.number()) return false;
        const auto difference = actual.number()->minus(*wanted);
        const auto tolerance = feel::Number::parse("0.00000001");
        return difference && *difference <= *tolerance && difference->negated() <= *tolerance;
    }
    if (const feel::List* wanted = expected.list()) {
        const feel::List* found = actual.list();
        if (!found || found->size() != wanted->size()) return false;
        for (std::size_t i = 0; i < wanted->size(); ++i)
            if (!matches_expected((*found)[i], (*wanted)[i])) return false;
        return true;
    }
    if (const feel::Context* wanted = expected.context()) {
        const feel::Context* found = actual.context();
        if (!found || found->entries.size() != wanted->entries.size()) return false;
        for (const auto& [name, value] : wanted->entries) {
            const Value* other = found->find(name);
            if (!other || !matches_expected(*other, value)) return false;
        }
        return true;
    }
    if (feel::identical(actual, expected)) return true;
    const Value equal = feel::equals(actual, expected);
    return equal.boolean() && *equal.boolean();
}

}  // namespace guildhall::dmn
