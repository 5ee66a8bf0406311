#include "journeys/drafts.hpp"

#include "base/ids.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "catalogue/periods.hpp"
#include "journeys/migrate.hpp"

namespace guildhall::journeys {
namespace {

constexpr store::Query insert_draft{
    "journeys.insert_draft",
    "INSERT INTO drafts (draft_id, subject, service, service_hash, revision, record, started_at, updated_at, "
    "submitted_case, keep_until, remind_at, corrects, corrects_version, kept_documents) "
    "VALUES ($1, $2, $3, $4, 0, $5, $6, $6, '', $7, $8, $9, $10, $11)"
};
constexpr store::Query select_draft{
    "journeys.select_draft",
    "SELECT service_hash, revision, record, started_at, updated_at, submitted_case, keep_until, corrects, "
    "corrects_version, kept_documents FROM drafts WHERE draft_id = $1 AND subject = $2"
};
constexpr store::Query select_correction{
    "journeys.select_correction",
    "SELECT draft_id FROM drafts WHERE subject = $1 AND submitted_case = '' AND corrects = $2 AND corrects_version = "
    "$3 "
    "ORDER BY draft_id LIMIT 1"
};
constexpr store::Query select_service{
    "journeys.select_service", "SELECT service FROM drafts WHERE draft_id = $1 AND subject = $2"
};
constexpr store::Query select_subject{"journeys.select_subject", "SELECT subject FROM drafts WHERE draft_id = $1"};
constexpr store::Query update_draft{
    "journeys.update_draft",
    "UPDATE drafts SET revision = revision + 1, record = $3, updated_at = $4, service_hash = $6, keep_until = $7, "
    "remind_at = $8 "
    "WHERE draft_id = $1 AND subject = $5 AND revision = $2 AND submitted_case = ''"
};
constexpr store::Query list_drafts{
    "journeys.list_drafts",
    "SELECT draft_id, service, updated_at, keep_until FROM drafts WHERE subject = $1 AND submitted_case = '' AND "
    "corrects = '' ORDER BY updated_at DESC LIMIT 20"
};
constexpr store::Query move_drafts{"journeys.move_drafts", "UPDATE drafts SET subject = $2 WHERE subject = $1"};
constexpr store::Query submit_draft{
    "journeys.submit_draft",
    "UPDATE drafts SET submitted_case = $3, service_hash = $5, remind_at = 0 "
    "WHERE draft_id = $1 AND subject = $4 AND revision = $2 AND submitted_case = ''"
};
constexpr store::Query hold_draft{
    "journeys.hold_draft",
    "UPDATE drafts SET revision = revision WHERE draft_id = $1 AND subject = $3 AND revision = $2 AND submitted_case = "
    "''"
};
constexpr store::Query old_drafts{
    "journeys.old_drafts",
    "SELECT draft_id, record, revision, kept_documents FROM drafts WHERE submitted_case = '' AND "
    "((keep_until > 0 AND keep_until <= $1) OR (keep_until = 0 AND updated_at < $2)) LIMIT 500"
};
constexpr store::Query ending_drafts{
    "journeys.ending_drafts",
    "SELECT draft_id, subject, service, revision, keep_until FROM drafts WHERE remind_at > 0 AND remind_at <= $1 AND "
    "submitted_case = '' ORDER BY remind_at LIMIT 500"
};
constexpr store::Query mark_draft_told{
    "journeys.mark_draft_told",
    "UPDATE drafts SET remind_at = 0 WHERE draft_id = $1 AND subject = $3 AND revision = $2 AND remind_at > 0 AND "
    "submitted_case = ''"
};
constexpr store::Query delete_draft{
    "journeys.delete_draft", "DELETE FROM drafts WHERE draft_id = $1 AND revision = $2 AND submitted_case = ''"
};

constexpr std::string_view retention = "draft";
constexpr int attempts = 32;  // how often other tabs may be faster

base::Error not_found() {
    return {base::ErrorCode::not_found, base::by_key("applying.not_found"), {"no such draft"}};
}

/// What rows of older programs do not say.
constexpr std::chrono::days usual_days{30};

struct Lifetime {
    base::Instant end;
    std::int64_t remind_at = 0;  ///< as the row has it
};
Lifetime lifetime_of(const Draft& draft, base::Instant last_change) {
    Lifetime lifetime{catalogue::end_of_draft(*draft.service, last_change)};
    // Who corrects has a case, which stands whether they go on or not.
    const auto reminder = catalogue::reminder_of_draft(*draft.service, lifetime.end);
    if (reminder && draft.corrects.empty()) lifetime.remind_at = base::to_micros(*reminder);
    return lifetime;
}

/// Document ids, as a row keeps them: one after another with a space between.
std::string joined(const std::set<std::string>& ids) {
    std::string out;
    for (const std::string& id : ids) out += (out.empty() ? "" : " ") + id;
    return out;
}
std::set<std::string> separated(std::string_view text) {
    std::set<std::string> ids;
    for (const auto id : base::split(text, ' ')) {
        if (!id.empty()) ids.emplace(id);
    }
    return ids;
}

/// The documents that a draft's answers name. A draft whose keys were erased names none that anyone could still read.
base::Result<std::vector<std::string>> files_of(vault::Vault& vault, const std::string& record) {
    std::vector<std::string> files;
    if (record.empty()) return files;
    const auto plain = vault.open(record);
    if (!plain) {
        if (plain.error().code == base::ErrorCode::not_found) return files;
        return plain.error();
    }
    const auto answers = answers_from_json(base::text_of(*plain));
    if (!answers) return answers.error();
    const auto documents = documents_in(*answers);
    files.assign(documents.begin(), documents.end());
    return files;
}

base::Error submitted() {
    return {base::ErrorCode::conflict, base::by_key("applying.sent_already"), {"draft is submitted"}};
}

}  // namespace

Drafts::Drafts(
    store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue, documents::Documents& documents,
    const base::Clock& clock, base::Random& random
)
    : store_(store), vault_(vault), catalogue_(catalogue), documents_(documents), clock_(clock), random_(random) {}

base::Result<Draft> Drafts::start(std::string_view subject, std::shared_ptr<const catalogue::Service> service) {
    Draft draft;
    draft.id = base::Uuid::make(clock_, random_).text();
    draft.subject = subject;
    draft.service = std::move(service);
    draft.started_at = draft.updated_at = clock_.now();
    const auto event = events::prepare(
        {base::Uuid::make(clock_, random_), "draft.started", draft.started_at, draft.id,
         base::Json{base::Json::Object{{"service", draft.service->id}}}}
    );
    if (const auto inserted = insert(draft, {event}); !inserted) return inserted.error();
    return draft;
}

base::Result<base::Done> Drafts::insert(Draft& draft, const std::vector<events::PreparedEvent>& events) {
    std::optional<vault::SealedRecord> sealed;
    if (!draft.answers.empty()) {
        const std::string text = to_json(draft.answers).text();
        auto sealing = vault_.seal(draft.subject, retention, base::view_of(text));
        if (!sealing) return sealing.error();
        sealed = *std::move(sealing);
        draft.record = sealed->id;
    }
    const Lifetime lifetime = lifetime_of(draft, draft.updated_at);
    draft.keep_until = lifetime.end;
    const std::string kept = joined(draft.kept_documents);
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            if (sealed) vault_.put(transaction, *sealed);
            transaction.send(
                insert_draft, {draft.id, draft.subject, draft.service->id, draft.service->hash, draft.record,
                               base::to_micros(draft.started_at), base::to_micros(draft.keep_until), lifetime.remind_at,
                               draft.corrects, std::int64_t{draft.corrects_version}, kept}
            );
            for (const auto& event : events) events::append(transaction, event);
            return store::commit();
        },
        store::Isolation::snapshot
    );
}

