#pragma once
/// The port to a virus scanner, and clamd behind it.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace guildhall::documents {

/// What is known about a file: nobody looked, or it was found clean. Infected files are never stored.
enum class ScanState { not_scanned, clean };
/// `not-scanned`, `clean`.
[[nodiscard]] std::string_view scan_state_name(ScanState state);

struct Verdict {
    bool infected = false;
    std::string signature;  ///< the scanner's name for what it found
};

/// Thread-safe. An Error (`unavailable`) means that there is no verdict.
class Scanner {
public:
    virtual ~Scanner() = default;
    [[nodiscard]] virtual base::Result<Verdict> scan(base::ByteView bytes) = 0;
};

/// Speaks INSTREAM (clamd(8)) to `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`, one connection a scan.
/// `invalid_input` when the address is neither.
[[nodiscard]] base::Result<std::unique_ptr<Scanner>> make_clamd_scanner(
    std::string_view address, std::chrono::milliseconds timeout = std::chrono::seconds{20}
);

}  // namespace guildhall::documents
