#pragma once
/// Whether a request that changes something comes from our own pages. Immutable; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace guildhall::http {

class OriginCheck {
public:
    explicit OriginCheck(std::string_view origin);
    /// Looks at `Sec-Fetch-Site` and `Origin`; a request without either passes (it comes from no page).
    [[nodiscard]] bool allows(const Headers& headers) const;
    [[nodiscard]] bool is_https() const { return is_https_; }

private:
    std::vector<std::string> ours_;
    bool is_https_;
};

}  // namespace guildhall::http
