#pragma once
/// What the page of one's own case says of changes to it.

#include "casework/corrections.hpp"
#include "html/html.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// Below the answers: the way to change them, and until when; nothing when that is not offered.
[[nodiscard]] html::Html change_ways(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const casework::Case& found
);

/// Each change with its day, its reason and what it changed, the newest first; nothing while there is one version.
[[nodiscard]] html::Html changes_section(
    const Parts& parts, const http::Request& request, const casework::Case& found,
    const std::vector<casework::CaseVersion>& versions
);

}  // namespace guildhall::portal
