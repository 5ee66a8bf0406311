#pragma once
/// JSON over HTTP with a bearer token, over libcurl.

#include <chrono>
#include <string>

#include "base/json.hpp"
#include "base/result.hpp"

namespace guildhall::payments::internal {

struct ApiRequest {
    std::string method = "GET";
    std::string path;   ///< with its query, below the address
    base::Json body{};  ///< null: none
    std::string idempotency_key{};
};
struct ApiAnswer {
    int status = 0;
    base::Json body;  ///< null for none
};
struct ApiAddress {
    std::string url;  ///< without a slash at its end
    std::string key;
    std::string certificate_authorities;
    std::chrono::milliseconds timeout{20'000};
};

/// `unavailable` when no whole answer came, it was no JSON, or longer than 8 MB. Redirects are not followed: the key
/// goes nowhere else. Thread-safe.
[[nodiscard]] base::Result<ApiAnswer> call(const ApiAddress& address, const ApiRequest& request);

}  // namespace guildhall::payments::internal
