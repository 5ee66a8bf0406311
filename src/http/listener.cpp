#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.hpp"

namespace guildhall::http {
namespace {

constexpr int backlog = 4096;

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

std::optional<Address> parse_address(const std::string& text, std::uint16_t port) {
    Address address;
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (inet_pton(AF_INET, text == "localhost" ? "127.0.0.1" : text.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        address.size = sizeof(sockaddr_in);
        return address;
    }
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        address.size = sizeof(sockaddr_in6);
        return address;
    }
    return std::nullopt;
}

base::Error cannot_listen(const std::string& address, std::uint16_t port, std::string_view why) {
    const std::string text = fmt::format("Cannot listen on {} port {}: {}.", address, port, why);
    return {base::ErrorCode::unavailable, {text}, {text}};
}

}  // namespace

base::Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
    const auto parsed = parse_address(address, port);
    if (!parsed) return cannot_listen(address, port, "the address is not an IPv4 or IPv6 address");
    const int descriptor = ::socket(parsed->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return cannot_listen(address, port, std::strerror(errno));
    Listener listener(descriptor, 0);
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&parsed->storage), parsed->size) != 0 ||
        ::listen(descriptor, backlog) != 0) {
        return cannot_listen(address, port, std::strerror(errno));
    }
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
        return cannot_listen(address, port, std::strerror(errno));
    }
    listener.port_ = ntohs(
        bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                                    : reinterpret_cast<const sockaddr_in&>(bound).sin_port
    );
    return listener;
}

Listener::Listener(Listener&& other) noexcept : descriptor_(other.take()), port_(other.port_) {}

Listener::~Listener() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

int Listener::take() {
    return std::exchange(descriptor_, -1);
}

}  // namespace guildhall::http
