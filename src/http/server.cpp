#include "http/server.hpp"

#include <list>
#include <map>
#include <mutex>

#include <sys/socket.h>

// ThreadSanitizer does not know fences; Asio's queues are guarded by mutexes besides, which it does know.
#ifdef __SANITIZE_THREAD__
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/text.hpp"
#include "http/internal/read_body.hpp"
#include "http/internal/worker_pool.hpp"
#include "http/internal/write_head.hpp"
#include "http/url.hpp"

// False alarm of g++ 12 below -O2: Asio's coroutine frames have an operator new and an operator delete that fit.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

// g++ 12 destroys temporary lambdas and aggregates in a co_await expression twice: whatever a coroutine is given here
// has a name.

namespace guildhall::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// Each shard's context runs on one thread, so its connections need no strand, and the concrete executor type spares
// the type-erased one.
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Steady = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> use_awaitable;

using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t idle_read_size = 2 * 1024;  // what a connection that waits costs; most requests fit
constexpr std::size_t write_size = 256 * 1024;    // a slow client's time starts anew after each such piece
constexpr std::size_t most_headers = 100;
// After a refusal a browser sends the rest of its film all the same, and shows the answer only then.
constexpr std::size_t linger_bytes = 256 * 1024 * 1024;
constexpr std::chrono::milliseconds linger_time{30'000};
constexpr std::chrono::milliseconds linger_time_when_stopping{200};

enum class Phase { idle, reading, handling, writing, lingering };

struct Connection {
    explicit Connection(Socket socket_) : socket(std::move(socket_)) {}
    Socket socket;
    beast::flat_buffer buffer;
    std::string peer;
    Phase phase = Phase::idle;
    Steady::time_point deadline = Steady::time_point::max();
    bool client_done = false;  ///< the client will send no more
    bool is_late = false;      ///< its request did not come in time; said so once, then closed
};

/// One io_context with its thread and its connections. All but `context` is touched by that thread alone.
struct Shard {
    asio::io_context context{1};
    Timer watch_timer{context};
    std::list<Connection*> connections;
    bool stopping = false;
    std::thread thread;
};

/// Why a request is answered without its handler. A status of 0: the connection is simply gone.
struct Refusal {
    int status = 0;
    std::string_view message;
};

class Service;

/// One request on its way through a worker.
class Exchange final : public Job {
public:
    explicit Exchange(const Service& service) : service_(service) {}
    void run() override;

    Request request;
    std::string raw_query;
    std::string raw_body;
    std::optional<base::Error> error;  ///< set: the page for it is all that is wanted
    bool keep_alive = false;
    std::function<void()> finished;  ///< called once on the worker, as its last act

    std::string head;
    std::string body;

private:
    Response answer();
    const Service& service_;
};

/// A share of the memory for bodies, given back when it ends.
class BodyBudget {
public:
    BodyBudget(std::atomic<std::size_t>& used, std::size_t limit) : used_(used), limit_(limit) {}
    BodyBudget(const BodyBudget&) = delete;
    BodyBudget& operator=(const BodyBudget&) = delete;
    ~BodyBudget() { release(); }
    void release() { used_ -= std::exchange(held_, 0); }
    [[nodiscard]] bool add(std::size_t bytes) {
        held_ += bytes;
        return used_.fetch_add(bytes) + bytes <= limit_;
    }

private:
    std::atomic<std::size_t>& used_;
    const std::size_t limit_;
    std::size_t held_ = 0;
};

class Service final : public Server {
public:
    Service(
        const ServerOptions& options, Listener listener, const Router& router, base::Log& log, const base::Clock& clock
    );
    ~Service() override;
    [[nodiscard]] std::uint16_t port() const override { return port_; }

    [[nodiscard]] const Router& router() const { return router_; }
    [[nodiscard]] std::string head_of(const Response& response, bool keep_alive) const {
        return response_head(response, keep_alive && !stopping_, secure_cookies_, clock_.now());
    }

private:
    Awaitable<void> accept();
    Awaitable<void> watch(Shard& shard);
    Awaitable<void> serve(std::shared_ptr<Connection> connection, Shard& shard);
    Awaitable<bool> serve_request(Connection& connection, Shard& shard);
    Awaitable<Refusal> read_head(Connection& connection, Parser& parser);
    Awaitable<Refusal> read_body(Connection& connection, Parser& parser, std::size_t limit, BodyBudget& budget);
    Awaitable<bool> read_more(Connection& connection);
    Awaitable<bool> write(Connection& connection, const std::string& head, const std::string& body);
    Awaitable<void> write_bare(Connection& connection, const Refusal& refusal);
    Awaitable<void> linger(Connection& connection);
    const Response& busy_page(Request& request) const;
    Refusal take_head(const Connection& connection, const Parser& parser, Exchange& exchange) const;

    const ServerOptions options_;
    const Router& router_;
    base::Log& log_;
    const base::Clock& clock_;
    const ClientAddress client_address_;
    const bool secure_cookies_;
    const std::uint16_t port_;
    mutable std::mutex busy_guard_;
    mutable std::map<std::string, Response> busy_pages_;  ///< by language
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> connection_count_{0};
    std::atomic<std::size_t> body_bytes_{0};
    std::unique_ptr<WorkerPool> general_;
    std::unique_ptr<WorkerPool> passwords_;
    std::vector<std::unique_ptr<Shard>> shards_;
    std::optional<Acceptor> acceptor_;
    std::size_t next_shard_ = 0;
};

Response Exchange::answer() {
    // Before what may be wrong: the page that says so is in the language that the reader chose.
    read_cookies(request);
    if (!error) error = read_contents(request, raw_query, std::move(raw_body));
    if (error) return service_.router().refuse(request, *error);
    return service_.router().handle(std::move(request));
}

void Exchange::run() {
    const bool is_head = request.method == Method::head;
    const std::string accept_encoding(request.headers.find("Accept-Encoding").value_or(""));
    try {
        Response response = answer();
        compress_page(response, accept_encoding);
        head = service_.head_of(response, keep_alive);
        if (!is_head && !has_no_body(response.status)) body = std::move(response.body);
    } catch (const std::exception&) {
        // The router catches what handlers throw: what is left is a header that may not be sent, or no memory.
        keep_alive = false;
        const Response response = bare_response(500, "Something went wrong on our side. Try again later.");
        head = service_.head_of(response, false);
        body = is_head ? "" : response.body;
    }
    // Once the connection's thread resumes, this object is gone.
    auto last_act = std::move(finished);
    last_act();
}

/// Hands `exchange` to the pool and resumes on the connection's thread when it has run; false when the pool is full.
Awaitable<bool> run_on(WorkerPool& pool, Exchange& exchange, Shard& shard) {
    auto initiation = [&pool, &exchange, &shard](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        exchange.finished = [resume, &shard]() mutable {
            asio::post(shard.context, [resume = std::move(resume)] { std::move (*resume)(true); });
        };
        if (!pool.submit(exchange))
            asio::post(shard.context, [resume = std::move(resume)] { std::move (*resume)(false); });
    };
    return asio::async_initiate<const asio::use_awaitable_t<Executor>, void(bool)>(
        std::move(initiation), use_awaitable
    );
}

std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Method::get;
        case beast::http::verb::head:
            return Method::head;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::patch:
            return Method::patch;
        case beast::http::verb::delete_:
            return Method::del;
        case beast::http::verb::options:
            return Method::options;
        default:
            return std::nullopt;
    }
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

