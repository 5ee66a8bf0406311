#include "portal/portal.hpp"

#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"

namespace guildhall::portal {

std::vector<http::Route> routes(const Parts& parts) {
    Routes all;
    add_finding(all, parts);
    add_applying(all, parts);
    add_applications(all, parts);
    add_account(all, parts);
    add_telling(all, parts);
    return all;
}

http::Response error_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
) {
    std::string title = "Something went wrong";
    switch (error.code) {
        case base::ErrorCode::not_found:
            title = "We cannot find this page";
            break;
        case base::ErrorCode::forbidden:
            title = "You may not do this";
            break;
        case base::ErrorCode::not_signed_in:
            title = "Sign in first";
            break;
        case base::ErrorCode::invalid_input:
            title = "We could not read what was sent";
            break;
        case base::ErrorCode::too_large:
            title = "That is too large";
            break;
        case base::ErrorCode::unsupported_type:
            title = "We cannot take this kind of file";
            break;
        case base::ErrorCode::conflict:
            title = "This has changed";
            break;
        case base::ErrorCode::expired:
            title = "The time for this is over";
            break;
        case base::ErrorCode::too_many_requests:
        case base::ErrorCode::busy:
            title = "Try again in a moment";
            break;
        case base::ErrorCode::unavailable:
            title = "This part is not working right now";
            break;
        case base::ErrorCode::corrupt:
        case base::ErrorCode::internal:
            title = "Something went wrong on our side";
            break;
    }
    html::Html main = html::page_heading(title);
    main += html::paragraph(
        error.message.text.empty() ? "Try again. What you saved before is not lost." : error.message.text
    );
    main += html::soft(html::escape("Code: ") + html::code(std::string{base::error_code_name(error.code)}));
    main += html::paragraph(html::link({.text = "Go to the front page", .href = "/"}));
    return page(
        parts, request, caller,
        {.title = title, .main = main, .about_a_person = true, .status = http::status_of(error.code)}
    );
}

}  // namespace guildhall::portal
