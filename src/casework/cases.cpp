#include "casework/cases.hpp"

#include "base/message.hpp"
#include "base/text.hpp"
#include "casework/case_link.hpp"
#include "casework/internal/case_record.hpp"
#include "casework/working_days.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "journeys/fee.hpp"

namespace guildhall::casework {

using namespace internal;  // NOLINT(google-build-using-namespace): this room's own

namespace {

using base::Json;

constexpr std::int64_t longest_review = 4'000;  ///< characters

constexpr store::Query select_own{
    "casework.select_own",
    "SELECT case_id, reference, service, status, outcome, submitted_at, due_at, decided_at, subject, service_hash, "
    "automatic, "
    "decided_by, record, decision_record, submitted_event, decision_event, version, changed_at, changed_event FROM "
    "cases WHERE reference = $1 AND subject "
    "= $2"
};
constexpr store::Query select_case{
    "casework.select_case",
    "SELECT case_id, reference, service, status, outcome, submitted_at, due_at, decided_at, subject, service_hash, "
    "automatic, "
    "decided_by, record, decision_record, submitted_event, decision_event, version, changed_at, changed_event FROM "
    "cases WHERE reference = $1"
};
constexpr store::Query select_by_id{
    "casework.select_by_id",
    "SELECT case_id, reference, service, status, outcome, submitted_at, due_at, decided_at, subject, service_hash, "
    "automatic, "
    "decided_by, record, decision_record, submitted_event, decision_event, version, changed_at, changed_event FROM "
    "cases WHERE case_id = $1"
};
constexpr store::Query list_by_subject{
    "casework.list_by_subject",
    "SELECT case_id, reference, service, status, outcome, submitted_at, due_at, decided_at FROM cases WHERE subject = "
    "$1 "
    "ORDER BY submitted_at DESC LIMIT 50"
};
constexpr store::Query select_queue{
    "casework.select_queue",
    "SELECT case_id, reference, service, status, outcome, submitted_at, due_at, decided_at FROM cases "
    "WHERE needs_person = 1 AND (due_at > $1 OR (due_at = $1 AND case_id > $2)) AND NOT (status = 'in-review' AND "
    "decided_by = $3) "
    "ORDER BY due_at, case_id LIMIT $4"
};
constexpr store::Query move_cases{"casework.move_cases", "UPDATE cases SET subject = $2 WHERE subject = $1"};
constexpr store::Query set_decision{
    "casework.set_decision",
    "UPDATE cases SET status = 'decided', needs_person = 0, outcome = $2, automatic = 0, decided_at = $3, decided_by = "
    "$4, "
    "decision_record = $5, decision_event = $6 WHERE case_id = $1 AND needs_person = 1 AND status = $7 AND version = "
    "$8"
};
constexpr store::Query select_version{"casework.select_version", "SELECT version FROM cases WHERE case_id = $1"};
constexpr store::Query select_reference{"casework.select_reference", "SELECT reference FROM cases WHERE case_id = $1"};
constexpr store::Query set_in_review{
    "casework.set_in_review",
    "UPDATE cases SET status = 'in-review', needs_person = 1, due_at = $2 WHERE case_id = $1 AND status = 'decided'"
};
constexpr store::Query insert_review{
    "casework.insert_review",
    "INSERT INTO reviews (case_id, requested_at, due_at, request_record, first_outcome, first_decided_by, decided_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, 0)"
};
constexpr store::Query select_review{
    "casework.select_review",
    "SELECT requested_at, due_at, request_record, first_outcome, first_decided_by, decided_at FROM reviews WHERE "
    "case_id = $1"
};
constexpr store::Query finish_review{"casework.finish_review", "UPDATE reviews SET decided_at = $2 WHERE case_id = $1"};

constexpr int review_working_days = 30;
constexpr std::chrono::minutes longest_on_screen{30};

Status status_from_code(std::string_view code) {
    if (code == status_code(Status::decided)) return Status::decided;
    if (code == status_code(Status::in_review)) return Status::in_review;
    return Status::with_person;
}

CaseSummary summary_of(const store::Row& row) {
    return {
        row.text(0),
        row.text(1),
        row.text(2),
        status_from_code(row.text(3)),
        outcome_from_code(row.text(4)),
        base::from_micros(row.integer(5)),
        base::from_micros(row.integer(6)),
        base::from_micros(row.integer(7)),
    };
}

base::Error not_found() {
    return {base::ErrorCode::not_found, base::by_key("applications.no_case"), {"no such case"}};
}

base::Error changed_since() {
    return {
        base::ErrorCode::conflict,
        {"They changed their answers after you opened this case. Read what changed, then decide."},
        {Cases::seen_older_version}
    };
}

int version_of(store::ReadTransaction& transaction, const std::string& case_id) {
    const auto row = transaction.query_one(select_version, {case_id});
    return row ? static_cast<int>(row->integer(0)) : 0;
}

}  // namespace

Cases::Cases(
    store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue, journeys::Drafts& drafts,
    const base::Clock& clock, base::Random& random, std::vector<const Requirement*> requirements
)
    : store_(store),
      vault_(vault),
      catalogue_(catalogue),
      drafts_(drafts),
      clock_(clock),
      random_(random),
      requirements_(std::move(requirements)) {}

base::Result<Case> Cases::load(const store::Row& row, Reasons reasons) {
    Case loaded;
    loaded.summary = summary_of(row);
    loaded.subject = row.text(8);
    auto service = catalogue_.by_hash(row.text(9));
    if (!service) return service.error();
    loaded.service = *std::move(service);
    if (const auto id = base::Uuid::parse(row.text(14))) loaded.submitted_event = *id;
    loaded.decision_event = base::Uuid::parse(row.text(15));
    loaded.version = static_cast<int>(row.integer(16));
    loaded.changed_at = loaded.version > 1 ? base::from_micros(row.integer(17)) : loaded.summary.submitted_at;
    loaded.changed_event = base::Uuid::parse(row.text(18));

    const auto plain = vault_.open(row.text(12));
    if (!plain) return plain.error();
    const auto record = Json::parse(base::text_of(*plain));
    if (!record) return record.error();
    auto answers = journeys::answers_from_json((*record)["answers"].text());
    if (!answers) return answers.error();
    loaded.answers = *std::move(answers);
    loaded.kept = (*record)["kept"];
    Json opened_answers;
    loaded.sent_by = helper_from((*record)["sent_by"]);
    opened_answers.set("salt", record->string_at("salt"));
    opened_answers.set("text", journeys::to_json(loaded.answers).text());
    loaded.opened.set("answers_commitment", opened_answers);

    // Reasons are recomputed from the stored inputs at the stored instant, never narrated.
    const auto instant = base::from_rfc3339(record->string_at("instant"));
    if (instant) loaded.rules_at = *instant;
    if (reasons == Reasons::recomputed && instant && loaded.service->has_decision) {
        loaded.proposed = journeys::stand(*loaded.service, loaded.answers, *instant).verdict;
        if (const auto* rules = journeys::rules_on(*loaded.service, *instant)) {
            auto inputs = journeys::inputs_of(*loaded.service, loaded.answers, *instant);
            auto trace = rules->model->explain(loaded.service->decision_name, inputs, *instant, zone);
            if (trace) loaded.explanation.trace = *std::move(trace);
        }
    }
    if (!row.text(13).empty()) {
        const auto decision_plain = vault_.open(row.text(13));
        if (!decision_plain) return decision_plain.error();
        const auto kept = Json::parse(base::text_of(*decision_plain));
        if (!kept) return kept.error();
        DecisionView view;
        view.kind = loaded.summary.outcome.value_or(catalogue::OutcomeKind::refused);
        view.automatic = row.integer(10) == 1;
        view.decided_by = row.text(11);
        view.decided_at = loaded.summary.decided_at;
        view.reason = kept->string_at("reason");
        view.issues = kept->string_at("issues");
        loaded.decision = std::move(view);
        if (loaded.proposed && loaded.proposed->value.text() != kept->string_at("value"))
            loaded.explanation.reproduced = false;
    }

    if (loaded.service->fee) {
        auto payment = payment_of(loaded.summary.id);
        if (!payment) return payment.error();
        loaded.payment = *std::move(payment);
    }

    const auto review = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_review, {loaded.summary.id});
    });
    if (!review) return review.error();
    if (const auto& found = *review) {
        ReviewView view;
        view.requested_at = base::from_micros(found->integer(0));
        view.due_at = base::from_micros(found->integer(1));
        const auto request = vault_.open(found->text(2));
        if (!request) return request.error();
        view.request = base::text_of(*request);
        view.first_outcome = outcome_from_code(found->text(3)).value_or(catalogue::OutcomeKind::refused);
        view.first_decided_by = found->text(4);
        view.decided = found->integer(5) != 0;
        loaded.review = std::move(view);
    }
    return loaded;
}

