#include "client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace guildhall::bench {
namespace {

constexpr std::size_t receive_size = 64 * 1024;

/// The value of a header as the server writes it; empty when it is not there.
std::string_view header(std::string_view head, std::string_view name) {
    const std::string start = fmt::format("\r\n{}: ", name);
    const auto at = head.find(start);
    if (at == std::string_view::npos) return {};
    const auto from = at + start.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

Client::Client(std::uint16_t port) : port_(port), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (socket_ >= 0) ::close(socket_);
        throw std::runtime_error(fmt::format("cannot connect to port {}", port));
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Client::~Client() {
    ::close(socket_);
}

Answer Client::get(std::string_view path) {
    return exchange(fmt::format(
        "GET {} HTTP/1.1\r\nHost: localhost:{}\r\n{}{}{}\r\n", path, port_, cookie_.empty() ? "" : "Cookie: ", cookie_,
        cookie_.empty() ? "" : "\r\n"
    ));
}

Answer Client::post(std::string_view path, std::string_view body, std::string_view content_type) {
    return exchange(fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost:{}\r\n{}{}{}Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}", path, port_,
        cookie_.empty() ? "" : "Cookie: ", cookie_, cookie_.empty() ? "" : "\r\n", content_type, body.size(), body
    ));
}

void Client::receive() {
    const auto size = buffer_.size();
    buffer_.resize(size + receive_size);
    const auto got = ::recv(socket_, buffer_.data() + size, receive_size, 0);
    buffer_.resize(size + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got <= 0) throw std::runtime_error("the server closed the connection");
}

Answer Client::exchange(const std::string& request) {
    for (std::size_t sent = 0; sent < request.size();) {
        const auto more = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (more <= 0) throw std::runtime_error("the server closed the connection");
        sent += static_cast<std::size_t>(more);
    }
    buffer_.clear();
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) receive();
    const std::string_view head(buffer_.data(), end + 2);
    Answer answer;
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
    answer.location = header(head, "Location");
    if (const auto cookie = header(head, "Set-Cookie"); !cookie.empty()) cookie_ = cookie.substr(0, cookie.find(';'));
    const auto length_text = header(head, "Content-Length");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    while (buffer_.size() < end + 4 + length) receive();
    answer.body = buffer_.substr(end + 4, length);
    return answer;
}

}  // namespace guildhall::bench
