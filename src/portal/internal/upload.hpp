#pragma once
/// Taking the files of a question: checked, cleaned, encrypted, then named by its answer.

#include <string_view>
#include <vector>

#include "journeys/drafts.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// What a journey's page lets through: two documents of full size, and the answers beside them.
inline constexpr std::size_t max_page_body = 2 * documents::max_document_bytes + 512 * 1024;

struct TakenFiles {
    base::Json answer;                             ///< the files that the question has now; null when none
    bool changed = false;                          ///< some were taken
    std::vector<journeys::FieldProblem> problems;  ///< of those that were not, or that none was given
};

/// Takes the files that were sent for a question, beside those that `saved` names; the one that a question has place
/// for is replaced. Files that are right are taken though others are not: nobody should have to find them again.
/// They count once an answer names them. Not inside a transaction.
[[nodiscard]] base::Result<TakenFiles> take_files(
    const Parts& parts, const http::Request& request, std::string_view subject, const catalogue::Question& question,
    const base::Json& saved, const words::Locale& locale
);

/// The answer without one of its files; null when none is left.
[[nodiscard]] base::Json without_file(const base::Json& saved, std::string_view document);

}  // namespace guildhall::portal