base::Result<std::optional<PaymentView>> Cases::payment_of(const std::string& case_id) {
    auto view = store_.read([&](store::ReadTransaction& transaction) {
        std::optional<PaymentView> found;
        if (auto payment = payments::payment_of_case(transaction, case_id)) {
            found.emplace(PaymentView{*std::move(payment), {}});
            for (auto& refund : payments::refunds_of_payment(transaction, found->payment))
                found->refunds.push_back({std::move(refund), {}});
        }
        return found;
    });
    if (!view || !*view) return view;
    for (auto& [refund, reason] : (*view)->refunds) {
        if (refund.reason_record.empty()) continue;
        const auto plain = vault_.open(refund.reason_record);
        if (!plain) return plain.error();
        reason = base::text_of(*plain);
    }
    return view;
}

base::Result<store::Row> Cases::row_of(std::string_view reference) {
    const auto parsed = base::Reference::parse(reference);
    if (!parsed) return not_found();
    auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_case, {parsed->text()});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return **std::move(row);
}

base::Result<Case> Cases::load_own(std::string_view reference, std::string_view subject) {
    const auto parsed = base::Reference::parse(reference);
    if (!parsed || subject.empty()) return not_found();
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_own, {parsed->text(), std::string{subject}});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return load(**row);
}

