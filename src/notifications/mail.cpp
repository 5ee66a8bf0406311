#include "notifications/mail.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ids.hpp"
#include "notifications/internal/mail_text.hpp"
#include "notifications/internal/smtp.hpp"

namespace guildhall::notifications {
namespace {

base::Error not_sent(std::string why) {
    return {
        base::ErrorCode::unavailable, {"The message could not be sent. It is tried again later."}, {std::move(why)}
    };
}

std::string system_reason() {
    return std::error_code(errno, std::generic_category()).message();
}

/// Mail as files, for an instance without a server. Each file appears whole, and only its owner may read it.
class OutboxMailer final : public Mailer {
public:
    explicit OutboxMailer(MailSettings settings) : settings_(std::move(settings)) {}

    base::Result<base::Done> send(const Mail& mail) override {
        const auto bytes = mail_bytes(mail, settings_);
        if (!bytes) return bytes.error();
        const auto id = base::Uuid::parse(mail.id);  // becomes a file name
        if (!id) return base::Error{base::ErrorCode::invalid_input, {"The message has no proper id."}, {"mail id"}};
        std::error_code failed;
        std::filesystem::create_directories(settings_.outbox, failed);
        if (failed) return not_sent("outbox: " + failed.message());
        const auto path = settings_.outbox / (id->text() + ".eml");
        const auto unfinished = settings_.outbox / (id->text() + ".part");
        if (!write(unfinished, *bytes)) return not_sent("outbox: " + system_reason());
        std::filesystem::rename(unfinished, path, failed);
        if (failed) return not_sent("outbox: " + failed.message());
        return base::Done{};
    }

private:
    static bool write(const std::filesystem::path& path, std::string_view bytes) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (file < 0) return false;
        bool good = true;
        while (good && !bytes.empty()) {
            const auto written = ::write(file, bytes.data(), bytes.size());
            good = written > 0;
            if (good) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        good = good && ::fsync(file) == 0;
        return ::close(file) == 0 && good;
    }

    const MailSettings settings_;
};

}  // namespace

base::Result<std::string> mail_bytes(const Mail& mail, const MailSettings& settings) {
    if (!is_mail_address(mail.to)) {
        return base::Error{base::ErrorCode::invalid_input, {"The email address is not one."}, {"recipient"}};
    }
    if (!is_mail_address(settings.from)) {
        return base::Error{base::ErrorCode::invalid_input, {"The sender's email address is not one."}, {"sender"}};
    }
    const std::string from = settings.from_name.empty()
                                 ? settings.from
                                 : fmt::format("{} <{}>", header_phrase(settings.from_name), settings.from);
    return fmt::format(
        "Date: {}\r\n"
        "From: {}\r\n"
        "To: {}\r\n"
        "Subject: {}\r\n"
        "Message-ID: <{}@{}>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "{}"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "{}",
        mail_date(mail.at), from, mail.to, header_text(mail.subject), header_text(mail.id), domain_of(settings.from),
        mail.language.empty() ? std::string{} : fmt::format("Content-Language: {}\r\n", header_text(mail.language)),
        quoted_printable(mail.body)
    );
}

base::Result<std::unique_ptr<Mailer>> make_mailer(const MailSettings& settings) {
    if (!is_mail_address(settings.from)) {
        return base::Error{
            base::ErrorCode::invalid_input,
            {"The sender of mail must be an address like no-reply@example.org."},
            {settings.from}
        };
    }
    if (!settings.server.empty()) return make_smtp_mailer(settings);
    if (settings.outbox.empty()) {
        return base::Error{
            base::ErrorCode::invalid_input, {"Mail needs a server or a folder to be kept in."}, {"no server, no outbox"}
        };
    }
    return std::unique_ptr<Mailer>(new OutboxMailer(settings));
}

}  // namespace guildhall::notifications
