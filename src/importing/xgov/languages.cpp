// Two forms that differ in nothing but the language of their words.

#include <map>

#include "importing/values.hpp"
#include "importing/xgov/form.hpp"

namespace guildhall::importing::xgov {
namespace {

using base::Json;

constexpr int deepest = 40;

bool holds_words(std::string_view key) {
    return one_of(key, {"title", "hint", "content", "text", "description", "label"});
}

/// Parts that have no words, or none that anybody reads, may differ.
bool may_differ(std::string_view key) {
    return one_of(
        key, {"displayName", "display", "options", "classes", "metadata", "phaseBanner", "feedback", "outputs",
              "backLinkText", "specialPages", "analytics", "version", "fees", "sidebarContent"}
    );
}

/// Walks two forms side by side and puts both words where words stand. Names that differ (paths, sections, lists,
/// conditions, values of options) are the same when each always stands for the same other one.
class Joiner {
public:
    Joiner(std::string_view one, std::string_view other) : one_(one), other_(other) {}

    bool join(const Json& a, const Json& b, Json& to, int depth) {
        if (depth > deepest) return false;
        if (const auto* list = a.array()) {
            if (b.array() == nullptr || b.array()->size() != list->size()) return false;
            Json::Array made;
            for (std::size_t i = 0; i < list->size(); ++i) {
                Json each;
                if (!join((*list)[i], (*b.array())[i], each, depth + 1)) return false;
                made.push_back(std::move(each));
            }
            to = Json(std::move(made));
            return true;
        }
        const auto* object = a.object();
        if (object == nullptr) {
            to = a;
            if (a.string() != nullptr && b.string() != nullptr) return is_known(*a.string(), *b.string());
            return a == b;
        }
        if (b.object() == nullptr) return false;
        to = Json(Json::Object{});
        for (const auto& [key, member] : *object) {
            const Json& beside = b[key];
            Json each = member;
            if (holds_words(key) && member.string() != nullptr) {
                if (beside.string() == nullptr || member.string()->empty() != beside.string()->empty()) return false;
                if (!member.string()->empty()) {
                    each = Json(Json::Object{});
                    each.set(std::string(one_), member);
                    each.set(std::string(other_), beside);
                }
            } else if (!may_differ(key)) {
                if (beside.is_null() && !is_nothing(member)) return false;
                if (!beside.is_null() && !join(member, beside, each, depth + 1)) return false;
            }
            to.set(key, std::move(each));
        }
        for (const auto& [key, member] : *b.object())
            if (a[key].is_null() && !may_differ(key) && !is_nothing(member)) return false;
        return true;
    }

private:
    static bool is_nothing(const Json& json) {
        if (const auto* object = json.object()) return object->empty();
        if (const auto* list = json.array()) return list->empty();
        if (const auto* text = json.string()) return text->empty();
        const auto* truth = json.boolean();
        return json.is_null() || (truth != nullptr && !*truth);
    }

    bool is_known(const std::string& a, const std::string& b) {
        return there_.try_emplace(a, b).first->second == b && back_.try_emplace(b, a).first->second == a;
    }

    std::string_view one_, other_;
    std::map<std::string, std::string> there_, back_;
};

}  // namespace

std::string_view language_of(const Json& form) {
    const bool* welsh = form["metadata"]["isWelsh"].boolean();
    return welsh != nullptr && *welsh ? "cy" : "en";
}

std::optional<Json> in_both_languages(
    const Json& first, std::string_view language, const Json& second, std::string_view other_language
) {
    if (language == other_language) return std::nullopt;
    Json joined{Json::Object{}};
    Joiner joiner(language, other_language);
    for (const char* key : {"pages", "lists", "sections", "conditions"}) {
        Json each;
        if (!joiner.join(first[key], second[key], each, 0)) return std::nullopt;
        joined.set(key, std::move(each));
    }
    if (const auto* members = first.object())
        for (const auto& [key, member] : *members)
            if (joined[key].is_null()) joined.set(key, member);
    Json name{Json::Object{}};
    name.set(std::string(language), first.string_at("name"));
    name.set(std::string(other_language), second.string_at("name"));
    joined.set("name", std::move(name));
    if (!first.string_at("declaration").empty() && !second.string_at("declaration").empty()) {
        Json declaration{Json::Object{}};
        declaration.set(std::string(language), first.string_at("declaration"));
        declaration.set(std::string(other_language), second.string_at("declaration"));
        joined.set("declaration", std::move(declaration));
    }
    return joined;
}

}  // namespace guildhall::importing::xgov
