#include "casework/paying.hpp"

#include <fmt/format.h>

#include "base/message.hpp"
#include "base/text.hpp"
#include "payments/payments.hpp"

namespace guildhall::casework {
namespace {

using base::ErrorCode;
using payments::Payment;
using payments::Refund;
using payments::RefundProgress;
using payments::State;
using payments::Why;

constexpr std::string_view retention = "case";
constexpr std::size_t at_once = 100;
/// A draft that nobody touched for so long is about to be erased; what was paid for it goes back before that.
constexpr std::chrono::days held_at_most{29};
constexpr std::chrono::days after_failed_refund{1};

base::Error no_provider() {
    return {ErrorCode::unavailable, base::by_key("paying.not_possible"), {"no payment provider is configured"}};
}

std::string amount_words(const words::Locale& locale, const words::Money& amount) {
    return locale.money(words::decimal_of(amount), amount.currency);
}

const char* refund_key(Why why) {
    switch (why) {
        case Why::staff:
            return "paying.mail_refund_staff";
        case Why::twice:
            return "paying.mail_refund_twice";
        case Why::changed:
            return "paying.mail_refund_changed";
        case Why::not_sent:
            return "paying.mail_refund_not_sent";
    }
    return "paying.mail_refund_staff";
}

}  // namespace

Paying::Paying(const Rooms& rooms, payments::Payments* payments, NoticeSender sender)
    : rooms_(rooms), payments_(payments), sender_(std::move(sender)) {}

base::Result<FeeStanding> Paying::standing_of(const journeys::Draft& draft, const journeys::Standing& standing) {
    FeeStanding found;
    const auto due = journeys::fee_of(*draft.service, standing.relevant, rooms_.clock.now());
    if (!due) return due.error();
    found.due = *due;
    if (!found.due) return found;
    found.can_pay = payments_ && payments_->provider().currency() == found.due->currency;
    if (!payments_) return found;
    const auto payments = payments_->of_draft(draft.id);
    if (!payments) return payments.error();
    for (const Payment& payment : *payments) {
        if (payment.state != State::held || payment.refunded != 0) continue;
        // The fee is what it was when it was paid: nobody pays more because a day went by.
        const auto then = journeys::fee_of(*draft.service, standing.relevant, payment.created_at);
        if (then && *then == payment.amount) found.held = payment;
    }
    return found;
}

base::Result<Begun> Paying::begin(
    const journeys::Draft& draft, const catalogue::Service& service, std::string_view language,
    const std::optional<OnBehalf>& sent_by
) {
    const journeys::Standing standing = journeys::stand(*draft.service, draft.answers, rooms_.clock.now());
    const auto fee = standing_of(draft, standing);
    if (!fee) return fee.error();
    if (!fee->due || !standing.complete())
        return base::Error{ErrorCode::invalid_input, base::by_key("paying.nothing_to_pay"), {"no fee is due"}};
    if (fee->held) {
        const auto submitted = send_in(draft, *fee->held, sent_by);
        if (!submitted) return submitted.error();
        if (*submitted) return Begun{.reference = (*submitted)->reference};
    }
    if (!payments_ || !fee->can_pay) return no_provider();
    const auto earlier = payments_->of_draft(draft.id);
    if (!earlier) return earlier.error();
    for (const Payment& payment : *earlier) {
        const bool too_much = payment.state == State::held && payment.refunded == 0;
        if (too_much) {
            if (const auto asked = give_back(payment, Why::changed); !asked) return asked.error();
        }
    }
    const auto begun = payments_->begin(
        {.draft = draft.id,
         .draft_revision = draft.revision,
         .service = draft.service->id,
         .amount = *fee->due,
         .description = service.fee_purpose(),
         .language = std::string{language},
         .helper = sent_by ? sent_by->helper : std::string{},
         .mandate = sent_by ? sent_by->mandate : std::string{},
         .return_url = [&](const std::string& payment
                       ) { return fmt::format("{}/apply/{}/pay/{}", sender_.origin, draft.id, payment); }}
    );
    if (!begun) return begun.error();
    return Begun{.payment = begun->payment.id, .page = begun->there ? begun->there->page : std::string{}};
}

base::Result<std::optional<Submitted>> Paying::send_in(
    const journeys::Draft& draft, const Payment& payment, const std::optional<OnBehalf>& sent_by
) {
    const Paid paid{
        payment.amount, payment.created_at,
        [&](std::string_view case_id) -> std::function<bool(store::WriteTransaction&)> {
            return [use = payments_->prepare_use(payment, case_id)](store::WriteTransaction& transaction) {
                return payments::Payments::use(transaction, use);
            };
        }
    };
    auto submitted = rooms_.cases.submit(draft, sent_by, &paid);
    if (!submitted) {
        // Changed in another tab, no more complete, or the money went elsewhere: then it is held, not lost.
        const auto code = submitted.error().code;
        if (code == ErrorCode::conflict || code == ErrorCode::invalid_input) return std::optional<Submitted>{};
        return submitted.error();
    }
    return std::optional{*std::move(submitted)};
}

base::Result<Settled> Paying::settle(std::string_view id) {
    if (!payments_) return no_provider();
    const auto payment = payments_->find(id);
    if (!payment) return payment.error();
    return settle(*payment);
}

base::Result<Settled> Paying::settle(const Payment& payment) {
    if (payment.state != State::opening && payment.state != State::open) return as_kept(payment);
    const auto looked = payments_->look(payment);
    if (!looked) return looked.error();
    if (looked->payment.state == State::failed) return Settled{PaymentStage::failed, looked->payment};
    if (!looked->there) return Settled{PaymentStage::unpaid, looked->payment};
    switch (looked->there->state) {
        case payments::ProviderState::success:
            return arrive(looked->payment, looked->there->amount);
        case payments::ProviderState::submitted:
            return Settled{PaymentStage::waiting, looked->payment};
        default:
            return Settled{PaymentStage::unpaid, looked->payment, looked->there->page};
    }
}

base::Result<Settled> Paying::as_kept(const Payment& payment) {
    Settled settled{PaymentStage::failed, payment};
    const auto draft = rooms_.drafts.load_for_program(payment.draft);
    if (draft && !draft->submitted_case.empty()) {
        if (const auto submitted = rooms_.cases.submit(*draft)) settled.reference = submitted->reference;
    }
    if (payment.state == State::used) settled.stage = PaymentStage::sent_in;
    if (payment.state == State::held)
        settled.stage = payment.refunded > 0 ? PaymentStage::given_back : PaymentStage::held;
    return settled;
}

base::Result<Settled> Paying::arrive(const Payment& payment, std::int64_t paid) {
    const auto draft = rooms_.drafts.load_for_program(payment.draft);
    const bool gone = !draft && draft.error().code == ErrorCode::not_found;
    if (!draft && !gone) return draft.error();
    const bool unchanged = draft && draft->submitted_case.empty() && draft->revision == payment.draft_revision;
    if (unchanged && paid == payment.amount.minor) {
        std::optional<OnBehalf> sent_by;
        if (!payment.mandate.empty() && rooms_.on_behalf) sent_by = rooms_.on_behalf(payment.helper, payment.mandate);
        const auto submitted = send_in(*draft, payment, sent_by);
        if (!submitted) return submitted.error();
        if (*submitted && !(*submitted)->again)
            return Settled{PaymentStage::sent_in, payment, {}, (*submitted)->reference};
    } else if (paid != payment.amount.minor) {
        rooms_.log.write(base::LogLevel::error, "payment.amount_differs", {{"payment", payment.id}});
    }
    // Somebody else may have written this payment down meanwhile.
    const auto now = payments_->find(payment.id);
    if (!now) return now.error();
    if (now->state != State::open) return as_kept(*now);
    const auto after = rooms_.drafts.load_for_program(payment.draft);
    if (!after && after.error().code != ErrorCode::not_found) return after.error();
    if (after && after->submitted_case.empty()) {
        if (const auto told = hold_and_tell(*after, *now); !told) return told.error();
        return Settled{PaymentStage::held, *now};
    }
    // Paid twice, or for a draft that is gone: held and asked back in one step, so that neither stands alone.
    const auto refund = payments_->prepare_refund(*now, now->amount.minor, after ? Why::twice : Why::not_sent);
    if (!refund) return refund.error();
    bool asked = false;
    const auto held = payments_->hold(*now, [&](store::WriteTransaction& transaction) {
        asked = payments::Payments::ask(transaction, *refund);
    });
    if (!held) return held.error();
    if (*held && asked) carry_out(refund->refund);
    const auto kept = payments_->find(payment.id);
    if (!kept) return kept.error();
    return as_kept(*kept);
}

const words::Locale& Paying::language_of(const journeys::Draft& draft) const {
    if (sender_.language) {
        if (const auto known = sender_.language(draft.subject); known && !known->empty())
            return rooms_.languages.get(*known);
    }
    return rooms_.languages.get(draft.service->language);
}

base::Result<base::Done> Paying::hold_and_tell(const journeys::Draft& draft, const Payment& payment) {
    const words::Locale& locale = language_of(draft);
    const words::Arguments arguments{
        {"service", draft.service->in_language(locale.tag()).title}, {"amount", amount_words(locale, payment.amount)}
    };
    const auto notice = notice_to(
        draft,
        {locale.text("paying.mail_held_subject", arguments), locale.text("paying.mail_held", arguments), locale.tag()}
    );
    if (!notice) return notice.error();
    const auto held = payments_->hold(payment, [&](store::WriteTransaction& transaction) {
        rooms_.notifier.send(transaction, *notice);
    });
    if (!held) return held.error();
    return base::Done{};
}

base::Result<notifications::PreparedNotice> Paying::notice_to(
    const journeys::Draft& draft, notifications::Message message
) {
    Case about;
    about.service = draft.service;
    about.answers = draft.answers;
    std::string email = contact_email(about);
    if (email.empty() && sender_.account_email) {
        const auto known = sender_.account_email(draft.subject);
        if (!known) return known.error();
        email = *known;
    }
    message.body += fmt::format("\n\n{}/apply/{}\n\n{}\n", sender_.origin, draft.id, sender_.place);
    return rooms_.notifier.prepare({draft.subject, "", std::move(message), email});
}

base::Result<base::Done> Paying::give_back(const Payment& payment, Why why) {
    const auto refund = payments_->prepare_refund(payment, payment.left(), why);
    if (!refund) return refund.error();
    const auto asked = rooms_.store.write([&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
        return store::commit(payments::Payments::ask(transaction, *refund));
    });
    if (!asked) return asked.error();
    if (*asked) carry_out(refund->refund);
    return base::Done{};
}

std::optional<notifications::PreparedNotice> Paying::notice_of(const Payment& payment, const Refund& refund) {
    const auto draft = rooms_.drafts.load_for_program(payment.draft);
    if (!draft) return std::nullopt;  // nobody is left to tell
    const words::Locale& locale = language_of(*draft);
    const words::Arguments arguments{
        {"service", draft->service->in_language(locale.tag()).title},
        {"amount", amount_words(locale, refund.amount)},
        {"reference", payment.reference}
    };
    notifications::Message message{
        locale.text("paying.mail_refund_subject", arguments), locale.text(refund_key(refund.why), arguments),
        locale.tag()
    };
    auto notice = draft->submitted_case.empty() ? notice_to(*draft, std::move(message))
                                                : rooms_.notices.prepare(draft->submitted_case, std::move(message));
    if (!notice) {
        rooms_.log.write(base::LogLevel::warning, "refund.not_told", {{"refund", refund.id}});
        return std::nullopt;
    }
    return *std::move(notice);
}

void Paying::carry_out(const Refund& refund) {
    const auto payment = payments_->find(refund.payment);
    if (!payment) return;
    const auto notice = notice_of(*payment, refund);
    const auto done = payments_->carry_out(refund.id, [&](store::WriteTransaction& transaction) {
        if (notice) rooms_.notifier.send(transaction, *notice);
    });
    if (!done) {
        rooms_.log.write(
            base::LogLevel::warning, "refund.waits",
            {{"refund", refund.id}, {"code", std::string{base::error_code_name(done.error().code)}}}
        );
    } else if (done->progress == RefundProgress::failed) {
        rooms_.log.write(base::LogLevel::error, "refund.failed", {{"refund", refund.id}});
    }
}

base::Result<base::Done> Paying::refund(
    std::string_view reference, std::string_view staff, std::string_view amount, std::string_view reason
) {
    if (!payments_) return no_provider();
    const auto found = rooms_.cases.on_screen(reference, staff);
    if (!found) return found.error();
    if (!found->payment) return base::Error{ErrorCode::not_found, {"Nothing was paid for this case."}, {"no payment"}};
    const Payment& payment = found->payment->payment;
    const auto wrong = [](const char* words, const char* field) {
        return base::Error{ErrorCode::invalid_input, {words}, {field}};
    };
    const std::string words{base::trimmed(reason)};
    if (words.empty()) return wrong("Enter the reason for the refund", "reason");
    if (!base::is_valid_utf8(words) || base::code_point_count(words) > 4000)
        return wrong("The reason must be 4,000 characters or fewer", "reason");
    const auto money = words::money_from_decimal(base::trimmed(amount), payment.amount.currency);
    if (!money) return wrong("Enter an amount in digits, such as 12.50", "amount");
    if (money->minor <= 0) return wrong("Enter an amount above nothing", "amount");
    if (money->minor > payment.left()) return wrong("That is more than is left of the payment", "amount");
    const auto sealed = rooms_.vault.seal(found->subject, retention, base::view_of(words));
    if (!sealed) return sealed.error();
    const auto refund = payments_->prepare_refund(payment, money->minor, Why::staff, staff, sealed->id);
    if (!refund) return refund.error();
    const auto asked = rooms_.store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (!payments::Payments::ask(transaction, *refund)) {
            return store::rollback(
                {ErrorCode::conflict,
                 {"Another refund of this payment is under way. Look at the case again in a minute."},
                 {"refund under way"}}
            );
        }
        rooms_.vault.put(transaction, *sealed);
        return store::commit();
    });
    if (!asked) return asked.error();
    carry_out(refund->refund);
    return base::Done{};
}

