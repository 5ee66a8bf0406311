#pragma once
/// Cases: from a complete draft to a decision that can be explained, checked and reviewed.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/random.hpp"
#include "casework/decision.hpp"
#include "casework/requirement.hpp"
#include "catalogue/catalogue.hpp"
#include "dmn/model.hpp"
#include "journeys/drafts.hpp"
#include "payments/payments.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::casework {

enum class Status { with_person, decided, in_review };

struct CaseSummary {
    std::string id;
    std::string reference;
    std::string service;  ///< service id
    Status status = Status::with_person;
    std::optional<catalogue::OutcomeKind> outcome;
    base::Instant submitted_at;
    base::Instant due_at;  ///< when the person hears at the latest
    base::Instant decided_at;
};

/// Reasons, recomputed from what the decision stored.
struct Explanation {
    std::optional<dmn::DecisionTrace> trace;  ///< none when the service has no rules
    bool reproduced = true;  ///< false: the recomputed value differs from the stored one; then it is no reason
};

struct DecisionView {
    catalogue::OutcomeKind kind = catalogue::OutcomeKind::refused;
    bool automatic = false;
    std::string decided_by;  ///< staff account id, empty when automatic
    base::Instant decided_at;
    std::string reason;  ///< the person's words
    std::string issues;  ///< document id of the service, when granted
};

struct ReviewView {
    base::Instant requested_at;
    base::Instant due_at;
    std::string request;  ///< the resident's words
    catalogue::OutcomeKind first_outcome = catalogue::OutcomeKind::refused;
    std::string first_decided_by;
    bool decided = false;
};

/// Who did something for the person, with their recorded permission.
struct OnBehalf {
    std::string helper;       ///< account
    std::string mandate;      ///< id of the permission
    std::string helper_name;  ///< as it was then
    std::string person;       ///< the name of the person, as the permission says it
};

/// Money that went back, with the words of who decided so.
struct RefundView {
    payments::Refund refund;
    std::string reason;  ///< empty when the program did
};
struct PaymentView {
    payments::Payment payment;
    std::vector<RefundView> refunds;  ///< oldest first
};

struct Case {
    CaseSummary summary;
    std::string subject;  ///< vault subject
    std::shared_ptr<const catalogue::Service> service;
    journeys::Answers answers;                  ///< those that count
    std::optional<journeys::Verdict> proposed;  ///< what the rules say (recomputed at the instant of submission)
    Explanation explanation;
    base::Instant rules_at;  ///< the instant of submission, for which the rules count
    std::optional<DecisionView> decision;
    std::optional<ReviewView> review;
    std::optional<OnBehalf> sent_by;     ///< none: the person themselves
    std::optional<PaymentView> payment;  ///< what it was sent in with
    base::Uuid submitted_event;
    std::optional<base::Uuid> decision_event;
    base::Json kept;           ///< what requirements left with the answers, by their names
    base::Json opened;         ///< what opens the commitments of the latest version: {answers: {salt, text}}
    int version = 1;           ///< of the answers; goes up when the person changes them (`corrections.hpp`)
    base::Instant changed_at;  ///< when the latest version came; of the first, when it was sent in
    std::optional<base::Uuid> changed_event;  ///< none while there is one version
};

/// What pays the fee of a draft.
struct Paid {
    words::Money amount;
    base::Instant at{};  ///< when the payment began: the fee is what it was then
    /// Outside of any transaction; what it gives marks the money as used, in the transaction of the submission. False
    /// undoes that.
    std::function<std::function<bool(store::WriteTransaction&)>(std::string_view case_id)> use;
};

struct Submitted {
    std::string case_id;
    std::string reference;
    bool again = false;  ///< the draft had been sent in before: nothing new was made
};

/// One page of a staff queue, sorted by what is due.
struct QueuePage {
    std::vector<CaseSummary> cases;
    std::string next;  ///< key of the next page; empty at the end
};

