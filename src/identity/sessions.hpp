#pragma once
/// Who is calling: the session cookie, its row, and what signing in does to both.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "http/route.hpp"
#include "identity/accounts.hpp"
#include "identity/limits.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::identity {

/// What a visitor who signs in brings along. Called outside the transaction with the visitor's vault subject and the
/// account id; the writes that it returns join the transaction that rotates the session. An Error stops the sign-in.
using MoveDrafts = std::function<base::Result<std::function<void(store::WriteTransaction&)>>(
    const std::string& from_subject, const std::string& to_account
)>;

/// What a permission to act for someone allows, read anew at every request: with an empty `subject` when it holds no
/// more for this helper.
using FindActing = std::function<http::Acting(const std::string& mandate, const std::string& helper)>;

/// The caller from now on, and the cookie to put on the response (nothing when the browser has the right one).
struct Session {
    http::Caller caller;
    std::optional<http::Cookie> cookie;
};

/// The cookie `session` is 32 random bytes; the row is keyed by their SHA-256, so a stolen database opens no session.
/// Thread-safe. Borrows what it is made from. Reading costs one indexed read, or none within `limits.cache`.
class Sessions final : public http::Authenticator {
public:
    static constexpr std::string_view cookie_name = "session";

    Sessions(
        store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random, base::Log& log,
        std::vector<MoveDrafts> movers = {}, SessionLimits limits = {}, FindActing find_acting = {}
    );
    ~Sessions() override;

    /// A forged, ended or expired cookie is a visitor without a session.
    [[nodiscard]] http::Caller authenticate(const http::Request& request) override;

    /// For the first POST of a visitor: the caller as they are, or a new session with a fresh anonymous vault subject.
    [[nodiscard]] base::Result<Session> ensure(const http::Caller& caller);

    /// A new token; the old one is dead. What the visitor's `draft_subject` holds in the vault becomes the account's,
    /// with the writes of the movers, in one transaction. Staff leave a visitor's drafts where they are.
    [[nodiscard]] base::Result<Session> sign_in(const http::Caller& caller, const Account& account);

    /// The resident acts for someone from now on, or for themselves again when `mandate` is empty. A new token, so that
    /// a form which was opened before is refused and never reaches another person's things; signing in lasts no longer
    /// by it. It ends by itself when nothing comes for `limits.acting_idle`.
    [[nodiscard]] base::Result<Session> act(const http::Caller& caller, const std::string& mandate);

    /// What lies under a visitor's subject becomes the account's, as at a sign-in: for a case that was opened by its
    /// link. The caller has made sure that `visitor` is no account and that the account may have it.
    [[nodiscard]] base::Result<base::Done> bring(const std::string& visitor, const std::string& account);

    /// Ends the session (at once on this node); the answer is the cookie that forgets it.
    [[nodiscard]] base::Result<http::Cookie> sign_out(const http::Caller& caller);

    /// Ends every session of the account, in the caller's transaction; `forget_all` once it is durable makes that true
    /// at once on this node (on others within `limits.cache`).
    void end_all(store::WriteTransaction& transaction, const std::string& account);
    void forget_all(const std::string& account);

    /// Deletes rows whose time is over, at most `limit`. Returns how many.
    [[nodiscard]] base::Result<std::int64_t> sweep(std::int64_t limit);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace guildhall::identity
