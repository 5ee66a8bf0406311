#include "portal/portal.hpp"

#include "portal/internal/acting.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {

std::vector<http::Route> routes(const Parts& parts) {
    Routes all;
    add_finding(all, parts);
    add_applying(all, parts);
    add_signing(all, parts);
    add_taking_part(all, parts);
    add_paying(all, parts);
    add_map_pictures(all, parts);
    add_applications(all, parts);
    add_changing(all, parts);
    add_remembering(all, parts);
    add_opening(all, parts);
    add_receipt(all, parts);
    add_review(all, parts);
    add_account(all, parts);
    add_password(all, parts);
    add_performance(all, parts);
    add_language(all, parts);
    add_telling(all, parts);
    add_permissions(all, parts);
    add_helping(all, parts);
    keep_helpers_within(all, parts);
    return all;
}

}  // namespace guildhall::portal