base::Result<Draft> Drafts::start_correction(std::string_view subject, const Correction& correction) {
    if (subject.empty()) return not_found();
    const auto open = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(
            select_correction, {std::string{subject}, correction.case_id, std::int64_t{correction.version}}
        );
    });
    if (!open) return open.error();
    if (*open) return load((*open)->text(0), subject);
    Draft draft;
    draft.id = base::Uuid::make(clock_, random_).text();
    draft.subject = subject;
    draft.service = correction.service;
    draft.answers = correction.answers;
    draft.corrects = correction.case_id;
    draft.corrects_version = correction.version;
    draft.kept_documents = documents_in(correction.answers);
    draft.started_at = draft.updated_at = clock_.now();
    if (const auto inserted = insert(draft, {}); !inserted) return inserted.error();
    return draft;
}

base::Result<std::string> Drafts::service_of(std::string_view id, std::string_view subject) {
    if (subject.empty()) return not_found();
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_service, {std::string{id}, std::string{subject}});
    });
    if (!row) return row.error();
    if (!*row) return not_found();
    return (*row)->text(0);
}

base::Result<base::Done> Drafts::discard(const Draft& draft) {
    std::set<std::string> files = documents_in(draft.answers);
    for (const std::string& kept : draft.kept_documents) files.erase(kept);
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        // Nothing when another tab changed it or sent it in meanwhile: it then is not what they wanted to be rid of.
        if (transaction.execute(delete_draft, {draft.id, draft.revision}) == 0) return store::rollback(submitted());
        if (!draft.record.empty()) vault_.remove(transaction, draft.record);
        for (const std::string& file : files) documents_.remove(transaction, file);
        return store::commit();
    });
}