base::Result<std::string> Cases::service_of(std::string_view reference, std::string_view subject) {
    const auto parsed = base::Reference::parse(reference);
    if (!parsed || subject.empty()) return not_found();
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_own, {parsed->text(), std::string{subject}});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return (*row)->text(2);
}

base::Result<Case> Cases::load_with_key(std::string_view reference, std::string_view key) {
    if (key.empty()) return not_found();
    const auto row = row_of(reference);
    if (!row) return row.error();
    const std::string id = row->text(0);
    const std::string subject = row->text(8);
    if (!opens_case(vault_, key, id, subject, clock_.now())) return not_found();
    return load(*row);
}

base::Result<std::string> Cases::id_of(std::string_view reference) {
    const auto row = row_of(reference);
    if (!row) return row.error();
    return row->text(0);
}

base::Result<Case> Cases::load_for_notice(std::string_view case_id) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_by_id, {std::string{case_id}});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return load(**row, Reasons::left_out);
}

base::Result<std::vector<CaseSummary>> Cases::list_own(std::string_view subject) {
    if (subject.empty()) return std::vector<CaseSummary>{};
    return store_.read([&](store::ReadTransaction& transaction) {
        std::vector<CaseSummary> cases;
        for (const auto& row : transaction.query(list_by_subject, {std::string{subject}}))
            cases.push_back(summary_of(row));
        return cases;
    });
}

void Cases::move(store::WriteTransaction& transaction, std::string_view from, std::string_view to) {
    transaction.send(move_cases, {std::string{from}, std::string{to}});
}

base::Result<std::string> Cases::reference_of(std::string_view case_id) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_reference, {std::string{case_id}});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return (*row)->text(0);
}

