#pragma once
/// Payments and refunds as rows.

#include "payments/payments.hpp"

namespace guildhall::payments::internal {

[[nodiscard]] Payment payment_of(const store::Row& row);
[[nodiscard]] Refund refund_of(const store::Row& row);
[[nodiscard]] std::string_view state_code(State state);

}  // namespace guildhall::payments::internal