base::Result<Draft> Drafts::load(std::string_view id, std::string_view subject) {
    if (subject.empty()) return not_found();
    Draft draft;
    // In one snapshot: another tab's answer replaces the record that the row names.
    const auto hash = store_.read([&](store::ReadTransaction& transaction) -> base::Result<std::string> {
        draft = Draft{};
        const auto row = transaction.query_one(select_draft, {std::string{id}, std::string{subject}});
        if (!row) return not_found();
        draft.revision = row->integer(1);
        draft.record = row->text(2);
        draft.started_at = base::from_micros(row->integer(3));
        draft.updated_at = base::from_micros(row->integer(4));
        draft.submitted_case = row->text(5);
        draft.keep_until = row->integer(6) > 0 ? base::from_micros(row->integer(6)) : draft.updated_at + usual_days;
        draft.corrects = row->text(7);
        draft.corrects_version = static_cast<int>(row->integer(8));
        draft.kept_documents = separated(row->text(9));
        if (!draft.record.empty()) {
            const auto plain = vault_.open(transaction, draft.record);
            if (!plain) return plain.error();
            auto answers = answers_from_json(base::text_of(*plain));
            if (!answers) return answers.error();
            draft.answers = *std::move(answers);
        }
        return row->text(0);
    });
    if (!hash) return hash.error();
    auto service = catalogue_.by_hash(*hash);
    if (!service) return service.error();
    draft.id = id;
    draft.subject = subject;
    draft.service = *std::move(service);
    // A correction stays with the version that its case was sent in under.
    if (draft.submitted_case.empty() && draft.corrects.empty()) move_on(draft);
    return draft;
}

base::Result<Draft> Drafts::load_for_program(std::string_view id) {
    const auto subject = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_subject, {std::string{id}});
    });
    if (!subject) return subject.error();
    if (!*subject) return not_found();
    return load(id, (*subject)->text(0));
}

void Drafts::move_on(Draft& draft) const {
    auto now = catalogue_.get(draft.service->id);
    if (!now || now->hash == draft.service->hash || now->version < draft.service->version) return;
    draft.moved_from = draft.service->version;
    draft.answers = migrate(*now, draft.service->version, std::move(draft.answers));
    draft.service = std::move(now);
}

