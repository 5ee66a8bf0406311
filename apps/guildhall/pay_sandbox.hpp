#pragma once
/// The payment sandbox as a server of its own.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "http/server.hpp"

namespace guildhall::app {

struct SandboxSettings {
    std::filesystem::path web;  ///< built styles
    std::string key;            ///< that its API wants
    std::string currency = "GBP";
    std::chrono::seconds expires_after{std::chrono::minutes{90}};
};

/// Serves from construction to destruction. Owns the payments, which go with it.
class PaySandbox {
public:
    [[nodiscard]] static base::Result<std::unique_ptr<PaySandbox>> start(
        http::Listener listener, const SandboxSettings& settings, const base::Clock& clock, base::Random& random,
        base::Log& log
    );
    ~PaySandbox();
    PaySandbox(const PaySandbox&) = delete;
    PaySandbox& operator=(const PaySandbox&) = delete;

    [[nodiscard]] std::string api() const;     ///< `http://127.0.0.1:9000`
    [[nodiscard]] std::string origin() const;  ///< of its pages: `http://localhost:9000`

private:
    struct State;
    explicit PaySandbox(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A key that nobody can guess, for a sandbox that runs inside `serve --demo`.
[[nodiscard]] std::string make_sandbox_key(base::Random& random);

}  // namespace guildhall::app
