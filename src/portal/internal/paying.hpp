#pragma once
/// The fee as a precondition of sending in: what the page with all answers says about it, and what paying leads to.

#include <optional>

#include "portal/internal/journey_paths.hpp"
#include "portal/internal/page_view.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// What a complete draft costs, or an error that its reader should see.
[[nodiscard]] base::Result<casework::FeeStanding> fee_of(const Parts& parts, const JourneyView& view);

/// How the page with all answers ends when there is a fee; as it was when there is none.
[[nodiscard]] SendingIn with_fee(const JourneyView& view, const casework::FeeStanding& fee, SendingIn sending);

/// Takes the person to pay, or sends in with what is paid already.
[[nodiscard]] base::Result<http::Response> pay(const Parts& parts, const JourneyView& view);

/// Lets the forms of a page lead to the provider's pages.
void allow_provider(const Parts& parts, http::Response& response);

}  // namespace guildhall::portal