/// Headers by which two servers may read different requests from the same bytes (RFC 9112 sections 3.2, 6.1, 6.3).
bool is_ambiguous(const Headers& headers, int version) {
    const std::size_t lengths = headers.count("Content-Length");
    const std::size_t encodings = headers.count("Transfer-Encoding");
    if (lengths > 1 || (lengths == 1 && headers.find("Content-Length")->find(',') != std::string_view::npos))
        return true;
    if (encodings > 0) {
        if (encodings > 1 || lengths > 0 || version < 11) return true;
        if (!base::equal_ignoring_case_ascii(*headers.find("Transfer-Encoding"), "chunked")) return true;
    }
    const std::size_t hosts = headers.count("Host");
    return hosts > 1 || (hosts == 0 && version >= 11);
}

/// Path and query of a request target in origin form or absolute form (RFC 9112 section 3.2), undecoded.
std::pair<std::string_view, std::string_view> split_target(std::string_view target) {
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!base::equal_ignoring_case_ascii(target.substr(0, scheme.size()), scheme)) continue;
        const std::size_t end = target.find_first_of("/?", scheme.size());
        if (end == scheme.size() || target.size() == scheme.size()) break;  // no host: RFC 9110 section 4.2.1
        target = end == std::string_view::npos ? std::string_view("/") : target.substr(end);
        break;
    }
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos) return {target, {}};
    return {target.substr(0, mark), target.substr(mark + 1)};
}

