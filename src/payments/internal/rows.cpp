#include "payments/internal/rows.hpp"

#include <array>
#include <utility>

namespace guildhall::payments {
namespace {

using internal::payment_of;
using internal::refund_of;

constexpr store::Query by_id{
    "payments.by_id",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate FROM payments WHERE payment_id = $1"
};
constexpr store::Query by_draft{
    "payments.by_draft",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate FROM payments WHERE draft_id = $1 "
    "ORDER BY created_at, "
    "payment_id"
};
constexpr store::Query by_case{
    "payments.by_case",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate FROM payments WHERE case_id = $1 "
    "ORDER BY created_at "
    "LIMIT 1"
};
constexpr store::Query refunds_by_payment{
    "payments.refunds_by_payment",
    "SELECT r.refund_id, r.payment_id, r.amount, r.state, r.why, r.asked_by, r.reason_record, r.provider_refund, "
    "r.asked_at, r.done_at, p.currency FROM refunds r JOIN payments p ON p.payment_id = r.payment_id "
    "WHERE r.payment_id = $1 ORDER BY r.asked_at, r.refund_id"
};

constexpr std::array<std::pair<State, std::string_view>, 5> states{{
    {State::opening, "opening"},
    {State::open, "open"},
    {State::held, "held"},
    {State::used, "used"},
    {State::failed, "failed"},
}};
constexpr std::array<std::pair<Why, std::string_view>, 4> whys{{
    {Why::staff, "staff"},
    {Why::twice, "twice"},
    {Why::changed, "changed"},
    {Why::not_sent, "not-sent"},
}};

}  // namespace

namespace internal {

std::string_view state_code(State state) {
    return states.at(static_cast<std::size_t>(state)).second;
}

Payment payment_of(const store::Row& row) {
    Payment payment;
    payment.id = row.text(0);
    payment.reference = row.text(1);
    payment.draft = row.text(2);
    payment.draft_revision = row.integer(3);
    payment.case_id = row.text(4);
    payment.service = row.text(5);
    payment.amount = {row.integer(6), row.text(7)};
    for (const auto& [state, code] : states) {
        if (code == row.text(8)) payment.state = state;
    }
    payment.failure = row.text(9);
    payment.provider_payment = row.text(10);
    payment.created_at = base::from_micros(row.integer(11));
    payment.paid_at = base::from_micros(row.integer(12));
    payment.refunded = row.integer(13);
    payment.refunding = row.text(14);
    payment.helper = row.text(15);
    payment.mandate = row.text(16);
    return payment;
}

Refund refund_of(const store::Row& row) {
    Refund refund;
    refund.id = row.text(0);
    refund.payment = row.text(1);
    refund.amount = {row.integer(2), row.text(10)};
    refund.progress = row.text(3) == "done"     ? RefundProgress::done
                      : row.text(3) == "failed" ? RefundProgress::failed
                                                : RefundProgress::asked;
    for (const auto& [why, code] : whys) {
        if (code == row.text(4)) refund.why = why;
    }
    refund.asked_by = row.text(5);
    refund.reason_record = row.text(6);
    refund.provider_refund = row.text(7);
    refund.asked_at = base::from_micros(row.integer(8));
    refund.done_at = base::from_micros(row.integer(9));
    return refund;
}

}  // namespace internal

std::string_view why_code(Why why) {
    return whys.at(static_cast<std::size_t>(why)).second;
}

std::optional<Payment> find_payment(store::ReadTransaction& transaction, std::string_view id) {
    const auto row = transaction.query_one(by_id, {std::string{id}});
    return row ? std::optional{payment_of(*row)} : std::nullopt;
}

std::vector<Payment> payments_of_draft(store::ReadTransaction& transaction, std::string_view draft) {
    std::vector<Payment> payments;
    for (const auto& row : transaction.query(by_draft, {std::string{draft}})) payments.push_back(payment_of(row));
    return payments;
}

std::optional<Payment> payment_of_case(store::ReadTransaction& transaction, std::string_view case_id) {
    if (case_id.empty()) return std::nullopt;
    const auto row = transaction.query_one(by_case, {std::string{case_id}});
    return row ? std::optional{payment_of(*row)} : std::nullopt;
}

std::vector<Refund> refunds_of_payment(store::ReadTransaction& transaction, const Payment& payment) {
    std::vector<Refund> refunds;
    for (const auto& row : transaction.query(refunds_by_payment, {payment.id})) refunds.push_back(refund_of(row));
    return refunds;
}

}  // namespace guildhall::payments
