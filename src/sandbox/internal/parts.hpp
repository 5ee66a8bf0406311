#pragma once
/// The two halves of the routes.

#include "sandbox/sandbox.hpp"

namespace guildhall::sandbox {

void add_api(std::vector<http::Route>& routes, const Parts& parts);
void add_pages(std::vector<http::Route>& routes, const Parts& parts);

}  // namespace guildhall::sandbox