base::Result<QueuePage> Cases::queue(std::string_view staff, std::string_view after, std::size_t limit) {
    // The key of a page is `<due in microseconds>.<case id>` of the last case before it.
    std::int64_t due = 0;
    std::string id;
    if (const auto dot = after.find('.'); dot != std::string_view::npos) {
        for (const char c : after.substr(0, std::min<std::size_t>(dot, 18))) {
            if (c < '0' || c > '9')
                return base::Error{
                    base::ErrorCode::invalid_input, {"This page of the queue does not exist."}, {"bad page key"}
                };
            due = due * 10 + (c - '0');
        }
        id = after.substr(dot + 1);
    }
    return store_.read([&](store::ReadTransaction& transaction) {
        QueuePage page;
        for (const auto& row :
             transaction.query(select_queue, {due, id, std::string{staff}, static_cast<std::int64_t>(limit + 1)})) {
            page.cases.push_back(summary_of(row));
        }
        if (page.cases.size() > limit) {
            page.cases.pop_back();
            const auto& last = page.cases.back();
            page.next = std::to_string(base::to_micros(last.due_at)) + "." + last.id;
        }
        return page;
    });
}

base::Result<Case> Cases::open_for_staff(std::string_view reference, std::string_view staff) {
    const auto row = row_of(reference);
    if (!row) return row.error();
    const CaseSummary summary = summary_of(*row);
    const std::string subject = row->text(8);
    const std::string purpose = summary.status == Status::in_review ? "review-case" : "decide-case";
    Json data;
    data.set("case", summary.id);
    data.set("actor", staff);
    data.set("purpose", purpose);
    const auto viewed =
        events::prepare({base::Uuid::make(clock_, random_), "record.viewed", clock_.now(), summary.id, data});
    const auto noted = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            vault_.note_access(transaction, subject, {std::string{staff}, purpose, summary.id});
            events::append(transaction, viewed);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!noted) return noted.error();
    return load(*row);
}

base::Result<Case> Cases::on_screen(std::string_view reference, std::string_view staff) {
    const auto row = row_of(reference);
    if (!row) return row.error();
    const auto accesses = store_.read([&](store::ReadTransaction& transaction) {
        return vault_.accesses(transaction, row->text(8), 1000);
    });
    if (!accesses) return accesses.error();
    const base::Instant oldest = clock_.now() - longest_on_screen;
    for (const auto& access : *accesses) {
        if (access.at < oldest) break;
        if (access.actor == staff && access.about == row->text(0)) return load(*row);
    }
    return base::Error{
        base::ErrorCode::forbidden, {"Open the case first, then its files."}, {"case is not on this screen"}
    };
}

base::Result<base::Done> Cases::decide(
    std::string_view reference, std::string_view staff, catalogue::OutcomeKind kind, std::string_view reason,
    int seen_version
) {
    const auto row = row_of(reference);
    if (!row) return row.error();
    auto loaded = load(*row);
    if (!loaded) return loaded.error();
    const CaseSummary& summary = loaded->summary;
    if (summary.status == Status::decided) {
        return base::Error{base::ErrorCode::conflict, {"This case has been decided already."}, {"case is decided"}};
    }
    if (seen_version != loaded->version) return changed_since();

    // The reviewer had the inputs on screen when an access record says so.
    const auto accesses = store_.read([&](store::ReadTransaction& transaction) {
        return vault_.accesses(transaction, loaded->subject, 1000);
    });
    if (!accesses) return accesses.error();
    Reviewer reviewer{std::string{staff}, false};
    for (const auto& access : *accesses) {
        // What was on screen before the person changed their answers is not what is decided now.
        if (access.actor == staff && access.about == summary.id && access.at >= loaded->changed_at)
            reviewer.saw_inputs = true;
    }
    const bool is_review = summary.status == Status::in_review;
    auto decision =
        is_review ? Decision::on_review(kind, reviewer, reason, loaded->review ? loaded->review->first_decided_by : "")
                  : Decision::by_person(kind, reviewer, reason);
    if (!decision) return decision.error();

    const base::Instant now = clock_.now();
    const base::Instant instant = summary.submitted_at;
    const Json kept =
        decision_record(*loaded->service, loaded->proposed ? &*loaded->proposed : nullptr, instant, *decision);
    const auto sealed = vault_.seal(loaded->subject, retention, base::view_of(kept.text()));
    if (!sealed) return sealed.error();
    const auto decided = events::prepare(
        {base::Uuid::make(clock_, random_), is_review ? "review.decided" : "decision.issued", now, summary.id,
         decision_event_data(*loaded->service, summary.id, loaded->version, *decision)}
    );
    const std::string expected{status_code(summary.status)};
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        vault_.put(transaction, *sealed);
        const auto changed = transaction.execute(
            set_decision,
            {summary.id, std::string{outcome_code(decision->kind())}, base::to_micros(now), decision->decided_by(),
             sealed->id, decided.id.text(), expected, std::int64_t{loaded->version}}
        );
        if (changed == 0 && version_of(transaction, summary.id) != loaded->version)
            return store::rollback(changed_since());
        if (changed == 0)
            return store::rollback(
                {base::ErrorCode::conflict, {"This case has been decided already."}, {"case changed meanwhile"}}
            );
        if (is_review) transaction.send(finish_review, {summary.id, base::to_micros(now)});
        events::append(transaction, decided);
        return store::commit();
    });
}

