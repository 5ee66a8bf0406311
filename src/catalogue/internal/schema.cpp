#include "catalogue/internal/schema.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.hpp"

namespace guildhall::catalogue::internal {

using base::Json;
using base::YamlNode;

namespace {

/// The JSON Schema types of a YAML value; a whole number is both integer and number.
bool is_of_type(const YamlNode& node, std::string_view type) {
    switch (node.kind) {
        case YamlNode::Kind::nothing:
            return type == "null";
        case YamlNode::Kind::list:
            return type == "array";
        case YamlNode::Kind::map:
            return type == "object";
        case YamlNode::Kind::scalar:
            break;
    }
    if (node.boolean()) return type == "boolean";
    if (node.is_number()) return type == "number" || (type == "integer" && node.integer());
    return type == "string";
}

std::string_view type_in_words(std::string_view type) {
    if (type == "array") return "a list";
    if (type == "object") return "a map of keys and values";
    if (type == "string") return "text";
    if (type == "boolean") return "`true` or `false`";
    if (type == "integer") return "a whole number";
    if (type == "number") return "a number";
    return "nothing";
}

std::vector<std::string> types_of(const Json& schema) {
    const Json& type = schema["type"];
    if (type.string()) return {*type.string()};
    std::vector<std::string> types;
    if (type.array()) {
        for (const Json& one : *type.array()) types.push_back(*one.string());
    }
    return types;
}

/// One run over a tree. Recursion is bounded by the tree's depth, which the reader bounds.
class Validation {
public:
    Validation(const Json& root, const std::map<std::string, Pattern, std::less<>>& patterns, const std::string& file)
        : root_(root), patterns_(patterns), file_(file) {}

    /// `owner` is the place of the key that holds the node: where what is missing in it is reported.
    void check(const Json& given, const YamlNode& node, const base::SourcePlace& owner, base::Complaints& out) const {
        if (const bool* allowed = given.boolean()) {
            if (!*allowed)
                complain(out, node.place(file_), fmt::format("found {}; nothing may stand here", node.described()));
            return;
        }
        const Json& schema = resolved(given);
        if (!check_type(schema, node, out)) return;
        check_enum(schema, node, out);
        if (node.kind == YamlNode::Kind::scalar) check_scalar(schema, node, out);
        if (node.kind == YamlNode::Kind::list) check_list(schema, node, out);
        if (node.kind == YamlNode::Kind::map) check_map(schema, node, owner, out);
        if (const auto* all = schema["allOf"].array()) {
            for (const Json& part : *all) check(part, node, owner, out);
        }
        check_alternatives(schema, node, owner, out);
        if (!schema["if"].is_null()) {
            const bool holds = fits(schema["if"], node, owner);
            const Json& branch = schema[holds ? "then" : "else"];
            if (!branch.is_null()) check(branch, node, owner, out);
        }
    }

private:
    void complain(base::Complaints& out, base::SourcePlace place, std::string message) const {
        out.push_back({std::move(place), base::Severity::error, std::move(message)});
    }

    [[nodiscard]] const Json& resolved(const Json& schema) const {
        const Json* now = &schema;
        while (const std::string* reference = (*now)["$ref"].string()) {
            constexpr std::string_view prefix = "#/$defs/";
            if (!reference->starts_with(prefix))
                throw std::logic_error("schema reference is not to $defs: " + *reference);
            now = &root_["$defs"][reference->substr(prefix.size())];
            if (now->is_null()) throw std::logic_error("schema reference to nothing: " + *reference);
        }
        return *now;
    }

    [[nodiscard]] bool fits(const Json& schema, const YamlNode& node, const base::SourcePlace& owner) const {
        Validation probe(*this);
        probe.is_probe_ = true;
        base::Complaints scratch;
        probe.check(schema, node, owner, scratch);
        return scratch.empty();
    }

    /// Whether it is enough to know that something does not fit; then the message is not made.
    [[nodiscard]] bool counted_only(base::Complaints& out) const {
        if (is_probe_) out.emplace_back();
        return is_probe_;
    }

    /// What the schema wants, in words: its title, else its types.
    [[nodiscard]] static std::string expected(const Json& schema) {
        if (const std::string* title = schema["title"].string()) return *title;
        std::string words;
        for (const std::string& type : types_of(schema)) {
            if (!words.empty()) words += " or ";
            words += type_in_words(type);
        }
        return words.empty() ? "something else" : words;
    }

    void found_other(const Json& schema, const YamlNode& node, base::Complaints& out, std::string_view advice = {})
        const {
        if (counted_only(out)) return;
        complain(
            out, node.place(file_), fmt::format("found {}; expected {}{}", node.described(), expected(schema), advice)
        );
    }

