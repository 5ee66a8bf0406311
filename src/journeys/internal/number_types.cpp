// Numbers and amounts of money.

#include <algorithm>

#include "base/text.hpp"
#include "journeys/internal/answer_type.hpp"
#include "journeys/internal/typed_number.hpp"
#include "words/money.hpp"

namespace guildhall::journeys::internal {
namespace {

/// Without what people write around a number: its unit, its currency.
std::string without(std::string text, std::string_view sign) {
    if (sign.empty()) return text;
    if (text.starts_with(sign)) text = base::trimmed(std::string_view{text}.substr(sign.size()));
    if (text.ends_with(sign)) text = base::trimmed(std::string_view{text}.substr(0, text.size() - sign.size()));
    return text;
}

ReadAnswer read_number(const Question& question, const SentFields& sent, const words::Locale& locale) {
    const std::string typed = without(field(sent, question.id), question.unit);
    if (typed.empty()) return empty(question, question.id, "answers.missing_number");
    const auto number = read_typed_number(typed, decimal_sign(locale));
    if (!number) return wrong(question.id, "answers.not_a_number");
    return right(number->text());
}

std::optional<feel::Number> kept_number(const base::Json& answer) {
    return answer.string() ? feel::Number::parse(*answer.string()) : std::nullopt;
}

std::optional<FieldProblem> fault_of_number(const Question& question, const base::Json& answer) {
    if (kept_number(answer)) return std::nullopt;
    return FieldProblem{question.id, {"answers.not_a_number"}};
}

feel::Value number_to_feel(const Question&, const base::Json& answer) {
    const auto number = kept_number(answer);
    return number ? feel::Value{*number} : feel::Value{};
}

base::Json number_from_feel(const Question&, const feel::Value& value) {
    return value.number() ? base::Json{value.number()->text()} : base::Json{};
}

std::string number_to_words(const Question& question, const base::Json& answer, const words::Locale& locale) {
    const std::string number = locale.number(text_of(answer));
    return question.unit.empty() ? number : number + " " + question.unit;
}

bool has_too_many_decimals(const feel::Number& amount, std::string_view currency) {
    const std::string text = amount.text();
    const auto point = text.find('.');
    return point != std::string::npos &&
           text.size() - point - 1 > static_cast<std::size_t>(words::minor_digits(currency));
}

ReadAnswer read_money(const Question& question, const SentFields& sent, const words::Locale& locale) {
    std::string typed = field(sent, question.id);
    for (const std::string_view sign :
         {std::string_view{question.currency}, std::string_view{"£"}, std::string_view{"€"}, std::string_view{"$"},
          std::string_view{"kr."}, std::string_view{"kr"}})
        typed = without(std::move(typed), sign);
    if (typed.empty()) return empty(question, question.id, "answers.missing_money");
    const auto amount = read_typed_number(typed, decimal_sign(locale));
    if (!amount) return wrong(question.id, "answers.not_money");
    if (has_too_many_decimals(*amount, question.currency))
        return wrong(
            question.id, "answers.too_many_decimals", {{"limit", std::int64_t{words::minor_digits(question.currency)}}}
        );
    return right(amount->text());
}

std::optional<FieldProblem> fault_of_money(const Question& question, const base::Json& answer) {
    const auto amount = kept_number(answer);
    if (amount && !has_too_many_decimals(*amount, question.currency)) return std::nullopt;
    return FieldProblem{question.id, {"answers.not_money"}};
}

std::string money_to_words(const Question& question, const base::Json& answer, const words::Locale& locale) {
    return locale.money(text_of(answer), question.currency);
}

}  // namespace

const AnswerType& number_type() {
    static constexpr AnswerType type{read_number, fault_of_number, number_to_feel, number_from_feel, number_to_words};
    return type;
}

const AnswerType& money_type() {
    static constexpr AnswerType type{read_money, fault_of_money, number_to_feel, number_from_feel, money_to_words};
    return type;
}

}  // namespace guildhall::journeys::internal
