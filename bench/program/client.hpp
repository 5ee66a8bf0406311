#pragma once
/// A small HTTP/1.1 client that costs little: one keep-alive connection, one cookie, forms as the portal writes them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::bench {

struct Answer {
    int status = 0;
    std::string location;
    std::string body;
};

/// One visitor on one connection to 127.0.0.1. Used by one thread. Throws std::runtime_error when the server does not
/// answer as HTTP.
class Client {
public:
    explicit Client(std::uint16_t port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] Answer get(std::string_view path);
    /// `body` is a form, already encoded.
    [[nodiscard]] Answer post(std::string_view path, std::string_view body, std::string_view content_type);
    /// The next request is of a new visitor.
    void forget() { cookie_.clear(); }

private:
    Answer exchange(const std::string& request);
    void receive();

    std::uint16_t port_;
    int socket_ = -1;
    std::string cookie_;
    std::string buffer_;
};

}  // namespace guildhall::bench
