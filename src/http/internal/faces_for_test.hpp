#pragma once
/// The smallest faces that a router needs, for tests.

#include <fmt/format.h>

#include <atomic>
#include <initializer_list>

#include "base/log.hpp"
#include "base/random.hpp"
#include "http/route.hpp"

namespace guildhall::http {

/// `session=visitor`, `session=resident` and `session=staff` are the sessions there are; their token is `token`.
class TestAuthenticator final : public Authenticator {
public:
    Caller authenticate(const Request& request) override {
        ++calls;
        const auto cookie = request.cookies.find("session");
        if (cookie == request.cookies.end()) return {};
        if (cookie->second == "visitor") return {"s1", "", false, "token", "draft-subject"};
        if (cookie->second == "resident") return {"s2", "a1", false, "token", ""};
        if (cookie->second == "staff") return {"s3", "a2", true, "token", ""};
        return {};
    }
    std::atomic<int> calls{0};
};

/// Keeps what is logged.
class TestLog final : public base::Log {
public:
    void write(base::LogLevel, std::string_view event, std::initializer_list<Field> fields) override {
        const std::lock_guard lock(mutex_);
        std::string line(event);
        for (const auto& [name, value] : fields) line += fmt::format(" {}={}", name, value);
        lines_.push_back(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

inline Response test_error_page(const Request& request, const Caller& caller, const base::Error& error) {
    return Response::html(fmt::format(
        "<p>{}</p><p>{}</p><p>account {}</p><p>for a reader of {}</p>", base::error_code_name(error.code),
        error.message.text, caller.account, request.headers.find("Accept-Language").value_or("any language")
    ));
}

inline Response test_sign_in_page(const Request& request, Access) {
    return Response::redirect("/sign-in?next=" + request.path);
}

struct TestRouter {
    explicit TestRouter(std::vector<Route> routes, std::string origin = "http://localhost:8080")
        : router(std::move(routes), authenticator, test_error_page, test_sign_in_page, log, random, std::move(origin)) {
    }
    TestAuthenticator authenticator;
    TestLog log;
    base::SeededRandom random{1};
    Router router;
};

inline Handler says(std::string text) {
    return [text = std::move(text)](const Request&, const Caller&) -> base::Result<Response> {
        return Response::html(text);
    };
}

}  // namespace guildhall::http
