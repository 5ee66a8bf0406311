#pragma once
/// What the pages of one's own case share.

#include <string>
#include <string_view>

#include "casework/cases.hpp"
#include "html/html.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// `/applications/GH-…` or a page below it.
[[nodiscard]] std::string case_path(const casework::Case& found, std::string_view rest = {});
/// The cookie that holds the key of a case that was opened by its link; empty for what is no reference.
[[nodiscard]] std::string key_cookie_name(std::string_view reference);
/// The case that the request names, when it is the caller's, or when this browser opened it by the link in a message.
[[nodiscard]] base::Result<casework::Case> load_case(
    const Parts& parts, const http::Request& request, const http::Caller& caller
);
/// Whether the request is about a case that a visitor could open by its link, or by signing in.
[[nodiscard]] bool asks_for_a_case(const http::Request& request, const http::Caller& caller);
/// The page for such a request: how to get in.
[[nodiscard]] http::Response locked_page(const Parts& parts, const http::Request& request, const http::Caller& caller);
/// Each question with its answer: sections under headings of level 3, members of repeats below them.
[[nodiscard]] html::Html answers_list(const Parts& parts, const http::Request& request, const casework::Case& found);
/// The same of another version of the answers.
[[nodiscard]] html::Html answers_list(
    const Parts& parts, const http::Request& request, const casework::Case& found, const journeys::Answers& answers
);

/// `You have paid £24.00. See the receipt for your payment`; empty when nothing was paid.
[[nodiscard]] html::Html paid_words(const casework::Case& found, const words::Locale& locale);

}  // namespace guildhall::portal
