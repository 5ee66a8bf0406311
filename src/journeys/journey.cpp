#include "journeys/journey.hpp"

#include <fmt/format.h>

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::Service;

constexpr std::string_view zone = "UTC";

/// The answers as FEEL names; a question that is asked but has no answer yet is unknown, one that does not apply is
/// null.
class AnswerScope final : public feel::Scope {
public:
    void set(const std::string& id, feel::Value value) { values_.insert_or_assign(id, std::move(value)); }
    [[nodiscard]] const feel::Value* find(std::string_view name) const override {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, feel::Value, std::less<>> values_;
};

Verdict judge(const Service& service, const dmn::Inputs& inputs, const AnswerScope& answers, base::Instant now) {
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
    for (const auto& [id, question] : service.questions) {
        if (!question.input.empty() && evaluation->depends_on.contains(question.input)) verdict.depends_on.insert(id);
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

}  // namespace

bool Standing::asks(std::string_view question) const {
    return std::any_of(asked.begin(), asked.end(), [&](const Question* q) { return q->id == question; });
}

const catalogue::RulesInForce* rules_on(const Service& service, base::Instant now) {
    return service.rules_on(feel::Date{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)}});
}

dmn::Inputs inputs_of(const Service& service, const Answers& answers) {
    dmn::Inputs inputs;
    for (const auto& [id, question] : service.questions) {
        if (question.input.empty()) continue;
        const auto found = answers.find(id);
        if (found != answers.end()) inputs.insert_or_assign(question.input, to_feel(question, found->second));
    }
    return inputs;
}

dmn::Wording wording_of(const Service& service) {
    dmn::Wording wording;
    for (const auto& [id, question] : service.questions) {
        if (question.input.empty()) continue;
        dmn::InputWords& words = wording[question.input];
        words.unit = question.unit;
        for (const auto& option : question.options) words.options.emplace(option.value, option.label);
    }
    return wording;
}

Standing stand(const Service& service, const Answers& answers, base::Instant now) {
    Standing standing;
    AnswerScope scope;
    for (const auto& [id, question] : service.questions) scope.set(id, feel::Value::unknown({id}));
    dmn::Inputs inputs;
    std::optional<Verdict> verdict;
    if (service.has_decision) verdict = judge(service, inputs, scope, now);
    const feel::Environment environment{now, std::string{zone}, nullptr};

    const auto ordered = service.in_order();
    for (const Question* question : ordered) {
        bool asked = true;
        if (question->when) {
            const feel::Value applies = question->when->evaluate(scope, environment);
            // What depends on a question that is not answered yet waits behind it.
            asked = applies.unknown() != nullptr || (applies.boolean() && *applies.boolean());
        }
        if (asked && !question->input.empty() && question->needed.empty()) {
            asked = verdict && verdict->depends_on.contains(question->id);
        }
        if (asked && question->when_adverse) {
            asked = verdict && (!verdict->settled || verdict->adverse());
        }
        if (!asked) {
            scope.set(question->id, feel::Value{});
            continue;
        }
        standing.asked.push_back(question);
        const auto found = answers.find(question->id);
        if (found == answers.end()) {
            if (!standing.next) standing.next = question;
            ++standing.left;
            continue;
        }
        const feel::Value value = to_feel(*question, found->second);
        scope.set(question->id, value);
        if (!question->input.empty()) {
            inputs.insert_or_assign(question->input, value);
            if (service.has_decision) verdict = judge(service, inputs, scope, now);
        }
    }
    // Everything that is asked is answered: what stayed open does not apply, and null is its answer.
    if (standing.complete() && verdict && !verdict->settled) {
        for (const auto& [id, question] : service.questions) {
            if (!question.input.empty() && !inputs.contains(question.input))
                inputs.insert_or_assign(question.input, feel::Value{});
        }
        verdict = judge(service, inputs, scope, now);
        verdict->settled = true;
    }
    standing.verdict = std::move(verdict);
    return standing;
}

