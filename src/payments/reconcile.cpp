#include "payments/reconcile.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "payments/internal/rows.hpp"

namespace guildhall::payments {
namespace {

using Kind = Difference::Kind;

constexpr store::Query by_reference{
    "payments.by_reference",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate FROM payments WHERE reference = $1"
};
constexpr store::Query paid_between{
    "payments.paid_between",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate FROM payments WHERE created_at >= $1 "
    "AND created_at < "
    "$2 AND state IN ('held', 'used') ORDER BY created_at"
};
constexpr store::Query refunds_between{
    "payments.refunds_between",
    "SELECT r.refund_id, r.payment_id, r.amount, r.state, r.why, r.asked_by, r.reason_record, r.provider_refund, "
    "r.asked_at, r.done_at, p.currency FROM refunds r JOIN payments p ON p.payment_id = r.payment_id "
    "WHERE r.asked_at >= $1 AND r.asked_at < $2 AND r.state = 'done' ORDER BY r.asked_at"
};
constexpr store::Query refund_by_provider{
    "payments.refund_by_provider",
    "SELECT r.refund_id FROM refunds r JOIN payments p ON p.payment_id = r.payment_id WHERE p.provider_payment = $1 "
    "AND "
    "(r.provider_refund = $2 OR (r.state = 'asked' AND r.amount = $3)) LIMIT 1"
};

bool is_paid(const Payment& payment) {
    return payment.state == State::held || payment.state == State::used;
}

class Reconciling {
public:
    Reconciling(store::Store& store, Provider& provider, base::Instant from, base::Instant to)
        : store_(store), provider_(provider), from_(from), to_(to) {
        result_.currency = provider.currency();
    }

    base::Result<Reconciled> run() {
        for (const auto step :
             {&Reconciling::payments, &Reconciling::ours, &Reconciling::refunds, &Reconciling::our_refunds}) {
            if (const auto done = (this->*step)(); !done) return done.error();
        }
        return std::move(result_);
    }

private:
    void differ(Kind kind, const Payment* here, const ProviderPayment* there, std::int64_t ours, std::int64_t theirs) {
        result_.differences.push_back(
            {kind, here ? here->reference : there->reference, here ? here->id : std::string{},
             here ? here->provider_payment : there->id, ours, theirs}
        );
    }

    void compare(const Payment& here, const ProviderPayment& there) {
        const bool paid_there = there.state == ProviderState::success;
        if (paid_there && !is_paid(here)) return differ(Kind::unsettled_here, &here, &there, 0, there.amount);
        if (!paid_there && is_paid(here)) return differ(Kind::missing_there, &here, &there, here.amount.minor, 0);
        if (paid_there && here.amount.minor != there.amount)
            differ(Kind::amount_differs, &here, &there, here.amount.minor, there.amount);
    }

    base::Result<base::Done> payments() {
        const auto list = provider_.payments_between(from_, to_);
        if (!list) return list.error();
        for (const ProviderPayment& there : *list) {
            const auto row = store_.read([&](store::ReadTransaction& transaction) {
                return transaction.query_one(by_reference, {there.reference});
            });
            if (!row) return row.error();
            const bool paid_there = there.state == ProviderState::success;
            if (paid_there) {
                ++result_.payments;
                result_.paid += there.amount;
            }
            if (!*row) {
                // What was never paid and is not ours is nobody's matter.
                if (paid_there) differ(Kind::unknown_here, nullptr, &there, 0, there.amount);
                continue;
            }
            const Payment here = internal::payment_of(**row);
            // The same reference under another id is a second payment that we never asked for.
            if (!here.provider_payment.empty() && here.provider_payment != there.id) {
                if (paid_there) differ(Kind::unknown_here, nullptr, &there, 0, there.amount);
                continue;
            }
            seen_.insert(here.id);
            compare(here, there);
        }
        return base::Done{};
    }

    /// Those that the list does not have: perhaps only since the two clocks differ.
    base::Result<base::Done> ours() {
        const auto rows = store_.read([&](store::ReadTransaction& transaction) {
            return transaction.query(paid_between, {base::to_micros(from_), base::to_micros(to_)});
        });
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            const Payment here = internal::payment_of(row);
            if (seen_.contains(here.id)) continue;
            const auto there = provider_.find(here.provider_payment);
            if (there) {
                compare(here, *there);
            } else if (there.error().code == base::ErrorCode::not_found) {
                differ(Kind::missing_there, &here, nullptr, here.amount.minor, 0);
            } else {
                return there.error();
            }
        }
        return base::Done{};
    }

    base::Result<base::Done> refunds() {
        const auto list = provider_.refunds_between(from_, to_);
        if (!list) return list.error();
        for (const ProviderRefund& there : *list) {
            if (there.state == RefundState::error) continue;
            ++result_.refunds;
            result_.refunded += there.amount;
            seen_refunds_.insert(there.id);
            const auto row = store_.read([&](store::ReadTransaction& transaction) {
                return transaction.query_one(refund_by_provider, {there.payment, there.id, there.amount});
            });
            if (!row) return row.error();
            if (*row) continue;
            ProviderPayment payment;
            payment.id = there.payment;
            if (const auto found = provider_.find(there.payment)) payment = *found;
            differ(Kind::refund_unknown_here, nullptr, &payment, 0, there.amount);
        }
        return base::Done{};
    }

    base::Result<base::Done> our_refunds() {
        std::vector<std::pair<Refund, Payment>> done;
        const auto read = store_.read([&](store::ReadTransaction& transaction) {
            done.clear();
            for (const auto& row : transaction.query(refunds_between, {base::to_micros(from_), base::to_micros(to_)})) {
                Refund refund = internal::refund_of(row);
                if (auto payment = find_payment(transaction, refund.payment))
                    done.emplace_back(std::move(refund), *std::move(payment));
            }
            return done.size();
        });
        if (!read) return read.error();
        for (const auto& [refund, payment] : done) {
            if (seen_refunds_.contains(refund.provider_refund)) continue;
            const auto there = provider_.refunds_of(payment.provider_payment);
            if (!there && there.error().code != base::ErrorCode::not_found) return there.error();
            const bool found = there && std::any_of(there->begin(), there->end(), [&](const ProviderRefund& one) {
                                   return one.id == refund.provider_refund && one.state != RefundState::error;
                               });
            if (!found) differ(Kind::refund_missing_there, &payment, nullptr, refund.amount.minor, 0);
        }
        return base::Done{};
    }

    store::Store& store_;
    Provider& provider_;
    base::Instant from_, to_;
    Reconciled result_;
    std::set<std::string> seen_, seen_refunds_;
};

}  // namespace

std::string_view difference_name(Kind kind) {
    constexpr std::array<std::string_view, 6> names{"unknown-here",   "unsettled-here",      "missing-there",
                                                    "amount-differs", "refund-unknown-here", "refund-missing-there"};
    return names.at(static_cast<std::size_t>(kind));
}

base::Result<Reconciled> reconcile(store::Store& store, Provider& provider, base::Instant from, base::Instant to) {
    return Reconciling(store, provider, from, to).run();
}

}  // namespace guildhall::payments