base::Instant Cases::review_until(const CaseSummary& summary) {
    return after_working_days(summary.decided_at, review_working_days);
}

base::Result<base::Done> Cases::ask_review(
    std::string_view reference, std::string_view subject, std::string_view text, const std::optional<OnBehalf>& asked_by
) {
    auto loaded = load_own(reference, subject);
    if (!loaded) return loaded.error();
    const base::Instant now = clock_.now();
    std::string words{base::trimmed(text)};
    if (words.empty())
        return base::Error{base::ErrorCode::invalid_input, base::by_key("review.missing"), {"empty review request"}};
    if (!base::is_valid_utf8(words) || static_cast<std::int64_t>(base::code_point_count(words)) > longest_review) {
        return base::Error{
            base::ErrorCode::invalid_input,
            base::by_key("review.too_long", {{"limit", longest_review}}),
            {"review request too long"}
        };
    }
    if (loaded->review)
        return base::Error{base::ErrorCode::conflict, base::by_key("review.asked_already"), {"review exists"}};
    if (loaded->summary.status != Status::decided || loaded->summary.outcome == catalogue::OutcomeKind::granted) {
        return base::Error{
            base::ErrorCode::conflict, base::by_key("review.nothing_to_review"), {"not decided, or granted"}
        };
    }
    if (now >= review_until(loaded->summary)) {
        return base::Error{base::ErrorCode::expired, base::by_key("review.too_late"), {"review too late"}};
    }
    const auto sealed = vault_.seal(subject, retention, base::view_of(words));
    if (!sealed) return sealed.error();
    const base::Instant due = after_working_days(now, loaded->service->decide_within_working_days);
    Json data;
    data.set("service", loaded->service->id);
    data.set("case", loaded->summary.id);
    name_helper(data, asked_by);
    const auto requested =
        events::prepare({base::Uuid::make(clock_, random_), "review.requested", now, loaded->summary.id, data});
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (transaction.execute(set_in_review, {loaded->summary.id, base::to_micros(due)}) == 0) {
            return store::rollback(
                {base::ErrorCode::conflict, base::by_key("review.nothing_to_review"), {"case changed meanwhile"}}
            );
        }
        vault_.put(transaction, *sealed);
        transaction.send(
            insert_review,
            {loaded->summary.id, base::to_micros(now), base::to_micros(due), sealed->id,
             std::string{outcome_code(loaded->summary.outcome.value_or(catalogue::OutcomeKind::refused))},
             loaded->decision ? loaded->decision->decided_by : std::string{}}
        );
        events::append(transaction, requested);
        return store::commit();
    });
}

}  // namespace guildhall::casework
