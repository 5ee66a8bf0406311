#include "catalogue/lookup.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/internal/reading.hpp"
#include "maps/layer.hpp"
#include "registers/register.hpp"

namespace guildhall::catalogue {
namespace {

using T = QuestionType;

std::optional<FoundAnswer> from_layer(const Question& question, const std::vector<LookupKey>& keys) {
    const Lookup& lookup = *question.lookup;
    if (keys.empty() || !keys.front().place) return std::nullopt;
    const maps::Place place = *keys.front().place;
    const maps::Layer& layer = *lookup.layer;
    if (!maps::is_on_earth(place) || !layer.extent().holds(place)) return std::nullopt;
    const maps::Feature* feature = nullptr;
    if (layer.has_areas()) {
        feature = layer.area_at(place);
    } else if (const auto near = layer.nearest(place, near_enough, lookup.value)) {
        feature = near->feature;
    }
    if (lookup.value.empty())
        return FoundAnswer{feature ? "true" : "false", feature ? feature->text("name") : std::string{}};
    if (!feature) return std::nullopt;
    auto text = answer_text(question, feature->text(lookup.value));
    if (!text) return std::nullopt;
    return FoundAnswer{*std::move(text), feature->text("name")};
}

std::optional<FoundAnswer> from_register(const Question& question, const std::vector<LookupKey>& keys) {
    const Lookup& lookup = *question.lookup;
    std::vector<std::string> values;
    for (const LookupKey& key : keys) {
        if (key.text.empty()) return std::nullopt;
        values.push_back(key.text);
    }
    const auto row = lookup.rows->find(values);
    const auto column = lookup.rows->table().column(lookup.value);
    if (!row || !column) return std::nullopt;
    auto text = answer_text(question, lookup.rows->table().cell(*row, *column));
    if (!text) return std::nullopt;
    return FoundAnswer{*std::move(text), {}};
}

}  // namespace

std::optional<FoundAnswer> look_up(const Question& question, const std::vector<LookupKey>& keys) {
    if (!question.lookup) return std::nullopt;
    return question.lookup->layer ? from_layer(question, keys) : from_register(question, keys);
}

std::optional<std::string> answer_text(const Question& question, std::string_view raw) {
    const std::string_view text = base::trimmed(raw);
    if (text.empty()) return std::nullopt;
    switch (question.type) {
        case T::yes_no: {
            const std::string word = base::to_lower_ascii(text);
            if (word == "true" || word == "yes") return "true";
            if (word == "false" || word == "no") return "false";
            return std::nullopt;
        }
        case T::number:
        case T::money:
        case T::year: {
            const auto number = feel::Number::parse(text);
            if (!number) return std::nullopt;
            return number->text();
        }
        case T::date:
            if (!internal::read_date(text)) return std::nullopt;
            return std::string{text};
        case T::radios:
        case T::select:
            if (std::none_of(question.options.begin(), question.options.end(), [&](const Option& option) {
                    return option.value == text;
                }))
                return std::nullopt;
            return std::string{text};
        default:
            return std::string{text};
    }
}

bool can_be_looked_up(QuestionType type) {
    switch (type) {
        case T::text:
        case T::long_text:
        case T::name:
        case T::number:
        case T::money:
        case T::yes_no:
        case T::radios:
        case T::select:
        case T::date:
        case T::year:
            return true;
        default:
            return false;
    }
}

bool can_be_key(QuestionType type) {
    switch (type) {
        case T::text:
        case T::name:
        case T::number:
        case T::radios:
        case T::select:
        case T::country:
        case T::date:
        case T::year:
        case T::email:
        case T::identifier:
            return true;
        default:
            return false;
    }
}

std::string source_name(const Lookup& lookup, std::string_view language) {
    if (lookup.layer) {
        if (std::string title = lookup.layer->title(language); !title.empty()) return title;
    }
    std::string name = lookup.file.substr(lookup.file.rfind('/') + 1);
    name.resize(std::min(name.size(), name.rfind('.')));
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    return name;
}

}  // namespace guildhall::catalogue
