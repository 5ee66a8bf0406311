#include "portal/internal/letter.hpp"

#include <charconv>

#include "casework/dates.hpp"
#include "catalogue/letter.hpp"
#include "html/text.hpp"
#include "journeys/sayings.hpp"
#include "portal/internal/reasons.hpp"

namespace guildhall::portal {
namespace {

using casework::Case;

/// The day on which `18 months` after a decision end; empty when the document holds without end.
std::string valid_until(const words::Locale& locale, base::Instant decided, std::string_view length) {
    int count = 0;
    const auto number = std::from_chars(length.data(), length.data() + length.size(), count);
    if (number.ec != std::errc{}) return {};
    auto day = std::chrono::floor<std::chrono::days>(decided);
    const std::string_view unit{number.ptr, static_cast<std::size_t>(length.data() + length.size() - number.ptr)};
    if (unit.find("day") != std::string_view::npos) return casework::long_date(locale, day + std::chrono::days{count});
    if (unit.find("week") != std::string_view::npos)
        return casework::long_date(locale, day + std::chrono::days{7 * count});
    const bool years = unit.find("year") != std::string_view::npos;
    std::chrono::year_month_day date{day};
    date += std::chrono::months{years ? 12 * count : count};
    // 31 August and six months: the last day of February.
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return casework::long_date(locale, std::chrono::sys_days{date});
}

/// What the rules worked out, as a letter writes it.
std::string in_words(const feel::Value& value, const words::Locale& locale) {
    if (const auto* text = value.string()) return *text;
    if (const auto* yes = value.boolean()) return locale.text(*yes ? "letter.yes" : "letter.no");
    if (const auto* number = value.number()) return locale.number(number->text());
    return value.text();
}

}  // namespace

std::optional<Letter> letter_for(const catalogue::Service& service, const Case& found) {
    if (!found.decision || found.summary.status != casework::Status::decided) return std::nullopt;
    if (found.decision->kind == catalogue::OutcomeKind::refused) {
        for (const auto& rule : service.outcomes) {
            if (rule.means == catalogue::OutcomeKind::refused && !rule.letter_html.empty()) {
                return Letter{{}, rule.letter_html};
            }
        }
        return std::nullopt;
    }
    // What a person granted against the rules is the same document as what the rules would have granted.
    std::string id = found.decision->issues;
    for (const auto& rule : service.outcomes) {
        if (id.empty() && rule.means == found.decision->kind) id = rule.issues;
    }
    const auto* document = service.find_document(id);
    if (!document || document->letter_html.empty()) return std::nullopt;
    return Letter{document->title, document->letter_html};
}

html::Html letter_view(
    const catalogue::Service& service, const words::Locale& locale, const Case& found, const Letter& letter
) {
    std::map<std::string, std::string> values{
        {"reference", found.summary.reference},
        {"date", casework::long_date(locale, found.decision->decided_at)},
        {"service", service.title},
        {"team", service.team},
        {"decided_by", locale.text(found.decision->automatic ? "letter.published_rules" : "letter.a_person")},
        {"review_by", casework::deadline_day(locale, casework::Cases::review_until(found.summary))},
    };
    for (const auto& document : service.issues) {
        values.insert_or_assign("valid_until", valid_until(locale, found.decision->decided_at, document.valid_for));
    }
    std::string reasons = found.decision->reason;
    const bool follows_rules = found.proposed && found.proposed->kind == found.decision->kind;
    if (follows_rules && found.explanation.trace && found.explanation.reproduced) {
        for (const auto& reason : rule_reasons(*found.explanation.trace, *found.service, {service, locale}))
            reasons += (reasons.empty() ? "" : "\n") + reason.text;
    }
    values.insert_or_assign("reasons", reasons);
    if (found.explanation.trace && found.explanation.reproduced) {
        if (const auto* outputs = found.explanation.trace->value.context())
            for (const auto& [name, value] : outputs->entries) values.emplace(name, in_words(value, locale));
    }
    const journeys::Members nobody;
    const journeys::Sayings sayings(service, found.answers, nobody, locale, found.rules_at);
    for (const auto* question : service.in_order()) {
        if (question->compute) values.emplace(question->id, sayings.computed(*question));
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        // The letter writes units itself.
        const bool number = question->type == catalogue::QuestionType::number && answer->second.string();
        values.emplace(
            question->id,
            number ? locale.number(*answer->second.string()) : journeys::to_words(*question, answer->second, locale)
        );
        if (question->type == catalogue::QuestionType::contact) {
            values.insert_or_assign("name", answer->second.string_at("name"));
        }
    }
    // Rendered in safe mode when the service was loaded; fill_letter escapes the values.
    return html::prose(html::trusted(catalogue::fill_letter(letter.markup, values)));
}

}  // namespace guildhall::portal
