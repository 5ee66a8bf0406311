#include "journeys/alternatives.hpp"

#include <algorithm>

#include "dmn/counterfactual.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::Service;

/// Evaluations that one page may cost.
constexpr std::size_t max_evaluations = 2'000;

const Question* question_of(const Service& service, std::string_view input) {
    for (const Question& question : service.questions)
        if (question.input == input) return &question;
    return nullptr;
}

}  // namespace

bool Alternative::theirs_to_change() const {
    return std::all_of(changes.begin(), changes.end(), [](const ChangedAnswer& change) {
        return change.question->can_change;
    });
}

Alternatives alternatives(const Service& service, const Answers& answers, base::Instant now, Reader reader) {
    Alternatives made;
    const auto* rules = rules_on(service, now);
    if (!rules) return made;
    const Standing standing = stand(service, answers, now);
    if (!standing.verdict || !standing.verdict->settled) return made;
    const catalogue::OutcomeKind present = standing.verdict->kind;

    dmn::CounterfactualOptions options;
    options.max_evaluations = max_evaluations;
    options.changeable.emplace();
    for (const Question& question : service.questions)
        if (!question.input.empty() && (reader == Reader::staff || question.can_change))
            options.changeable->insert(question.input);
    if (options.changeable->empty()) return made;

    const dmn::Inputs inputs = inputs_of(service, answers, now);
    /// The answers with those that gave `changed` in place.
    const auto answers_of = [&](const dmn::Inputs& changed) {
        Answers other = answers;
        for (const auto& [input, value] : changed) {
            const auto before = inputs.find(input);
            if (before != inputs.end() && feel::identical(before->second, value)) continue;
            if (const Question* question = question_of(service, input))
                other.insert_or_assign(question->id, from_feel(*question, value));
        }
        return other;
    };
    options.possible = [&](const std::string& input, const feel::Value& value) {
        const Question* question = question_of(service, input);
        if (!question) return false;
        base::Json answer = from_feel(*question, value);
        if (answer.is_null()) return false;
        Answers other = answers;
        other.insert_or_assign(question->id, std::move(answer));
        return form_takes(service, *question, other, value, now);
    };
    const auto kind_with = [&](const Answers& other) -> std::optional<catalogue::OutcomeKind> {
        const auto verdict = stand(service, other, now).verdict;
        if (!verdict || !verdict->settled || !verdict->problems.empty()) return std::nullopt;
        return verdict->kind;
    };
    options.wanted = [&](const feel::Value&, const dmn::Inputs& changed) {
        const auto kind = kind_with(answers_of(changed));
        if (!kind) return false;
        return reader == Reader::staff ? *kind != present : *kind < present;  // the better ones come first
    };
    const auto search = dmn::find_counterfactuals(*rules->model, service.decision_name, inputs, now, "UTC", options);
    if (!search) return made;
    made.complete = search->complete;
    for (const dmn::Counterfactual& found : search->found) {
        Alternative alternative;
        dmn::Inputs changed = inputs;
        for (const dmn::Change& change : found.changes) {
            const Question* question = question_of(service, change.input);
            if (!question) continue;
            changed.insert_or_assign(change.input, change.to);
            const auto before = answers.find(question->id);
            alternative.changes.push_back(
                {question, before == answers.end() ? base::Json{} : before->second, from_feel(*question, change.to)}
            );
        }
        alternative.kind = kind_with(answers_of(changed)).value_or(present);
        made.found.push_back(std::move(alternative));
    }
    return made;
}

std::string change_words(const ChangedAnswer& change, const words::Locale& locale) {
    const std::string after = to_words(*change.question, change.to, locale);
    if (change.from.is_null()) return after;
    return locale.text(
        "answers.instead_of", {{"after", after}, {"before", to_words(*change.question, change.from, locale)}}
    );
}

}  // namespace guildhall::journeys
