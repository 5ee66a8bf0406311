#pragma once
/// Rows of the accounts table, as values.

#include "identity/accounts.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::identity {

/// Of a row that begins `id, role, team, created_at`.
[[nodiscard]] Account account_of(const store::Row& row);

[[nodiscard]] base::Result<Profile> read_profile(vault::Vault& vault, const std::string& record);

/// `too_many_requests`, with how long to wait.
[[nodiscard]] base::Error too_many_tries(std::chrono::seconds window);

}  // namespace guildhall::identity
