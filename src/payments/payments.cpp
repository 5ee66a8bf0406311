#include "payments/payments.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/message.hpp"
#include "payments/internal/rows.hpp"

namespace guildhall::payments {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;

constexpr store::Query insert_payment{
    "payments.insert",
    "INSERT INTO payments (payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, "
    "failure, provider_payment, created_at, paid_at, look_at, refunded, refunding, helper, mandate) "
    "VALUES ($1, $2, $3, $4, '', $5, $6, $7, 'opening', '', '', $8, 0, $9, 0, '', $10, $11)"
};
constexpr store::Query set_open{
    "payments.set_open",
    "UPDATE payments SET state = 'open', provider_payment = $2, look_at = $3 WHERE payment_id = $1 AND state = "
    "'opening'"
};
constexpr store::Query set_failed{
    "payments.set_failed",
    "UPDATE payments SET state = 'failed', failure = $2 WHERE payment_id = $1 AND state IN ('opening', 'open')"
};
constexpr store::Query set_used{
    "payments.set_used",
    "UPDATE payments SET state = 'used', case_id = $2, paid_at = CASE WHEN paid_at = 0 THEN $3 ELSE paid_at END "
    "WHERE payment_id = $1 AND state IN ('open', 'held') AND refunding = '' AND refunded = 0"
};
constexpr store::Query set_held{
    "payments.set_held",
    "UPDATE payments SET state = 'held', paid_at = $2, look_at = $2 WHERE payment_id = $1 AND state = 'open'"
};
constexpr store::Query due_payments{
    "payments.due",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate, look_at FROM payments "
    "WHERE state IN ('opening', 'open') AND look_at <= $1 ORDER BY look_at LIMIT $2"
};
constexpr store::Query held_payments{
    "payments.held",
    "SELECT payment_id, reference, draft_id, draft_revision, case_id, service, amount, currency, state, failure, "
    "provider_payment, created_at, paid_at, refunded, refunding, helper, mandate, look_at FROM payments "
    "WHERE state = 'held' AND refunding = '' AND refunded = 0 AND look_at <= $1 ORDER BY look_at LIMIT $2"
};
constexpr store::Query claim_payment{
    "payments.claim", "UPDATE payments SET look_at = $3 WHERE payment_id = $1 AND look_at = $2"
};
constexpr store::Query claim_refund_of_payment{
    "payments.claim_refund",
    "UPDATE payments SET refunding = $2, refunded = refunded + $3 WHERE payment_id = $1 AND refunding = '' AND "
    "refunded + $3 <= amount AND state IN ('held', 'used')"
};
constexpr store::Query insert_refund{
    "payments.insert_refund",
    "INSERT INTO refunds (refund_id, payment_id, amount, state, why, asked_by, reason_record, provider_refund, "
    "asked_at, done_at, look_at) VALUES ($1, $2, $3, 'asked', $4, $5, $6, '', $7, 0, $7)"
};
constexpr store::Query select_refund{
    "payments.refund",
    "SELECT r.refund_id, r.payment_id, r.amount, r.state, r.why, r.asked_by, r.reason_record, r.provider_refund, "
    "r.asked_at, r.done_at, p.currency FROM refunds r JOIN payments p ON p.payment_id = r.payment_id "
    "WHERE r.refund_id = $1"
};
constexpr store::Query due_refunds{
    "payments.due_refunds",
    "SELECT r.refund_id, r.payment_id, r.amount, r.state, r.why, r.asked_by, r.reason_record, r.provider_refund, "
    "r.asked_at, r.done_at, p.currency, r.look_at FROM refunds r JOIN payments p ON p.payment_id = r.payment_id "
    "WHERE r.state = 'asked' AND r.look_at <= $1 ORDER BY r.look_at LIMIT $2"
};
constexpr store::Query claim_refund{
    "payments.claim_due_refund",
    "UPDATE refunds SET look_at = $3 WHERE refund_id = $1 AND look_at = $2 AND state = 'asked'"
};
constexpr store::Query set_refund{
    "payments.set_refund",
    "UPDATE refunds SET state = $2, provider_refund = $3, done_at = $4 WHERE refund_id = $1 AND state = 'asked'"
};
constexpr store::Query refund_is_over{
    "payments.refund_over",
    "UPDATE payments SET refunding = '', refunded = refunded - $3 WHERE payment_id = $1 AND refunding = $2"
};

/// While the provider was perhaps asked, somebody is waiting for the answer; the poller looks after that.
constexpr auto after_opening = 60s;
/// A page that nobody ever saw cannot be paid on.
constexpr auto never_opened_after = 10min;
/// Refunds whose money is not booked yet, and held payments, are looked at again so often.
constexpr auto between_refund_tries = 15min;
constexpr auto between_looks_at_held = 1h;

/// The older, the more seldom: somebody who pays comes back within minutes.
std::chrono::microseconds until_next_look(base::Instant created, base::Instant now) {
    return std::clamp<std::chrono::microseconds>((now - created) / 4, 20s, 1h);
}

std::int64_t micros(base::Instant instant) {
    return base::to_micros(instant);
}

/// `PAY-7K3M-9QXD-5`. Bank statements and searches of providers take letters and digits alone, so one whose check
/// character is a sign is drawn again.
std::string make_reference(base::Random& random) {
    for (;;) {
        const std::string text = base::Reference::make(random).text();
        const char check = text.back();
        if ((check >= '0' && check <= '9') || (check >= 'A' && check <= 'Z')) return "PAY" + text.substr(2);
    }
}

base::Error not_found() {
    return {ErrorCode::not_found, base::by_key("paying.no_payment"), {"no such payment"}};
}

}  // namespace

