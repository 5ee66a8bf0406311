#pragma once
/// Payments and refunds as we keep them: what was begun, what the provider said, what was given back. Ids, amounts and
/// times alone; nothing here is personal.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "events/events.hpp"
#include "payments/provider.hpp"
#include "store/store.hpp"

namespace guildhall::payments {

enum class State {
    opening,  ///< written down, and the provider perhaps asked: whether it made one is not known yet
    open,     ///< at the provider
    held,     ///< the money is there, the application is not sent in: it counts towards the draft
    used,     ///< the application was sent in with it
    failed,   ///< no money was taken; `failure` says why
};

struct Payment {
    std::string id;
    std::string reference;  ///< what the provider and bank statements know it by
    std::string draft;
    std::int64_t draft_revision = 0;  ///< of the answers that were on screen
    std::string case_id;              ///< once used
    std::string service;
    words::Money amount;
    State state = State::opening;
    std::string failure;           ///< a state of the provider, or `never-opened`, `superseded`
    std::string provider_payment;  ///< the provider's id
    base::Instant created_at{};
    base::Instant paid_at{};    ///< when we heard; 1970 before that
    std::int64_t refunded = 0;  ///< minor units, those of refunds that are under way included
    std::string helper{};       ///< account of who sends it in for the person; empty: the person themselves
    std::string mandate{};      ///< their permission
    std::string refunding;      ///< the refund that is under way; one at a time
    [[nodiscard]] std::int64_t left() const { return amount.minor - refunded; }
};

/// Why money goes back.
enum class Why {
    staff,     ///< a member of staff decided so
    twice,     ///< the application had been paid already
    changed,   ///< the fee is another by now
    not_sent,  ///< the draft was never sent in
};
[[nodiscard]] std::string_view why_code(Why why);

enum class RefundProgress { asked, done, failed };
struct Refund {
    std::string id;
    std::string payment;
    words::Money amount;
    RefundProgress progress = RefundProgress::asked;
    Why why = Why::staff;
    std::string asked_by;       ///< staff account; empty when the program did
    std::string reason_record;  ///< vault record with the words of `asked_by`; empty without
    std::string provider_refund;
    base::Instant asked_at{};
    base::Instant done_at{};
};

struct NewFee {
    std::string draft;
    std::int64_t draft_revision = 0;
    std::string service;
    words::Money amount;
    std::string description;
    std::string language;
    std::string helper{}, mandate{};  ///< as those of the payment
    /// The address that the browser comes back to, for a payment's id.
    std::function<std::string(const std::string& payment)> return_url;
};

/// A payment, and how it stands at the provider.
struct Looked {
    Payment payment;
    std::optional<ProviderPayment> there;  ///< none while the provider knows of none
};

struct PreparedUse {
    std::string payment;
    base::Instant at{};
    std::string case_id;
    events::PreparedEvent received;
};
struct PreparedRefund {
    Refund refund;
    events::PreparedEvent asked;
};

// Reading, in anybody's transaction.
[[nodiscard]] std::optional<Payment> find_payment(store::ReadTransaction& transaction, std::string_view id);
/// Oldest first.
[[nodiscard]] std::vector<Payment> payments_of_draft(store::ReadTransaction& transaction, std::string_view draft);
/// Those that the case was sent in with: at most one.
[[nodiscard]] std::optional<Payment> payment_of_case(store::ReadTransaction& transaction, std::string_view case_id);
/// Oldest first.
[[nodiscard]] std::vector<Refund> refunds_of_payment(store::ReadTransaction& transaction, const Payment& payment);

/// Thread-safe; several nodes may do the same at the same time. Borrows what it is made from. Every change of a state
/// is a compare-and-set on the row, so whoever comes second changes nothing.
class Payments {
public:
    Payments(store::Store& store, Provider& provider, const base::Clock& clock, base::Random& random);

    /// A page to pay on. A payment of the same draft, revision and amount that is not finished is taken up again, so
    /// two tabs pay one payment; those of older answers are cancelled at the provider. Written down before the provider
    /// is asked: after a crash `look` finds what it made by our reference. Errors: those of Provider::create, and
    /// `unavailable` for a currency that the provider's account does not have.
    [[nodiscard]] base::Result<Looked> begin(const NewFee& fee);

    /// Asks the provider about a payment that is opening or open. One that failed is written down as such; success is
    /// for the caller to write down: with `use` or `hold`.
    [[nodiscard]] base::Result<Looked> look(const Payment& payment);

    /// The application is sent in with it: prepare, then write in the transaction of the submission. False when it is
    /// used already, or no money.
    [[nodiscard]] PreparedUse prepare_use(const Payment& payment, std::string_view case_id);
    [[nodiscard]] static bool use(store::WriteTransaction& transaction, const PreparedUse& use);
    /// The money is there and waits. `also` writes along, once. False when it was written down before.
    [[nodiscard]] base::Result<bool> hold(
        const Payment& payment, const std::function<void(store::WriteTransaction&)>& also = {}
    );

    /// At most what is left. `invalid_input` for none or too much.
    [[nodiscard]] base::Result<PreparedRefund> prepare_refund(
        const Payment& payment, std::int64_t amount, Why why, std::string_view asked_by = {},
        std::string_view reason_record = {}
    );
    /// False when another refund of the payment is under way, or less is left.
    [[nodiscard]] static bool ask(store::WriteTransaction& transaction, const PreparedRefund& refund);
    /// Gives the money back, once however often it is called: the provider refuses a refund when what it says is
    /// available is not what we think. `also` writes along in the transaction that notes it as done.
    [[nodiscard]] base::Result<Refund> carry_out(
        std::string_view refund, const std::function<void(store::WriteTransaction&)>& also = {}
    );

    [[nodiscard]] base::Result<Payment> find(std::string_view id);
    [[nodiscard]] base::Result<std::vector<Payment>> of_draft(std::string_view draft);
    /// Opening or open, and due to be asked about; each is given to one caller, and again later.
    [[nodiscard]] base::Result<std::vector<Payment>> claim_due(std::size_t limit);
    [[nodiscard]] base::Result<std::vector<Refund>> claim_due_refunds(std::size_t limit);
    /// Waiting for their application, without a refund under way; the oldest look first.
    [[nodiscard]] base::Result<std::vector<Payment>> claim_held(std::size_t limit);

    [[nodiscard]] Provider& provider() const { return provider_; }

private:
    [[nodiscard]] base::Result<Looked> open(const NewFee& fee, const Payment& payment);
    [[nodiscard]] base::Result<base::Done> fail(const Payment& payment, std::string_view failure);
    [[nodiscard]] base::Result<Payment> note_open(Payment payment, const ProviderPayment& there);
    [[nodiscard]] base::Result<base::Done> supersede(const Payment& payment);
    [[nodiscard]] base::Result<Refund> finish_refund(
        const Payment& payment, Refund refund, RefundProgress progress,
        const std::function<void(store::WriteTransaction&)>& also
    );
    [[nodiscard]] events::PreparedEvent event(std::string_view type, const Payment& payment, base::Json more = {});

    store::Store& store_;
    Provider& provider_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::payments
