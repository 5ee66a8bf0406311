#include "portal/internal/own_case.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "html/list.hpp"
#include "portal/internal/frame.hpp"

namespace guildhall::portal {

std::string case_path(const casework::Case& found, std::string_view rest) {
    return fmt::format("/applications/{}{}{}", found.summary.reference, rest.empty() ? "" : "/", rest);
}

std::string key_cookie_name(std::string_view reference) {
    const auto parsed = base::Reference::parse(reference);
    // Without the check character, which may be one that no cookie's name can hold.
    return parsed ? "case-" + parsed->text().substr(0, parsed->text().size() - 2) : std::string{};
}

base::Result<casework::Case> load_case(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto reference = request.parameter("reference");
    auto own = parts.cases.load_own(reference, subject_of(caller));
    if (own || own.error().code != base::ErrorCode::not_found) return own;
    const auto key = request.cookies.find(key_cookie_name(reference));
    return key == request.cookies.end() ? own : parts.cases.load_with_key(reference, key->second);
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