/// Drawn once for each language: whoever has too much to do draws no pages.
const Response& Service::busy_page(Request& request) const {
    read_cookies(request);
    const std::string language = options_.page_language ? options_.page_language(request) : "";
    const std::lock_guard lock(busy_guard_);
    const auto [page, is_new] = busy_pages_.try_emplace(language);
    if (!is_new) return page->second;
    Request anybody;
    anybody.path = "/";
    if (!language.empty()) anybody.headers.set("Accept-Language", language);
    const base::Error busy{
        base::ErrorCode::busy, {"Too many people are using this service just now."}, {"all workers are taken"}
    };
    page->second = router_.refuse(anybody, busy);
    page->second.headers.set("Retry-After", "2");
    return page->second;
}

Service::Service(
    const ServerOptions& options, Listener listener, const Router& router, base::Log& log, const base::Clock& clock
)
    : options_(options),
      router_(router),
      log_(log),
      clock_(clock),
      client_address_(options.trusted_proxies),
      secure_cookies_(router.origin().starts_with("https://")),
      port_(listener.port()),
      general_(std::make_unique<WorkerPool>(options.workers, options.queue)),
      passwords_(std::make_unique<WorkerPool>(options.password_workers, options.password_queue)) {
    for (std::size_t i = 0; i < std::max<std::size_t>(options.io_threads, 1); ++i)
        shards_.push_back(std::make_unique<Shard>());
    asio::io_context& first = shards_.front()->context;
    const int descriptor = listener.take();
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
    acceptor_.emplace(first, bound.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4(), descriptor);
    asio::co_spawn(first, accept(), asio::detached);
    for (const auto& shard : shards_) asio::co_spawn(shard->context, watch(*shard), asio::detached);
    for (const auto& shard : shards_) {
        shard->thread = std::thread([&context = shard->context] { context.run(); });
    }
}

Service::~Service() {
    stopping_ = true;
    asio::post(shards_.front()->context, [this] {
        beast::error_code ignored;
        acceptor_->close(ignored);
    });
    for (const auto& shard : shards_) {
        asio::post(shard->context, [this, &shard = *shard] {
            shard.stopping = true;
            const auto now = Steady::now();
            for (Connection* const connection : shard.connections) {
                if (connection->phase == Phase::handling) continue;
                auto latest = now + options_.stop_grace;
                if (connection->phase == Phase::lingering) latest = now + linger_time_when_stopping;
                if (connection->phase == Phase::idle) latest = now;
                connection->deadline = std::min(connection->deadline, latest);
            }
            shard.watch_timer.cancel();
        });
    }
    for (const auto& shard : shards_) shard->thread.join();
    general_.reset();
    passwords_.reset();
}

