#pragma once
/// A small SMTP server on loopback (RFC 5321), for tests of sending.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace guildhall::notifications {

/// Takes one connection after another and keeps what it was given.
class SmtpServerForTest {
public:
    struct Taken {
        std::string from;             ///< argument of MAIL
        std::vector<std::string> to;  ///< arguments of RCPT
        std::string data;             ///< with dots unstuffed, without the end mark
    };
    /// `to_recipient` is the reply to every RCPT, such as `250 good`; `capabilities` are lines of the reply to EHLO.
    explicit SmtpServerForTest(std::string to_recipient = "250 good", std::vector<std::string> capabilities = {})
        : to_recipient_(std::move(to_recipient)), capabilities_(std::move(capabilities)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        const bool bound = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                           ::listen(listener_, 8) == 0 &&
                           ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0;
        if (!bound) throw std::runtime_error("cannot listen");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmtpServerForTest() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    SmtpServerForTest(const SmtpServerForTest&) = delete;
    SmtpServerForTest& operator=(const SmtpServerForTest&) = delete;

    [[nodiscard]] std::string address() const { return fmt::format("smtp://127.0.0.1:{}", port_); }
    [[nodiscard]] std::vector<Taken> taken() const {
        const std::lock_guard lock(mutex_);
        return taken_;
    }
    [[nodiscard]] std::vector<std::string> commands() const {
        const std::lock_guard lock(mutex_);
        return commands_;
    }

private:
    void serve() {
        for (;;) {
            const int client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) return;
            buffer_.clear();
            talk(client);
            ::close(client);
        }
    }
    static void say(int client, const std::string& line) {
        const std::string bytes = line + "\r\n";
        (void)::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    bool read_line(int client, std::string& line) {
        for (;;) {
            if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
                line = buffer_.substr(0, end);
                buffer_.erase(0, end + 2);
                return true;
            }
            char bytes[4096];
            const auto got = ::recv(client, bytes, sizeof bytes, 0);
            if (got <= 0) return false;
            buffer_.append(bytes, static_cast<std::size_t>(got));
        }
    }
    void talk(int client) {
        say(client, "220 test ESMTP");
        Taken mail;
        std::string line;
        while (read_line(client, line)) {
            {
                const std::lock_guard lock(mutex_);
                commands_.push_back(line);
            }
            if (line.starts_with("EHLO")) {
                for (const auto& capability : capabilities_) say(client, "250-" + capability);
                say(client, "250 8BITMIME");
            } else if (line.starts_with("AUTH PLAIN")) {
                if (line == "AUTH PLAIN") {
                    say(client, "334 ");
                    if (!read_line(client, line)) return;
                    const std::lock_guard lock(mutex_);
                    commands_.push_back(line);
                }
                say(client, "235 welcome");
            } else if (line.starts_with("MAIL FROM:")) {
                mail.from = line.substr(10);
                say(client, "250 good");
            } else if (line.starts_with("RCPT TO:")) {
                mail.to.push_back(line.substr(8));
                say(client, to_recipient_);
            } else if (line == "DATA") {
                say(client, "354 go on");
                while (read_line(client, line) && line != ".")
                    mail.data += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
                const std::lock_guard lock(mutex_);
                taken_.push_back(std::exchange(mail, {}));
                say(client, "250 taken");
            } else if (line == "QUIT") {
                say(client, "221 bye");
                return;
            } else {
                say(client, "502 what");
            }
        }
    }

    const std::string to_recipient_;
    const std::vector<std::string> capabilities_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::string buffer_;
    mutable std::mutex mutex_;
    std::vector<Taken> taken_;
    std::vector<std::string> commands_;
    std::thread thread_;
};

}  // namespace guildhall::notifications
