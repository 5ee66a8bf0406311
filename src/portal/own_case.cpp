#include "portal/internal/own_case.hpp"

#include <fmt/format.h>

#include "html/list.hpp"
#include "portal/internal/frame.hpp"

namespace guildhall::portal {

std::string case_path(const casework::Case& found, std::string_view rest) {
    return fmt::format("/applications/{}{}{}", found.summary.reference, rest.empty() ? "" : "/", rest);
}

base::Result<casework::Case> load_case(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    return parts.cases.load_own(request.parameter("reference"), subject_of(caller));
}

html::Html answers_list(const casework::Case& found) {
    html::SummaryList list;
    for (const auto* question : found.service->in_order()) {
        const auto answer = found.answers.find(question->id);
        if (answer == found.answers.end()) continue;
        const std::string words = journeys::to_words(*question, answer->second);
        list.rows.push_back(html::summary_row(question->ask, words.empty() ? html::escape("Not given") : lines(words)));
    }
    return html::summary_list(list);
}

}  // namespace guildhall::portal
