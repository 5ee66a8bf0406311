#include "catalogue/service.hpp"

#include <algorithm>
#include <array>

namespace guildhall::catalogue {

std::string_view outcome_kind_name(OutcomeKind kind) {
    constexpr std::array<std::string_view, 3> names{"granted", "granted with conditions", "refused"};
    return names.at(static_cast<std::size_t>(kind));
}

bool AfterSending::allows(std::string_view question) const {
    return all || std::find(change.begin(), change.end(), question) != change.end();
}

std::vector<const Question*> Service::in_order() const {
    std::vector<const Question*> order;
    std::vector<bool> seen(questions.size());
    for (const Section& section : journey) {
        for (const Page& page : section.pages) {
            for (const std::size_t at : page.questions) {
                order.push_back(&questions.at(at));
                seen.at(at) = true;
            }
        }
    }
    for (std::size_t at = 0; at < questions.size(); ++at) {
        if (!seen[at]) order.push_back(&questions[at]);
    }
    return order;
}

const Party* Service::find_party(std::string_view wanted) const {
    const auto at =
        std::find_if(parties.begin(), parties.end(), [&](const Party& party) { return party.id == wanted; });
    return at == parties.end() ? nullptr : &*at;
}

const Question* Service::find(std::string_view question_id) const {
    return find_question(questions, question_id);
}

const Service& Service::in_language(std::string_view wanted) const {
    const auto found = [&](std::string_view tag) {
        const auto at = translations.find(std::string(tag));
        return at == translations.end() ? nullptr : at->second.get();
    };
    if (const Service* exact = found(wanted)) return *exact;
    const std::string_view primary = wanted.substr(0, wanted.find('-'));
    if (primary == language) return *this;
    const Service* close = found(primary);
    return close ? *close : *this;
}

const RulesInForce* Service::rules_on(const feel::Date& day) const {
    const std::int64_t asked = day.days_since_epoch();
    const auto holds = [&](const RulesInForce& candidate) {
        const feel::Range* range = candidate.in_force ? candidate.in_force->range() : nullptr;
        if (!range) return true;
        const auto days = [](const feel::Value& end) { return std::get<feel::Date>(end.data()).days_since_epoch(); };
        if (range->low && !(range->low_included ? days(*range->low) <= asked : days(*range->low) < asked)) return false;
        return !range->high || (range->high_included ? asked <= days(*range->high) : asked < days(*range->high));
    };
    const auto at = std::find_if(rules.begin(), rules.end(), holds);
    return at == rules.end() ? nullptr : &*at;
}

const Document* Service::find_document(std::string_view document_id) const {
    const auto at = std::find_if(issues.begin(), issues.end(), [&](const Document& document) {
        return document.id == document_id;
    });
    return at == issues.end() ? nullptr : &*at;
}

const OutcomeRule* Service::outcome_for(OutcomeKind kind, std::string_view issued) const {
    const OutcomeRule* first = nullptr;
    for (const OutcomeRule& outcome : outcomes) {
        if (outcome.means != kind) continue;
        if (outcome.issues == issued) return &outcome;
        if (!first) first = &outcome;
    }
    return first;
}

}  // namespace guildhall::catalogue
