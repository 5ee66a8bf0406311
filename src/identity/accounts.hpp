#pragma once
/// People who can sign in: residents and staff. Names and e-mail addresses lie in the vault; an account is found
/// by the keyed token of its normalised e-mail address, and the database holds neither.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "identity/limits.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::identity {

enum class Role {
    resident,
    caseworker,
    lead,  ///< of a team: sees its backlog; may do all that a caseworker may
};
/// `resident`, `caseworker`, `lead`: as stored and as shown in addresses.
[[nodiscard]] std::string_view role_name(Role role);

struct Account {
    std::string id;  ///< also the account's subject in the vault
    Role role = Role::resident;
    std::string team;  ///< of staff; empty for residents
    base::Instant created{};
    [[nodiscard]] bool is_staff() const { return role != Role::resident; }
};

/// What the vault holds of an account.
struct Profile {
    std::string name;   ///< may be empty for a resident who gave none
    std::string email;  ///< normalised
};

struct StaffMember {
    Account account;
    std::string name;
};

struct NewResident {
    std::string email;
    std::string password;
    std::string name;            ///< may be empty
    std::string remote_address;  ///< of the request; asking too often which addresses have accounts is refused
};

struct NewStaff {
    std::string email;
    std::string password;
    std::string name;
    Role role = Role::caseworker;
    std::string team;
};

/// Characters of a password.
inline constexpr std::int64_t shortest_password = 8;

/// Each says what is wrong, as the message of a field error (see base/message.hpp); nothing when the text is good.
[[nodiscard]] std::optional<std::string> problem_with_email(std::string_view email);
/// 8 to 200 characters, and not among the passwords that are tried first.
[[nodiscard]] std::optional<std::string> problem_with_password(std::string_view password, std::string_view email);
/// At most 200 characters, no control characters; empty is good.
[[nodiscard]] std::optional<std::string> problem_with_name(std::string_view name);

/// Trimmed, ASCII letters in lower case: two spellings of one address are one account.
[[nodiscard]] std::string normalised_email(std::string_view email);

/// Thread-safe. Borrows what it is made from. Creating and signing in hash a password (about 17 ms): their routes
/// belong to the pool for passwords.
class Accounts {
public:
    Accounts(
        store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random,
        SignInLimits limits = {}
    );

    /// Checks the three fields again; `conflict` when the address has an account. Event `account.created`.
    [[nodiscard]] base::Result<Account> create_resident(const NewResident& resident);
    [[nodiscard]] base::Result<Account> create_staff(const NewStaff& staff);

    /// `not_signed_in` for an unknown address and for a wrong password, with the same words after the same work;
    /// `too_many_requests` after too many failures for the e-mail address (whether it has an account or not) or from
    /// the remote address. Event `account.signed-in`. The session is then made by `Sessions::sign_in`.
    [[nodiscard]] base::Result<Account> sign_in(
        std::string_view email, std::string_view password, std::string_view remote_address
    );

    [[nodiscard]] base::Result<Account> find(std::string_view account);
    /// Reads through the vault. Reading another person's profile first notes the access, as with any personal data.
    [[nodiscard]] base::Result<Profile> profile(std::string_view account);
    /// All staff, by role and age of the account; names of colleagues are work data, no access record is due.
    [[nodiscard]] base::Result<std::vector<StaffMember>> staff();

private:
    [[nodiscard]] base::Result<Account> create(
        std::string_view email, std::string_view password, std::string_view name, Role role, std::string_view team
    );

    store::Store& store_;
    vault::Vault& vault_;
    const base::Clock& clock_;
    base::Random& random_;
    SignInLimits limits_;
    std::string nobody_hash_;  ///< what the password of an unknown account is checked against
};

struct DemoAccount {
    std::string email;
    std::string password;
    Role role = Role::resident;
};
/// One resident, two caseworkers, one lead, for `--demo`; those that are already there stay as they are.
[[nodiscard]] base::Result<std::vector<DemoAccount>> create_demo_accounts(Accounts& accounts, std::string_view team);

}  // namespace guildhall::identity
