#pragma once
/// With --dev: what is wrong with a folder, on the page of its service.

#include <string>

#include "portal/portal.hpp"

namespace guildhall::portal {

/// Each mistake with the lines around its place, for the one who writes the folder.
[[nodiscard]] http::Response mistakes_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const std::string& service,
    const base::Complaints& complaints
);

}  // namespace guildhall::portal