void Paying::poll() {
    if (!payments_) return;
    const auto complain = [&](std::string_view what, const base::Error& error, const std::string& id) {
        rooms_.log.write(
            base::LogLevel::warning, what,
            {{"id", id}, {"code", std::string{base::error_code_name(error.code)}}, {"detail", error.detail.text}}
        );
    };
    const auto due = payments_->claim_due(at_once);
    if (!due) return complain("payments.poll_failed", due.error(), "");
    for (const Payment& payment : *due) {
        if (const auto settled = settle(payment); !settled) complain("payment.unsettled", settled.error(), payment.id);
    }
    const auto refunds = payments_->claim_due_refunds(at_once);
    if (!refunds) return complain("payments.poll_failed", refunds.error(), "");
    for (const Refund& refund : *refunds) carry_out(refund);
    const auto held = payments_->claim_held(at_once);
    if (!held) return complain("payments.poll_failed", held.error(), "");
    for (const Payment& payment : *held) sweep(payment);
}

void Paying::sweep(const Payment& held) {
    const auto draft = rooms_.drafts.load_for_program(held.draft);
    if (!draft && draft.error().code != ErrorCode::not_found) return;
    const base::Instant now = rooms_.clock.now();
    std::optional<Why> why;
    if (!draft) {
        why = Why::not_sent;
    } else if (!draft->submitted_case.empty()) {
        const auto used = rooms_.store.read([&](store::ReadTransaction& transaction) {
            return payments::payment_of_case(transaction, draft->submitted_case).has_value();
        });
        if (!used) return;
        why = *used ? Why::twice : Why::changed;
    } else if (now - std::max(draft->updated_at, held.paid_at) > held_at_most) {
        why = Why::not_sent;
    }
    if (!why) return;
    const auto refunds = rooms_.store.read([&](store::ReadTransaction& transaction) {
        return payments::refunds_of_payment(transaction, held);
    });
    if (!refunds) return;
    // One that failed is a matter for a person, and reconciling says so; it is tried again now and then.
    if (!refunds->empty() && refunds->back().progress == RefundProgress::failed &&
        now - refunds->back().done_at < after_failed_refund)
        return;
    if (const auto asked = give_back(held, *why); !asked)
        rooms_.log.write(base::LogLevel::warning, "payment.not_given_back", {{"payment", held.id}});
}

}  // namespace guildhall::casework
