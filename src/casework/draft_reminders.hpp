#pragma once
/// Tells people with an account that an application which they began is kept only a few days more.

#include <cstdint>

#include "base/log.hpp"
#include "casework/notices.hpp"
#include "journeys/drafts.hpp"

namespace guildhall::casework {

/// Once for each draft since its last change, whichever node does it. Thread-safe. Borrows what it is made from.
class DraftReminders {
public:
    DraftReminders(
        store::Store& store, journeys::Drafts& drafts, const catalogue::Catalogue& catalogue,
        notifications::Notifier& notifier, const words::Languages& languages, NoticeSender sender,
        const base::Clock& clock, base::Log& log
    );
    /// Writes the messages that are due, in the inbox and by e-mail; returns how many. Visitors have no address, and
    /// are told of the end when they save. Not inside a transaction.
    [[nodiscard]] base::Result<std::int64_t> send_due();

private:
    /// False when there was nobody to tell, or it was continued meanwhile.
    [[nodiscard]] base::Result<bool> send(const journeys::EndingDraft& draft);

    store::Store& store_;
    journeys::Drafts& drafts_;
    const catalogue::Catalogue& catalogue_;
    notifications::Notifier& notifier_;
    const words::Languages& languages_;
    NoticeSender sender_;
    const base::Clock& clock_;
    base::Log& log_;
};

}  // namespace guildhall::casework
