#include "journeys/looked_up.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "journeys/internal/answer_type.hpp"

namespace guildhall::journeys {
namespace {

using base::Json;
using catalogue::LookupKey;
using catalogue::Question;

std::optional<double> degrees(const feel::Context& place, std::string_view part) {
    const feel::Value* value = place.find(part);
    if (!value || !value->number()) return std::nullopt;
    const std::string text = value->number()->text();
    double read = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return read;
}

LookupKey key_of(const feel::Value& value) {
    LookupKey key;
    if (value.context()) {
        key.place = place_of(value);
    } else if (value.string()) {
        key.text = *value.string();
    } else if (value.number()) {
        key.text = value.number()->text();
    } else if (!value.is_null()) {
        key.text = value.text();
    }
    return key;
}

}  // namespace

std::optional<maps::Place> place_of(const feel::Value& location) {
    const auto* place = location.context();
    if (!place) return std::nullopt;
    const auto latitude = degrees(*place, "latitude");
    const auto longitude = degrees(*place, "longitude");
    if (!latitude || !longitude) return std::nullopt;
    return maps::Place{*latitude, *longitude};
}

Json LookedUp::json() const {
    Json kept;
    kept.set("looked_up", found);
    kept.set("from", file);
    if (!name.empty()) kept.set("name", name);
    if (claimed) {
        kept.set("claimed", *claimed);
        kept.set("why", why);
    }
    return kept;
}

std::optional<LookedUp> LookedUp::read(const Question& question, const Json& kept) {
    if (!question.lookup || !kept.object() || kept["looked_up"].is_null()) return std::nullopt;
    LookedUp read{kept["looked_up"], kept.string_at("from"), kept.string_at("name")};
    if (!kept["claimed"].is_null()) {
        read.claimed = kept["claimed"];
        read.why = kept.string_at("why");
    }
    return read;
}

std::optional<std::string> read_reason(std::string_view sent) {
    auto text = internal::clean(base::trimmed(sent), true);
    if (!text || text->empty() || base::code_point_count(*text) > longest_why) return std::nullopt;
    return text;
}

const Json& answer_itself(const Question& question, const Json& kept) {
    if (!question.lookup || !kept.object()) return kept;
    if (const Json& claimed = kept["claimed"]; !claimed.is_null()) return claimed;
    return kept["looked_up"];
}

bool waits_for_answers(const Question& question, const feel::Scope& scope) {
    if (!question.lookup) return false;
    return std::any_of(question.lookup->by.begin(), question.lookup->by.end(), [&](const std::string& id) {
        const feel::Value* value = scope.find(id);
        return value && feel::has_unknown(*value);
    });
}

std::optional<LookedUp> look_up(const Question& question, const feel::Scope& scope) {
    if (!question.lookup) return std::nullopt;
    std::vector<LookupKey> keys;
    for (const std::string& id : question.lookup->by) {
        const feel::Value* value = scope.find(id);
        if (!value || feel::has_unknown(*value)) return std::nullopt;
        keys.push_back(key_of(*value));
    }
    auto found = catalogue::look_up(question, keys);
    if (!found) return std::nullopt;
    LookedUp looked_up{Json{found->text}, question.lookup->file, std::move(found->name)};
    if (question.type == catalogue::QuestionType::yes_no) looked_up.found = Json{found->text == "true"};
    return looked_up;
}

std::string source_words(const Question& question, const LookedUp& looked_up, const words::Locale& locale) {
    std::string words = question.source;
    if (words.empty()) {
        words = locale.text(
            question.lookup->layer ? "lookup.from_map" : "lookup.from_register",
            {{"name", catalogue::source_name(*question.lookup, locale.tag())}}
        );
    }
    if (!looked_up.name.empty()) words += " (" + looked_up.name + ")";
    return words;
}

}  // namespace guildhall::journeys
