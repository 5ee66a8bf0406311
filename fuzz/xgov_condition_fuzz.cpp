// Any bytes as the text of a condition, or as JSON of one: refused, or translated into FEEL that parses.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/text.hpp"
#include "feel/expression.hpp"
#include "importing/values.hpp"
#include "importing/xgov/conditions.hpp"

namespace {

using namespace guildhall::importing::xgov;

Conditions conditions_of(const guildhall::base::Json& list) {
    Conditions conditions(list);
    const auto add = [&](const char* key, Field::Kind kind, bool optional = false) {
        Field field;
        field.id = field.key = key;
        field.kind = kind;
        field.optional = optional;
        if (kind == Field::Kind::moment) field.time_id = std::string(key) + "_time";
        if (kind == Field::Kind::yes_no)
            field.choices = std::make_shared<const Choices>(Choices{key, {"false", "true"}});
        if (kind == Field::Kind::choice || kind == Field::Kind::choices) {
            field.theirs = {"x", "y", "z"};
            field.choices = std::make_shared<const Choices>(Choices{key, {"\"x\"", "\"y\"", "\"z\""}});
        }
        conditions.add(std::move(field));
    };
    add("t", Field::Kind::text);
    add("o", Field::Kind::text, true);
    add("n", Field::Kind::number);
    add("y", Field::Kind::yes_no);
    add("r", Field::Kind::choice);
    add("c", Field::Kind::choices);
    add("d", Field::Kind::date);
    add("m", Field::Kind::moment, true);
    return conditions;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // A form is JSON: its texts are valid UTF-8.
    if (!guildhall::base::is_valid_utf8(text)) return 0;
    guildhall::base::Json condition;
    condition.set("name", "it");
    auto json = guildhall::base::Json::parse(text, 200);
    condition.set("value", json ? std::move(*json) : guildhall::base::Json(text));
    const guildhall::base::Json list(guildhall::base::Json::Array{condition});
    Conditions conditions = conditions_of(list);
    const auto made = conditions.named("it", "");
    if (!made) return 0;
    const std::string feel = feel_of(*made), turned = feel_of(negated(*made));
    for (const auto& each : {feel, turned})
        // Deep nesting alone may be more than FEEL takes: the importer then says so.
        if (each.size() < 500 && !guildhall::feel::Expression::parse(each, {})) std::abort();
    return 0;
}
