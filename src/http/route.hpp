#pragma once
/// Routes: method, path, access policy, limits, handler. A route without a policy does not compile.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/random.hpp"
#include "http/message.hpp"

namespace guildhall::http {

/// Who may call a route. There is no default.
enum class Access {
    anyone,        ///< no session needed; one is passed on when there is one
    resident,      ///< a signed-in resident (not staff)
    staff,         ///< a signed-in staff member
    same_for_all,  ///< the same bytes for everyone (style sheets, health): no session is looked up, the Caller is empty
};

/// Acting for someone else with their recorded permission; `Caller::account` stays the helper's own.
struct Acting {
    std::string mandate;  ///< id of the permission; empty: everyone acts for themselves
    std::string
        subject;         ///< vault subject of the person; empty when the permission holds no more: then nothing is done
    std::string person;  ///< their name, as it stands in the permission
    bool may_apply = false;             ///< false: they only see what was sent in and what became of it
    std::vector<std::string> services;  ///< ids that it is limited to; empty: all
};

/// Who is calling. Made by the Authenticator from the session cookie; empty ids when there is no session.
struct Caller {
    std::string session;  ///< id of the session row; empty without one
    std::string account;  ///< account id of a resident or staff member; empty for a visitor
    bool is_staff = false;
    std::string csrf;           ///< token that this session's forms carry; empty without a session
    std::string draft_subject;  ///< vault subject of a visitor's session (anonymous drafts); empty without one
    Acting acting{};
};

/// Finds the caller. Implemented by `identity`; borrowed by the router. Thread-safe.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    [[nodiscard]] virtual Caller authenticate(const Request& request) = 0;
};

/// What every page for an error looks like (not found, forbidden, a fault): the faces know how to draw it.
using ErrorPage = std::function<Response(const Request&, const Caller&, const base::Error&)>;
/// Where an anonymous caller of a resident or staff route is sent (the sign-in page, with `next`).
using SignInPage = std::function<Response(const Request&, Access wanted)>;

/// Synchronous; runs on a worker; one call, one response. An Error becomes the error page.
using Handler = std::function<base::Result<Response>(const Request&, const Caller&)>;

enum class Pool {
    general,
    passwords,  ///< routes that hash passwords: a small pool of its own
};

struct Limits {
    std::size_t body = 64 * 1024;  ///< bytes; more is 413 before it is read
    Pool pool = Pool::general;
};

struct Route {
    Route(Method method_, std::string path_, Access access_, Handler handler_, Limits limits_ = {})
        : method(method_), path(std::move(path_)), access(access_), handler(std::move(handler_)), limits(limits_) {}
    Method method;
    std::string path;  ///< `/apply/{service}/{question}`; a last `{rest*}` takes what is left
    Access access;
    Handler handler;
    Limits limits;
};

/// Finds the route, checks access, where a POST comes from and its CSRF token, calls the handler, turns errors and
/// exceptions into pages, adds the security headers. Immutable after construction; thread-safe; no network in it, so
/// tests call it directly.
///
/// Matching: literal segments go before `{name}`, that before `{rest*}`; a parameter is never empty. HEAD is served by
/// GET routes. The access rule: a visitor who asks for a resident or staff route gets the sign-in page, an account of
/// the other kind 403.
///
/// POST, PUT, PATCH and DELETE: `Sec-Fetch-Site: cross-site` and an `Origin` that is not ours are refused (for a
/// loopback origin such as `http://localhost:8080` the other loopback names with the same port are ours too; the Host
/// header is never asked). A caller with a session must send the form field `csrf` equal to `Caller::csrf`.
class Router {
public:
    /// Borrows `authenticator`, `log` and `random`. `origin` is the configured one, such as `https://example.org`.
    /// Throws std::invalid_argument when a route's path is malformed or stands twice: a bug that shows at start.
    Router(
        std::vector<Route> routes, Authenticator& authenticator, ErrorPage error_page, SignInPage sign_in_page,
        base::Log& log, base::Random& random, std::string origin
    );
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// The route's limits, before the body is read; nothing when no route has this method and (decoded) path.
    [[nodiscard]] std::optional<Limits> limits_for(Method method, std::string_view path) const;
    /// Never throws: a fault is logged under an id and answered with the error page, which names the id.
    [[nodiscard]] Response handle(Request request) const;
    /// The error page for a request that never reached a handler (malformed body, too large). Nobody is signed in on
    /// it.
    [[nodiscard]] Response refuse(const Request& request, const base::Error& error) const;
    [[nodiscard]] const std::string& origin() const;
    [[nodiscard]] const std::vector<Route>& routes() const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}  // namespace guildhall::http
