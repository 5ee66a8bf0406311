#pragma once
/// What a payment provider does: takes money on a page of its own, says what became of it, gives it back.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "words/money.hpp"

namespace guildhall::payments {

/// Where a payment stands at the provider. All but the first three are final.
enum class ProviderState {
    created,    ///< nobody has opened its page
    started,    ///< somebody has
    submitted,  ///< card details are in, the answer is not
    success,    ///< the money is taken, or will be without anybody doing more
    declined,   ///< by the bank
    cancelled,  ///< by the person, or by us
    expired,    ///< nobody paid in time
    error,      ///< the provider's own fault; no money was taken
};
[[nodiscard]] bool is_final(ProviderState state);
[[nodiscard]] std::string_view provider_state_name(ProviderState state);

/// Nothing in it is personal.
struct NewPayment {
    std::string key;  ///< the same key makes the same payment: letters, digits, hyphens
    std::string reference;
    words::Money amount;
    std::string description;  ///< what it is for, shown on the provider's page; at most 255 characters
    std::string return_url;   ///< where the browser comes back to
    std::string language;     ///< of the provider's page, where it has it
};

struct ProviderPayment {
    std::string id;
    std::string reference;
    std::int64_t amount = 0;  ///< minor units
    ProviderState state = ProviderState::created;
    std::string page;  ///< where it is paid; empty once it is final
    base::Instant created_at{};
    std::int64_t refundable = 0;     ///< what may still be given back
    bool refundable_already = true;  ///< false: the provider does not take refunds of it yet
};

enum class RefundState { submitted, success, error };
struct ProviderRefund {
    std::string id;
    std::string payment;  ///< the provider's id
    std::int64_t amount = 0;
    RefundState state = RefundState::submitted;
    base::Instant created_at{};
};

struct NewRefund {
    std::string key;
    std::string payment;  ///< the provider's id
    std::int64_t amount = 0;
    std::int64_t available =
        0;  ///< what was refundable before: the provider refuses when it is not, so none comes twice
};

/// Blocking, at most `Settings::timeout` for each request; thread-safe. Errors: `unavailable` when it does not answer
/// or answers nonsense (whether it did what it was asked is then unknown), `busy` for too many requests, `not_found`,
/// `conflict` when a refund's `available` is not so, else `invalid_input`: it refused, and nothing was done.
class Provider {
public:
    virtual ~Provider() = default;
    [[nodiscard]] virtual base::Result<ProviderPayment> create(const NewPayment& payment) = 0;
    [[nodiscard]] virtual base::Result<ProviderPayment> find(std::string_view id) = 0;
    [[nodiscard]] virtual base::Result<std::optional<ProviderPayment>> find_by_reference(std::string_view reference
    ) = 0;
    /// Nobody can pay it afterwards. `conflict` when it is final already.
    [[nodiscard]] virtual base::Result<base::Done> cancel(std::string_view id) = 0;
    [[nodiscard]] virtual base::Result<ProviderRefund> refund(const NewRefund& refund) = 0;
    [[nodiscard]] virtual base::Result<std::vector<ProviderRefund>> refunds_of(std::string_view payment) = 0;
    /// All that were made in `[from, to)`, page by page.
    [[nodiscard]] virtual base::Result<std::vector<ProviderPayment>> payments_between(
        base::Instant from, base::Instant to
    ) = 0;
    [[nodiscard]] virtual base::Result<std::vector<ProviderRefund>> refunds_between(
        base::Instant from, base::Instant to
    ) = 0;
    /// What it takes: an account of a provider has one currency.
    [[nodiscard]] virtual const std::string& currency() const = 0;
    /// Origins of its pages, as a Content-Security-Policy has them: where our forms may lead.
    [[nodiscard]] virtual const std::vector<std::string>& page_origins() const = 0;
};

}  // namespace guildhall::payments
