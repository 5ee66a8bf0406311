#pragma once
/// What was paid for a case, and giving it back.

#include <string>

#include "desk/desk.hpp"
#include "html/html.hpp"

namespace guildhall::desk {

/// Ids of the fields of the form; their names too.
inline constexpr const char* refund_amount = "refund-amount";
inline constexpr const char* refund_reason = "refund-reason";

/// Empty when nothing was paid. `sent` is what was refused, to be shown again with `problem` at `field`; may be null.
[[nodiscard]] html::Html payment_section(
    const Parts& parts, const http::Caller& caller, const casework::Case& found, const http::Fields* sent,
    const std::string& problem, const std::string& field
);

}  // namespace guildhall::desk
