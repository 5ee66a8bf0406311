#pragma once
/// What every page of the portal shares: its frame, its forms, who is looking.

#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/page.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// One page, before the frame is put around it.
struct View {
    std::string title{};
    html::Html main{};
    std::string back{};  ///< where "Back" leads; no link when empty
    bool has_error = false;
    bool about_a_person = false;  ///< kept out of search engines
    html::Width width = html::Width::reading;
    int status = 200;
    std::string language{};       ///< of `main` and the title, where it is another than the reader's
    std::string feedback_path{};  ///< what the feedback is about, when not the request's own path
};

[[nodiscard]] http::Response page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const View& view
);

/// `<form method="post">` with the session's CSRF token.
[[nodiscard]] html::Html post_form(
    const http::Caller& caller, const std::string& action, const html::Html& controls, bool with_files = false
);

/// The vault subject whose data the caller may see as their own: the account, or the visitor's session; of a helper
/// who acts for someone, that person.
[[nodiscard]] std::string subject_of(const http::Caller& caller);

/// The current version of a service, or `not_found`.
[[nodiscard]] base::Result<catalogue::ServicePointer> find_service(const Parts& parts, std::string_view id);

/// The last day before the midnight at which something ends.
[[nodiscard]] std::chrono::year_month_day last_day(base::Instant end);

/// A reference, an e-mail address, what a person wrote: in its own direction, whatever stands around it.
[[nodiscard]] html::Html as_written(std::string_view text);
/// The same with its line breaks.
[[nodiscard]] html::Html lines(std::string_view text);

/// The path when it is one of this site (see http::is_local_path): for `next` parameters.
[[nodiscard]] std::string local_path_or(std::string_view path, std::string_view otherwise);

}  // namespace guildhall::portal
