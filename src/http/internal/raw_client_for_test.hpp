#pragma once
/// A socket client for tests that says exactly the bytes it is told, right or wrong.

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace guildhall::http {

struct RawResponse {
    int status = 0;  ///< 0: the connection ended before a whole response came
    std::string head;
    std::string body;
    [[nodiscard]] bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        const timeval timeout{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient() { ::close(socket_); }

    [[nodiscard]] bool connected() const { return connected_; }

    /// False when the other end would not take all of it.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    RawResponse receive(bool is_head = false) {
        RawResponse response;
        std::size_t end = std::string::npos;
        while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
            if (!read()) return response;
        }
        response.head = received_.substr(0, end + 4);
        received_.erase(0, end + 4);
        const int status = static_cast<int>(number_at(response.head, std::string_view("HTTP/1.1 ").size()));
        const std::size_t length_at = response.head.find("Content-Length: ");
        const std::size_t length =
            length_at == std::string::npos || is_head ? 0 : number_at(response.head, length_at + 16);
        while (received_.size() < length) {
            if (!read()) return response;
        }
        response.body = received_.substr(0, length);
        received_.erase(0, length);
        response.status = status;
        return response;
    }
    RawResponse ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    /// Whether the other end has closed and nothing is left to read.
    bool at_end() { return received_.empty() && !read(); }

private:
    /// The decimal digits that stand at a place.
    static std::size_t number_at(const std::string& text, std::size_t at) {
        std::size_t value = 0;
        std::from_chars(text.data() + at, text.data() + text.size(), value);
        return value;
    }

    bool read() {
        char buffer[16384];
        const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) return false;
        received_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string received_;
};

}  // namespace guildhall::http