/// Ends what takes too long: who is late with a request is told so, every other connection is closed. It is one timer
/// for all of them, as setting a timer for each read would cost more than the read. Ends, and lets the context end,
/// when the server stops and the last connection is gone.
Awaitable<void> Service::watch(Shard& shard) {
    const auto quarter = std::min(options_.read_timeout, options_.idle_timeout) / 4;
    const auto pause = std::clamp(quarter, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
    const auto stopping_pause = std::chrono::milliseconds(10);
    while (!shard.stopping || !shard.connections.empty()) {
        shard.watch_timer.expires_after(shard.stopping ? stopping_pause : pause);
        beast::error_code error;
        auto token = asio::redirect_error(use_awaitable, error);
        co_await shard.watch_timer.async_wait(token);
        const auto now = Steady::now();
        for (Connection* const connection : shard.connections) {
            if (connection->deadline > now) continue;
            connection->deadline = Steady::time_point::max();
            beast::error_code ignored;
            if (connection->phase == Phase::reading && !shard.stopping) {
                connection->is_late = true;
                connection->socket.cancel(ignored);
            } else {
                connection->socket.close(ignored);
            }
        }
    }
}

Awaitable<void> Service::accept() {
    Timer pause(shards_.front()->context);
    while (!stopping_) {
        Shard& shard = *shards_[next_shard_++ % shards_.size()];
        Socket socket(shard.context);
        beast::error_code error;
        auto token = asio::redirect_error(use_awaitable, error);
        co_await acceptor_->async_accept(socket, token);
        if (stopping_) break;
        if (error) {
            // Out of file descriptors, mostly: without a pause this would spin until some are free.
            log_.write(base::LogLevel::warning, "accept.failed", {{"error", error.message()}});
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(token);
            continue;
        }
        if (connection_count_ >= options_.max_connections) {
            socket.close(error);
            continue;
        }
        ++connection_count_;
        beast::error_code ignored;
        socket.set_option(Tcp::no_delay(true), ignored);
        auto connection = std::make_shared<Connection>(std::move(socket));
        asio::co_spawn(shard.context, serve(std::move(connection), shard), asio::detached);
    }
}

Awaitable<void> Service::serve(std::shared_ptr<Connection> connection, Shard& shard) {
    const auto place = shard.connections.insert(shard.connections.end(), connection.get());
    const auto leave = [this, &shard, place](Connection*) {
        shard.connections.erase(place);
        --connection_count_;
    };
    const std::unique_ptr<Connection, decltype(leave)> guard(connection.get(), leave);
    beast::error_code error;
    const auto endpoint = connection->socket.remote_endpoint(error);
    if (error) co_return;
    connection->peer = canonical_address(endpoint.address().to_string()).value_or("");
    // A limit on the buffer backs up the parser's own.
    connection->buffer.max_size(options_.max_header_bytes + 4 * read_size);
    bool go_on = true;
    while (go_on && !shard.stopping) go_on = co_await serve_request(*connection, shard);
}

/// False when the connection is to be closed.
Awaitable<bool> Service::serve_request(Connection& connection, Shard& shard) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
    parser.body_limit(boost::none);  // the route's limit is held against the length as soon as the route is known
    Exchange exchange(*this);
    Refusal refusal = co_await read_head(connection, parser);
    if (refusal.status == 0 && parser.is_header_done()) refusal = take_head(connection, parser, exchange);
    if (refusal.status != 0 || !parser.is_header_done()) {
        co_await write_bare(connection, refusal);
        co_return false;
    }

    const auto limits = router_.limits_for(exchange.request.method, exchange.request.path).value_or(Limits{});
    BodyBudget budget(body_bytes_, options_.max_bodies_in_memory);
    exchange.keep_alive = parser.keep_alive();
    const base::Error too_large{base::ErrorCode::too_large, {"What was sent is larger than this page takes."}, {}};
    if (parser.content_length() && *parser.content_length() > limits.body) {
        exchange.error = too_large;
        exchange.keep_alive = false;
    } else if (!parser.is_done()) {
        refusal = co_await read_body(connection, parser, limits.body, budget);
        if (refusal.status == 413) {
            exchange.error = too_large;
            exchange.keep_alive = false;
        } else if (refusal.status != 0 || !parser.is_done()) {
            budget.release();
            co_await write_bare(connection, refusal);
            co_return false;
        }
        exchange.raw_body = std::move(parser.get().body());
    }

    connection.phase = Phase::handling;
    connection.deadline = Steady::time_point::max();
    WorkerPool& pool = limits.pool == Pool::passwords ? *passwords_ : *general_;
    const bool has_run = co_await run_on(pool, exchange, shard);
    budget.release();
    if (!has_run) {
        const Response& busy = busy_page(exchange.request);
        exchange.head = head_of(busy, exchange.keep_alive);
        exchange.body = exchange.request.method == Method::head ? "" : busy.body;
    }
    const bool written = co_await write(connection, exchange.head, exchange.body);
    if (!written) co_return false;
    if (exchange.keep_alive && !shard.stopping && !stopping_) co_return true;
    co_await linger(connection);
    co_return false;
}

