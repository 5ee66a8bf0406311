#pragma once
/// A question as form controls: one component per question type.

#include <string>
#include <vector>

#include "catalogue/service.hpp"
#include "html/html.hpp"
#include "http/message.hpp"
#include "journeys/answers.hpp"

namespace guildhall::portal {

/// What stands in the controls: what was just sent (when it was wrong), else the saved answer.
struct QuestionState {
    const http::Fields* sent = nullptr;  ///< borrowed; null when the page is opened
    const base::Json* answer = nullptr;  ///< borrowed; null when there is none
    std::vector<journeys::FieldError> errors;
};

/// The label or legend is the page's h1. The ids of controls are those that FieldError names.
[[nodiscard]] html::Html question_view(const catalogue::Question& question, const QuestionState& state);

/// The fields of a form as the journey reads them.
[[nodiscard]] journeys::SentFields sent_fields(const http::Fields& form);

}  // namespace guildhall::portal
