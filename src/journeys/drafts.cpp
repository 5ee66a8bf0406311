#include "journeys/drafts.hpp"

#include "base/ids.hpp"
#include "base/message.hpp"
#include "events/events.hpp"
#include "journeys/migrate.hpp"

namespace guildhall::journeys {
namespace {

constexpr store::Query insert_draft{
    "journeys.insert_draft",
    "INSERT INTO drafts (draft_id, subject, service, service_hash, revision, record, started_at, updated_at, "
    "submitted_case) "
    "VALUES ($1, $2, $3, $4, 0, '', $5, $5, '')"
};
constexpr store::Query select_draft{
    "journeys.select_draft",
    "SELECT service_hash, revision, record, started_at, updated_at, submitted_case FROM drafts WHERE draft_id = $1 AND "
    "subject = $2"
};
constexpr store::Query select_service{
    "journeys.select_service", "SELECT service FROM drafts WHERE draft_id = $1 AND subject = $2"
};
constexpr store::Query select_subject{"journeys.select_subject", "SELECT subject FROM drafts WHERE draft_id = $1"};
constexpr store::Query update_draft{
    "journeys.update_draft",
    "UPDATE drafts SET revision = revision + 1, record = $3, updated_at = $4, service_hash = $6 "
    "WHERE draft_id = $1 AND subject = $5 AND revision = $2 AND submitted_case = ''"
};
constexpr store::Query list_drafts{
    "journeys.list_drafts",
    "SELECT draft_id, service, updated_at FROM drafts WHERE subject = $1 AND submitted_case = '' ORDER BY updated_at "
    "DESC LIMIT 20"
};
constexpr store::Query move_drafts{"journeys.move_drafts", "UPDATE drafts SET subject = $2 WHERE subject = $1"};
constexpr store::Query submit_draft{
    "journeys.submit_draft",
    "UPDATE drafts SET submitted_case = $3, service_hash = $5 "
    "WHERE draft_id = $1 AND subject = $4 AND revision = $2 AND submitted_case = ''"
};
constexpr store::Query hold_draft{
    "journeys.hold_draft",
    "UPDATE drafts SET revision = revision WHERE draft_id = $1 AND subject = $3 AND revision = $2 AND submitted_case = "
    "''"
};
constexpr store::Query old_drafts{
    "journeys.old_drafts",
    "SELECT draft_id, record, revision FROM drafts WHERE submitted_case = '' AND updated_at < $1 LIMIT 500"
};
constexpr store::Query delete_draft{
    "journeys.delete_draft", "DELETE FROM drafts WHERE draft_id = $1 AND revision = $2 AND submitted_case = ''"
};

constexpr std::string_view retention = "draft";
constexpr int attempts = 32;  // how often other tabs may be faster

base::Error not_found() {
    return {base::ErrorCode::not_found, base::by_key("applying.not_found"), {"no such draft"}};
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
    const auto written = store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            transaction.send(
                insert_draft,
                {draft.id, draft.subject, draft.service->id, draft.service->hash, base::to_micros(draft.started_at)}
            );
            events::append(transaction, event);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!written) return written.error();
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
    if (draft.submitted_case.empty()) move_on(draft);
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
        const std::string text = to_json(draft->answers).text();
        const auto sealed = vault_.seal(subject, retention, base::view_of(text));
        if (!sealed) return sealed.error();
        const base::Instant now = clock_.now();
        const auto written = store_.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
                if (transaction.execute(
                        update_draft, {draft->id, draft->revision, sealed->id, base::to_micros(now), draft->subject,
                                       draft->service->hash}
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
            drafts.push_back({row.text(0), row.text(1), base::from_micros(row.integer(2))});
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
    base::Instant before,
    const std::function<void(store::WriteTransaction& transaction, const std::string& draft)>& also
) {
    const auto old = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(old_drafts, {base::to_micros(before)});
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
        const auto gone = store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
            // Nothing when it was answered or sent in meanwhile.
            const std::int64_t deleted = transaction.execute(delete_draft, {row.text(0), row.integer(2)});
            if (deleted == 0) return store::commit(deleted);
            if (!record.empty()) vault_.remove(transaction, record);
            for (const auto& file : *files) documents_.remove(transaction, file);
            if (also) also(transaction, row.text(0));
            return store::commit(deleted);
        });
        if (!gone) return gone.error();
        count += *gone;
    }
    if (first_error) return *first_error;
    return count;
}

}  // namespace guildhall::journeys
