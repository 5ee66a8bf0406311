#pragma once
/// A new password for who forgot theirs: a link by e-mail that works once, for an hour.

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "identity/accounts.hpp"
#include "identity/sessions.hpp"
#include "jobs/jobs.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::identity {

struct ResetMail {
    std::string id;  ///< a UUID, the same at every try
    std::string email;
    std::string token;
    std::string language;  ///< BCP 47, of the page where it was asked for
};
/// Mails the link.
using SendResetMail = std::function<base::Result<base::Done>(const ResetMail& mail)>;

/// The database holds the SHA-256 of a token; the token itself lies sealed in the vault until its mail is sent.
/// Thread-safe. Borrows what it is made from.
class PasswordResets {
public:
    PasswordResets(
        store::Store& store, vault::Vault& vault, Sessions& sessions, const base::Clock& clock, base::Random& random,
        SendResetMail send, ResetLimits limits = {}
    );

    /// Done for every address that could be one, whether it has an account or not, after the same work; the mail goes
    /// out by a job. `invalid_input` for what is no address, `too_many_requests` beyond the limits of the address or
    /// of the remote address.
    [[nodiscard]] base::Result<base::Done> request(
        std::string_view email, std::string_view remote_address, std::string_view language = "en"
    );

    /// The account that the link is for; `expired` when it was used, replaced, made too long ago, or never made.
    [[nodiscard]] base::Result<Account> account_for(std::string_view token);

    /// Sets the password, once: every link and every session of the account ends. Hashes: belongs to the pool for
    /// passwords. `invalid_input` says what is wrong with the password. Event `account.password-changed`.
    [[nodiscard]] base::Result<Account> reset(std::string_view token, std::string_view password);

    /// For the job runner, as `password.mail`.
    [[nodiscard]] jobs::Handler mail_handler();

private:
    store::Store& store_;
    vault::Vault& vault_;
    Sessions& sessions_;
    const base::Clock& clock_;
    base::Random& random_;
    SendResetMail send_;
    ResetLimits limits_;
};

}  // namespace guildhall::identity
