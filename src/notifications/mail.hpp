#pragma once
/// E-mail: a plain-text message as RFC 5322 bytes, and the ways it leaves the house.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace guildhall::notifications {

/// Where mail goes. Without a server it is kept as files.
struct MailSettings {
    std::string server;    ///< `smtp://host:port` or `smtps://host:port`; empty: `outbox` alone
    std::string username;  ///< empty: no authentication
    std::string password;
    std::string certificate_authorities;  ///< a PEM file to trust instead of the system's; empty: the system's
    std::string from;                     ///< address of the sender
    std::string from_name;                ///< shown beside it
    std::filesystem::path outbox;         ///< folder for `.eml` files when there is no server
};

struct Mail {
    std::string id;  ///< of the notice: makes the Message-ID, the same at every try
    std::string to;
    std::string subject;
    std::string body;  ///< UTF-8, lines end in \n
    base::Instant at{};
    std::string language{};  ///< BCP 47; empty: not said
};

/// The message's bytes: CRLF lines, encoded words (RFC 2047), quoted-printable (RFC 2045), Auto-Submitted (RFC 3834),
/// Content-Language (RFC 3282).
/// `invalid_input` when an address is none; no text can add a header.
[[nodiscard]] base::Result<std::string> mail_bytes(const Mail& mail, const MailSettings& settings);

/// Thread-safe; blocks until the mail is taken over (at most 60 s) or an Error says why not.
class Mailer {
public:
    virtual ~Mailer() = default;
    [[nodiscard]] virtual base::Result<base::Done> send(const Mail& mail) = 0;
};

/// By SMTP when the settings name a server, else into the outbox folder.
[[nodiscard]] base::Result<std::unique_ptr<Mailer>> make_mailer(const MailSettings& settings);

}  // namespace guildhall::notifications
