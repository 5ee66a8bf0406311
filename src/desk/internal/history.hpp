#pragma once
/// What happened to a case, newest first.

#include "desk/desk.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

[[nodiscard]] base::Result<html::Html> history_of(const Parts& parts, const casework::Case& found);

}  // namespace guildhall::desk
