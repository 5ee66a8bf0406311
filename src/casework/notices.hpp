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

/// Subscribe it to the dispatcher. One notice for an event, whatever happens: the cursor moves in the same transaction.
class CaseNotices final : public events::Subscriber {
public:
    CaseNotices(Cases& cases, notifications::Notifier& notifier, std::string origin, base::Log& log);
    [[nodiscard]] std::string_view name() const override { return "case-notices"; }
    [[nodiscard]] std::function<void(store::WriteTransaction&)> handle(const std::vector<events::Event>& batch
    ) override;

private:
    Cases& cases_;
    notifications::Notifier& notifier_;
    std::string origin_;
    base::Log& log_;
};

}  // namespace guildhall::casework
