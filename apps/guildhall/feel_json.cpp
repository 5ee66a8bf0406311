#include "feel_json.hpp"

#include <fmt/format.h>

#include <charconv>

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

base::Json json_of_feel(const feel::Value& value) {
    if (value.is_null()) return {};
    if (const auto* flag = value.boolean()) return *flag;
    if (const auto* text = value.string()) return *text;
    if (const auto* number = value.number()) {
        if (const auto whole = number->integer()) return *whole;
        const std::string digits = number->text();
        double real = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), real);
        return real;
    }
    if (const auto* items = value.list()) {
        base::Json::Array array;
        for (const auto& item : *items) array.push_back(json_of_feel(item));
        return array;
    }
    if (const auto* context = value.context()) {
        base::Json::Object object;
        for (const auto& [name, member] : context->entries) object.emplace(name, json_of_feel(member));
        return object;
    }
    // `date("2026-11-22")`: what stands between the quotation marks.
    const std::string text = value.text();
    const auto from = text.find("(\""), to = text.rfind("\")");
    return value.range() || from == std::string::npos || to == std::string::npos ? text
                                                                                 : text.substr(from + 2, to - from - 2);
}

}  // namespace guildhall::app
