#pragma once
/// The core of a journey: which questions can still matter, given the answers so far. Pure; thread-safe.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalogue/service.hpp"
#include "dmn/model.hpp"
#include "dmn/words.hpp"
#include "journeys/answers.hpp"

namespace guildhall::journeys {

/// What the rules say of a set of answers.
struct Verdict {
    bool settled = false;  ///< no unanswered question can change it
    catalogue::OutcomeKind kind = catalogue::OutcomeKind::refused;
    bool automatic = false;             ///< may be issued without a person (never when refused)
    std::string issues;                 ///< document id, when it issues one
    feel::Value value;                  ///< of the decision
    std::set<std::string> depends_on;   ///< question ids on which it may still depend
    std::vector<std::string> problems;  ///< why the rules came to nothing, in words
    [[nodiscard]] bool adverse() const { return settled && kind != catalogue::OutcomeKind::granted; }
};

/// Where a journey stands.
struct Standing {
    std::vector<const catalogue::Question*> asked;  ///< those that apply, in order: answered ones and the next
    const catalogue::Question* next = nullptr;      ///< the first without an answer; null: go to check answers
    std::size_t left = 0;                           ///< at most so many questions are left, the next included
    std::optional<Verdict> verdict;                 ///< none when the service has no decision
    [[nodiscard]] bool complete() const { return next == nullptr; }
    [[nodiscard]] bool asks(std::string_view question) const;
};

/// A question applies when it is needed to deliver the service, or is plainly part of it, or its answer can
/// still change the outcome given the answers before it; a question `when: adverse` applies once the outcome
/// is, or may still be, adverse and everything that decides it is answered.
[[nodiscard]] Standing stand(const catalogue::Service& service, const Answers& answers, base::Instant now);

/// The answers that count: those of questions that are asked. What stopped mattering stays out.
[[nodiscard]] Answers relevant(const Standing& standing, const Answers& answers);

/// The rules that are in force on the day of `now` (UTC).
[[nodiscard]] const catalogue::RulesInForce* rules_on(const catalogue::Service& service, base::Instant now);

/// The decision's inputs from the answers of the questions that `service` binds to inputs.
[[nodiscard]] dmn::Inputs inputs_of(const catalogue::Service& service, const Answers& answers);

/// How people know the inputs of the service's rules: units and options as its questions have them.
[[nodiscard]] dmn::Wording wording_of(const catalogue::Service& service);

/// Runs the service's own examples; a complaint for each that comes out otherwise.
[[nodiscard]] base::Complaints run_examples(const catalogue::Service& service, base::Instant now);

}  // namespace guildhall::journeys
