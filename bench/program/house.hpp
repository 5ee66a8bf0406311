#pragma once
/// The rooms that a submission goes through, wired as `guildhall serve` wires them, without a face.

#include <filesystem>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/random.hpp"
#include "casework/cases.hpp"
#include "casework/notices.hpp"
#include "catalogue/catalogue.hpp"
#include "events/events.hpp"
#include "insight/performance.hpp"
#include "jobs/jobs.hpp"
#include "journeys/drafts.hpp"
#include "ledger/ledger.hpp"
#include "notifications/notifications.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"
#include "words/languages.hpp"

namespace guildhall::bench {

struct HouseOptions {
    std::filesystem::path data;
    std::filesystem::path services;
    std::string database;  ///< empty: SQLite below `data`
    std::size_t connections = 16;
};

/// Opened on construction; throws std::runtime_error when that fails. Thread-safe as its rooms are.
class House {
public:
    explicit House(const HouseOptions& options);

    /// A draft of the tree service with every question answered, ready to be submitted; its own subject.
    [[nodiscard]] journeys::Draft complete_draft(bool granted, bool wants_mail);
    /// Throws when it is refused.
    casework::Submitted submit(const journeys::Draft& draft);
    /// Waits until every event stands in the log, every subscriber has had it, and nothing new came of that.
    void settle();

    store::Store& store() { return *store_; }

private:
    /// How many events have their place in the log.
    std::int64_t event_count();

    base::NullLog log_;
    base::SystemClock clock_;
    base::SystemRandom random_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<vault::InstanceKeys> keys_;
    std::unique_ptr<vault::Vault> vault_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::unique_ptr<documents::Documents> documents_;
    std::unique_ptr<words::Languages> languages_;
    std::unique_ptr<journeys::Drafts> drafts_;
    std::unique_ptr<casework::Cases> cases_;
    std::unique_ptr<notifications::Mailer> mailer_;
    std::unique_ptr<notifications::Notifier> notifier_;
    std::unique_ptr<casework::CaseNotices> notices_;
    std::unique_ptr<ledger::Ledger> ledger_;
    insight::PerformanceCounter performance_;
    std::unique_ptr<events::Dispatcher> dispatcher_;
};

}  // namespace guildhall::bench
