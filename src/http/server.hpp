#pragma once
/// The server: reads requests, hands them to workers, writes responses. Coroutines stay inside server.cpp.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "http/route.hpp"

namespace guildhall::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one, see Server::port
    std::size_t io_threads = 1;
    std::size_t workers = 64;
    std::size_t password_workers = 2;
    std::size_t queue = 1024;          ///< requests waiting for a worker; more are answered 503 at once
    std::size_t password_queue = 128;  ///< the same for the pool that hashes passwords
    std::size_t max_connections = 10000;
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_bodies_in_memory = 256 * 1024 * 1024;  ///< sum over all requests being read or handled
    std::chrono::milliseconds read_timeout{30'000};        ///< for a request's head, and to start its body
    std::chrono::milliseconds idle_timeout{60'000};        ///< between requests of a connection
    std::size_t least_bytes_per_second = 2048;             ///< a body gets a second more for so many bytes that came
    std::chrono::milliseconds stop_grace{5'000};  ///< what is being read or written may take so long when stopping
    /// The language of the page for a reader, one of a few. The page that says that all workers are taken is drawn once
    /// for each, from a request that asks for just that language. Thread-safe; when empty there is one for everybody.
    std::function<std::string(const Request&)> page_language;
    /// Addresses of reverse proxies; the last address in X-Forwarded-For that is none of them is the client's.
    std::vector<std::string> trusted_proxies;
};

/// A bound, listening socket that nobody serves yet: tells the port before the router, which needs the origin, is made.
/// Connections wait in its backlog.
class Listener {
public:
    [[nodiscard]] static base::Result<Listener> open(const std::string& address, std::uint16_t port);
    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&&) = delete;
    ~Listener();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// The file descriptor; whoever takes it closes it.
    [[nodiscard]] int take();

private:
    Listener(int descriptor, std::uint16_t port) : descriptor_(descriptor), port_(port) {}
    int descriptor_;
    std::uint16_t port_;
};

/// Serves from construction to destruction; the destructor stops accepting, lets running handlers finish, and joins.
class Server {
public:
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
};

/// Borrows router, log and clock (for the Date header). `options.address` and `port` are not looked at: the listener
/// has them.
[[nodiscard]] base::Result<std::unique_ptr<Server>> start_server(
    const ServerOptions& options, Listener listener, const Router& router, base::Log& log, const base::Clock& clock
);
/// Opens the listener itself.
[[nodiscard]] base::Result<std::unique_ptr<Server>> start_server(
    const ServerOptions& options, const Router& router, base::Log& log, const base::Clock& clock
);

}  // namespace guildhall::http
