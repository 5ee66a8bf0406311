#pragma once
/// Drafts: answers saved after every page, sealed, resumable, safe in two tabs.

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "catalogue/catalogue.hpp"
#include "documents/documents.hpp"
#include "events/events.hpp"
#include "journeys/journey.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::journeys {

struct Draft {
    std::string id;
    std::string subject;  ///< vault subject: an account, or a visitor's session
    /// The version that is offered now: a draft moves on with its service (see migrate.hpp). Once it was sent in, the
    /// version that it was sent in under.
    std::shared_ptr<const catalogue::Service> service;
    int moved_from = 0;  ///< the older version under which it was last saved; 0: this one
    std::int64_t revision = 0;
    Answers answers;
    base::Instant started_at;
    base::Instant updated_at;
    std::string submitted_case;  ///< case id once submitted, else empty
    std::string record;          ///< vault record that holds the answers; empty before the first
    base::Instant keep_until;    ///< the midnight at which it is erased unless it is changed or sent in before
    std::string corrects;        ///< id of the case whose answers it changes; empty: it will be a case of its own
    int corrects_version = 0;    ///< of that case, on which it builds
    std::set<std::string> kept_documents;  ///< of that version: never removed with the draft
};

/// What a draft changes: see Draft::corrects. The service is the version that the case was sent in under.
struct Correction {
    std::string case_id;
    int version = 1;
    std::shared_ptr<const catalogue::Service> service;
    Answers answers;  ///< of that version
};

struct DraftSummary {
    std::string id;
    std::string service;  ///< service id
    base::Instant updated_at;
    base::Instant keep_until;
};

/// A draft whose owner is to be told that it ends soon.
struct EndingDraft {
    std::string id;
    std::string subject;
    std::string service;  ///< service id
    std::int64_t revision = 0;
    base::Instant keep_until;
};

/// Thread-safe. A draft is found by its id and its subject together: another's draft is `not_found`.
class Drafts {
public:
    Drafts(
        store::Store& store, vault::Vault& vault, const catalogue::Catalogue& catalogue,
        documents::Documents& documents, const base::Clock& clock, base::Random& random
    );

    [[nodiscard]] base::Result<Draft> start(
        std::string_view subject, std::shared_ptr<const catalogue::Service> service
    );
    /// A draft that begins with the answers of a case; the one that is open already when there is one for this version.
    [[nodiscard]] base::Result<Draft> start_correction(std::string_view subject, const Correction& correction);
    /// Erases a draft that was not sent in, with the files that were handed in for it.
    [[nodiscard]] base::Result<base::Done> discard(const Draft& draft);
    [[nodiscard]] base::Result<Draft> load(std::string_view id, std::string_view subject);
    /// The service that a draft is for, without opening it.
    [[nodiscard]] base::Result<std::string> service_of(std::string_view id, std::string_view subject);
    /// For the program's own work, such as a payment that nobody came back from: whoever the draft belongs to.
    [[nodiscard]] base::Result<Draft> load_for_program(std::string_view id);
    /// Changes the answers as they are in the database now, so two tabs never overwrite each other; `change` may be
    /// called again when another tab was faster, and says whether there is anything to save. Files that the answers
    /// named before, and name no more, are removed.
    [[nodiscard]] base::Result<Draft> change(
        std::string_view id, std::string_view subject, const std::function<bool(Answers&)>& change
    );
    /// Unsubmitted drafts that are no corrections, newest first, at most 20.
    [[nodiscard]] base::Result<std::vector<DraftSummary>> list(std::string_view subject);
    /// In the transaction of a sign-in: the visitor's drafts become the account's.
    void move(store::WriteTransaction& transaction, std::string_view from, std::string_view to);
    /// In the transaction of a submission. False when it was submitted, changed or moved to an account meanwhile.
    [[nodiscard]] bool mark_submitted(
        store::WriteTransaction& transaction, const Draft& draft, std::string_view case_id
    );
    /// Whether the draft is as it was loaded, and stays so until the transaction ends: for what is said of its answers.
    [[nodiscard]] bool hold(store::WriteTransaction& transaction, const Draft& draft);
    /// Erases unsubmitted drafts that are kept no longer (`keep:` of their service), with the files that were handed in
    /// for them; returns how many. Not inside a transaction. `also` takes along, in the same transaction, what others
    /// keep for a draft.
    [[nodiscard]] base::Result<std::int64_t> expire(
        base::Instant now,
        const std::function<void(store::WriteTransaction& transaction, const std::string& draft)>& also = {}
    );
    /// Drafts that end soon and whose owners were not told yet, at most 500.
    [[nodiscard]] base::Result<std::vector<EndingDraft>> ending(base::Instant now);
    /// In the transaction that tells the owner, or that finds nobody to tell: false when it was told, changed or sent
    /// in meanwhile.
    [[nodiscard]] bool mark_told(store::WriteTransaction& transaction, const EndingDraft& draft);

private:
    /// Writes a new draft, with its answers when it has some.
    [[nodiscard]] base::Result<base::Done> insert(Draft& draft, const std::vector<events::PreparedEvent>& events);
    /// To the version that is offered now, when that is another.
    void move_on(Draft& draft) const;

    store::Store& store_;
    vault::Vault& vault_;
    const catalogue::Catalogue& catalogue_;
    documents::Documents& documents_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::journeys