Payments::Payments(store::Store& store, Provider& provider, const base::Clock& clock, base::Random& random)
    : store_(store), provider_(provider), clock_(clock), random_(random) {}

events::PreparedEvent Payments::event(std::string_view type, const Payment& payment, base::Json more) {
    more.set("payment", payment.id);
    more.set("service", payment.service);
    more.set("draft", payment.draft);
    if (!payment.case_id.empty()) more.set("case", payment.case_id);
    if (!more["amount"].integer()) more.set("amount", payment.amount.minor);
    more.set("currency", payment.amount.currency);
    return events::prepare(
        {base::Uuid::make(clock_, random_), std::string{type}, clock_.now(),
         payment.case_id.empty() ? payment.draft : payment.case_id, std::move(more)}
    );
}

base::Result<Looked> Payments::begin(const NewFee& fee) {
    if (fee.amount.currency != provider_.currency() || fee.amount.minor <= 0) {
        return base::Error{
            ErrorCode::unavailable,
            base::by_key("paying.not_possible"),
            {"the provider takes " + provider_.currency() + ", the fee is in " + fee.amount.currency}
        };
    }
    const auto earlier = of_draft(fee.draft);
    if (!earlier) return earlier.error();
    for (auto payment = earlier->rbegin(); payment != earlier->rend(); ++payment) {
        if (payment->state != State::opening && payment->state != State::open) continue;
        if (payment->draft_revision != fee.draft_revision || payment->amount != fee.amount) {
            if (const auto gone = supersede(*payment); !gone) return gone.error();
            continue;
        }
        auto looked = look(*payment);
        if (!looked) return looked.error();
        if (looked->payment.state == State::failed) continue;
        if (looked->there) return looked;
        return open(fee, looked->payment);
    }
    Payment payment;
    payment.id = base::Uuid::make(clock_, random_).text();
    payment.reference = make_reference(random_);
    payment.draft = fee.draft;
    payment.draft_revision = fee.draft_revision;
    payment.service = fee.service;
    payment.amount = fee.amount;
    payment.helper = fee.helper;
    payment.mandate = fee.mandate;
    payment.created_at = clock_.now();
    const auto started = event("payment.started", payment);
    const auto written = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            transaction.send(
                insert_payment, {payment.id, payment.reference, payment.draft, payment.draft_revision, payment.service,
                                 payment.amount.minor, payment.amount.currency, micros(payment.created_at),
                                 micros(payment.created_at + after_opening), payment.helper, payment.mandate}
            );
            events::append(transaction, started);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!written) return written.error();
    return open(fee, payment);
}

