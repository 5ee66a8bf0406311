#pragma once
/// Counting failed attempts: per token of what was tried, within a window, in the database.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace guildhall::identity {

/// What of a remote address stands for one place: an IPv4 address, or the /64 that an IPv6 address lies in
/// (one household or host commonly has a whole /64). Anything else is itself.
[[nodiscard]] std::string place_of(std::string_view remote_address);

/// Counts one attempt as failed and says how many there are in the window now. Counting comes before the work, so that
/// attempts side by side cannot slip under the limit; `forgive` takes one back when it turns out well.
[[nodiscard]] std::int64_t count_failure(
    store::WriteTransaction& transaction, const std::string& key, base::Instant now, std::chrono::seconds window
);
void forgive_one(store::WriteTransaction& transaction, const std::string& key);
void forgive_all(store::WriteTransaction& transaction, const std::string& key);

}  // namespace guildhall::identity
