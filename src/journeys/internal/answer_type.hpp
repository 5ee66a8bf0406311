#pragma once
/// What each type of question does with answers: one row a type.

#include "journeys/answers.hpp"

namespace guildhall::journeys::internal {

using catalogue::Question;
using catalogue::QuestionType;

/// Without state; thread-safe. Answers given to `to_feel` and `to_words` are not null and have passed `fault`.
struct AnswerType {
    /// From the controls of a form.
    ReadAnswer (*read)(const Question& question, const SentFields& sent, const words::Locale& locale);
    /// What is wrong with an answer that was kept, if this version of the question could not have given it.
    std::optional<FieldProblem> (*fault)(const Question& question, const base::Json& answer);
    feel::Value (*to_feel)(const Question& question, const base::Json& answer);
    /// Null when the question has no such answer.
    base::Json (*from_feel)(const Question& question, const feel::Value& value);
    std::string (*to_words)(const Question& question, const base::Json& answer, const words::Locale& locale);
};

[[nodiscard]] const AnswerType& answer_type(QuestionType type);

// One for each subject; answer_type.cpp picks.
[[nodiscard]] const AnswerType& text_type();
[[nodiscard]] const AnswerType& email_type();
[[nodiscard]] const AnswerType& phone_type();
[[nodiscard]] const AnswerType& identifier_type();
[[nodiscard]] const AnswerType& number_type();
[[nodiscard]] const AnswerType& money_type();
[[nodiscard]] const AnswerType& yes_no_type();
[[nodiscard]] const AnswerType& tick_type();
[[nodiscard]] const AnswerType& declaration_type();
[[nodiscard]] const AnswerType& choice_type();
[[nodiscard]] const AnswerType& choices_type();
[[nodiscard]] const AnswerType& country_type();
[[nodiscard]] const AnswerType& currency_type();
[[nodiscard]] const AnswerType& date_type();
[[nodiscard]] const AnswerType& month_type();
[[nodiscard]] const AnswerType& year_type();
[[nodiscard]] const AnswerType& address_type();
[[nodiscard]] const AnswerType& contact_type();
[[nodiscard]] const AnswerType& location_type();
[[nodiscard]] const AnswerType& file_type();
[[nodiscard]] const AnswerType& repeat_type();
[[nodiscard]] const AnswerType& display_type();

// What they share.

/// The first value of a field without blanks around it; empty when it was not sent.
[[nodiscard]] std::string field(const SentFields& sent, std::string_view name);
[[nodiscard]] ReadAnswer wrong(std::string control, std::string key, words::Arguments arguments = {});
/// Left empty: allowed when the question is optional, else the problem of this key, with `{question}`.
[[nodiscard]] ReadAnswer empty(const Question& question, std::string control, std::string key);
[[nodiscard]] ReadAnswer right(base::Json answer);
/// Text that can be kept: UTF-8 (RFC 3629) without control characters but line breaks and tabs, and without characters
/// that turn the direction of what follows (Unicode UAX 9, section 2.2). Nothing when it is not.
[[nodiscard]] std::optional<std::string> clean(std::string_view text, bool lines);
[[nodiscard]] const std::string& text_of(const base::Json& answer);            ///< empty when it is no string
[[nodiscard]] std::optional<FieldProblem> not_ours(const Question& question);  ///< an answer of another shape

}  // namespace guildhall::journeys::internal
