#include "desk/desk.hpp"

#include "desk/internal/pages.hpp"

namespace guildhall::desk {

std::vector<http::Route> routes(const Parts& parts) {
    Routes all;
    add_queue(all, parts);
    add_case(all, parts);
    add_permission(all, parts);
    add_documents(all, parts);
    add_feedback(all, parts);
    return all;
}

}  // namespace guildhall::desk
