#pragma once
/// Answers: from what a form sends to what is kept, shown and decided with. Pure; thread-safe.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/service.hpp"
#include "feel/value.hpp"
#include "journeys/address.hpp"
#include "words/locale.hpp"

namespace guildhall::journeys {

/// What a form sent, without knowing of HTTP: field name -> values.
using SentFields = std::multimap<std::string, std::string, std::less<>>;

/// What is wrong with an answer and what to do, said in the reader's language where it is shown.
struct Problem {
    std::string key;  ///< of the words' catalogue; empty when the service has its own words
    words::Arguments arguments{};
    std::string own_words{};  ///< the service's `say`
    [[nodiscard]] std::string text(const words::Locale& locale) const;
};
struct FieldProblem {
    std::string field;  ///< id of the form control
    Problem problem;
};

struct ReadAnswer {
    std::optional<base::Json> answer;  ///< when there is nothing wrong; null in it when left empty
    std::vector<FieldProblem> problems;
};

/// Reads the answer to a question from its controls, whose names begin with the question's id (every type but `file`
/// and `repeat`, whose answers are put together by whoever takes files and members). Checks its form and the limits of
/// the type and of the question, not `range` and `valid`: see problem_of. Decimal commas are read as the locale has
/// them.
[[nodiscard]] ReadAnswer read_answer(
    const catalogue::Question& question, const SentFields& sent, const words::Locale& locale
);

/// The id of the control that one reaches first: where an error of the whole answer leads.
[[nodiscard]] std::string first_control(const catalogue::Question& question);

/// What is wrong with an answer's form: one that this version of the question could not have given.
[[nodiscard]] std::optional<FieldProblem> problem_of_form(
    const catalogue::Question& question, const base::Json& answer
);
/// Whether it is in range and valid, beside the answers that `scope` knows by name. The answer itself is seen by the
/// question's id whatever the scope has there. What cannot be said yet is no problem.
[[nodiscard]] std::optional<FieldProblem> problem_of(
    const catalogue::Question& question, const base::Json& answer, const feel::Scope& scope, base::Instant now
);

/// The answer as a FEEL value; null for one that was left empty.
[[nodiscard]] feel::Value to_feel(const catalogue::Question& question, const base::Json& answer);
/// The opposite: the answer that gives this value; null when the question has no such answer.
[[nodiscard]] base::Json from_feel(const catalogue::Question& question, const feel::Value& value);

/// Whether the form would take an answer of this value, which is among `answers`: in range, and valid beside the
/// others.
[[nodiscard]] bool form_takes(
    const catalogue::Service& service, const catalogue::Question& question, const Answers& answers,
    const feel::Value& value, base::Instant now
);

/// The answer as the person reads it back: `45 cm`, `Yes`, the label of the option; lines separated by `\n`. Empty
/// when it was left empty. A repeat says how many members it has.
[[nodiscard]] std::string to_words(
    const catalogue::Question& question, const base::Json& answer, const words::Locale& locale
);
/// A computed value in words, as an answer of the question's type would be.
[[nodiscard]] std::string value_words(
    const catalogue::Question& question, const feel::Value& value, const words::Locale& locale
);

/// Documents that the answers name, at any depth.
[[nodiscard]] std::set<std::string> documents_in(const Answers& answers);

[[nodiscard]] base::Json to_json(const Answers& answers);
[[nodiscard]] base::Result<Answers> answers_from_json(std::string_view text);

}  // namespace guildhall::journeys
