#pragma once
/// From a fee to an application that is sent in: begins payments, asks what became of them, gives back what is too
/// much. No money is lost and none is taken twice, whatever stops in between: see `settle` and `poll`.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "casework/cases.hpp"
#include "casework/notices.hpp"
#include "journeys/fee.hpp"
#include "notifications/notifications.hpp"
#include "payments/payments.hpp"
#include "words/languages.hpp"

namespace guildhall::casework {

/// How it stands with the fee of a complete draft.
struct FeeStanding {
    std::optional<words::Money> due;          ///< none: nothing to pay
    std::optional<payments::Payment> held{};  ///< money that is there already and pays it
    bool can_pay = true;                      ///< false: no provider takes this currency here
};

enum class PaymentStage {
    unpaid,      ///< nobody has paid yet; `page` is where, when the provider has one
    waiting,     ///< card details are in, the bank has not answered
    failed,      ///< no money was taken
    held,        ///< the money is here, and the application is not sent in
    sent_in,     ///< the application is sent in with it
    given_back,  ///< it was too much, and goes back
};

struct Settled {
    PaymentStage stage = PaymentStage::unpaid;
    payments::Payment payment;
    std::string page{};
    std::string reference{};  ///< of the application, when the draft is sent in
};

struct Begun {
    std::string reference{};  ///< of the application, when money was there already and it is sent in
    std::string payment{};    ///< id of the payment otherwise
    std::string page{};       ///< where to pay; empty: `settle` says how it stands
};

/// Thread-safe; several nodes may run it. Borrows what it is made from.
class Paying {
public:
    struct Rooms {
        store::Store& store;
        vault::Vault& vault;
        journeys::Drafts& drafts;
        Cases& cases;
        CaseNotices& notices;
        notifications::Notifier& notifier;
        const words::Languages& languages;
        const base::Clock& clock;
        base::Log& log;
        /// Who sends in for the person, by account and permission.
        std::function<std::optional<OnBehalf>(const std::string& helper, const std::string& mandate)> on_behalf{};
    };
    /// `payments` is null where no provider is configured: then nothing with a fee can be sent in.
    Paying(const Rooms& rooms, payments::Payments* payments, NoticeSender sender);

    [[nodiscard]] base::Result<FeeStanding> standing_of(
        const journeys::Draft& draft, const journeys::Standing& standing
    );

    /// For a complete draft with a fee: sends it in with money that is there, or gives a page to pay on. Money of
    /// another amount that waits for this draft goes back. `language` is of the provider's page; `sent_by` the helper
    /// who sends it in for the person, if one does.
    [[nodiscard]] base::Result<Begun> begin(
        const journeys::Draft& draft, const catalogue::Service& service, std::string_view language,
        const std::optional<OnBehalf>& sent_by = std::nullopt
    );

    /// Asks the provider how a payment stands, and draws the consequence. Success sends the application in when the
    /// answers are those that were on screen, in the transaction that marks the payment as used; otherwise the money is
    /// held for the draft, and its person told. A draft that was paid already gets the money back.
    [[nodiscard]] base::Result<Settled> settle(std::string_view payment);

    /// Gives back money by a member of staff who has the case on screen; the reason is kept sealed, and read by the
    /// person.
    [[nodiscard]] base::Result<base::Done> refund(
        std::string_view reference, std::string_view staff, std::string_view amount, std::string_view reason
    );

    /// Settles what nobody came back for, carries out refunds, gives back what no application came for. Called again
    /// and again; does what is due.
    void poll();

    [[nodiscard]] payments::Payments* payments() const { return payments_; }

private:
    [[nodiscard]] base::Result<Settled> settle(const payments::Payment& payment);
    [[nodiscard]] base::Result<Settled> arrive(const payments::Payment& payment, std::int64_t paid);
    [[nodiscard]] base::Result<std::optional<Submitted>> send_in(
        const journeys::Draft& draft, const payments::Payment& payment, const std::optional<OnBehalf>& sent_by
    );
    [[nodiscard]] base::Result<Settled> as_kept(const payments::Payment& payment);
    /// What its person reads, else the service's.
    [[nodiscard]] const words::Locale& language_of(const journeys::Draft& draft) const;
    [[nodiscard]] base::Result<base::Done> hold_and_tell(
        const journeys::Draft& draft, const payments::Payment& payment
    );
    [[nodiscard]] base::Result<base::Done> give_back(const payments::Payment& payment, payments::Why why);
    void carry_out(const payments::Refund& refund);
    void sweep(const payments::Payment& held);
    [[nodiscard]] std::optional<notifications::PreparedNotice> notice_of(
        const payments::Payment& payment, const payments::Refund& refund
    );
    [[nodiscard]] base::Result<notifications::PreparedNotice> notice_to(
        const journeys::Draft& draft, notifications::Message message
    );

    Rooms rooms_;
    payments::Payments* payments_;
    NoticeSender sender_;
};

}  // namespace guildhall::casework
