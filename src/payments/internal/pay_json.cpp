#include "payments/internal/pay_json.hpp"

#include <algorithm>

#include "base/message.hpp"

namespace guildhall::payments::internal {
namespace {

using base::Json;

base::Error odd(std::string what) {
    return {
        base::ErrorCode::unavailable, base::by_key("paying.provider_silent"), {"payment provider: " + std::move(what)}
    };
}

/// The codes of failed payments: P0010 rejected, P0020 expired, P0030 cancelled by the person, P0040 by us, P0050
/// error.
std::optional<ProviderState> state_of(const Json& state) {
    const std::string status = state.string_at("status");
    if (status == "created") return ProviderState::created;
    if (status == "started") return ProviderState::started;
    // What can be captured later is authorised: with us nothing more is to be done by anybody.
    if (status == "submitted") return ProviderState::submitted;
    if (status == "success" || status == "capturable") return ProviderState::success;
    if (status == "cancelled") return ProviderState::cancelled;
    if (status == "error") return ProviderState::error;
    if (status != "failed") return std::nullopt;
    const std::string code = state.string_at("code");
    if (code == "P0020") return ProviderState::expired;
    if (code == "P0030" || code == "P0040") return ProviderState::cancelled;
    if (code == "P0050") return ProviderState::error;
    return ProviderState::declined;
}

bool is_id(const std::string& text) {
    return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}

std::int64_t integer_or(const Json& json, std::int64_t otherwise) {
    return json.integer() ? *json.integer() : otherwise;
}

}  // namespace

base::Result<ProviderPayment> read_payment(const Json& json) {
    ProviderPayment payment;
    payment.id = json.string_at("payment_id");
    if (!is_id(payment.id)) return odd("a payment without an id");
    payment.reference = json.string_at("reference");
    const auto* amount = json["amount"].integer();
    if (!amount || *amount < 0) return odd("a payment without an amount");
    // With a surcharge on the card the person paid more than was asked; the fee is what was asked.
    payment.amount = *amount;
    const auto state = state_of(json["state"]);
    if (!state) return odd("a payment in a state that is not known");
    payment.state = *state;
    const auto created = read_time(json.string_at("created_date"));
    if (!created) return odd("a payment without a time");
    payment.created_at = *created;
    if (!is_final(payment.state)) {
        payment.page = json["_links"]["next_url"].string_at("href");
        const bool leads_out = payment.page.starts_with("https://") || payment.page.starts_with("http://");
        if (!payment.page.empty() && !leads_out) return odd("a payment page that is no address");
    }
    const Json& refunds = json["refund_summary"];
    const std::string status = refunds.string_at("status");
    payment.refundable = status == "available" || status == "pending" || status == "full"
                             ? integer_or(refunds["amount_available"], 0)
                             : 0;
    payment.refundable_already = status != "pending";
    return payment;
}

base::Result<ProviderRefund> read_refund(const Json& json) {
    ProviderRefund refund;
    refund.id = json.string_at("refund_id");
    refund.payment = json.string_at("payment_id");
    const auto* amount = json["amount"].integer();
    if (!is_id(refund.id) || !amount || *amount <= 0) return odd("a refund without an id or amount");
    refund.amount = *amount;
    const std::string status = json.string_at("status");
    refund.state = status == "success"     ? RefundState::success
                   : status == "submitted" ? RefundState::submitted
                                           : RefundState::error;
    if (const auto created = read_time(json.string_at("created_date"))) refund.created_at = *created;
    return refund;
}

std::optional<base::Instant> read_time(std::string_view text) {
    if (!text.ends_with('Z') || text.size() < 20 || text.size() > 30) return std::nullopt;
    auto instant = base::from_rfc3339(std::string{text.substr(0, 19)} + "Z");
    if (!instant || text.size() == 20) return instant;
    const std::string_view fraction = text.substr(20, text.size() - 21);
    if (text[19] != '.' || fraction.empty()) return std::nullopt;
    std::int64_t micros = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        const char c = i < fraction.size() ? fraction[i] : '0';
        if (c < '0' || c > '9') return std::nullopt;
        micros = micros * 10 + (c - '0');
    }
    return *instant + std::chrono::microseconds{micros};
}

std::string time_text(base::Instant instant) {
    return base::to_rfc3339(std::chrono::floor<std::chrono::seconds>(instant));
}

}  // namespace guildhall::payments::internal
