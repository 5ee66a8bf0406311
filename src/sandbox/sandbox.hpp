#pragma once
/// The sandbox as routes: the API for programs, the card pages for people.

#include <string>
#include <vector>

#include "http/assets.hpp"
#include "http/route.hpp"
#include "sandbox/till.hpp"

namespace guildhall::sandbox {

/// All borrowed but the texts; they and this outlive the routes. Thread-safe.
struct Parts {
    Till& till;
    const http::Assets& assets;
    std::string key;     ///< that the API wants as a bearer token
    std::string origin;  ///< `http://localhost:9000`: where the pages are
};

/// The routes of the API, of the pages and of what they look like.
[[nodiscard]] std::vector<http::Route> routes(const Parts& parts);

/// The page for an error.
[[nodiscard]] http::Response error_page(const Parts& parts, const base::Error& error);

}  // namespace guildhall::sandbox
