#pragma once
/// What `--demo` brings along beside its accounts.

#include <vector>

#include "identity/accounts.hpp"
#include "identity/sessions.hpp"
#include "mandates/mandates.hpp"

namespace guildhall::app {

/// An adviser who helps two people, one with an account and one without. Those that are there stay as they are.
[[nodiscard]] base::Result<std::vector<identity::DemoAccount>> create_demo_helper(
    identity::Accounts& accounts, mandates::Mandates& mandates, identity::Sessions& sessions, const base::Clock& clock
);

}  // namespace guildhall::app