    bool check_type(const Json& schema, const YamlNode& node, base::Complaints& out) const {
        const Json& type = schema["type"];
        if (type.is_null() || (type.string() && is_of_type(node, *type.string()))) return true;
        const auto types = types_of(schema);
        if (std::any_of(types.begin(), types.end(), [&](const std::string& one) { return is_of_type(node, one); }))
            return true;
        if (counted_only(out)) return false;
        const bool wants_text = std::find(types.begin(), types.end(), "string") != types.end();
        const bool is_plain_other = node.kind == YamlNode::Kind::scalar && !node.is_text();
        const bool wants_list = types.front() == "array" && node.kind == YamlNode::Kind::scalar;
        found_other(
            schema, node, out,
            wants_text && is_plain_other ? "; put it in quotes"
            : wants_list                 ? "; put it in brackets: `[…]`"
                                         : ""
        );
        return false;
    }

    void check_enum(const Json& schema, const YamlNode& node, base::Complaints& out) const {
        const auto* values = schema["enum"].array();
        if (!values) return;
        if (node.kind == YamlNode::Kind::scalar && std::any_of(values->begin(), values->end(), [&](const Json& value) {
                return *value.string() == node.text;
            }))
            return;
        if (counted_only(out)) return;
        std::vector<std::string> names;
        for (const Json& value : *values) names.push_back(*value.string());
        std::string message = fmt::format("found {}; expected one of {}", node.described(), quoted(names));
        if (node.kind == YamlNode::Kind::scalar) {
            if (const auto near = base::nearest(node.text, names))
                message += fmt::format("; did you mean `{}`?", *near);
        }
        complain(out, node.place(file_), std::move(message));
    }

    static std::string quoted(const std::vector<std::string>& names) {
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
        return list;
    }

    void check_scalar(const Json& schema, const YamlNode& node, base::Complaints& out) const {
        if (const std::int64_t* most = schema["maxLength"].integer();
            most && base::code_point_count(node.text) > static_cast<std::size_t>(*most)) {
            complain(
                out, node.place(file_),
                fmt::format("found {} characters; expected at most {}", base::code_point_count(node.text), *most)
            );
            return;
        }
        if (const std::int64_t* least = schema["minLength"].integer();
            least && base::code_point_count(node.text) < static_cast<std::size_t>(*least)) {
            complain(out, node.place(file_), fmt::format("found no text; expected {}", expected(schema)));
            return;
        }
        if (const std::string* pattern = schema["pattern"].string();
            pattern && !patterns_.at(*pattern).matches(node.text))
            found_other(schema, node, out);
        if (const auto value = node.integer()) {
            const std::int64_t* least = schema["minimum"].integer();
            const std::int64_t* most = schema["maximum"].integer();
            if ((least && *value < *least) || (most && *value > *most)) found_other(schema, node, out);
        }
    }

    void check_list(const Json& schema, const YamlNode& node, base::Complaints& out) const {
        check_count(schema, "minItems", "maxItems", node.items.size(), node.place(file_), out);
        if (const bool* unique = schema["uniqueItems"].boolean(); unique && *unique) {
            std::set<std::string> seen;
            for (const YamlNode& item : node.items) {
                if (item.kind == YamlNode::Kind::scalar && !seen.insert(item.text).second) {
                    complain(out, item.place(file_), fmt::format("`{}` stands in this list a second time", item.text));
                }
            }
        }
        if (schema["items"].is_null()) return;
        for (const YamlNode& item : node.items) check(schema["items"], item, item.place(file_), out);
    }

    void check_count(
        const Json& schema, std::string_view least_name, std::string_view most_name, std::size_t count,
        base::SourcePlace place, base::Complaints& out
    ) const {
        const std::int64_t* least = schema[least_name].integer();
        const std::int64_t* most = schema[most_name].integer();
        if (least && count < static_cast<std::size_t>(*least)) {
            complain(
                out, std::move(place),
                fmt::format("found {} entries; expected {} with at least {}", count, expected(schema), *least)
            );
        } else if (most && count > static_cast<std::size_t>(*most)) {
            complain(
                out, std::move(place),
                fmt::format("found {} entries; expected {} with at most {}", count, expected(schema), *most)
            );
        }
    }

    void check_map(const Json& schema, const YamlNode& node, const base::SourcePlace& owner, base::Complaints& out)
        const {
        const Json& properties = schema["properties"];
        const Json& others = schema["additionalProperties"];
        check_count(schema, "minProperties", "maxProperties", node.entries.size(), owner, out);
        if (const auto* required = schema["required"].array()) {
            for (const Json& name : *required) {
                if (node.find_entry(*name.string()) || counted_only(out)) continue;
                const Json& wanted = properties[*name.string()];
                const std::string what = wanted.is_null() ? "" : "; expected " + expected(resolved(wanted));
                complain(out, owner, fmt::format("`{}:` is missing here{}", *name.string(), what));
            }
        }
        for (const base::YamlEntry& entry : node.entries) {
            const base::SourcePlace place = entry.place(file_);
            if (const Json& names = schema["propertyNames"]; !names.is_null()) check_name(names, entry, out);
            if (const Json& property = properties[entry.key]; !property.is_null()) {
                check(property, entry.value, place, out);
            } else if (others.boolean() && !*others.boolean()) {
                complain(out, place, unknown_key(entry.key, properties));
            } else if (others.object()) {
                check(others, entry.value, place, out);
            }
        }
    }

