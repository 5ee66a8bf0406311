// Text, names, e-mail addresses, telephone numbers, and numbers with check digits.

#include <algorithm>

#include "base/text.hpp"
#include "identifiers/email.hpp"
#include "identifiers/identifiers.hpp"
#include "identifiers/phone.hpp"
#include "journeys/internal/answer_type.hpp"

namespace guildhall::journeys::internal {
namespace {

constexpr int short_text_limit = 200;
constexpr int long_text_limit = 10'000;

int count_words(std::string_view text) {
    int words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t';
        if (!blank && !inside) ++words;
        inside = !blank;
    }
    return words;
}

std::optional<FieldProblem> too_much(const Question& question, const std::string& text) {
    const int limit = question.limits.max_length.value_or(
        question.type == QuestionType::long_text ? long_text_limit : short_text_limit
    );
    const auto length = static_cast<int>(base::code_point_count(text));
    if (length > limit) return FieldProblem{question.id, {"answers.too_long", {{"limit", limit}, {"length", length}}}};
    if (question.limits.min_length && length < *question.limits.min_length)
        return FieldProblem{question.id, {"answers.too_short", {{"limit", *question.limits.min_length}}}};
    if (question.limits.max_words && count_words(text) > *question.limits.max_words)
        return FieldProblem{question.id, {"answers.too_many_words", {{"limit", *question.limits.max_words}}}};
    return std::nullopt;
}

ReadAnswer read_text(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string typed = field(sent, question.id);
    if (typed.empty()) return empty(question, question.id, "answers.missing_text");
    auto text = clean(typed, question.type == QuestionType::long_text);
    if (!text) return wrong(question.id, "answers.bad_characters");
    if (auto problem = too_much(question, *text)) return {std::nullopt, {*std::move(problem)}};
    return right(*std::move(text));
}

std::optional<FieldProblem> fault_of_text(const Question& question, const base::Json& answer) {
    if (!answer.string()) return not_ours(question);
    return too_much(question, *answer.string());
}

feel::Value text_to_feel(const Question&, const base::Json& answer) {
    return text_of(answer).empty() ? feel::Value{} : feel::Value{text_of(answer)};
}

base::Json text_from_feel(const Question&, const feel::Value& value) {
    return value.string() ? base::Json{*value.string()} : base::Json{};
}

std::string text_to_words(const Question&, const base::Json& answer, const words::Locale&) {
    return text_of(answer);
}

ReadAnswer read_email(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string typed = field(sent, question.id);
    if (typed.empty()) return empty(question, question.id, "answers.missing_email");
    auto email = identifiers::read_email(typed);
    if (auto* kept = std::get_if<std::string>(&email)) return right(std::move(*kept));
    return wrong(question.id, "answers.bad_email");
}

std::optional<FieldProblem> fault_of_email(const Question& question, const base::Json& answer) {
    if (std::holds_alternative<std::string>(identifiers::read_email(text_of(answer)))) return std::nullopt;
    return FieldProblem{question.id, {"answers.bad_email"}};
}

ReadAnswer read_phone(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string typed = field(sent, question.id);
    if (typed.empty()) return empty(question, question.id, "answers.missing_phone");
    auto phone = identifiers::read_phone(typed);
    if (auto* kept = std::get_if<identifiers::Phone>(&phone)) return right(std::move(kept->typed));
    return wrong(question.id, "answers.bad_phone");
}

std::optional<FieldProblem> fault_of_phone(const Question& question, const base::Json& answer) {
    if (std::holds_alternative<identifiers::Phone>(identifiers::read_phone(text_of(answer)))) return std::nullopt;
    return FieldProblem{question.id, {"answers.bad_phone"}};
}

/// What is said of an identifier that is not right: kinds that people know by name have words of their own.
std::string problem_key(std::string_view scheme) {
    if (scheme == "iban") return "answers.bad_iban";
    if (scheme.ends_with("-account")) return "answers.bad_account";
    if (scheme.ends_with("-orgnr") || scheme.ends_with("-company")) return "answers.bad_organisation";
    return "answers.bad_identifier";
}

ReadAnswer read_identifier(const Question& question, const SentFields& sent, const words::Locale& locale) {
    const auto* scheme = identifiers::find_scheme(question.scheme);
    if (!scheme) return read_text(question, sent, locale);
    const std::string typed = field(sent, question.id);
    if (typed.empty()) return empty(question, question.id, "answers.missing_text");
    auto read = scheme->read(typed);
    if (auto* kept = std::get_if<std::string>(&read)) return right(std::move(*kept));
    return wrong(question.id, problem_key(question.scheme), {{"form", std::string{scheme->format_hint}}});
}

std::optional<FieldProblem> fault_of_identifier(const Question& question, const base::Json& answer) {
    const auto* scheme = identifiers::find_scheme(question.scheme);
    if (!scheme) return fault_of_text(question, answer);
    const auto read = scheme->read(text_of(answer));
    if (std::holds_alternative<std::string>(read)) return std::nullopt;
    return FieldProblem{question.id, {problem_key(question.scheme), {{"form", std::string{scheme->format_hint}}}}};
}

std::string identifier_to_words(const Question& question, const base::Json& answer, const words::Locale&) {
    const auto* scheme = identifiers::find_scheme(question.scheme);
    return scheme ? scheme->shown(text_of(answer)) : text_of(answer);
}

}  // namespace

const AnswerType& text_type() {
    static constexpr AnswerType type{read_text, fault_of_text, text_to_feel, text_from_feel, text_to_words};
    return type;
}

const AnswerType& email_type() {
    static constexpr AnswerType type{read_email, fault_of_email, text_to_feel, text_from_feel, text_to_words};
    return type;
}

const AnswerType& phone_type() {
    static constexpr AnswerType type{read_phone, fault_of_phone, text_to_feel, text_from_feel, text_to_words};
    return type;
}

const AnswerType& identifier_type() {
    static constexpr AnswerType type{
        read_identifier, fault_of_identifier, text_to_feel, text_from_feel, identifier_to_words
    };
    return type;
}

}  // namespace guildhall::journeys::internal
