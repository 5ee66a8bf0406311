#include "notifications/internal/smtp.hpp"

#include <curl/curl.h>

#include <cstring>

#include "notifications/internal/mail_text.hpp"

namespace guildhall::notifications {
namespace {

constexpr long connect_seconds = 15;
constexpr long whole_seconds = 60;

/// What libcurl reads the message from.
struct Source {
    std::string_view left;
};

std::size_t read_source(char* out, std::size_t size, std::size_t count, void* user) {
    auto& source = *static_cast<Source*>(user);
    const std::size_t taken = std::min(size * count, source.left.size());
    std::memcpy(out, source.left.data(), taken);
    source.left.remove_prefix(taken);
    return taken;
}

/// Replies that say "never to this recipient" (RFC 5321 section 4.2.3): trying again does not help.
bool is_refusal_of_recipient(long reply) {
    return reply == 550 || reply == 551 || reply == 553 || reply == 556;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

struct Server {
    bool encrypted = false;  ///< from the first byte on: smtps
    std::string host;
};

std::optional<Server> parse_server(const std::string& text) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) {
        char* value = nullptr;
        if (curl_url_get(url.get(), which, &value, 0) != CURLUE_OK) return std::string();
        std::string copy = value;
        curl_free(value);
        return copy;
    };
    const std::string scheme = part(CURLUPART_SCHEME);
    const std::string path = part(CURLUPART_PATH);
    const bool plain_path = path.empty() || path == "/";
    // A user or password belongs into its own setting, where it is not shown with the address.
    if ((scheme != "smtp" && scheme != "smtps") || !plain_path || !part(CURLUPART_USER).empty() ||
        !part(CURLUPART_QUERY).empty()) {
        return std::nullopt;
    }
    return Server{scheme == "smtps", part(CURLUPART_HOST)};
}

class SmtpMailer final : public Mailer {
public:
    SmtpMailer(MailSettings settings, Server server) : settings_(std::move(settings)), server_(std::move(server)) {}
    SmtpMailer(const SmtpMailer&) = delete;
    SmtpMailer& operator=(const SmtpMailer&) = delete;
    ~SmtpMailer() override { curl_global_cleanup(); }  // the other half is in make_smtp_mailer; libcurl counts them

    base::Result<base::Done> send(const Mail& mail) override {
        const auto bytes = mail_bytes(mail, settings_);
        if (!bytes) return bytes.error();
        const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
        if (!handle) return not_sent("curl: no handle");
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
            curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()), curl_slist_free_all
        );
        if (!recipients) return not_sent("curl: no memory");
        Source source{*bytes};
        std::array<char, CURL_ERROR_SIZE> reason{};
        configure(handle.get());
        curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(handle.get(), CURLOPT_READDATA, &source);
        curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason.data());

        const CURLcode code = curl_easy_perform(handle.get());
        if (code == CURLE_OK) return base::Done{};
        long reply = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
        // The server's words may repeat the address, so the log gets the numbers alone.
        const std::string detail =
            fmt::format("smtp: {} (curl {}), reply {}", curl_easy_strerror(code), static_cast<int>(code), reply);
        if (code == CURLE_SEND_ERROR && is_refusal_of_recipient(reply)) {
            return base::Error{
                base::ErrorCode::invalid_input, {"The mail server does not take mail for this address."}, {detail}
            };
        }
        return not_sent(detail);
    }

private:
    static base::Error not_sent(std::string why) {
        return {
            base::ErrorCode::unavailable, {"The message could not be sent. It is tried again later."}, {std::move(why)}
        };
    }

    void configure(CURL* handle) const {
        // The path of an SMTP address is the name that the client gives itself (EHLO).
        std::string url = settings_.server;
        while (url.ends_with('/')) url.pop_back();
        url += "/" + std::string(domain_of(settings_.from));
        curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(handle, CURLOPT_PROXY, "");  // no surprise from the environment
        curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + settings_.from + ">").c_str());
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_source);
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
        curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds);
        if (!server_.encrypted) {
            // Over a network: STARTTLS when the server has it, and without it no password leaves the house.
            const long tls = is_loopback(server_.host)    ? CURLUSESSL_NONE
                             : settings_.username.empty() ? CURLUSESSL_TRY
                                                          : CURLUSESSL_ALL;
            curl_easy_setopt(handle, CURLOPT_USE_SSL, tls);
        }
        if (!settings_.certificate_authorities.empty()) {
            curl_easy_setopt(handle, CURLOPT_CAINFO, settings_.certificate_authorities.c_str());
        }
        if (!settings_.username.empty()) {
            curl_easy_setopt(handle, CURLOPT_USERNAME, settings_.username.c_str());
            curl_easy_setopt(handle, CURLOPT_PASSWORD, settings_.password.c_str());
        }
    }

    const MailSettings settings_;
    const Server server_;
};

}  // namespace

base::Result<std::unique_ptr<Mailer>> make_smtp_mailer(const MailSettings& settings) {
    auto server = parse_server(settings.server);
    if (!server) {
        return base::Error{
            base::ErrorCode::invalid_input,
            {"The mail server must be written as smtp://host:port or smtps://host:port, its user and password apart "
             "from it."},
            {"address of the mail server"}
        };
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return base::Error{base::ErrorCode::internal, {"Mail cannot be sent."}, {"curl_global_init"}};
    }
    return std::unique_ptr<Mailer>(new SmtpMailer(settings, *std::move(server)));
}

}  // namespace guildhall::notifications