base::Result<Looked> Payments::open(const NewFee& fee, const Payment& payment) {
    const auto made = provider_.create(
        {.key = payment.id,
         .reference = payment.reference,
         .amount = payment.amount,
         .description = fee.description,
         .return_url = fee.return_url(payment.id),
         .language = fee.language}
    );
    if (!made) {
        // It said no. Anything else leaves open whether there is a payment now, and `look` will find out.
        if (made.error().code == ErrorCode::invalid_input) {
            if (const auto noted = fail(payment, "error"); !noted) return noted.error();
        }
        return made.error();
    }
    auto noted = note_open(payment, *made);
    if (!noted) return noted.error();
    return Looked{*std::move(noted), *made};
}

base::Result<Payment> Payments::note_open(Payment payment, const ProviderPayment& there) {
    const base::Instant now = clock_.now();
    const auto written = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            transaction.send(set_open, {payment.id, there.id, micros(now + until_next_look(payment.created_at, now))});
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!written) return written.error();
    payment.state = State::open;
    payment.provider_payment = there.id;
    return payment;
}

base::Result<Looked> Payments::look(const Payment& payment) {
    if (payment.state != State::opening && payment.state != State::open) return Looked{payment, {}};
    std::optional<ProviderPayment> there;
    if (payment.state == State::open) {
        auto found = provider_.find(payment.provider_payment);
        if (!found) return found.error();
        there = *std::move(found);
    } else {
        auto found = provider_.find_by_reference(payment.reference);
        if (!found) return found.error();
        there = *std::move(found);
    }
    if (!there) {
        if (clock_.now() - payment.created_at < never_opened_after) return Looked{payment, {}};
        if (const auto noted = fail(payment, "never-opened"); !noted) return noted.error();
        Payment failed = payment;
        failed.state = State::failed;
        failed.failure = "never-opened";
        return Looked{std::move(failed), {}};
    }
    Looked looked{payment, std::move(there)};
    if (looked.payment.state == State::opening) {
        auto noted = note_open(looked.payment, *looked.there);
        if (!noted) return noted.error();
        looked.payment = *std::move(noted);
    }
    if (is_final(looked.there->state) && looked.there->state != ProviderState::success) {
        const auto failure = provider_state_name(looked.there->state);
        if (const auto noted = fail(looked.payment, failure); !noted) return noted.error();
        looked.payment.state = State::failed;
        looked.payment.failure = failure;
    }
    return looked;
}

base::Result<base::Done> Payments::supersede(const Payment& payment) {
    // One that is opening has no page yet that anybody could have seen; `look` sees to it.
    if (payment.state != State::open) return base::Done{};
    const auto cancelled = provider_.cancel(payment.provider_payment);
    if (cancelled) return fail(payment, "superseded");
    // Finished meanwhile, or just being paid: what it came to is found out by `look`, and what is too much goes back.
    const auto code = cancelled.error().code;
    if (code == ErrorCode::conflict || code == ErrorCode::not_found || code == ErrorCode::invalid_input)
        return base::Done{};
    return cancelled.error();
}

base::Result<base::Done> Payments::fail(const Payment& payment, std::string_view failure) {
    const auto failed = event("payment.failed", payment, base::Json::Object{{"failure", failure}});
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (transaction.execute(set_failed, {payment.id, std::string{failure}}) == 1)
                events::append(transaction, failed);
            return store::commit();
        },
        store::Isolation::snapshot
    );
}

PreparedUse Payments::prepare_use(const Payment& payment, std::string_view case_id) {
    Payment used = payment;
    used.case_id = case_id;
    return {payment.id, clock_.now(), used.case_id, event("payment.received", used)};
}

