#include "journeys/internal/judge.hpp"

namespace guildhall::journeys::internal {
namespace {

constexpr std::string_view zone = "UTC";

}  // namespace

Verdict judge(
    const catalogue::Service& service, const dmn::Inputs& inputs, const feel::Scope& answers, base::Instant now
) {
    Verdict verdict;
    const auto* rules = rules_on(service, now);
    if (!rules) {
        verdict.problems.emplace_back("No rules are in force on this day.");
        return verdict;
    }
    const auto evaluation = rules->model->evaluate(service.decision_name, inputs, now, zone);
    if (!evaluation) {
        verdict.problems.push_back(evaluation.error().detail.text);
        return verdict;
    }
    verdict.value = evaluation->value;
    verdict.problems = evaluation->problems;
    // An input that is computed is unknown by the questions that it is computed from.
    for (const auto& question : service.questions) {
        const bool by_input = !question.input.empty() && evaluation->depends_on.contains(question.input);
        if (by_input || evaluation->depends_on.contains(question.id)) verdict.depends_on.insert(question.id);
    }
    if (evaluation->value.unknown()) return verdict;

    // The outcome rules see the decision by the name `decision`, its parts when it is a context, and the answers.
    feel::Context outputs;
    outputs.entries.emplace_back("decision", evaluation->value);
    if (const auto* parts = evaluation->value.context()) {
        for (const auto& [name, value] : parts->entries) {
            if (name != "decision") outputs.entries.emplace_back(name, value);
        }
    }
    const feel::ContextScope scope{outputs, &answers};
    const feel::Environment environment{now, std::string{zone}, nullptr};
    for (const auto& rule : service.outcomes) {
        if (rule.when) {
            const feel::Value holds = rule.when->evaluate(scope, environment);
            if (const auto* unknown = holds.unknown()) {
                verdict.depends_on.insert(unknown->inputs.begin(), unknown->inputs.end());
                return verdict;
            }
            if (!holds.boolean() || !*holds.boolean()) continue;
        }
        verdict.settled = true;
        verdict.kind = rule.means;
        verdict.automatic = rule.automatic && rule.means == catalogue::OutcomeKind::granted && verdict.problems.empty();
        verdict.issues = rule.issues;
        return verdict;
    }
    // No outcome rule fits: as the one without `when` would say, a person decides.
    verdict.settled = true;
    return verdict;
}

}  // namespace guildhall::journeys::internal
