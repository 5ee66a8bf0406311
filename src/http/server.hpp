#pragma once
/// The server: reads requests, hands them to workers, writes responses. Coroutines stay inside server.cpp.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "http/route.hpp"

namespace guildhall::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                       ///< 0: a free one, see Server::port
    std::string origin;                           ///< `http://localhost:8080`: Secure cookies, Origin checks
    std::size_t io_threads = 1;
    std::size_t workers = 64;
    std::size_t password_workers = 2;
    std::size_t queue = 1024;                     ///< requests waiting for a worker; more are answered 503 at once
    std::size_t max_connections = 10000;
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_bodies_in_memory = 256 * 1024 * 1024;   ///< sum over all requests being read
    std::chrono::seconds read_timeout{30};        ///< for a whole request; slow ones are closed
    std::chrono::seconds idle_timeout{60};        ///< between requests of a connection
};

/// Serves from construction to destruction; the destructor stops accepting, lets running handlers finish, and joins.
class Server {
public:
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
};

[[nodiscard]] base::Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, const Router& router, base::Log& log);

}  // namespace guildhall::http
