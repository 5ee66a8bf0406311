// What was handed in, opened from its case.

#include "desk/internal/changes.hpp"
#include "desk/internal/pages.hpp"

namespace guildhall::desk {
namespace {

base::Result<http::Response> document(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    // The page of the case, which shows the pictures, left the access record for them; opened on its own, a file
    // leaves one.
    auto found = parts.cases.on_screen(request.parameter("reference"), caller.account);
    if (!found && found.error().code == base::ErrorCode::forbidden)
        found = parts.cases.open_for_staff(request.parameter("reference"), caller.account);
    if (!found) return found.error();
    const std::string wanted{request.parameter("document")};
    const auto is_of_case = has_document(parts, *found, wanted);
    if (!is_of_case) return is_of_case.error();
    if (!*is_of_case)
        return base::Error{
            base::ErrorCode::not_found, {"There is no such file in this case."}, {"document is not of the case"}
        };
    const auto opened = parts.documents.open(wanted);
    if (!opened) return opened.error();
    http::Response response =
        http::Response::text(std::string{base::text_of(opened->bytes)}, opened->document.media_type);
    response.headers.set("Content-Disposition", documents::attachment_header(opened->name));
    return response;
}

}  // namespace

void add_documents(Routes& routes, const Parts& parts) {
    routes.emplace_back(
        http::Method::get, "/desk/cases/{reference}/documents/{document}", http::Access::staff,
        [&parts](const http::Request& request, const http::Caller& caller) { return document(parts, request, caller); }
    );
}

}  // namespace guildhall::desk
