#pragma once
/// Mail by SMTP, over libcurl.

#include <memory>

#include "notifications/mail.hpp"

namespace guildhall::notifications {

/// `invalid_input` when `settings.server` is not `smtp://host[:port]` or `smtps://host[:port]`.
[[nodiscard]] base::Result<std::unique_ptr<Mailer>> make_smtp_mailer(const MailSettings& settings);

}  // namespace guildhall::notifications
