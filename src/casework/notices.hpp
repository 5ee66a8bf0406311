#pragma once
/// Tells people about their case: follows the events and writes the notices, in the inbox and by e-mail.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "casework/cases.hpp"
#include "events/events.hpp"
#include "notifications/notifications.hpp"
#include "words/languages.hpp"

namespace guildhall::casework {

/// Where the person asked to be told: the contact answer, or the first e-mail answer; empty when they gave none.
[[nodiscard]] std::string contact_email(const Case& found);

/// Whoever knows a reference can ask for a link; nobody's mailbox is to be filled by it.
inline constexpr std::chrono::minutes between_links{10};

/// Who tells, and where to.
struct NoticeSender {
    std::string place;   ///< the council's or agency's name, under every message
    std::string origin;  ///< `https://services.example.org`: what links begin with
    /// The e-mail address of the account that is this vault subject, for who gave none in the application; empty for
    /// a visitor. Called on the dispatcher's thread.
    std::function<base::Result<std::string>(const std::string& subject)> account_email;
    /// The language in which this vault subject reads; empty when it is not known: then the service's. As above.
    std::function<base::Result<std::string>(const std::string& subject)> language{};
    /// The e-mail address of who sent it in for the person, while their permission holds; empty when it does not.
    std::function<base::Result<std::string>(const OnBehalf& helper)> helper_email{};
};

/// A case, where its person is told about it, and what opens it there.
struct Told {
    Case found;
    std::string email;       ///< empty: the inbox alone
    std::string language;    ///< BCP 47, in which they are told
    std::string key;         ///< see `make_case_key`; empty when the case is an account's, or a helper sent it in
    bool by_helper = false;  ///< the address is the helper's: the person gave none
};

/// Subscribe it to the dispatcher. One notice for an event, whatever happens: the cursor moves in the same transaction.
/// Thread-safe. Borrows what it is made from.
class CaseNotices final : public events::Subscriber {
public:
    CaseNotices(
        store::Store& store, const vault::Vault& vault, Cases& cases, notifications::Notifier& notifier,
        const words::Languages& languages, NoticeSender sender, const base::Clock& clock, base::Log& log
    );
    [[nodiscard]] std::string_view name() const override { return "case-notices"; }
    [[nodiscard]] std::function<void(store::WriteTransaction&)> handle(const std::vector<events::Event>& batch
    ) override;

    /// A notice about a case, with its link: for who writes what makes it true, and sends it in the same transaction.
    [[nodiscard]] base::Result<notifications::PreparedNotice> prepare(
        std::string_view case_id, notifications::Message message
    );

    /// Mails a new link to the address of the case, at most one in ten minutes. The answer is the same whether there is
    /// such a case or not: it is for whoever asks.
    [[nodiscard]] base::Result<base::Done> send_link(std::string_view reference);

private:
    [[nodiscard]] base::Result<Told> whom(base::Result<Case> loaded) const;
    [[nodiscard]] base::Result<notifications::PreparedNotice> prepare(const Told& told, notifications::Message message);

    store::Store& store_;
    const vault::Vault& vault_;
    Cases& cases_;
    notifications::Notifier& notifier_;
    const words::Languages& languages_;
    NoticeSender sender_;
    const base::Clock& clock_;
    base::Log& log_;
};

}  // namespace guildhall::casework
