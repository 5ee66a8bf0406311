#include "catalogue/question.hpp"

#include <algorithm>
#include <array>

namespace guildhall::catalogue {
namespace {

constexpr std::array<std::string_view, 27> type_names{
    "text",    "long-text", "number",     "money",    "yes-no", "tick",   "declaration", "radios",  "checkboxes",
    "select",  "country",   "currency",   "date",     "month",  "year",   "email",       "phone",   "name",
    "address", "contact",   "identifier", "location", "file",   "repeat", "guidance",    "details", "table"
};
static_assert(type_names.size() == static_cast<std::size_t>(QuestionType::table) + 1);

void visit_all(
    const std::vector<Question>& questions, const std::string& before,
    const std::function<void(const Question&, const std::string&)>& visit
) {
    for (const Question& question : questions) {
        const std::string path = before + question.id;
        visit(question, path);
        if (question.repeat) visit_all(question.repeat->questions, path + "/", visit);
    }
}

}  // namespace

std::string_view question_type_name(QuestionType type) {
    return type_names.at(static_cast<std::size_t>(type));
}

std::optional<QuestionType> question_type_named(std::string_view name) {
    const auto at = std::find(type_names.begin(), type_names.end(), name);
    if (at == type_names.end()) return std::nullopt;
    return static_cast<QuestionType>(at - type_names.begin());
}

bool is_display(QuestionType type) {
    return type == QuestionType::guidance || type == QuestionType::details || type == QuestionType::table;
}

const Question* find_question(const std::vector<Question>& questions, std::string_view id) {
    const auto at =
        std::find_if(questions.begin(), questions.end(), [&](const Question& question) { return question.id == id; });
    return at == questions.end() ? nullptr : &*at;
}

void for_each_question(
    const std::vector<Question>& questions,
    const std::function<void(const Question& question, const std::string& path)>& visit
) {
    visit_all(questions, "", visit);
}

}  // namespace guildhall::catalogue
