#pragma once
/// Giving, asking for, recording, answering, using and ending permissions to act for someone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "documents/documents.hpp"
#include "events/events.hpp"
#include "http/route.hpp"
#include "identity/accounts.hpp"
#include "identity/reader_languages.hpp"
#include "mandates/limits.hpp"
#include "mandates/mandate.hpp"
#include "notifications/notifications.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"
#include "words/languages.hpp"

namespace guildhall::mandates {

/// Who writes the mails, and where their links begin.
struct Sender {
    std::string place;
    std::string origin;
};

/// The signed paper, as the browser sent it.
struct Scan {
    base::ByteView bytes;
    std::string claimed_type;
    std::string file_name;
};

/// What a helper states about somebody who has no account.
struct Statement {
    Person person;
    How how = How::in_person;
    std::string words;         ///< how it was given; required
    std::optional<Scan> scan;  ///< of the paper, when there is one
};

/// A helper's people, those last acted for first.
struct People {
    std::vector<Mandate> mandates;
    std::string next;  ///< hand to `people` for the page after; empty at the end
};

/// Thread-safe. Borrows what it is made from. Text that comes in is checked here (`invalid_input`, the detail names the
/// field: `name`, `email`, `born`, `address`, `words`, `file`, `until`, `services`); a staff account is `forbidden`.
class Mandates {
public:
    Mandates(
        store::Store& store, vault::Vault& vault, identity::Accounts& accounts, documents::Documents& documents,
        notifications::Notifier& notifier, identity::ReaderLanguages& readers, const words::Languages& languages,
        Sender sender, const base::Clock& clock, base::Random& random, Limits limits = {}
    );

    /// The holder, an account, offers a permission to who has the e-mail address; they get a mail with a link. Event
    /// `mandate.given`.
    [[nodiscard]] base::Result<Mandate> give(
        std::string_view holder, std::string_view helper_email, const Scope& scope
    );
    /// The helper asks somebody for a permission; they get a mail with a link. Nothing is given yet.
    [[nodiscard]] base::Result<Mandate> ask(
        std::string_view helper, std::string_view name, std::string_view email, const Scope& scope
    );
    /// The helper records a permission of somebody without an account, who gets a vault subject of their own. Counts at
    /// once. Event `mandate.given`.
    [[nodiscard]] base::Result<Mandate> record(std::string_view helper, const Statement& statement, const Scope& scope);

    /// What the link of an invitation ends in.
    [[nodiscard]] std::string key_of(const Mandate& mandate) const;
    /// The invitation of a link; `expired` when it was answered, withdrawn, made too long ago, or never made.
    [[nodiscard]] base::Result<Mandate> invitation(std::string_view key);
    /// Says yes, in the account of the address that was invited: `forbidden` in another. Event `mandate.accepted`, and
    /// `mandate.given` when it was asked for.
    [[nodiscard]] base::Result<Mandate> accept(std::string_view key, std::string_view account);
    /// Says no; needs no account.
    [[nodiscard]] base::Result<base::Done> decline(std::string_view key);

    /// Ends it at once, by its holder or its helper; another's is `not_found`. Ending what has ended is done. Event
    /// `mandate.ended`.
    [[nodiscard]] base::Result<base::Done> end(std::string_view mandate, std::string_view account);
    [[nodiscard]] base::Result<base::Done> end_by_staff(std::string_view mandate, std::string_view staff);
    /// A member of staff saw how it was given and finds it right. Event `mandate.confirmed`.
    [[nodiscard]] base::Result<base::Done> confirm(std::string_view mandate, std::string_view staff);

    /// Of the holder, the newest first, ended ones too; at most 100.
    [[nodiscard]] base::Result<std::vector<Mandate>> of_holder(std::string_view holder);
    /// The holder's own; another's is `not_found`.
    [[nodiscard]] base::Result<Mandate> find_for_holder(std::string_view mandate, std::string_view holder);
    /// The people that a helper may act for now. `after` is a page's `next`.
    [[nodiscard]] base::Result<People> people(
        std::string_view helper, std::string_view after = {}, std::size_t limit = 20
    );
    /// Those of them whose names have words that begin with each of these, at most 50.
    [[nodiscard]] base::Result<std::vector<Mandate>> search(std::string_view helper, std::string_view words);
    /// Those that they asked and that have not answered, at most 100.
    [[nodiscard]] base::Result<std::vector<Mandate>> waiting(std::string_view helper);
    /// The helper's own, while it is active; else `not_found`.
    [[nodiscard]] base::Result<Mandate> find_for_helper(std::string_view mandate, std::string_view helper);
    /// For staff, beside a case that was sent in by it; the case's page leaves the access record.
    [[nodiscard]] base::Result<Mandate> find_for_staff(std::string_view mandate);

    /// What the permission allows this helper now; with an empty subject when nothing. For `identity::Sessions`.
    [[nodiscard]] http::Acting acting(const std::string& mandate, const std::string& helper);
    /// The helper begins to act: the person comes first in their list.
    [[nodiscard]] base::Result<base::Done> note_use(std::string_view mandate);
    /// Writes down what a helper did, and leaves an access record, purpose `acting`, that the person can see.
    [[nodiscard]] base::Result<base::Done> note(const http::Acting& acting, std::string_view helper, const Deed& deed);
    /// What was done with it, the newest first; at most 200.
    [[nodiscard]] base::Result<std::vector<Deed>> deeds(std::string_view mandate);

    /// What one vault subject gave becomes another's; goes with `Vault::prepare_move`.
    void move(store::WriteTransaction& transaction, std::string_view from, std::string_view to);
    /// Ends invitations that nobody answered, and erases their names and addresses. Returns how many.
    [[nodiscard]] base::Result<std::int64_t> sweep(std::int64_t limit);

private:
    [[nodiscard]] base::Result<Mandate> load(const store::Row& row);
    [[nodiscard]] base::Result<Mandate> load(std::string_view mandate);
    [[nodiscard]] base::Result<std::vector<Mandate>> load_all(const base::Result<store::Rows>& rows);
    [[nodiscard]] base::Result<base::Done> check(const Scope& scope) const;
    [[nodiscard]] base::Result<identity::Profile> resident(std::string_view account);
    [[nodiscard]] std::vector<std::string> name_tokens(const Mandate& mandate) const;
    [[nodiscard]] events::PreparedEvent event_of(const Mandate& mandate, std::string_view type, base::Json data);
    /// In which an account reads; English while that is not known. A stranger is written to in that of who invites
    /// them.
    [[nodiscard]] const words::Locale& language_of(std::string_view account);
    /// A message in the inbox of an account and by e-mail; none for who has no account.
    [[nodiscard]] base::Result<std::optional<notifications::PreparedNotice>> tell(
        const std::string& account, notifications::Message message
    );
    /// Writes a new one. `invitation` is the mail to who was invited, at the address whose token `invited` is.
    [[nodiscard]] base::Result<Mandate> make(
        const Mandate& mandate, const std::string& invited,
        const std::optional<notifications::PreparedNotice>& invitation,
        const std::optional<documents::AcceptedUpload>& paper
    );
    [[nodiscard]] base::Result<base::Done> finish(const Mandate& mandate, End end, std::string_view by);

    store::Store& store_;
    vault::Vault& vault_;
    identity::Accounts& accounts_;
    documents::Documents& documents_;
    notifications::Notifier& notifier_;
    identity::ReaderLanguages& readers_;
    const words::Languages& languages_;
    Sender sender_;
    const base::Clock& clock_;
    base::Random& random_;
    Limits limits_;
};

}  // namespace guildhall::mandates
