#pragma once
/// Routes: method, path, access policy, limits, handler. A route without a policy does not compile.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "http/message.hpp"

namespace guildhall::http {

/// Who may call a route. There is no default.
enum class Access {
    anyone,       ///< no session needed; one is passed on when there is one
    resident,     ///< a signed-in resident
    staff,        ///< a signed-in staff member
};

/// Who is calling. Made by the Authenticator from the session cookie; empty ids when there is no session.
struct Caller {
    std::string session;         ///< id of the session row; empty without one
    std::string account;         ///< account id of a resident or staff member; empty for a visitor
    bool is_staff = false;
    std::string csrf;            ///< token that this session's forms carry; empty without a session
    std::string draft_subject;   ///< vault subject of a visitor's session (anonymous drafts); empty without one
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
    passwords,    ///< routes that hash passwords: a small pool of its own
};

struct Limits {
    std::size_t body = 64 * 1024;              ///< bytes; more is 413 before it is read
    Pool pool = Pool::general;
};

struct Route {
    Route(Method method_, std::string path_, Access access_, Handler handler_, Limits limits_ = {})
        : method(method_), path(std::move(path_)), access(access_), handler(std::move(handler_)), limits(limits_) {}
    Method method;
    std::string path;                          ///< `/apply/{service}/{question}`; `{rest*}` takes what is left
    Access access;
    Handler handler;
    Limits limits;
};

/// Finds the route, checks access and the CSRF token of POSTs, calls the handler, turns errors into pages,
/// adds the security headers. Immutable after construction; thread-safe; no network in it, so tests call it directly.
class Router {
public:
    Router(std::vector<Route> routes, Authenticator& authenticator, ErrorPage error_page, SignInPage sign_in_page);
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// The route's limits, before the body is read; nothing when no route has this path.
    [[nodiscard]] std::optional<Limits> limits_for(Method method, std::string_view path) const;
    [[nodiscard]] Response handle(Request request) const;
    [[nodiscard]] const std::vector<Route>& routes() const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}  // namespace guildhall::http