/// Thread-safe.
class Cases {
public:
    Cases(
        store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue, journeys::Drafts& drafts,
        const base::Clock& clock, base::Random& random, std::vector<const Requirement*> requirements = {}
    );

    /// Makes a case of a complete draft for which every requirement holds, once: the second call for a draft gives the
    /// first one's case.
    /// The rules decide in the same transaction when they may; otherwise the case waits for a person. `sent_by` is the
    /// helper who sends it in for the person, if one does. A draft whose service has a fee is taken only with the
    /// payment of just that fee.
    [[nodiscard]] base::Result<Submitted> submit(
        const journeys::Draft& draft, const std::optional<OnBehalf>& sent_by = std::nullopt, const Paid* paid = nullptr
    );

    /// The person's own case; another's is `not_found`.
    [[nodiscard]] base::Result<Case> load_own(std::string_view reference, std::string_view subject);
    /// The case for who holds a key that opens it (`case_link.hpp`); `not_found` when the key does not.
    [[nodiscard]] base::Result<Case> load_with_key(std::string_view reference, std::string_view key);
    /// The service of the person's own case; another's is `not_found`.
    [[nodiscard]] base::Result<std::string> service_of(std::string_view reference, std::string_view subject);
    [[nodiscard]] base::Result<std::vector<CaseSummary>> list_own(std::string_view subject);
    /// In the transaction of a sign-in: the visitor's cases become the account's.
    void move(store::WriteTransaction& transaction, std::string_view from, std::string_view to);

    /// Cases that need a person, earliest due first, without those that `staff` may not decide (their own under
    /// review).
    [[nodiscard]] base::Result<QueuePage> queue(std::string_view staff, std::string_view after, std::size_t limit);
    /// Opens a case for a staff member: a write, since it leaves the access record that the person can see.
    [[nodiscard]] base::Result<Case> open_for_staff(std::string_view reference, std::string_view staff);
    /// The case again for a staff member who has it on screen: opened in the last half hour, so no new access record.
    /// `forbidden` when they have not.
    [[nodiscard]] base::Result<Case> on_screen(std::string_view reference, std::string_view staff);
    /// Decides as a person (first decision or review, as the case stands), over the version of the answers that they
    /// had on screen: `conflict`, with `seen_older_version` as its detail, when the person has changed them since.
    [[nodiscard]] base::Result<base::Done> decide(
        std::string_view reference, std::string_view staff, catalogue::OutcomeKind kind, std::string_view reason,
        int seen_version
    );
    static constexpr const char* seen_older_version = "an older version was on screen";

    /// `not_found` when there is no such case.
    [[nodiscard]] base::Result<std::string> id_of(std::string_view reference);
    /// `not_found` when there is none.
    [[nodiscard]] base::Result<std::string> reference_of(std::string_view case_id);
    /// For the program's own notices to the person, by case id: no person reads it. Without `proposed` and
    /// `explanation`.
    [[nodiscard]] base::Result<Case> load_for_notice(std::string_view case_id);

    /// Until when a review can be asked for: six weeks after the decision.
    [[nodiscard]] static base::Instant review_until(const CaseSummary& summary);
    [[nodiscard]] base::Result<base::Done> ask_review(
        std::string_view reference, std::string_view subject, std::string_view text,
        const std::optional<OnBehalf>& asked_by = std::nullopt
    );

private:
    enum class Reasons { recomputed, left_out };
    base::Result<store::Row> row_of(std::string_view reference);
    base::Result<std::optional<PaymentView>> payment_of(const std::string& case_id);
    base::Result<Case> load(const store::Row& row, Reasons reasons = Reasons::recomputed);
    store::Store& store_;
    vault::Vault& vault_;
    const catalogue::Catalogue& catalogue_;
    journeys::Drafts& drafts_;
    const base::Clock& clock_;
    base::Random& random_;
    const std::vector<const Requirement*> requirements_;
};

}  // namespace guildhall::casework
