#include "portal/internal/plain_form.hpp"

#include "html/notice.hpp"

namespace guildhall::portal {

html::Html problems_summary(const words::Locale& locale, const std::vector<FormProblem>& problems) {
    if (problems.empty()) return {};
    html::ErrorSummary summary{.title = locale.text("form.error_summary_title")};
    for (const auto& problem : problems)
        summary.errors.push_back({.text = problem.message, .href = "#" + problem.field});
    return html::error_summary(summary);
}

html::ErrorMessage problem_message(const words::Locale& locale, const std::string& message) {
    html::ErrorMessage error;
    error.text = message;
    error.visually_hidden_text = locale.text("form.error_prefix");
    return error;
}

html::Input plain_input(
    const words::Locale& locale, const std::string& name, const std::string& label, std::string value,
    const std::vector<FormProblem>& problems
) {
    html::Input input;
    input.id = input.name = name;
    input.label.text = label;
    input.value = std::move(value);
    input.spellcheck = false;
    for (const auto& problem : problems) {
        if (problem.field == name) input.error = problem_message(locale, problem.message);
    }
    return input;
}

}  // namespace guildhall::portal
