#pragma once
/// The pages of the desk by subject; each adds its routes.

#include <vector>

#include "desk/desk.hpp"

namespace guildhall::desk {

using Routes = std::vector<http::Route>;

void add_queue(Routes& routes, const Parts& parts);       ///< what is due first
void add_case(Routes& routes, const Parts& parts);        ///< a case on one page, its decision
void add_permission(Routes& routes, const Parts& parts);  ///< by which a helper sent a case in
void add_documents(Routes& routes, const Parts& parts);   ///< what was handed in
void add_feedback(Routes& routes, const Parts& parts);    ///< what people say

}  // namespace guildhall::desk