Awaitable<bool> Service::read_more(Connection& connection) {
    const std::size_t wanted = connection.phase == Phase::idle ? idle_read_size : read_size;
    const std::size_t room = std::min(wanted, connection.buffer.max_size() - connection.buffer.size());
    if (room == 0) co_return false;
    // Bytes may have come at the very moment when it was called late.
    if (connection.is_late && connection.phase == Phase::reading) co_return false;
    auto buffer = connection.buffer.prepare(room);
    beast::error_code error;
    auto token = asio::redirect_error(use_awaitable, error);
    const std::size_t count = co_await connection.socket.async_read_some(buffer, token);
    connection.buffer.commit(count);
    if (error && error != asio::error::operation_aborted) connection.client_done = true;
    co_return !error;
}

Refusal refusal_for(const beast::error_code& error) {
    if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow) {
        return {431, "The request's headers are too large."};
    }
    if (error == beast::http::error::body_limit) return {413, "What was sent is larger than this page takes."};
    if (error == beast::http::error::bad_version) return {505, "This version of HTTP is not spoken here."};
    return {400, "The request is not correct HTTP."};
}

/// Why a request that began has no end. A client that only closed its sending half still reads this.
Refusal cut_short(bool is_late) {
    if (is_late) return {408, "The request took too long to arrive."};
    return {400, "The request ended before it was whole."};
}

/// Returns status 0 with the header done, or with it not done when the client went away.
Awaitable<Refusal> Service::read_head(Connection& connection, Parser& parser) {
    connection.phase = Phase::idle;
    connection.deadline = Steady::now() + options_.idle_timeout;
    if (connection.buffer.size() == 0 && connection.buffer.capacity() > 2 * idle_read_size)
        connection.buffer.shrink_to_fit();
    const Refusal too_large{431, "The request's headers are too large."};
    while (true) {
        // Empty lines before a request are passed over (RFC 9112 section 2.2).
        const auto data = connection.buffer.cdata();
        const std::string_view bytes(static_cast<const char*>(data.data()), data.size());
        if (bytes.starts_with("\r\n") && !parser.got_some()) {
            connection.buffer.consume(2);
            continue;
        }
        if (!bytes.empty()) {
            if (connection.phase == Phase::idle) {
                connection.phase = Phase::reading;
                connection.deadline = Steady::now() + options_.read_timeout;
            }
            beast::error_code error;
            // Beast waits for the whole head before it takes any of it, and counts its limit by field.
            const std::size_t count = parser.put(data, error);
            connection.buffer.consume(count);
            if (error && error != beast::http::error::need_more) co_return refusal_for(error);
            if (count > options_.max_header_bytes) co_return too_large;
            if (parser.is_header_done()) co_return Refusal{};
        }
        const bool more = co_await read_more(connection);
        if (!more) co_return connection.phase == Phase::reading ? cut_short(connection.is_late) : Refusal{};
    }
}

/// Fills the exchange's request; a status other than 0 says why not.
Refusal Service::take_head(const Connection& connection, const Parser& parser, Exchange& exchange) const {
    const auto& message = parser.get();
    Request& request = exchange.request;
    for (const auto& field : message) {
        request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
    }
    if (request.headers.entries().size() > most_headers) return {431, "The request has too many headers."};
    const Refusal bad{400, "The request is not correct HTTP."};
    if (is_ambiguous(request.headers, static_cast<int>(message.version()))) return bad;
    const auto method = method_of(message.method());
    if (!method) return {501, "This method is not served here."};
    request.method = *method;
    const std::string_view target = view(message.target());
    if (target.find('#') != std::string_view::npos) return bad;
    const auto [raw_path, raw_query] = split_target(target);
    auto path = decode_path(raw_path);
    if (!path) return {400, "The address of the page is not written correctly."};
    request.path = *std::move(path);
    exchange.raw_query = std::string(raw_query);
    request.remote_address = client_address_.of(connection.peer, request.headers);
    if (const auto expect = request.headers.find("Expect");
        expect && !base::equal_ignoring_case_ascii(*expect, "100-continue")) {
        return {417, "What the request expects is not offered here."};
    }
    return {};
}