Answers relevant(const Standing& standing, const Answers& answers) {
    Answers out;
    for (const Question* question : standing.asked) {
        const auto found = answers.find(question->id);
        if (found != answers.end()) out.insert(*found);
    }
    return out;
}

namespace {

std::string_view kind_name(catalogue::OutcomeKind kind) {
    switch (kind) {
        case catalogue::OutcomeKind::granted:
            return "granted";
        case catalogue::OutcomeKind::granted_with_conditions:
            return "granted with conditions";
        case catalogue::OutcomeKind::refused:
            return "refused";
    }
    return "refused";
}

/// An answer that examples need not give: a question without a decision input takes any.
base::Json some_answer(const Question& question) {
    switch (question.type) {
        case catalogue::QuestionType::yes_no:
            return true;
        case catalogue::QuestionType::number:
            return "1";
        case catalogue::QuestionType::date:
            return "2026-01-01";
        case catalogue::QuestionType::checkboxes:
            return base::Json{base::Json::Array{}};
        case catalogue::QuestionType::radios:
            return question.options.empty() ? base::Json{""} : base::Json{question.options.front().value};
        case catalogue::QuestionType::file:
            return base::Json{base::Json::Object{{"name", "example.jpg"}}};
        case catalogue::QuestionType::contact:
            return base::Json{base::Json::Object{{"name", "Example"}}};
        case catalogue::QuestionType::text:
        case catalogue::QuestionType::long_text:
        case catalogue::QuestionType::email:
        case catalogue::QuestionType::phone:
        case catalogue::QuestionType::name:
        case catalogue::QuestionType::location:
            return "example";
    }
    return "example";
}

}  // namespace

base::Complaints run_examples(const Service& service, base::Instant now) {
    base::Complaints complaints;
    for (const auto& example : service.examples) {
        const auto complain = [&](std::string message) {
            complaints.push_back(
                {example.place, base::Severity::error, fmt::format("example “{}”: {}", example.title, message)}
            );
        };
        // Walk as a resident would: answer what is asked, from the example where it says so.
        Answers answers;
        std::set<std::string> asked;
        bool stuck = false;
        for (std::size_t step = 0; step <= service.questions.size(); ++step) {
            const Standing standing = stand(service, answers, now);
            if (!standing.next) break;
            const Question& question = *standing.next;
            asked.insert(question.id);
            const auto given = example.given.find(question.id);
            if (given == example.given.end() && !question.input.empty()) {
                // An example that only says what is asked may stop here.
                if (example.outcome || example.automatic)
                    complain(
                        fmt::format("the question `{}` is asked, but the example gives no answer to it", question.id)
                    );
                stuck = true;
                break;
            }
            answers[question.id] =
                given == example.given.end() ? some_answer(question) : from_feel(question, given->second);
        }
        for (const auto& id : example.asks) {
            if (!asked.contains(id)) complain(fmt::format("`{}` was not asked, and should be", id));
        }
        for (const auto& id : example.never_asks) {
            if (asked.contains(id)) complain(fmt::format("`{}` was asked, and should not be", id));
        }
        if (stuck) continue;
        const Standing end = stand(service, answers, now);
        if (example.outcome) {
            if (!end.verdict || !end.verdict->settled) {
                complain("the rules come to no outcome");
            } else if (end.verdict->kind != *example.outcome) {
                complain(fmt::format(
                    "the outcome is {}, expected {}", kind_name(end.verdict->kind), kind_name(*example.outcome)
                ));
            }
        }
        if (example.automatic && end.verdict && end.verdict->automatic != *example.automatic) {
            complain(
                end.verdict->automatic ? "it is decided automatically, and should go to a person"
                                       : "it goes to a person, and should be decided automatically"
            );
        }
    }
    return complaints;
}

}  // namespace guildhall::journeys
