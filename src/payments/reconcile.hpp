#pragma once
/// Our payments held against the provider's list, both ways.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "payments/provider.hpp"
#include "store/store.hpp"

namespace guildhall::payments {

struct Difference {
    enum class Kind {
        unknown_here,    ///< paid there; we know nothing of it
        unsettled_here,  ///< paid there; here it is not finished yet, or was given up
        missing_there,   ///< paid here; there it is not, or was not paid
        amount_differs,
        refund_unknown_here,   ///< given back there; we know nothing of it
        refund_missing_there,  ///< given back here; there it was not
    };
    Kind kind = Kind::unknown_here;
    std::string reference;         ///< of the payment
    std::string payment;           ///< our id; empty for none
    std::string provider_payment;  ///< the provider's id
    std::int64_t here = 0;         ///< minor units
    std::int64_t there = 0;
};
/// `unknown-here`, …: as the command prints it.
[[nodiscard]] std::string_view difference_name(Difference::Kind kind);

struct Reconciled {
    std::string currency;
    std::int64_t payments = 0;  ///< that were paid, by the provider's list
    std::int64_t paid = 0;      ///< their sum, minor units
    std::int64_t refunds = 0;
    std::int64_t refunded = 0;
    std::vector<Difference> differences;
};

/// Everything that was begun or given back in `[from, to)`. Only reads; what can be settled, `Paying::poll` settles.
[[nodiscard]] base::Result<Reconciled> reconcile(
    store::Store& store, Provider& provider, base::Instant from, base::Instant to
);

}  // namespace guildhall::payments