base::Result<Draft> Drafts::change(
    std::string_view id, std::string_view subject, const std::function<bool(Answers&)>& change
) {
    // Read, merge and seal outside the transaction, then compare-and-set on the revision; another tab may have been
    // faster.
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto draft = load(id, subject);
        if (!draft) return draft.error();
        if (!draft->submitted_case.empty()) return submitted();
        std::set<std::string> removed = documents_in(draft->answers);
        if (!change(draft->answers)) return draft;
        for (const std::string& kept : documents_in(draft->answers)) removed.erase(kept);
        for (const std::string& kept : draft->kept_documents) removed.erase(kept);
        const std::string text = to_json(draft->answers).text();
        const auto sealed = vault_.seal(subject, retention, base::view_of(text));
        if (!sealed) return sealed.error();
        const base::Instant now = clock_.now();
        const Lifetime lifetime = lifetime_of(*draft, now);
        const auto written = store_.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
                if (transaction.execute(
                        update_draft, {draft->id, draft->revision, sealed->id, base::to_micros(now), draft->subject,
                                       draft->service->hash, base::to_micros(lifetime.end), lifetime.remind_at}
                    ) == 0) {
                    return store::rollback({base::ErrorCode::conflict, {}, {"draft changed meanwhile"}});
                }
                if (draft->record.empty()) {
                    vault_.put(transaction, *sealed);
                } else {
                    vault_.replace(transaction, *sealed, draft->record);
                }
                for (const std::string& document : removed) documents_.remove(transaction, document);
                return store::commit(true);
            },
            store::Isolation::snapshot
        );
        if (written) {
            draft->record = sealed->id;
            draft->revision += 1;
            draft->updated_at = now;
            draft->keep_until = lifetime.end;
            draft->moved_from = 0;
            return draft;
        }
        if (written.error().code != base::ErrorCode::conflict) return written.error();
    }
    return base::Error{base::ErrorCode::busy, base::by_key("applying.not_saved"), {"draft kept changing"}};
}

base::Result<std::vector<DraftSummary>> Drafts::list(std::string_view subject) {
    if (subject.empty()) return std::vector<DraftSummary>{};
    return store_.read([&](store::ReadTransaction& transaction) {
        std::vector<DraftSummary> drafts;
        for (const auto& row : transaction.query(list_drafts, {std::string{subject}})) {
            const base::Instant updated = base::from_micros(row.integer(2));
            const std::int64_t end = row.integer(3);
            drafts.push_back(
                {row.text(0), row.text(1), updated, end > 0 ? base::from_micros(end) : updated + usual_days}
            );
        }
        return drafts;
    });
}

void Drafts::move(store::WriteTransaction& transaction, std::string_view from, std::string_view to) {
    transaction.send(move_drafts, {std::string{from}, std::string{to}});
}

bool Drafts::mark_submitted(store::WriteTransaction& transaction, const Draft& draft, std::string_view case_id) {
    return transaction.execute(
               submit_draft, {draft.id, draft.revision, std::string{case_id}, draft.subject, draft.service->hash}
           ) == 1;
}

bool Drafts::hold(store::WriteTransaction& transaction, const Draft& draft) {
    return transaction.execute(hold_draft, {draft.id, draft.revision, draft.subject}) == 1;
}

base::Result<std::int64_t> Drafts::expire(
    base::Instant now, const std::function<void(store::WriteTransaction& transaction, const std::string& draft)>& also
) {
    const auto old = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(old_drafts, {base::to_micros(now), base::to_micros(now - usual_days)});
    });
    if (!old) return old.error();
    std::int64_t count = 0;
    std::optional<base::Error> first_error;  // one that fails does not keep the others
    for (const auto& row : *old) {
        const std::string& record = row.text(1);
        const auto files = files_of(vault_, record);
        if (!files) {
            if (!first_error) first_error = files.error();
            continue;
        }
        const auto kept_documents = separated(row.text(3));
        const auto gone = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
            // Nothing when it was answered or sent in meanwhile.
            const std::int64_t deleted = transaction.execute(delete_draft, {row.text(0), row.integer(2)});
            if (deleted == 0) return store::commit(deleted);
            if (!record.empty()) vault_.remove(transaction, record);
            for (const auto& file : *files) {
                if (!kept_documents.contains(file)) documents_.remove(transaction, file);
            }
            if (also) also(transaction, row.text(0));
            return store::commit(deleted);
        });
        if (!gone) return gone.error();
        count += *gone;
    }
    if (first_error) return *first_error;
    return count;
}

base::Result<std::vector<EndingDraft>> Drafts::ending(base::Instant now) {
    return store_.read([&](store::ReadTransaction& transaction) {
        std::vector<EndingDraft> drafts;
        for (const auto& row : transaction.query(ending_drafts, {base::to_micros(now)})) {
            drafts.push_back({row.text(0), row.text(1), row.text(2), row.integer(3), base::from_micros(row.integer(4))}
            );
        }
        return drafts;
    });
}

bool Drafts::mark_told(store::WriteTransaction& transaction, const EndingDraft& draft) {
    return transaction.execute(mark_draft_told, {draft.id, draft.revision, draft.subject}) == 1;
}

}  // namespace guildhall::journeys
