#include "portal/internal/question_view.hpp"

#include "html/text.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {

using catalogue::Question;
using catalogue::QuestionType;

std::string QuestionParts::text(std::string_view key, const words::Arguments& arguments) const {
    return locale().text(key, arguments);
}

std::string QuestionParts::ask() const {
    std::string asked = showing.sayings.text(question.ask);
    // A box that is not ticked is an answer too.
    const bool says_so = question.optional && question.type != QuestionType::tick;
    return says_so ? text("form.optional", {{"question", asked}}) : asked;
}

html::Label QuestionParts::label(std::string_view unit) const {
    html::Label label;
    html::Html words = html::escape(ask());
    if (!unit.empty()) words += html::hidden_words(", " + text("unit.said", {{"unit", std::string{unit}}}));
    label.text = words;
    label.is_page_heading = showing.heading == Heading::page;
    label.classes = label.is_page_heading               ? html::label_l
                    : showing.heading == Heading::above ? html::unseen_label
                                                        : html::label_m;
    return label;
}

html::Fieldset QuestionParts::fieldset() const {
    html::Fieldset fieldset;
    fieldset.legend.text = ask();
    fieldset.legend.is_page_heading = showing.heading == Heading::page;
    fieldset.legend.classes = fieldset.legend.is_page_heading     ? html::legend_l
                              : showing.heading == Heading::above ? html::unseen_label
                                                                  : html::legend_m;
    return fieldset;
}

html::Hint QuestionParts::hint(std::string_view more) const {
    std::string words = showing.sayings.text(question.hint);
    if (!more.empty()) {
        // Hints are often no sentences; what the program adds is one.
        const bool ends = words.empty() || std::string_view{".!?:"}.find(words.back()) != std::string_view::npos;
        words += (words.empty() ? "" : ends ? " " : ". ") + std::string{more};
    }
    html::Hint hint;
    if (!words.empty()) hint.text = words;
    return hint;
}

html::ErrorMessage QuestionParts::said(const journeys::Problem& problem) const {
    html::ErrorMessage error;
    error.text = problem_text(problem, showing.sayings);
    error.visually_hidden_text = text("form.error_prefix");
    return error;
}

html::ErrorMessage QuestionParts::error(std::string_view control) const {
    for (const auto& problem : state.problems) {
        if (problem.field == control) return said(problem.problem);
    }
    return {};
}

html::ErrorMessage QuestionParts::any_error() const {
    return state.problems.empty() ? html::ErrorMessage{} : said(state.problems.front().problem);
}

bool QuestionParts::has_problem(std::string_view control) const {
    for (const auto& problem : state.problems) {
        if (problem.field == control) return true;
    }
    return false;
}

std::string QuestionParts::value(std::string_view control, std::string saved) const {
    return state.sent ? std::string{state.sent->get(control)} : std::move(saved);
}

std::string QuestionParts::saved_text() const {
    return state.answer && state.answer->string() ? *state.answer->string() : std::string{};
}

std::string QuestionParts::saved_part(std::string_view part) const {
    return state.answer ? state.answer->string_at(part) : std::string{};
}

std::optional<std::string> QuestionParts::autocomplete(std::string_view usual) const {
    if (!question.autofill.empty()) return question.autofill;
    if (!showing.about_reader || usual.empty()) return std::nullopt;
    return std::string{usual};
}

std::optional<std::string> QuestionParts::part_autocomplete(std::string_view usual) const {
    if (!showing.about_reader || !question.autofill.empty()) return std::nullopt;
    return std::string{usual};
}

std::string problem_text(const journeys::Problem& problem, const journeys::Sayings& sayings) {
    if (problem.key.empty()) return sayings.text(problem.own_words);
    journeys::Problem filled = problem;
    for (auto& argument : filled.arguments) {
        if (auto* words = std::get_if<std::string>(&argument.value)) *words = sayings.text(*words);
    }
    return filled.text(sayings.locale());
}

html::Html question_view(const Question& question, const QuestionState& state, const Showing& showing) {
    const QuestionParts parts(question, state, showing);
    if (question.compute) return display_view(parts);
    switch (question.type) {
        case QuestionType::text:
        case QuestionType::long_text:
        case QuestionType::number:
        case QuestionType::money:
        case QuestionType::year:
        case QuestionType::email:
        case QuestionType::phone:
        case QuestionType::name:
        case QuestionType::identifier:
            return typed_view(parts);
        case QuestionType::yes_no:
        case QuestionType::tick:
        case QuestionType::declaration:
        case QuestionType::radios:
        case QuestionType::checkboxes:
        case QuestionType::select:
        case QuestionType::country:
        case QuestionType::currency:
            return choice_view(parts);
        case QuestionType::date:
        case QuestionType::month:
            return date_view(parts);
        case QuestionType::address:
            return address_view(parts);
        case QuestionType::contact:
            return contact_view(parts);
        case QuestionType::location:
            return location_view(parts);
        case QuestionType::file:
            return files_view(parts);
        case QuestionType::guidance:
        case QuestionType::details:
        case QuestionType::table:
            return display_view(parts);
        case QuestionType::repeat:
            return {};  // A page of its own: see page_view.
    }
    return {};
}

journeys::SentFields sent_fields(const http::Fields& form) {
    journeys::SentFields fields;
    for (const auto& [name, value] : form.entries()) fields.emplace(name, value);
    return fields;
}

}  // namespace guildhall::portal
