// Yes or no, boxes to tick, one of a list, several of a list, countries and currencies.

#include <algorithm>

#include "journeys/internal/answer_type.hpp"

namespace guildhall::journeys::internal {
namespace {

const catalogue::Option* option_of(const Question& question, std::string_view value) {
    const auto at =
        std::find_if(question.options.begin(), question.options.end(), [&](const catalogue::Option& option) {
            return option.value == value;
        });
    return at == question.options.end() ? nullptr : &*at;
}

ReadAnswer read_yes_no(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string value = field(sent, question.id);
    if (value == "yes") return right(true);
    if (value == "no") return right(false);
    return empty(question, question.id, "answers.missing_yes_no");
}

std::optional<FieldProblem> fault_of_boolean(const Question& question, const base::Json& answer) {
    return answer.boolean() ? std::nullopt : not_ours(question);
}

feel::Value boolean_to_feel(const Question&, const base::Json& answer) {
    return answer.boolean() ? feel::Value{*answer.boolean()} : feel::Value{};
}

base::Json boolean_from_feel(const Question&, const feel::Value& value) {
    return value.boolean() ? base::Json{*value.boolean()} : base::Json{};
}

std::string boolean_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    return locale.text(answer.boolean() && *answer.boolean() ? "form.yes" : "form.no");
}

ReadAnswer read_tick(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string value = field(sent, question.id);
    if (!value.empty() && value != "yes")
        return wrong(question.id, "answers.not_an_option", {{"question", question.ask}});
    return right(value == "yes");
}

ReadAnswer read_declaration(const Question& question, const SentFields& sent, const words::Locale&) {
    if (field(sent, question.id) == "yes") return right(true);
    return empty(question, question.id, "answers.missing_tick");
}

std::optional<FieldProblem> fault_of_declaration(const Question& question, const base::Json& answer) {
    if (answer.boolean() && *answer.boolean()) return std::nullopt;
    return FieldProblem{question.id, {"answers.missing_tick", {{"question", question.ask}}}};
}

base::Json declaration_from_feel(const Question&, const feel::Value& value) {
    return value.boolean() && *value.boolean() ? base::Json{true} : base::Json{};
}

ReadAnswer read_choice(const Question& question, const SentFields& sent, const words::Locale&) {
    const std::string value = field(sent, question.id);
    if (option_of(question, value)) return right(value);
    if (value.empty()) return empty(question, question.id, "answers.missing_choice");
    return wrong(question.id, "answers.not_an_option", {{"question", question.ask}});
}

std::optional<FieldProblem> fault_of_choice(const Question& question, const base::Json& answer) {
    if (option_of(question, text_of(answer))) return std::nullopt;
    return FieldProblem{question.id, {"answers.not_an_option", {{"question", question.ask}}}};
}

feel::Value string_to_feel(const Question&, const base::Json& answer) {
    return text_of(answer).empty() ? feel::Value{} : feel::Value{text_of(answer)};
}

base::Json choice_from_feel(const Question& question, const feel::Value& value) {
    return value.string() && option_of(question, *value.string()) ? base::Json{*value.string()} : base::Json{};
}

std::string choice_to_words(const Question& question, const base::Json& answer, const words::Locale&) {
    const auto* option = option_of(question, text_of(answer));
    return option ? option->label : text_of(answer);
}

ReadAnswer read_choices(const Question& question, const SentFields& sent, const words::Locale&) {
    base::Json::Array chosen;
    const auto [first, last] = sent.equal_range(question.id);
    // Leaving out what is none of the options would change the answer without a word.
    const bool all_known = std::all_of(first, last, [&](const auto& pair) { return option_of(question, pair.second); });
    if (!all_known) return wrong(question.id, "answers.not_an_option", {{"question", question.ask}});
    for (const auto& option : question.options) {
        if (std::any_of(first, last, [&](const auto& pair) { return pair.second == option.value; }))
            chosen.emplace_back(option.value);
    }
    if (chosen.empty() && !question.optional)
        return wrong(question.id, "answers.missing_choices", {{"question", question.ask}});
    return right(std::move(chosen));
}

std::optional<FieldProblem> fault_of_choices(const Question& question, const base::Json& answer) {
    const auto* chosen = answer.array();
    if (!chosen) return not_ours(question);
    if (chosen->empty() && !question.optional)
        return FieldProblem{question.id, {"answers.missing_choices", {{"question", question.ask}}}};
    for (const base::Json& value : *chosen) {
        if (!option_of(question, text_of(value)))
            return FieldProblem{question.id, {"answers.not_an_option", {{"question", question.ask}}}};
    }
    return std::nullopt;
}

feel::Value choices_to_feel(const Question&, const base::Json& answer) {
    feel::List list;
    if (const auto* chosen = answer.array()) {
        for (const base::Json& value : *chosen) list.emplace_back(text_of(value));
    }
    return feel::Value{std::move(list)};
}

base::Json choices_from_feel(const Question& question, const feel::Value& value) {
    if (!value.list()) return {};
    base::Json::Array chosen;
    for (const feel::Value& item : *value.list()) {
        if (!item.string() || !option_of(question, *item.string())) return {};
        chosen.emplace_back(*item.string());
    }
    return base::Json{std::move(chosen)};
}

std::string choices_to_words(const Question& question, const base::Json& answer, const words::Locale& locale) {
    std::string out;
    if (const auto* chosen = answer.array()) {
        for (const base::Json& value : *chosen) {
            if (!out.empty()) out += "\n";
            out += choice_to_words(question, value, locale);
        }
    }
    return out;
}

using Names = std::vector<std::pair<std::string, std::string>>;

const std::string* name_of(const Names& names, std::string_view code) {
    const auto at = std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.first == code; });
    return at == names.end() ? nullptr : &at->second;
}

