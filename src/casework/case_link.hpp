#pragma once
/// Links to a case. Who applied without an account has no other way back to it than a link that opens it.

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "casework/cases.hpp"
#include "vault/vault.hpp"

namespace guildhall::casework {

/// How long the link in a message opens the case. Every message brings a new one.
constexpr std::chrono::days link_lifetime{60};

/// Opens one case until `until`, for whoever holds it: an HMAC over the case, the subject that it belongs to, and the
/// time, then the time in seconds since 1970. It ends when the case becomes an account's. Needs no place in a database.
[[nodiscard]] std::string make_case_key(
    const vault::Vault& vault, std::string_view case_id, std::string_view subject, base::Instant until
);
[[nodiscard]] bool opens_case(
    const vault::Vault& vault, std::string_view key, std::string_view case_id, std::string_view subject,
    base::Instant now
);

/// The address of a case, as a mail holds it: mail programs often leave the signs out with which one reference in nine
/// ends (Crockford's check characters `*~$=`), so these are percent-encoded. With a key, the address that opens it.
[[nodiscard]] std::string case_link(std::string_view origin, std::string_view reference, std::string_view key = {});

}  // namespace guildhall::casework
