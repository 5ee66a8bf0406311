#pragma once
/// Telling people: an inbox on the portal, and e-mail. The words come from the caller.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "events/events.hpp"
#include "jobs/jobs.hpp"
#include "notifications/mail.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::notifications {

struct Message {
    std::string subject;     ///< one line
    std::string body;        ///< plain text, lines end in \n
    std::string language{};  ///< BCP 47, of both; empty: not said
};

struct NewNotice {
    std::string subject;  ///< vault subject of the person: account, or a visitor's draft subject
    std::string case_id;  ///< what it is about; may be empty
    Message message;
    std::string email;  ///< also sent there; empty: inbox alone
};

/// Sealed and ready to be sent in the transaction that makes it true.
struct PreparedNotice {
    std::string id;
    std::string subject;
    std::string case_id;
    base::Instant at{};
    bool by_mail = false;
    vault::SealedRecord record;
    events::PreparedEvent told;
    jobs::NewJob job;  ///< `mail.send`, when by mail
};

struct Notice {
    std::string id;
    std::string case_id;
    base::Instant at{};
    bool read = false;
    Message message;
};

/// One page of an inbox, newest first.
struct InboxPage {
    std::vector<Notice> notices;
    std::string next;  ///< hand to `inbox` for the page after; empty at the end
};

/// Thread-safe. Borrows what it is made from.
class Notifier {
public:
    Notifier(store::Store& store, vault::Vault& vault, Mailer& mailer, const base::Clock& clock, base::Random& random);

    /// Outside any transaction.
    [[nodiscard]] base::Result<PreparedNotice> prepare(const NewNotice& notice);
    /// Writes the notice, its event `notice.sent {case, channel}` and the job that mails it.
    void send(store::WriteTransaction& transaction, const PreparedNotice& notice);

    [[nodiscard]] base::Result<InboxPage> inbox(
        std::string_view subject, std::string_view after = {}, std::size_t limit = 20
    );
    /// `not_found` when the notice is not this subject's.
    [[nodiscard]] base::Result<Notice> find(std::string_view subject, std::string_view notice);
    [[nodiscard]] base::Result<base::Done> mark_read(std::string_view subject, std::string_view notice);
    /// Counts to 100 at most.
    [[nodiscard]] base::Result<std::int64_t> unread(std::string_view subject);
    /// The notices of one vault subject become another's; goes with `Vault::prepare_move`.
    void move(store::WriteTransaction& transaction, std::string_view from_subject, std::string_view to_subject);

    /// For the job runner, as `mail.send`: opens the sealed message, sends it, notes that it is sent.
    /// After a crash between sending and noting, the same message goes again with the same Message-ID.
    [[nodiscard]] jobs::Handler mail_handler();

private:
    store::Store& store_;
    vault::Vault& vault_;
    Mailer& mailer_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::notifications
