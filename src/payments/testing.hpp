#pragma once
/// A provider that does what a test tells it, in memory. For tests.

#include <functional>
#include <mutex>
#include <vector>

#include "payments/provider.hpp"

namespace guildhall::payments {

/// Thread-safe. Hooks are called without its lock.
class ScriptedProvider final : public Provider {
public:
    explicit ScriptedProvider(const base::Clock& clock) : clock_(clock) {}

    /// Before and after it did what it was asked; an error from `after` is a crash between provider and database.
    std::function<void()> before_create{};
    std::function<std::optional<base::Error>()> after_create{};
    std::function<std::optional<base::Error>()> after_refund{};

    [[nodiscard]] static base::Error crash() { return {base::ErrorCode::unavailable, {}, {"the line went dead"}}; }

    base::Result<ProviderPayment> create(const NewPayment& payment) override {
        if (before_create) before_create();
        ProviderPayment made;
        {
            const std::lock_guard lock(mutex_);
            made.id = "there" + std::to_string(payments_.size() + 1);
            made.reference = payment.reference;
            made.amount = payment.amount.minor;
            made.page = "https://pay.example.org/" + made.id;
            made.created_at = clock_.now();
            payments_.push_back(made);
        }
        if (after_create) {
            if (auto error = after_create()) return *std::move(error);
        }
        return made;
    }
    base::Result<ProviderPayment> find(std::string_view id) override {
        const std::lock_guard lock(mutex_);
        for (const auto& payment : payments_) {
            if (payment.id == id) return payment;
        }
        return base::Error{base::ErrorCode::not_found, {}, {}};
    }
    base::Result<std::optional<ProviderPayment>> find_by_reference(std::string_view reference) override {
        const std::lock_guard lock(mutex_);
        for (const auto& payment : payments_) {
            if (payment.reference == reference) return std::optional{payment};
        }
        return std::optional<ProviderPayment>{};
    }
    base::Result<base::Done> cancel(std::string_view id) override {
        const std::lock_guard lock(mutex_);
        for (auto& payment : payments_) {
            if (payment.id != id || payment.state > ProviderState::started) continue;
            payment.state = ProviderState::cancelled;
            return base::Done{};
        }
        return base::Error{base::ErrorCode::conflict, {}, {}};
    }
    base::Result<ProviderRefund> refund(const NewRefund& refund) override {
        ProviderRefund made;
        {
            const std::lock_guard lock(mutex_);
            for (auto& payment : payments_) {
                if (payment.id != refund.payment) continue;
                if (payment.refundable != refund.available || refund.amount > payment.refundable)
                    return base::Error{base::ErrorCode::conflict, {}, {"available differs"}};
                payment.refundable -= refund.amount;
            }
            made = {
                "back" + std::to_string(refunds_.size() + 1), refund.payment, refund.amount, RefundState::success,
                clock_.now()
            };
            refunds_.push_back(made);
        }
        if (after_refund) {
            if (auto error = after_refund()) return *std::move(error);
        }
        return made;
    }
    base::Result<std::vector<ProviderRefund>> refunds_of(std::string_view payment) override {
        const std::lock_guard lock(mutex_);
        std::vector<ProviderRefund> found;
        for (const auto& refund : refunds_) {
            if (refund.payment == payment) found.push_back(refund);
        }
        return found;
    }
    base::Result<std::vector<ProviderPayment>> payments_between(base::Instant from, base::Instant to) override {
        const std::lock_guard lock(mutex_);
        std::vector<ProviderPayment> found;
        for (const auto& payment : payments_) {
            if (payment.created_at >= from && payment.created_at < to) found.push_back(payment);
        }
        return found;
    }
    base::Result<std::vector<ProviderRefund>> refunds_between(base::Instant from, base::Instant to) override {
        const std::lock_guard lock(mutex_);
        std::vector<ProviderRefund> found;
        for (const auto& refund : refunds_) {
            if (refund.created_at >= from && refund.created_at < to) found.push_back(refund);
        }
        return found;
    }
    const std::string& currency() const override { return currency_; }
    const std::vector<std::string>& page_origins() const override { return origins_; }

    /// Somebody does something on the payment's page.
    void becomes(const std::string& id, ProviderState state) {
        const std::lock_guard lock(mutex_);
        for (auto& payment : payments_) {
            if (payment.id != id) continue;
            payment.state = state;
            payment.page.clear();
            payment.refundable = state == ProviderState::success ? payment.amount : 0;
        }
    }
    [[nodiscard]] std::vector<ProviderPayment> payments() {
        const std::lock_guard lock(mutex_);
        return payments_;
    }
    [[nodiscard]] std::vector<ProviderRefund> refunds() {
        const std::lock_guard lock(mutex_);
        return refunds_;
    }
    void forget_payments() {
        const std::lock_guard lock(mutex_);
        payments_.clear();
    }
    /// What is given back there by hand.
    void give_back(const std::string& id, std::int64_t amount) {
        (void)refund({"by-hand", id, amount, find(id)->refundable});
    }

private:
    const base::Clock& clock_;
    std::mutex mutex_;
    std::vector<ProviderPayment> payments_;
    std::vector<ProviderRefund> refunds_;
    std::string currency_ = "GBP";
    std::vector<std::string> origins_{"https://pay.example.org"};
};

}  // namespace guildhall::payments
