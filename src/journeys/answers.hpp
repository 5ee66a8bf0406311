#pragma once
/// Answers: from what a form sends to what is kept, shown and decided with. Pure; thread-safe.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalogue/service.hpp"
#include "feel/value.hpp"

namespace guildhall::journeys {

/// Question id -> answer. Numbers are kept as their decimal text, dates as `2026-11-22`, yes-no as a boolean,
/// checkboxes as an array, a file as `{document, name, size, type}`, contact as `{name, email, phone}`.
using Answers = std::map<std::string, base::Json, std::less<>>;

/// What a form sent, without knowing of HTTP: field name -> values.
using SentFields = std::multimap<std::string, std::string, std::less<>>;

/// What is wrong with one field, in words that say what to do.
struct FieldError {
    std::string field;  ///< id of the form control
    std::string message;
};

struct ReadAnswer {
    std::optional<base::Json> answer;  ///< when there is nothing wrong
    std::vector<FieldError> errors;
};

/// Reads and checks the answer to `question` (every type but `file`). Limits: 10,000 characters of long
/// text, 200 of short. `answers` are the others, for `valid` expressions.
[[nodiscard]] ReadAnswer read_answer(
    const catalogue::Question& question, const SentFields& sent, const Answers& answers, base::Instant now
);

/// The answer as a FEEL value; files and contact details become true when given.
[[nodiscard]] feel::Value to_feel(const catalogue::Question& question, const base::Json& answer);

/// The opposite: the answer that gives this value; null when the question has no such answer.
[[nodiscard]] base::Json from_feel(const catalogue::Question& question, const feel::Value& value);

/// Whether the form would take an answer of this value, which is among `answers`: it is in range, and valid beside the
/// others.
[[nodiscard]] bool form_takes(
    const catalogue::Service& service, const catalogue::Question& question, const Answers& answers,
    const feel::Value& value, base::Instant now
);

/// The answer as the person reads it back: `45 cm`, `Yes`, the label of the option; lines separated by `\n`.
[[nodiscard]] std::string to_words(const catalogue::Question& question, const base::Json& answer);

[[nodiscard]] base::Json to_json(const Answers& answers);
[[nodiscard]] base::Result<Answers> answers_from_json(std::string_view text);

}  // namespace guildhall::journeys
