#pragma once
/// The pages by subject; each adds its routes.

#include <vector>

#include "portal/portal.hpp"

namespace guildhall::portal {

using Routes = std::vector<http::Route>;

void add_finding(Routes& routes, const Parts& parts);       ///< front page, search, guides
void add_applying(Routes& routes, const Parts& parts);      ///< start, questions, check answers, send in
void add_signing(Routes& routes, const Parts& parts);       ///< asking others to sign or to answer a part
void add_taking_part(Routes& routes, const Parts& parts);   ///< their pages: the link, their part, signing
void add_paying(Routes& routes, const Parts& parts);        ///< coming back from the payment page, the receipt
void add_map_pictures(Routes& routes, const Parts& parts);  ///< of the maps in journeys
void add_applications(Routes& routes, const Parts& parts);  ///< where it stands, the decision, its letter
void add_changing(Routes& routes, const Parts& parts);      ///< changing what was sent in
void add_remembering(Routes& routes, const Parts& parts);   ///< answers that are offered again: seen, forgotten
void add_opening(Routes& routes, const Parts& parts);       ///< coming back by a link, keeping it in an account
void add_receipt(Routes& routes, const Parts& parts);       ///< what it proves, as a page and as a file
void add_review(Routes& routes, const Parts& parts);        ///< asking for one
void add_account(Routes& routes, const Parts& parts);       ///< sign in, make an account, inbox, who looked
void add_password(Routes& routes, const Parts& parts);      ///< a new one for who forgot theirs
void add_performance(Routes& routes, const Parts& parts);   ///< how we are doing, as pages and CSV
void add_language(Routes& routes, const Parts& parts);      ///< choosing one
void add_permissions(Routes& routes, const Parts& parts);   ///< people who may act for one, and their invitations
void add_helping(Routes& routes, const Parts& parts);       ///< people whom one acts for
void add_telling(Routes& routes, const Parts& parts);       ///< feedback, how we decide

}  // namespace guildhall::portal
