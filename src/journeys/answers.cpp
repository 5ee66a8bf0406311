#include "journeys/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "feel/expression.hpp"
#include "journeys/internal/answer_type.hpp"
#include "journeys/internal/scope.hpp"
#include "journeys/looked_up.hpp"
#include "maps/layer.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using catalogue::Service;
using internal::answer_type;

constexpr std::string_view zone = "UTC";

/// The answer in question by its id, before everything else.
class AnswerScope final : public feel::Scope {
public:
    AnswerScope(const std::string& id, const feel::Value& value, const feel::Scope& outer)
        : id_(id), value_(value), outer_(outer) {}
    [[nodiscard]] const feel::Value* find(std::string_view name) const override {
        return name == id_ ? &value_ : outer_.find(name);
    }

private:
    const std::string& id_;
    const feel::Value& value_;
    const feel::Scope& outer_;
};

/// `[1..500]` in words, as far as it is an interval of literals.
Problem range_problem(const Question& question) {
    if (!question.say.empty()) return {.key = "", .own_words = question.say};
    const std::string& text = question.range_text;
    const auto dots = text.find("..");
    const bool closed = text.size() > 4 && text.front() == '[' && text.back() == ']';
    if (dots == std::string::npos || !closed) return {"answers.check_answer", {{"question", question.ask}}};
    const std::string low{base::trimmed(std::string_view{text}.substr(1, dots - 1))};
    const std::string high{base::trimmed(std::string_view{text}.substr(dots + 2, text.size() - dots - 3))};
    words::Arguments bounds{{"low", words::Decimal{low}}, {"high", words::Decimal{high}}};
    if (question.unit.empty()) return {"answers.outside_range", std::move(bounds)};
    bounds.emplace_back("unit", question.unit);
    return {"answers.outside_range_unit", std::move(bounds)};
}

/// Whether a place that is known lies outside of all areas; words alone may mean any place.
bool is_outside(const maps::Layer& areas, const feel::Value& value) {
    const auto place = place_of(value);
    return place && !areas.area_at({place->latitude, place->longitude});
}

bool fails(const feel::Value& result) {
    return !result.unknown() && !(result.boolean() && *result.boolean());
}

void collect_documents(const base::Json& answer, std::set<std::string>& out) {
    if (const auto* object = answer.object()) {
        if (std::string document = answer.string_at("document"); !document.empty()) out.insert(std::move(document));
        for (const auto& [name, member] : *object) collect_documents(member, out);
    } else if (const auto* array = answer.array()) {
        for (const base::Json& item : *array) collect_documents(item, out);
    }
}

}  // namespace

std::string first_control(const Question& question) {
    switch (question.type) {
        case QuestionType::date:
            return question.id + "-day";
        case QuestionType::month:
            return question.id + "-month";
        case QuestionType::address:
            return question.id + "-line1";
        case QuestionType::contact:
            return question.id + "-name";
        case QuestionType::location:
            return question.id + "-text";
        default:
            return question.id;
    }
}

std::string Problem::text(const words::Locale& locale) const {
    return key.empty() ? own_words : locale.text(key, arguments);
}

ReadAnswer read_answer(const Question& question, const SentFields& sent, const words::Locale& locale) {
    return answer_type(question.type).read(question, sent, locale);
}

std::optional<FieldProblem> problem_of_form(const Question& question, const base::Json& answer) {
    const base::Json& itself = answer_itself(question, answer);
    if (itself.is_null()) {
        if (question.optional) return std::nullopt;
        return FieldProblem{first_control(question), {"answers.missing_text", {{"question", question.ask}}}};
    }
    return answer_type(question.type).fault(question, itself);
}

std::optional<FieldProblem> problem_of(
    const Question& question, const base::Json& answer, const feel::Scope& scope, base::Instant now
) {
    if (!question.range && !question.valid && !question.within) return std::nullopt;
    const feel::Value value = to_feel(question, answer);
    if (value.is_null()) return std::nullopt;
    if (question.within && is_outside(*question.within, value)) {
        if (!question.say.empty() && !question.valid)
            return FieldProblem{question.id + "-point", {.key = "", .own_words = question.say}};
        return FieldProblem{question.id + "-point", {"answers.outside_area", {}}};
    }
    const AnswerScope with_answer(question.id, value, scope);
    const feel::Environment environment{now, std::string{zone}, nullptr};
    if (question.range && fails(question.range->test(value, with_answer, environment)))
        return FieldProblem{first_control(question), range_problem(question)};
    if (question.valid && fails(question.valid->evaluate(with_answer, environment))) {
        if (!question.say.empty()) return FieldProblem{first_control(question), {.key = "", .own_words = question.say}};
        return FieldProblem{first_control(question), {"answers.check_answer", {{"question", question.ask}}}};
    }
    return std::nullopt;
}

feel::Value to_feel(const Question& question, const base::Json& answer) {
    const base::Json& itself = answer_itself(question, answer);
    return itself.is_null() ? feel::Value{} : answer_type(question.type).to_feel(question, itself);
}

base::Json from_feel(const Question& question, const feel::Value& value) {
    return value.is_null() ? base::Json{} : answer_type(question.type).from_feel(question, value);
}

bool form_takes(
    const Service& service, const Question& question, const Answers& answers, const feel::Value& value,
    base::Instant now
) {
    const feel::Environment environment{now, std::string{zone}, nullptr};
    internal::Shapes shapes;
    const internal::GroupScope scope(shapes, service.questions, answers, environment, nullptr);
    const AnswerScope with_answer(question.id, value, scope);
    const auto holds = [](const feel::Value& result) { return result.boolean() && *result.boolean(); };
    if (question.range && !holds(question.range->test(value, with_answer, environment))) return false;
    return !question.valid || holds(question.valid->evaluate(with_answer, environment));
}

std::string to_words(const Question& question, const base::Json& answer, const words::Locale& locale) {
    const base::Json& itself = answer_itself(question, answer);
    return itself.is_null() ? std::string{} : answer_type(question.type).to_words(question, itself, locale);
}

std::string value_words(const Question& question, const feel::Value& value, const words::Locale& locale) {
    const base::Json answer = from_feel(question, value);
    if (!answer.is_null()) return to_words(question, answer, locale);
    if (value.is_null() || value.unknown()) return {};
    if (value.string()) return *value.string();
    if (value.number()) return locale.number(value.number()->text());
    if (value.boolean()) return locale.text(*value.boolean() ? "form.yes" : "form.no");
    return value.text();
}

std::set<std::string> documents_in(const Answers& answers) {
    std::set<std::string> documents;
    for (const auto& [id, answer] : answers) collect_documents(answer, documents);
    return documents;
}

base::Json to_json(const Answers& answers) {
    return base::Json{answers};
}

base::Result<Answers> answers_from_json(std::string_view text) {
    const auto json = base::Json::parse(text);
    if (!json) return json.error();
    const auto* members = json->object();
    if (!members)
        return base::Error{base::ErrorCode::corrupt, {"Your saved answers cannot be read."}, {"answers are no object"}};
    return *members;
}

}  // namespace guildhall::journeys
