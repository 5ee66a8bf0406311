#pragma once
/// Acting for someone: what a helper may open, and what is written down of it.

#include <optional>
#include <string>

#include "portal/portal.hpp"

namespace guildhall::portal {

/// Every page of the portal as a helper gets it: what does not stand in the table of acting.cpp is refused while they
/// act, what is outside their permission too, and what they open or do is noted. Callers who act for nobody pass.
void keep_helpers_within(std::vector<http::Route>& routes, const Parts& parts);

/// Whether the caller may see things of this service: yes for whoever acts for nobody.
[[nodiscard]] bool is_within_scope(const http::Caller& caller, std::string_view service);

/// The same, of things that are not sent in: a helper who only follows does not see them.
[[nodiscard]] bool may_open_draft(const http::Caller& caller, std::string_view service);

/// Who sends in for the person, when the caller acts for one.
[[nodiscard]] std::optional<casework::OnBehalf> on_behalf_of(const Parts& parts, const http::Caller& caller);

/// The name by which others know an account: the e-mail address where it has no name; empty when it is gone.
[[nodiscard]] std::string name_of_account(const Parts& parts, const std::string& account);

}  // namespace guildhall::portal
