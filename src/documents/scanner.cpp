#include "documents/scanner.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/message.hpp"
#include "documents/internal/byte_order.hpp"

namespace guildhall::documents {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

base::Error no_verdict(std::string why) {
    return {base::ErrorCode::unavailable, base::by_key("answers.file_not_checked"), {"clamd: " + std::move(why)}};
}

std::string system_reason() {
    return std::error_code(errno, std::generic_category()).message();
}

/// A non-blocking socket, closed at the end of its scope.
class Connection {
public:
    explicit Connection(int descriptor) : descriptor_(descriptor) {}
    Connection(Connection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection& operator=(Connection&&) = delete;
    ~Connection() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

    [[nodiscard]] bool connect(const sockaddr* address, socklen_t length, Deadline deadline) {
        if (::connect(descriptor_, address, length) == 0) return true;
        if (errno != EINPROGRESS && errno != EAGAIN) return false;
        if (!wait(POLLOUT, deadline)) return false;
        int error = 0;
        socklen_t size = sizeof error;
        if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return false;
        errno = error;
        return error == 0;
    }

    [[nodiscard]] bool write(base::ByteView bytes, Deadline deadline) {
        while (!bytes.empty()) {
            const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent > 0) {
                bytes = bytes.subspan(static_cast<std::size_t>(sent));
            } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
                if (!wait(POLLOUT, deadline)) return false;
            } else if (errno != EINTR) {
                return false;
            }
        }
        return true;
    }

    /// Up to the first zero byte or the end; nothing when it does not come, or is too long to be an answer.
    [[nodiscard]] std::optional<std::string> read_answer(Deadline deadline) {
        constexpr std::size_t longest = 4096;
        std::string answer;
        std::array<char, 512> buffer{};
        while (answer.size() <= longest) {
            const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (got == 0) return answer;
            if (got > 0) {
                answer.append(buffer.data(), static_cast<std::size_t>(got));
                if (const auto end = answer.find('\0'); end != std::string::npos) return answer.substr(0, end);
            } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
                if (!wait(POLLIN, deadline)) return std::nullopt;
            } else if (errno != EINTR) {
                return std::nullopt;
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] bool wait(short events, Deadline deadline) const {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd one{descriptor_, events, 0};
        const bool ready = left > 0 && ::poll(&one, 1, static_cast<int>(left)) > 0;
        if (!ready) errno = ETIMEDOUT;
        return ready;
    }

    int descriptor_;
};

class ClamdScanner final : public Scanner {
public:
    ClamdScanner(std::string path, std::string host, std::string port, std::chrono::milliseconds timeout)
        : path_(std::move(path)), host_(std::move(host)), port_(std::move(port)), timeout_(timeout) {}

    base::Result<Verdict> scan(base::ByteView bytes) override {
        const Deadline deadline = std::chrono::steady_clock::now() + timeout_;
        auto connection = path_.empty() ? connect_tcp(deadline) : connect_unix(deadline);
        if (!connection) return connection.error();

        // clamd(8), INSTREAM: chunks of <length in network order><data>, ended by a length of zero. A refusal may come
        // before all is written; then the answer says why.
        constexpr std::size_t chunk_size = 64 * 1024;
        using namespace std::string_view_literals;
        bool written = connection->write(base::view_of("zINSTREAM\0"sv), deadline);
        for (std::size_t at = 0; written && at < bytes.size(); at += chunk_size) {
            const auto chunk = bytes.subspan(at, std::min(chunk_size, bytes.size() - at));
            base::Bytes length;
            append_big32(length, static_cast<std::uint32_t>(chunk.size()));
            written = connection->write(length, deadline) && connection->write(chunk, deadline);
        }
        if (written) written = connection->write(base::Bytes(4, 0), deadline);
        const auto answer = connection->read_answer(deadline);
        if (!answer || answer->empty()) return no_verdict(written ? "no answer" : "the connection broke while sending");
        return read(*answer);
    }

private:
    static base::Result<Verdict> read(std::string_view answer) {
        constexpr std::string_view prefix = "stream: ";
        constexpr std::string_view found = " FOUND";
        while (answer.ends_with('\n')) answer.remove_suffix(1);
        if (answer == "stream: OK") return Verdict{};
        if (answer.starts_with(prefix) && answer.ends_with(found) && answer.size() > prefix.size() + found.size()) {
            return Verdict{
                true, std::string(answer.substr(prefix.size(), answer.size() - prefix.size() - found.size()))
            };
        }
        return no_verdict("answered " + std::string(answer.substr(0, 200)));
    }

    [[nodiscard]] base::Result<Connection> connect_unix(Deadline deadline) const {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.copy(address.sun_path, sizeof address.sun_path - 1);
        Connection connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!connection.is_open() ||
            !connection.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline)) {
            return no_verdict("cannot connect: " + system_reason());
        }
        return connection;
    }

    [[nodiscard]] base::Result<Connection> connect_tcp(Deadline deadline) const {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* list = nullptr;
        if (const int failed = ::getaddrinfo(host_.c_str(), port_.c_str(), &hints, &list); failed != 0) {
            return no_verdict(std::string("cannot find the host: ") + ::gai_strerror(failed));
        }
        const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, ::freeaddrinfo);
        for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
            Connection connection(::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            if (connection.is_open() && connection.connect(one->ai_addr, one->ai_addrlen, deadline)) return connection;
        }
        return no_verdict("cannot connect: " + system_reason());
    }

    const std::string path_;
    const std::string host_, port_;
    const std::chrono::milliseconds timeout_;
};

}  // namespace

std::string_view scan_state_name(ScanState state) {
    return state == ScanState::clean ? "clean" : "not-scanned";
}

base::Result<std::unique_ptr<Scanner>> make_clamd_scanner(std::string_view address, std::chrono::milliseconds timeout) {
    constexpr std::string_view unix_prefix = "unix:";
    constexpr std::string_view tcp_prefix = "tcp:";
    if (address.starts_with(unix_prefix)) {
        const auto path = address.substr(unix_prefix.size());
        if (path.starts_with('/') && path.size() < sizeof(sockaddr_un::sun_path)) {
            return std::unique_ptr<Scanner>(new ClamdScanner(std::string(path), {}, {}, timeout));
        }
    } else if (address.starts_with(tcp_prefix)) {
        std::string_view host = address.substr(tcp_prefix.size());
        const auto colon = host.rfind(':');
        if (colon != std::string_view::npos && colon > 0) {
            const auto port = host.substr(colon + 1);
            host = host.substr(0, colon);
            if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
            int number = 0;
            const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
            if (error == std::errc{} && end == port.data() + port.size() && number > 0 && number < 65536 &&
                !host.empty()) {
                return std::unique_ptr<Scanner>(new ClamdScanner({}, std::string(host), std::string(port), timeout));
            }
        }
    }
    return base::Error{
        base::ErrorCode::invalid_input,
        {"The address of the virus scanner is not one: write unix:/path/of/clamd.ctl or tcp:host:port."},
        {std::string(address)}
    };
}

}  // namespace guildhall::documents
