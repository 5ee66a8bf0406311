#pragma once
/// A case that a helper sent in: by whose permission.

#include "desk/desk.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

/// Who sent it in for whom, how the permission was given and whether it still holds, with the ways to confirm and to
/// end it; nothing for a case that the person sent in.
[[nodiscard]] base::Result<html::Html> permission_section(
    const Parts& parts, const http::Caller& caller, const casework::Case& found
);

}  // namespace guildhall::desk
