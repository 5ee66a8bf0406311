#pragma once
/// The pages by subject; each adds its routes.

#include <vector>

#include "portal/portal.hpp"

namespace guildhall::portal {

using Routes = std::vector<http::Route>;

void add_finding(Routes& routes, const Parts& parts);       ///< front page, search, guides
void add_applying(Routes& routes, const Parts& parts);      ///< start, questions, check answers, send in
void add_applications(Routes& routes, const Parts& parts);  ///< where it stands, the decision, receipts, reviews
void add_account(Routes& routes, const Parts& parts);       ///< sign in, make an account, inbox, who looked
void add_telling(Routes& routes, const Parts& parts);       ///< feedback, how we are doing, how we decide

}  // namespace guildhall::portal
