#include <exception>

#include "base/message.hpp"
#include "http/internal/origin_check.hpp"
#include "http/internal/route_table.hpp"
#include "http/route.hpp"
#include "http/security_policy.hpp"

namespace guildhall::http {
namespace {

bool changes_something(Method method) {
    return method == Method::post || method == Method::put || method == Method::patch || method == Method::del;
}

/// Takes as long for any difference; only the length shows.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    volatile unsigned char difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = difference | static_cast<unsigned char>(a[i] ^ b[i]);
    return difference == 0;
}

base::Error forbidden(std::string_view key, std::string_view detail) {
    return {base::ErrorCode::forbidden, base::by_key(key), {std::string(detail)}};
}

/// When even the error page fails.
Response bare_fault() {
    return Response::text("Something went wrong on our side. Try again later.\n", "text/plain; charset=utf-8", 500);
}

std::string joined(const std::vector<Method>& methods) {
    std::string text;
    for (const Method method : methods) {
        if (!text.empty()) text += ", ";
        text += method_name(method);
    }
    return text;
}

}  // namespace

struct Router::Table {
    RouteTable routes;
    Authenticator& authenticator;
    ErrorPage error_page;
    SignInPage sign_in_page;
    base::Log& log;
    base::Random& random;
    std::string origin;
    OriginCheck origin_check;
    std::vector<std::pair<std::string, std::string>> security_headers;

    /// `caller` is filled as soon as it is known, so that the page for a fault can be drawn for them.
    Response answer(Request& request, Caller& caller, const Route*& route);
    std::optional<Response> refuse_access(const Request& request, const Caller& caller, Access access);
    Response draw(const Request& request, const Caller& caller, const base::Error& error);
    Response draw_logged(const Request& request, const Caller& caller, const Route* route, const base::Error& error);
    void finish(Response& response) const;
};

Response Router::Table::draw(const Request& request, const Caller& caller, const base::Error& error) {
    Response response = error_page(request, caller, error);
    response.status = status_of(error.code);
    return response;
}

/// Faults are logged under an id that the page shows; what a person did wrong is not logged.
Response Router::Table::draw_logged(
    const Request& request, const Caller& caller, const Route* route, const base::Error& error
) {
    const int status = status_of(error.code);
    if (status < 500 || error.code == base::ErrorCode::busy) return draw(request, caller, error);
    const std::string id = base::to_hex(random.bytes(6));
    log.write(
        base::LogLevel::error, "request.failed",
        {{"id", id},
         {"code", std::string(base::error_code_name(error.code))},
         {"method", std::string(method_name(request.method))},
         {"route", route != nullptr ? route->path : ""},
         {"detail", error.detail.text}}
    );
    base::Error shown = error;
    shown.message = base::with_argument(std::move(shown.message), {"incident", id});
    return draw(request, caller, shown);
}

std::optional<Response> Router::Table::refuse_access(const Request& request, const Caller& caller, Access access) {
    if (access == Access::anyone || access == Access::same_for_all) return std::nullopt;
    if (caller.account.empty()) return sign_in_page(request, access);
    if (caller.is_staff == (access == Access::staff)) return std::nullopt;
    return draw(request, caller, forbidden("errors.other_kind", "account of the other kind"));
}

Response Router::Table::answer(Request& request, Caller& caller, const Route*& route) {
    const auto match = routes.find(request.method, request.path);
    route = match.route;
    if (route == nullptr) {
        caller = authenticator.authenticate(request);
        if (match.allowed.empty()) {
            return draw(request, caller, {base::ErrorCode::not_found, {"There is no page at this address."}, {}});
        }
        Response response =
            draw(request, caller, {base::ErrorCode::invalid_input, {"This page cannot be asked for in this way."}, {}});
        response.status = 405;
        response.headers.set("Allow", joined(match.allowed));
        return response;
    }
    for (const auto& [name, value] : match.parameters) request.path_parameters.emplace(name, value);
    if (changes_something(request.method) && !origin_check.allows(request.headers)) {
        return draw(request, caller, forbidden("errors.foreign_form", "foreign origin"));
    }
    if (route->access != Access::same_for_all) caller = authenticator.authenticate(request);
    if (auto refusal = refuse_access(request, caller, route->access)) return *std::move(refusal);
    if (changes_something(request.method) && !caller.session.empty() &&
        (caller.csrf.empty() || !equal_in_constant_time(request.form.get("csrf"), caller.csrf))) {
        return draw(request, caller, forbidden("errors.old_form", "csrf token missing or wrong"));
    }
    auto result = route->handler(request, caller);
    if (!result) return draw_logged(request, caller, route, result.error());
    return *std::move(result);
}

void Router::Table::finish(Response& response) const {
    for (const auto& [name, value] : security_headers) response.headers.set(name, value);
    // A page whose forms lead elsewhere says so in a policy of its own.
    if (!response.headers.find("Content-Security-Policy"))
        response.headers.add("Content-Security-Policy", content_security_policy());
    if (!response.headers.find("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

Router::Router(
    std::vector<Route> routes, Authenticator& authenticator, ErrorPage error_page, SignInPage sign_in_page,
    base::Log& log, base::Random& random, std::string origin
) {
    OriginCheck origin_check(origin);
    table_.reset(new Table{
        RouteTable(std::move(routes)),
        authenticator,
        std::move(error_page),
        std::move(sign_in_page),
        log,
        random,
        std::move(origin),
        std::move(origin_check),
        {}
    });
    table_->security_headers = {
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    };
    if (table_->origin_check.is_https()) {
        table_->security_headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

Router::~Router() = default;

std::optional<Limits> Router::limits_for(Method method, std::string_view path) const {
    const auto match = table_->routes.find(method, path);
    if (match.route == nullptr) return std::nullopt;
    return match.route->limits;
}

Response Router::handle(Request request) const {
    Caller caller;
    const Route* route = nullptr;
    Response response;
    std::string fault;
    try {
        response = table_->answer(request, caller, route);
    } catch (const std::exception& exception) {
        fault = fmt::format("exception: {}", exception.what());
    } catch (...) {
        fault = "exception of an unknown type";
    }
    if (!fault.empty()) {
        try {
            response = table_->draw_logged(request, caller, route, {base::ErrorCode::internal, {}, {fault}});
        } catch (...) {
            table_->log.write(base::LogLevel::error, "error_page.failed", {});
            response = bare_fault();
        }
    }
    table_->finish(response);
    return response;
}

Response Router::refuse(const Request& request, const base::Error& error) const {
    Response response;
    try {
        response = table_->draw(request, Caller{}, error);
    } catch (...) {
        table_->log.write(base::LogLevel::error, "error_page.failed", {});
        response = bare_fault();
    }
    table_->finish(response);
    return response;
}

const std::vector<Route>& Router::routes() const {
    return table_->routes.routes();
}

const std::string& Router::origin() const {
    return table_->origin;
}

}  // namespace guildhall::http
