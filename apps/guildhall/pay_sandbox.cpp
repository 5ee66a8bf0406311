// `guildhall pay-sandbox`: a payment provider to try things out with.

#include "pay_sandbox.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <fstream>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "http/assets.hpp"
#include "instance.hpp"
#include "sandbox/sandbox.hpp"

namespace guildhall::app {
namespace {

/// Nobody signs in to a sandbox.
class Nobody final : public http::Authenticator {
public:
    http::Caller authenticate(const http::Request&) override { return {}; }
};

}  // namespace

struct PaySandbox::State {
    State(
        http::Assets assets_, const SandboxSettings& settings, std::uint16_t port_, const base::Clock& clock,
        base::Random& random, base::Log& log
    )
        : port(port_),
          assets(std::move(assets_)),
          till(clock, random, settings.currency, settings.expires_after),
          parts{till, assets, settings.key, fmt::format("http://localhost:{}", port)},
          router(
              sandbox::routes(parts), nobody,
              [this](const http::Request&, const http::Caller&, const base::Error& error) {
                  return sandbox::error_page(parts, error);
              },
              [](const http::Request&, http::Access) { return http::Response::redirect("/"); }, log, random,
              parts.origin
          ) {}

    std::uint16_t port;
    http::Assets assets;
    Nobody nobody;
    sandbox::Till till;
    sandbox::Parts parts;
    http::Router router;
    std::unique_ptr<http::Server> server;
};

PaySandbox::PaySandbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
PaySandbox::~PaySandbox() = default;

base::Result<std::unique_ptr<PaySandbox>> PaySandbox::start(
    http::Listener listener, const SandboxSettings& settings, const base::Clock& clock, base::Random& random,
    base::Log& log
) {
    auto assets = http::Assets::load(settings.web);
    if (!assets) return assets.error();
    auto state = std::make_unique<State>(*std::move(assets), settings, listener.port(), clock, random, log);
    http::ServerOptions options;
    options.workers = 8;
    auto server = http::start_server(options, std::move(listener), state->router, log, clock);
    if (!server) return server.error();
    state->server = *std::move(server);
    return std::unique_ptr<PaySandbox>(new PaySandbox(std::move(state)));
}

std::string PaySandbox::api() const {
    return fmt::format("http://127.0.0.1:{}", state_->port);
}

std::string PaySandbox::origin() const {
    return state_->parts.origin;
}

std::string make_sandbox_key(base::Random& random) {
    return "sandbox-" + base::to_hex(random.bytes(16));
}

int pay_sandbox(const PaySandboxOptions& options) {
    // Before any thread starts, so that none of them takes the signals that end the program.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    signal(SIGPIPE, SIG_IGN);

    const auto log = base::make_standard_log(base::LogLevel::info);
    const base::SystemClock clock;
    base::SystemRandom random;
    const auto address = parse_address(options.listen);
    if (!address || !is_loopback(address->host)) {
        return fail(
            {base::ErrorCode::invalid_input,
             {"--listen takes a loopback address and a port, such as 127.0.0.1:9000: the sandbox is for trying out"},
             {}},
            options.json
        );
    }
    SandboxSettings settings;
    settings.web = options.web.empty() ? web_folder() : options.web;
    settings.currency = options.currency;
    settings.expires_after = std::chrono::seconds{options.expires_after};
    settings.key = make_sandbox_key(random);
    if (!options.key_file.empty()) {
        std::ifstream secret(options.key_file);
        if (!secret || !std::getline(secret, settings.key) || settings.key.empty())
            return fail({base::ErrorCode::invalid_input, {"--key-file cannot be read"}, {}}, options.json);
    }
    auto listener = http::Listener::open(address->host, address->port);
    if (!listener) return fail(listener.error(), options.json);
    const auto sandbox = PaySandbox::start(*std::move(listener), settings, clock, random, *log);
    if (!sandbox) return fail(sandbox.error(), options.json);
    if (options.json) {
        base::Json answer;
        answer.set("listening", (*sandbox)->api());
        answer.set("pages", (*sandbox)->origin());
        answer.set("key", settings.key);
        std::puts(answer.text().c_str());
    } else {
        fmt::print(
            "listening on {}\npages at {}\nkey {}\nIt takes no money, and forgets everything when it stops.\n",
            (*sandbox)->api(), (*sandbox)->origin(), settings.key
        );
    }
    std::fflush(stdout);
    int signal_number = 0;
    sigwait(&ending, &signal_number);
    return 0;
}

}  // namespace guildhall::app