    void check_name(const Json& names, const base::YamlEntry& entry, base::Complaints& out) const {
        YamlNode name;
        name.kind = YamlNode::Kind::scalar;
        name.style = YamlNode::Style::quoted;
        name.text = entry.key;
        name.line = entry.line;
        name.column = entry.column;
        base::Complaints found;
        check(names, name, entry.place(file_), found);
        if (!found.empty()) {
            complain(
                out, entry.place(file_),
                fmt::format("found the name `{}`; expected {}", entry.key, expected(resolved(names)))
            );
        }
    }

    static std::string unknown_key(const std::string& key, const Json& properties) {
        std::vector<std::string> known;
        if (properties.object()) {
            for (const auto& [name, schema] : *properties.object()) known.push_back(name);
        }
        if (const auto near = base::nearest(key, known))
            return fmt::format("unknown key `{}`; did you mean `{}`?", key, *near);
        return fmt::format("unknown key `{}`; expected one of {}", key, quoted(known));
    }

    void check_alternatives(
        const Json& schema, const YamlNode& node, const base::SourcePlace& owner, base::Complaints& out
    ) const {
        for (const std::string_view keyword : {"anyOf", "oneOf"}) {
            const auto* parts = schema[keyword].array();
            if (!parts) continue;
            const auto count =
                std::count_if(parts->begin(), parts->end(), [&](const Json& part) { return fits(part, node, owner); });
            if (count == 1 || (count > 1 && keyword == "anyOf")) continue;
            std::vector<std::string> missing;
            for (const Json& part : *parts) {
                if (const auto* required = part["required"].array()) {
                    for (const Json& name : *required) missing.push_back(*name.string());
                }
            }
            if (count == 0 && !missing.empty()) {
                complain(out, owner, fmt::format("one of {} is missing here", quoted(missing)));
            } else {
                found_other(schema, node, out);
            }
        }
    }

    const Json& root_;
    const std::map<std::string, Pattern, std::less<>>& patterns_;
    const std::string& file_;
    bool is_probe_ = false;
};

void collect_unknown(const Json& schema, std::vector<std::string>& out) {
    static constexpr std::string_view known[] = {
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "title",
        "description",
        "type",
        "enum",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "required",
        "properties",
        "additionalProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "anyOf",
        "oneOf",
        "allOf",
        "if",
        "then",
        "else"
    };
    if (!schema.object()) return;
    for (const auto& [keyword, value] : *schema.object()) {
        if (std::find(std::begin(known), std::end(known), keyword) == std::end(known)) out.push_back(keyword);
        if (keyword == "properties" || keyword == "$defs") {
            for (const auto& [name, part] : *value.object()) collect_unknown(part, out);
        } else if (value.array() && keyword.ends_with("Of")) {
            for (const Json& part : *value.array()) collect_unknown(part, out);
        } else if (value.object()) {
            collect_unknown(value, out);
        }
    }
}

/// `visit` sees every `pattern` of a schema. Members of `properties` may have that name too: theirs are no text.
void for_each_pattern(const Json& schema, const std::function<void(const std::string& pattern)>& visit) {
    if (const auto* list = schema.array()) {
        for (const Json& part : *list) for_each_pattern(part, visit);
    }
    if (!schema.object()) return;
    if (const std::string* pattern = schema["pattern"].string()) visit(*pattern);
    for (const auto& [keyword, value] : *schema.object()) for_each_pattern(value, visit);
}

}  // namespace

Schema::Schema(std::string_view text) {
    auto parsed = Json::parse(text);
    if (!parsed) throw std::logic_error("a schema that ships cannot be read: " + parsed.error().detail.text);
    root_ = std::move(*std::move(parsed));
    for_each_pattern(root_, [&](const std::string& pattern) { patterns_.try_emplace(pattern, pattern); });
}

base::Complaints Schema::validate(const YamlNode& node, const std::string& file, std::string_view definition) const {
    base::Complaints complaints;
    const Json& start = definition.empty() ? root_ : root_["$defs"][definition];
    Validation(root_, patterns_, file).check(start, node, node.place(file), complaints);
    return complaints;
}

std::vector<std::string> Schema::unknown_keywords() const {
    std::vector<std::string> out;
    collect_unknown(root_, out);
    return out;
}

}  // namespace guildhall::catalogue::internal
