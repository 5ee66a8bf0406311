#pragma once
/// How often, how long: the numbers of signing in.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace guildhall::identity {

/// Failures are counted in the database, so that all nodes count together; the keys are tokens, not addresses.
struct SignInLimits {
    std::int64_t failures = 10;               ///< for one e-mail address; then it waits for the window to end
    std::int64_t failures_from_address = 60;  ///< from one remote address (of IPv6: one /64), which many may share
    std::chrono::seconds window{15 * 60};     ///< from the first failure on
};

struct ResetLimits {
    std::int64_t requests = 3;                ///< mails to one address in a window
    std::int64_t requests_from_address = 20;  ///< from one remote address, as above
    std::chrono::seconds window{60 * 60};
    std::chrono::seconds lifetime{60 * 60};  ///< of a link
};

struct SessionLimits {
    std::chrono::seconds idle{60 * 60};  ///< residents and visitors
    std::chrono::seconds staff_idle{30 * 60};
    std::chrono::seconds absolute{12 * 60 * 60};
    std::chrono::seconds acting_idle{15 * 60};  ///< for someone else: a desk may be left with their things open
    std::chrono::seconds touch{60};             ///< at most one write per session in this time
    std::chrono::seconds cache{30};             ///< how long another node may still honour a session that was ended
    std::size_t cached_sessions = 10000;
};

}  // namespace guildhall::identity
