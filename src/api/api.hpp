#pragma once
/// Interfaces for machines: health, and the public log as c2sp.org/tlog-tiles serves it.

#include <vector>

#include "http/route.hpp"
#include "ledger/ledger.hpp"
#include "store/store.hpp"

namespace guildhall::api {

/// Borrowed; they and this outlive the routes.
struct Parts {
    store::Store& store;
    ledger::Ledger& ledger;
};

[[nodiscard]] std::vector<http::Route> routes(const Parts& parts);

}  // namespace guildhall::api