bool Payments::use(store::WriteTransaction& transaction, const PreparedUse& use) {
    if (transaction.execute(set_used, {use.payment, use.case_id, micros(use.at)}) != 1) return false;
    events::append(transaction, use.received);
    return true;
}

base::Result<bool> Payments::hold(const Payment& payment, const std::function<void(store::WriteTransaction&)>& also) {
    const auto held = event("payment.held", payment);
    const base::Instant now = clock_.now();
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
        if (transaction.execute(set_held, {payment.id, micros(now)}) != 1) return store::commit(false);
        events::append(transaction, held);
        if (also) also(transaction);
        return store::commit(true);
    });
}

base::Result<PreparedRefund> Payments::prepare_refund(
    const Payment& payment, std::int64_t amount, Why why, std::string_view asked_by, std::string_view reason_record
) {
    if (amount <= 0 || amount > payment.left()) {
        return base::Error{
            ErrorCode::invalid_input,
            {amount <= 0 ? "Enter an amount above nothing" : "That is more than is left of the payment"},
            {"amount of a refund"}
        };
    }
    PreparedRefund prepared;
    Refund& refund = prepared.refund;
    refund.id = base::Uuid::make(clock_, random_).text();
    refund.payment = payment.id;
    refund.amount = {amount, payment.amount.currency};
    refund.why = why;
    refund.asked_by = asked_by;
    refund.reason_record = reason_record;
    refund.asked_at = clock_.now();
    base::Json more;
    more.set("refund", refund.id);
    more.set("amount", amount);
    more.set("why", why_code(why));
    if (!asked_by.empty()) more.set("actor", asked_by);
    prepared.asked = event("payment.refund_asked", payment, std::move(more));
    return prepared;
}

bool Payments::ask(store::WriteTransaction& transaction, const PreparedRefund& prepared) {
    const Refund& refund = prepared.refund;
    if (transaction.execute(claim_refund_of_payment, {refund.payment, refund.id, refund.amount.minor}) != 1)
        return false;
    transaction.send(
        insert_refund, {refund.id, refund.payment, refund.amount.minor, std::string{why_code(refund.why)},
                        refund.asked_by, refund.reason_record, micros(refund.asked_at)}
    );
    events::append(transaction, prepared.asked);
    return true;
}

base::Result<Refund> Payments::carry_out(
    std::string_view id, const std::function<void(store::WriteTransaction&)>& also
) {
    std::optional<Payment> payment;
    std::vector<Refund> siblings;
    const auto loaded = store_.read([&](store::ReadTransaction& transaction) {
        std::optional<Refund> refund;
        if (const auto row = transaction.query_one(select_refund, {std::string{id}})) {
            refund = internal::refund_of(*row);
            payment = find_payment(transaction, refund->payment);
            if (payment) siblings = refunds_of_payment(transaction, *payment);
        }
        return refund;
    });
    if (!loaded) return loaded.error();
    if (!*loaded || !payment) return not_found();
    Refund refund = **loaded;
    if (refund.progress != RefundProgress::asked) return refund;

    const auto there = provider_.find(payment->provider_payment);
    if (!there) return there.error();
    const std::int64_t before = payment->amount.minor - (payment->refunded - refund.amount.minor);
    if (there->refundable == before) {
        if (!there->refundable_already) {
            return base::Error{
                ErrorCode::unavailable, {"The payment cannot be refunded yet. We do it as soon as it can."}, {"pending"}
            };
        }
        const auto made = provider_.refund(
            {.key = refund.id, .payment = payment->provider_payment, .amount = refund.amount.minor, .available = before}
        );
        if (made) {
            refund.provider_refund = made->id;
            return finish_refund(*payment, refund, RefundProgress::done, also);
        }
        // A conflict means that somebody was faster: the next try finds what they made.
        if (made.error().code != ErrorCode::invalid_input && made.error().code != ErrorCode::not_found)
            return made.error();
        return finish_refund(*payment, refund, RefundProgress::failed, {});
    }
    if (there->refundable == before - refund.amount.minor) {
        // An earlier try came through, and the program stopped before it heard.
        const auto all = provider_.refunds_of(payment->provider_payment);
        if (!all) return all.error();
        for (const ProviderRefund& one : *all) {
            const bool known = std::any_of(siblings.begin(), siblings.end(), [&](const Refund& sibling) {
                return sibling.provider_refund == one.id;
            });
            if (known || one.amount != refund.amount.minor || one.state == RefundState::error) continue;
            refund.provider_refund = one.id;
            return finish_refund(*payment, refund, RefundProgress::done, also);
        }
    }
    // What is left there is not what we think: a person has to look, and reconciling says so.
    return finish_refund(*payment, refund, RefundProgress::failed, {});
}