Awaitable<Refusal> Service::read_body(Connection& connection, Parser& parser, std::size_t limit, BodyBudget& budget) {
    const Refusal busy{503, "Too many people are sending files just now. Try again in a moment."};
    parser.body_limit(limit);
    parser.eager(true);
    if (parser.get().count(beast::http::field::expect) > 0 && connection.buffer.size() == 0 &&
        parser.get().version() >= 11) {
        const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const std::string nothing;
        const bool written = co_await write(connection, go_on, nothing);
        if (!written) co_return Refusal{};
        connection.phase = Phase::reading;
    }
    const auto start = Steady::now();
    connection.deadline = start + options_.read_timeout;
    std::size_t counted = 0;
    while (true) {
        if (connection.buffer.size() > 0) {
            beast::error_code error;
            connection.buffer.consume(parser.put(connection.buffer.cdata(), error));
            if (error && error != beast::http::error::need_more) co_return refusal_for(error);
        }
        const std::size_t size = parser.get().body().size();
        if (size > counted) {
            if (!budget.add(size - counted)) co_return busy;
            counted = size;
            connection.deadline =
                start + options_.read_timeout +
                std::chrono::milliseconds(counted * 1000 / std::max<std::size_t>(options_.least_bytes_per_second, 1));
            if (stopping_) connection.deadline = std::min(connection.deadline, Steady::now() + options_.stop_grace);
        }
        if (parser.is_done()) co_return Refusal{};
        if (connection.buffer.size() == connection.buffer.max_size())
            co_return Refusal{400, "The request is not correct HTTP."};
        const bool more = co_await read_more(connection);
        if (!more) co_return cut_short(connection.is_late);
    }
}

Awaitable<bool> Service::write(Connection& connection, const std::string& head, const std::string& body) {
    connection.phase = Phase::writing;
    std::string_view left = body;
    bool first = true;
    while (first || !left.empty()) {
        const std::string_view piece = left.substr(0, write_size);
        left.remove_prefix(piece.size());
        const std::array<asio::const_buffer, 2> buffers{
            asio::buffer(first ? std::string_view(head) : std::string_view()), asio::buffer(piece)
        };
        first = false;
        connection.deadline = Steady::now() + options_.read_timeout;
        beast::error_code error;
        auto token = asio::redirect_error(use_awaitable, error);
        co_await asio::async_write(connection.socket, buffers, token);
        if (error) co_return false;
    }
    co_return true;
}

/// An answer to what never became a request; the connection ends with it.
Awaitable<void> Service::write_bare(Connection& connection, const Refusal& refusal) {
    if (refusal.status == 0 || !connection.socket.is_open()) co_return;
    const Response response = bare_response(refusal.status, refusal.message);
    const std::string head = head_of(response, false);
    const bool written = co_await write(connection, head, response.body);
    if (written) co_await linger(connection);
}

/// Closing while the client still sends would reset the connection and lose the answer (RFC 9112 section 9.6): says
/// that no more comes, then reads for a while and forgets.
Awaitable<void> Service::linger(Connection& connection) {
    beast::error_code error;
    connection.socket.shutdown(Tcp::socket::shutdown_send, error);
    connection.phase = Phase::lingering;
    connection.deadline =
        Steady::now() + std::min(stopping_ ? linger_time_when_stopping : linger_time, options_.read_timeout);
    std::size_t discarded = connection.buffer.size();
    connection.buffer.consume(discarded);
    while (discarded < linger_bytes && !connection.client_done) {
        const bool more = co_await read_more(connection);
        if (!more) break;
        discarded += connection.buffer.size();
        connection.buffer.consume(connection.buffer.size());
    }
}

}  // namespace

base::Result<std::unique_ptr<Server>> start_server(
    const ServerOptions& options, Listener listener, const Router& router, base::Log& log, const base::Clock& clock
) {
    if (options.workers == 0 || options.password_workers == 0) {
        return base::Error{base::ErrorCode::invalid_input, {"The server needs at least one worker of each kind."}, {}};
    }
    return std::unique_ptr<Server>(std::make_unique<Service>(options, std::move(listener), router, log, clock));
}

base::Result<std::unique_ptr<Server>> start_server(
    const ServerOptions& options, const Router& router, base::Log& log, const base::Clock& clock
) {
    auto listener = Listener::open(options.address, options.port);
    if (!listener) return listener.error();
    return start_server(options, *std::move(listener), router, log, clock);
}

}  // namespace guildhall::http
