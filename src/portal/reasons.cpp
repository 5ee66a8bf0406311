#include "portal/internal/reasons.hpp"

#include "catalogue/reason_words.hpp"
#include "dmn/phrases.hpp"
#include "dmn/sentences.hpp"
#include "html/text.hpp"

namespace guildhall::portal {
namespace {

/// What stands between a rule's own words, from the catalogue. Borrows the locale.
dmn::Phrases phrases_in(const words::Locale& locale, bool as_modelled) {
    return {
        [&locale](std::string_view phrase, const dmn::Phrases::Pieces& pieces) {
            words::Arguments arguments;
            for (const auto& [name, words] : pieces) arguments.emplace_back(name, words);
            return locale.text("reasoning." + std::string{phrase}, arguments);
        },
        [&locale](const std::string& decimal) { return locale.number(decimal); },
        [&locale](std::chrono::year_month_day day) { return locale.date(day); },
        as_modelled,
        {}
    };
}

}  // namespace

std::vector<RuleReason> rule_reasons(
    const dmn::DecisionTrace& trace, const catalogue::Service& service, const ServiceWords& reader
) {
    const bool translated = reader.service.language != service.language;
    dmn::Phrases phrases = phrases_in(reader.locale, !translated);
    std::map<std::string, std::string, std::less<>> authors;
    if (translated) {
        // Columns are named in the model, in its author's language; questions are asked in the reader's.
        for (const auto& question : reader.service.questions) {
            if (!question.input.empty()) phrases.labels.emplace(question.input, question.ask);
        }
        authors = catalogue::reason_words(service, reader.service.language);
    }
    std::vector<RuleReason> reasons;
    for (const auto& reason : dmn::reasons_of(trace, journeys::wording_of(reader.service), phrases)) {
        if (!reason.authors_words) {
            reasons.push_back({reason.text, reader.locale.tag()});
            continue;
        }
        const auto words = authors.find(reason.text);
        if (words == authors.end())
            reasons.push_back({reason.text, service.language});
        else
            reasons.push_back({words->second, reader.service.language});
    }
    return reasons;
}

html::Html reasons_list(
    const catalogue::Service& service, const ServiceWords& reader, const journeys::Answers& answers, base::Instant now
) {
    const auto* rules = journeys::rules_on(service, now);
    if (!rules) return {};
    const auto trace =
        rules->model->explain(service.decision_name, journeys::inputs_of(service, answers, now), now, "UTC");
    if (!trace) return {};
    std::vector<html::Content> items;
    for (const auto& reason : rule_reasons(*trace, service, reader))
        items.emplace_back(in_language(reader.locale, reason.language, reason.text));
    return items.empty() ? html::Html{} : html::bullet_list(items);
}

}  // namespace guildhall::portal
