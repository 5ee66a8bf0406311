#include "api/api.hpp"

namespace guildhall::api {
namespace {

constexpr store::Query ping{"api.ping", "SELECT 1"};

base::Result<http::Response> health(const Parts& parts) {
    const auto answer =
        parts.store.read([](store::ReadTransaction& transaction) { return transaction.query(ping).size(); });
    if (!answer) return http::Response::text("{\"status\":\"database does not answer\"}\n", "application/json", 503);
    return http::Response::text("{\"status\":\"good\"}\n", "application/json");
}

base::Result<http::Response> checkpoint(const Parts& parts) {
    const auto note = parts.ledger.checkpoint();
    if (!note) return note.error();
    if (note->empty()) return base::Error{base::ErrorCode::not_found, {"The log is empty."}, {"no checkpoint yet"}};
    return http::Response::text(*note, "text/plain; charset=utf-8");
}

base::Result<http::Response> tile(const Parts& parts, const http::Request& request) {
    const auto bytes = parts.ledger.tile("tile/" + std::string{request.parameter("path")});
    if (!bytes) return bytes.error();
    http::Response response = http::Response::text(std::string{base::text_of(*bytes)}, "application/octet-stream");
    // A tile never changes; a partial one stays true for its width.
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

}  // namespace

std::vector<http::Route> routes(const Parts& parts) {
    using enum http::Method;
    std::vector<http::Route> all;
    all.emplace_back(get, "/health", http::Access::same_for_all, [&parts](const http::Request&, const http::Caller&) {
        return health(parts);
    });
    all.emplace_back(
        get, "/log/checkpoint", http::Access::same_for_all,
        [&parts](const http::Request&, const http::Caller&) { return checkpoint(parts); }
    );
    all.emplace_back(
        get, "/log/tile/{path*}", http::Access::same_for_all,
        [&parts](const http::Request& request, const http::Caller&) { return tile(parts, request); }
    );
    return all;
}

}  // namespace guildhall::api
