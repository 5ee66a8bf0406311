#pragma once
/// Other people in one's own application: who is asked, how far they are, and whether it can be sent in.

#include "portal/internal/visit.hpp"

namespace guildhall::portal {

/// Everybody who takes part is done; nothing for services where nobody else does.
[[nodiscard]] base::Result<BeforeSending> before_sending_others(const Visit& visit);

}  // namespace guildhall::portal
