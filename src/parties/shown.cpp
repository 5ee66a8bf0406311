#include "parties/shown.hpp"

#include <algorithm>

namespace guildhall::parties {
namespace {

using journeys::SummaryGroup;
using journeys::SummaryRow;

/// The service's own question that a row belongs to: of a member's answer, the repeat.
const catalogue::Question* outermost(const catalogue::Service& service, const SummaryRow& row) {
    return row.page.members.empty() ? row.question : service.find(row.page.members.front().repeat);
}

}  // namespace

const catalogue::Service& in_language(const catalogue::Service& service, std::string_view tag) {
    const catalogue::Service& exact = service.in_language(tag);
    return &exact == &service ? service.in_language(tag.substr(0, tag.find('-'))) : exact;
}

std::vector<SummaryGroup> answers_for(
    const catalogue::Service& service, const catalogue::Party& party, Answered answered,
    const journeys::Answers& answers, const words::Locale& locale, base::Instant now
) {
    auto groups = journeys::summarise(service, answers, locale, now);
    for (SummaryGroup& group : groups) {
        std::erase_if(group.rows, [&](const SummaryRow& row) {
            const auto* question = outermost(service, row);
            const bool theirs = question && question->party == party.id;
            if (answered == Answered::by_them) return !theirs;
            return theirs || !question || !party.sees.contains(question->id);
        });
    }
    // A heading stays while something stands below it.
    std::vector<SummaryGroup> kept;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        bool holds = !groups[i].rows.empty();
        for (std::size_t below = i + 1; below < groups.size() && groups[below].depth > groups[i].depth; ++below)
            holds = holds || !groups[below].rows.empty();
        if (holds) kept.push_back(groups[i]);
    }
    return kept;
}

std::string statement_of(const catalogue::Party& party, const words::Locale& locale) {
    return party.statement.empty() ? locale.text("parties.statement") : party.statement;
}

std::string signed_text(
    const catalogue::Service& service, const catalogue::Party& party, const journeys::Answers& answers,
    const words::Locale& locale, base::Instant at
) {
    base::Json::Object kept;
    for (const auto& [id, answer] : answers) {
        const auto* question = service.find(id);
        if (question && (question->party == party.id || party.sees.contains(id))) kept.emplace(id, answer);
    }
    base::Json::Array read;
    for (const Answered answered : {Answered::by_others, Answered::by_them}) {
        for (const auto& group : answers_for(service, party, answered, answers, locale, at)) {
            read.emplace_back(group.title);
            for (const auto& row : group.rows) read.emplace_back(base::Json::Array{row.label, row.words});
        }
    }
    return base::Json{base::Json::Object{
                          {"answers", std::move(kept)},
                          {"read", std::move(read)},
                          {"service", service.title},
                          {"statement", statement_of(party, locale)},
                      }
    }.text();
}

}  // namespace guildhall::parties
