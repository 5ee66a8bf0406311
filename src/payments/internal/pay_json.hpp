#pragma once
/// What the API of GOV.UK Pay says, as our types. Anything that is not of its shape is refused.

#include "base/json.hpp"
#include "payments/provider.hpp"

namespace guildhall::payments::internal {

[[nodiscard]] base::Result<ProviderPayment> read_payment(const base::Json& json);
[[nodiscard]] base::Result<ProviderRefund> read_refund(const base::Json& json);
/// `2016-01-21T17:15:00.000Z`, with or without a fraction.
[[nodiscard]] std::optional<base::Instant> read_time(std::string_view text);
/// To the second, as its searches want it.
[[nodiscard]] std::string time_text(base::Instant instant);

}  // namespace guildhall::payments::internal