base::Result<Refund> Payments::finish_refund(
    const Payment& payment, Refund refund, RefundProgress progress,
    const std::function<void(store::WriteTransaction&)>& also
) {
    const bool done = progress == RefundProgress::done;
    base::Json more;
    more.set("refund", refund.id);
    more.set("amount", refund.amount.minor);
    more.set("why", why_code(refund.why));
    if (!refund.asked_by.empty()) more.set("actor", refund.asked_by);
    const auto over = event(done ? "payment.refunded" : "payment.refund_failed", payment, std::move(more));
    refund.progress = progress;
    refund.done_at = clock_.now();
    const auto written = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        const auto changed = transaction.execute(
            set_refund,
            {refund.id, std::string{done ? "done" : "failed"}, refund.provider_refund, micros(refund.done_at)}
        );
        if (changed != 1) return store::commit();
        transaction.send(refund_is_over, {payment.id, refund.id, done ? std::int64_t{0} : refund.amount.minor});
        events::append(transaction, over);
        if (also) also(transaction);
        return store::commit();
    });
    if (!written) return written.error();
    return refund;
}

base::Result<Payment> Payments::find(std::string_view id) {
    auto found = store_.read([&](store::ReadTransaction& transaction) { return find_payment(transaction, id); });
    if (!found) return found.error();
    if (!*found) return not_found();
    return **std::move(found);
}

base::Result<std::vector<Payment>> Payments::of_draft(std::string_view draft) {
    return store_.read([&](store::ReadTransaction& transaction) { return payments_of_draft(transaction, draft); });
}

namespace {

/// Those of a list of rows that this caller is the first to take; their next time is `next`.
template <class T, class Read, class Next>
base::Result<std::vector<T>> claim(
    store::Store& store, const store::Query& list, const store::Query& take, std::size_t time_column, base::Instant now,
    std::size_t limit, Read read, Next next
) {
    return store.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<std::vector<T>> {
            std::vector<T> taken;
            for (const auto& row : transaction.query(list, {micros(now), static_cast<std::int64_t>(limit)})) {
                T one = read(row);
                if (transaction.execute(take, {one.id, row.integer(time_column), micros(next(one))}) == 1)
                    taken.push_back(std::move(one));
            }
            return store::commit(std::move(taken));
        },
        store::Isolation::snapshot
    );
}

}  // namespace

base::Result<std::vector<Payment>> Payments::claim_due(std::size_t limit) {
    const base::Instant now = clock_.now();
    return claim<Payment>(
        store_, due_payments, claim_payment, 17, now, limit, internal::payment_of,
        [&](const Payment& payment) { return now + until_next_look(payment.created_at, now); }
    );
}

base::Result<std::vector<Refund>> Payments::claim_due_refunds(std::size_t limit) {
    const base::Instant now = clock_.now();
    return claim<Refund>(store_, due_refunds, claim_refund, 11, now, limit, internal::refund_of, [&](const Refund&) {
        return now + between_refund_tries;
    });
}

base::Result<std::vector<Payment>> Payments::claim_held(std::size_t limit) {
    const base::Instant now = clock_.now();
    return claim<Payment>(
        store_, held_payments, claim_payment, 17, now, limit, internal::payment_of,
        [&](const Payment&) { return now + between_looks_at_held; }
    );
}

}  // namespace guildhall::payments
