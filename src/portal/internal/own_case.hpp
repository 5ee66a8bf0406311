#pragma once
/// What the pages of one's own case share.

#include <string>
#include <string_view>

#include "casework/cases.hpp"
#include "html/html.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// `/applications/GH-…` or a page below it.
[[nodiscard]] std::string case_path(const casework::Case& found, std::string_view rest = {});
/// The case that the request names, when it is the caller's.
[[nodiscard]] base::Result<casework::Case> load_case(
    const Parts& parts, const http::Request& request, const http::Caller& caller
);
/// Each question with its answer, as a summary list.
[[nodiscard]] html::Html answers_list(const casework::Case& found);

}  // namespace guildhall::portal
