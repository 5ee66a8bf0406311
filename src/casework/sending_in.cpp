// From a complete draft to a case: what must hold, the rules that may decide, and one transaction.

#include "base/message.hpp"
#include "casework/cases.hpp"
#include "casework/internal/case_record.hpp"
#include "casework/working_days.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "journeys/fee.hpp"

namespace guildhall::casework {

using namespace internal;  // NOLINT(google-build-using-namespace): this room's own

namespace {

using base::Json;

constexpr store::Query insert_case{
    "casework.insert_case",
    "INSERT INTO cases (case_id, reference, draft_id, subject, service, service_hash, status, needs_person, outcome, "
    "automatic, "
    "submitted_at, due_at, decided_at, decided_by, record, decision_record, submitted_event, decision_event) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $16, $17)"
};

constexpr store::Query select_by_draft{
    "casework.select_by_draft", "SELECT case_id, reference FROM cases WHERE draft_id = $1"
};

constexpr int reference_attempts = 5;

constexpr std::string_view requirement_gone_detail = "a requirement holds no more";

base::Error requirement_gone() {
    return {
        base::ErrorCode::conflict, base::by_key("parties.changed_while_sending"), {std::string{requirement_gone_detail}}
    };
}

}  // namespace

base::Result<Submitted> Cases::submit(
    const journeys::Draft& draft, const std::optional<OnBehalf>& sent_by, const Paid* paid
) {
    const auto earlier = [&] {
        return store_.read([&](store::ReadTransaction& transaction) {
            return transaction.query_one(select_by_draft, {draft.id});
        });
    };
    if (!draft.corrects.empty())
        return base::Error{base::ErrorCode::conflict, {"This changes an application."}, {"a correction is no case"}};
    if (!draft.submitted_case.empty()) {
        const auto existing = earlier();
        if (!existing) return existing.error();
        if (*existing) return Submitted{(*existing)->text(0), (*existing)->text(1), true};
    }

    const base::Instant now = clock_.now();
    const catalogue::Service& service = *draft.service;
    const journeys::Standing standing = journeys::stand(service, draft.answers, now);
    if (!standing.complete()) {
        return base::Error{
            base::ErrorCode::invalid_input, base::by_key("applying.question_left"), {"draft is not complete"}
        };
    }
    std::vector<Met> met;
    Json beside;  // the answers
    Json told;
    for (const auto* requirement : requirements_) {
        auto holds = requirement->meet(draft, standing);
        if (!holds) return holds.error();
        if (!holds->kept.is_null()) beside.set(std::string{requirement->name()}, holds->kept);
        if (!holds->told.is_null()) told.set(std::string{requirement->name()}, holds->told);
        met.push_back(*std::move(holds));
    }
    const journeys::Answers answers = standing.relevant;
    const auto fee = journeys::fee_of(service, answers, paid ? paid->at : now);
    if (!fee) return fee.error();
    if (*fee != (paid ? std::optional{paid->amount} : std::nullopt)) {
        return base::Error{
            base::ErrorCode::invalid_input, base::by_key("paying.fee_first"), {"the fee is not what was paid"}
        };
    }
    const std::string answers_text = journeys::to_json(answers).text();
    const base::Bytes salt = random_.bytes(32);
    const crypto::Hash commitment = crypto::sha256({base::ByteView{salt}, base::view_of(answers_text)});

    Json record;
    record.set("answers", journeys::to_json(answers));
    record.set("salt", base::to_hex(salt));
    record.set("instant", base::to_rfc3339(now));
    if (sent_by) record.set("sent_by", sealed_helper(*sent_by));
    if (!beside.is_null()) record.set("kept", beside);
    const auto sealed = vault_.seal(draft.subject, retention, base::view_of(record.text()));
    if (!sealed) return sealed.error();

    const std::string case_id = base::Uuid::make(clock_, random_).text();
    const auto use_payment = paid ? paid->use(case_id) : std::function<bool(store::WriteTransaction&)>{};
    Json::Array files;
    for (const std::string& document : journeys::documents_in(answers)) files.emplace_back(document);

    // The rules decide now when they may; whatever they may not decide waits for a person.
    std::optional<Decision> decision;
    if (standing.verdict) {
        if (auto granted = Decision::by_rules(*standing.verdict)) decision = *std::move(granted);
    }
    std::optional<vault::SealedRecord> sealed_decision;
    std::optional<events::PreparedEvent> decided;
    if (decision) {
        const Json kept = decision_record(service, &*standing.verdict, now, *decision);
        auto sealing = vault_.seal(draft.subject, retention, base::view_of(kept.text()));
        if (!sealing) return sealing.error();
        sealed_decision = *std::move(sealing);
    }

    for (int attempt = 0; attempt < reference_attempts; ++attempt) {
        const std::string reference = base::Reference::make(random_).text();
        Json data;
        data.set("service", service.id);
        data.set("service_hash", service.hash);
        data.set("case", case_id);
        data.set("reference", reference);
        data.set("answers_commitment", base::to_hex(commitment));
        data.set("files", files);
        name_helper(data, sent_by);
        if (const auto* each = told.object()) {
            for (const auto& [name, value] : *each) data.set(name, value);
        }
        const auto submitted =
            events::prepare({base::Uuid::make(clock_, random_), "application.submitted", now, case_id, data});
        if (decision) {
            decided = events::prepare(
                {base::Uuid::make(clock_, random_), "decision.issued", now, case_id,
                 decision_event_data(service, case_id, 1, *decision)}
            );
        }
        const auto written = store_.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                if (!drafts_.mark_submitted(transaction, draft, case_id)) {
                    return store::rollback(
                        {base::ErrorCode::conflict, base::by_key("applying.changed_elsewhere"), {"draft moved on"}}
                    );
                }
                for (const Met& requirement : met) {
                    if (requirement.claim && !requirement.claim(transaction, case_id))
                        return store::rollback(requirement_gone());
                }
                if (use_payment && !use_payment(transaction)) {
                    return store::rollback(
                        {base::ErrorCode::conflict, base::by_key("paying.gone"), {"payment moved on"}}
                    );
                }
                vault_.put(transaction, *sealed);
                if (sealed_decision) vault_.put(transaction, *sealed_decision);
                transaction.send(
                    insert_case,
                    {case_id, reference, draft.id, draft.subject, service.id, service.hash,
                     std::string{status_code(decision ? Status::decided : Status::with_person)},
                     std::int64_t{decision ? 0 : 1}, std::string{decision ? outcome_code(decision->kind()) : ""},
                     std::int64_t{decision ? 1 : 0}, base::to_micros(now),
                     base::to_micros(after_working_days(now, service.decide_within_working_days)),
                     decision ? base::to_micros(now) : std::int64_t{0}, sealed->id,
                     sealed_decision ? sealed_decision->id : std::string{}, submitted.id.text(),
                     decided ? decided->id.text() : std::string{}}
                );
                events::append(transaction, submitted);
                if (decided) events::append(transaction, *decided);
                return store::commit();
            },
            store::Isolation::snapshot
        );
        if (written) return Submitted{case_id, reference, false};
        if (written.error().code != base::ErrorCode::conflict) return written.error();
        // Either the draft was sent in meanwhile (a double click), or the reference is taken.
        const auto other = earlier();
        if (!other) return other.error();
        if (*other) return Submitted{(*other)->text(0), (*other)->text(1), true};
        if (const std::string& why = written.error().detail.text;
            why == "draft moved on" || why == "payment moved on" || why == requirement_gone_detail)
            return written.error();
    }
    return base::Error{base::ErrorCode::busy, base::by_key("applying.not_sent"), {"no free reference"}};
}

}  // namespace guildhall::casework