ReadAnswer read_code(const Question& question, const SentFields& sent, const Names& names) {
    const std::string code = field(sent, question.id);
    if (code.empty()) return empty(question, question.id, "answers.missing_choice");
    if (name_of(names, code)) return right(code);
    return wrong(question.id, "answers.not_an_option", {{"question", question.ask}});
}

ReadAnswer read_country(const Question& question, const SentFields& sent, const words::Locale& locale) {
    return read_code(question, sent, locale.countries());
}

ReadAnswer read_currency(const Question& question, const SentFields& sent, const words::Locale& locale) {
    return read_code(question, sent, locale.currencies());
}

/// A code of so many capital letters.
template <std::size_t letters>
std::optional<FieldProblem> fault_of_code(const Question& question, const base::Json& answer) {
    const std::string& code = text_of(answer);
    if (code.size() == letters && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return std::nullopt;
    return FieldProblem{question.id, {"answers.not_an_option", {{"question", question.ask}}}};
}

base::Json string_from_feel(const Question&, const feel::Value& value) {
    return value.string() ? base::Json{*value.string()} : base::Json{};
}

std::string country_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    const std::string* name = name_of(locale.countries(), text_of(answer));
    return name ? *name : text_of(answer);
}

std::string currency_to_words(const Question&, const base::Json& answer, const words::Locale& locale) {
    const std::string* name = name_of(locale.currencies(), text_of(answer));
    return name ? *name : text_of(answer);
}

}  // namespace

const AnswerType& yes_no_type() {
    static constexpr AnswerType type{
        read_yes_no, fault_of_boolean, boolean_to_feel, boolean_from_feel, boolean_to_words
    };
    return type;
}

const AnswerType& tick_type() {
    static constexpr AnswerType type{read_tick, fault_of_boolean, boolean_to_feel, boolean_from_feel, boolean_to_words};
    return type;
}

const AnswerType& declaration_type() {
    static constexpr AnswerType type{
        read_declaration, fault_of_declaration, boolean_to_feel, declaration_from_feel, boolean_to_words
    };
    return type;
}

const AnswerType& choice_type() {
    static constexpr AnswerType type{read_choice, fault_of_choice, string_to_feel, choice_from_feel, choice_to_words};
    return type;
}

const AnswerType& choices_type() {
    static constexpr AnswerType type{
        read_choices, fault_of_choices, choices_to_feel, choices_from_feel, choices_to_words
    };
    return type;
}

const AnswerType& country_type() {
    static constexpr AnswerType type{
        read_country, fault_of_code<2>, string_to_feel, string_from_feel, country_to_words
    };
    return type;
}

const AnswerType& currency_type() {
    static constexpr AnswerType type{
        read_currency, fault_of_code<3>, string_to_feel, string_from_feel, currency_to_words
    };
    return type;
}

}  // namespace guildhall::journeys::internal
