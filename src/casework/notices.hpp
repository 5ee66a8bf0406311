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

namespace guildhall::casework {

/// The address of a case, as a mail holds it: mail programs often leave the signs out with which one reference in nine
/// ends (Crockford's check characters `*~$=`), so these are percent-encoded.
[[nodiscard]] std::string case_link(std::string_view origin, std::string_view reference);

/// Where the person asked to be told: the contact answer, or the first e-mail answer; empty when they gave none.
[[nodiscard]] std::string contact_email(const Case& found);

/// Who tells, and where to.
struct NoticeSender {
    std::string place;   ///< the council's or agency's name, under every message
    std::string origin;  ///< `https://services.example.org`: what links begin with
    /// The e-mail address of the account that is this vault subject, for who gave none in the application; empty for
    /// a visitor. Called on the dispatcher's thread.
    std::function<base::Result<std::string>(const std::string& subject)> account_email;
};

/// Subscribe it to the dispatcher. One notice for an event, whatever happens: the cursor moves in the same transaction.
class CaseNotices final : public events::Subscriber {
public:
    CaseNotices(Cases& cases, notifications::Notifier& notifier, NoticeSender sender, base::Log& log);
    [[nodiscard]] std::string_view name() const override { return "case-notices"; }
    [[nodiscard]] std::function<void(store::WriteTransaction&)> handle(const std::vector<events::Event>& batch
    ) override;

private:
    Cases& cases_;
    notifications::Notifier& notifier_;
    NoticeSender sender_;
    base::Log& log_;
};

}  // namespace guildhall::casework
