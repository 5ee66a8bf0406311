#pragma once
/// Short forms that are no journey: their fields, and what was wrong with them.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/input.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

struct FormProblem {
    std::string field;    ///< id of the control
    std::string message;  ///< in the reader's language
};

/// The error summary; nothing when there are no problems.
[[nodiscard]] html::Html problems_summary(const words::Locale& locale, const std::vector<FormProblem>& problems);

/// What is wrong with one control.
[[nodiscard]] html::ErrorMessage problem_message(const words::Locale& locale, const std::string& message);

/// A one-line field with its own problem, when it has one.
[[nodiscard]] html::Input plain_input(
    const words::Locale& locale, const std::string& name, const std::string& label, std::string value,
    const std::vector<FormProblem>& problems
);

}  // namespace guildhall::portal
