#include "documents/scanner.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/random.hpp"
#include "documents/internal/byte_order.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;

// The EICAR test file, which every scanner reports; in two halves, so that none reports this source.
const std::string eicar = std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$") + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// What the server does with one connection, as clamd or as something broken.
enum class Manner { proper, size_limit, hangs_up, silent, babbles };

/// Listens on loopback, speaks the server's side of INSTREAM to one connection after another.
class Clamd {
public:
    explicit Clamd(Manner manner, const std::string& unix_path = {}) : manner_(manner), unix_path_(unix_path) {
        if (unix_path.empty()) {
            listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t length = sizeof address;
            bound_ = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                     ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0;
            port_ = ntohs(address.sin_port);
        } else {
            listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            unix_path.copy(address.sun_path, sizeof address.sun_path - 1);
            bound_ = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        }
        bound_ = bound_ && ::listen(listener_, 8) == 0;
        thread_ = std::thread([this] { serve(); });
    }
    ~Clamd() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
        if (!unix_path_.empty()) ::unlink(unix_path_.c_str());
    }
    Clamd(const Clamd&) = delete;
    Clamd& operator=(const Clamd&) = delete;

    [[nodiscard]] std::string address() const {
        return unix_path_.empty() ? fmt::format("tcp:127.0.0.1:{}", port_) : "unix:" + unix_path_;
    }
    [[nodiscard]] bool bound() const { return bound_; }
    [[nodiscard]] std::size_t received() const { return received_; }

private:
    void serve() {
        for (;;) {
            const int client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) return;
            talk(client);
            ::close(client);
        }
    }
    static bool read(int client, std::size_t count, std::string& out) {
        out.resize(count);
        std::size_t got = 0;
        while (got < count) {
            const auto some = ::recv(client, out.data() + got, count - got, 0);
            if (some <= 0) return false;
            got += static_cast<std::size_t>(some);
        }
        return true;
    }
    static void answer(int client, std::string_view text) {
        (void)::send(client, text.data(), text.size(), MSG_NOSIGNAL);
    }

    void talk(int client) {
        std::string command;
        if (!read(client, 10, command) || command != "zINSTREAM\0"sv) return answer(client, "UNKNOWN COMMAND\0"sv);
        if (manner_ == Manner::hangs_up) return;
        std::string data;
        for (;;) {
            std::string header;
            if (!read(client, 4, header)) return;
            const std::uint32_t length = big32(base::view_of(header), 0);
            if (length == 0) break;
            std::string part;
            if (!read(client, length, part)) return;
            data += part;
            if (manner_ == Manner::size_limit && data.size() > 100'000)
                return answer(client, "INSTREAM size limit exceeded. ERROR\0"sv);
        }
        received_ = data.size();
        if (manner_ == Manner::silent) {
            std::string never;
            (void)read(client, 1, never);  // until the other side gives up
            return;
        }
        if (manner_ == Manner::babbles) return answer(client, std::string(100'000, 'x'));
        answer(
            client, data.find(eicar) == std::string::npos ? "stream: OK\0"sv : "stream: Eicar-Test-Signature FOUND\0"sv
        );
    }

    const Manner manner_;
    const std::string unix_path_;
    int listener_ = -1;
    bool bound_ = false;
    std::uint16_t port_ = 0;
    std::atomic<std::size_t> received_ = 0;
    std::thread thread_;
};

base::Result<Verdict> scan_with(
    const Clamd& clamd, std::string_view bytes, std::chrono::milliseconds timeout = std::chrono::seconds{10}
) {
    EXPECT_TRUE(clamd.bound());
    auto scanner = make_clamd_scanner(clamd.address(), timeout);
    if (!scanner) return scanner.error();
    return (*scanner)->scan(base::view_of(bytes));
}

TEST(ClamdScanner, PassesWhatIsClean) {
    const Clamd clamd(Manner::proper);
    const auto verdict = scan_with(clamd, "a harmless text");
    ASSERT_TRUE(verdict) << verdict.error().detail.text;
    EXPECT_FALSE(verdict->infected);
}

TEST(ClamdScanner, FindsTheTestVirusAlsoAcrossChunks) {
    const Clamd clamd(Manner::proper);
    for (const std::size_t before : {std::size_t{0}, std::size_t{64 * 1024 - 10}, std::size_t{3'000'000}}) {
        const auto verdict = scan_with(clamd, std::string(before, 'x') + eicar + std::string(100, 'y'));
        ASSERT_TRUE(verdict) << verdict.error().detail.text;
        EXPECT_TRUE(verdict->infected);
        EXPECT_EQ(verdict->signature, "Eicar-Test-Signature");
        EXPECT_EQ(clamd.received(), before + eicar.size() + 100);
    }
}

TEST(ClamdScanner, SpeaksOverAUnixSocket) {
    const auto path = std::filesystem::temp_directory_path() / fmt::format("guildhall-clamd-{}", ::getpid());
    const Clamd clamd(Manner::proper, path.string());
    const auto verdict = scan_with(clamd, eicar);
    ASSERT_TRUE(verdict) << verdict.error().detail.text;
    EXPECT_TRUE(verdict->infected);
}

TEST(ClamdScanner, NoVerdictIsNeverAPass) {
    for (const Manner manner : {Manner::size_limit, Manner::hangs_up, Manner::silent, Manner::babbles}) {
        const Clamd clamd(manner);
        const auto verdict = scan_with(
            clamd, std::string(2'000'000, 'x'), std::chrono::milliseconds{manner == Manner::silent ? 200 : 10'000}
        );
        ASSERT_FALSE(verdict) << static_cast<int>(manner);
        EXPECT_EQ(verdict.error().code, base::ErrorCode::unavailable);
    }
    const auto nobody = make_clamd_scanner("unix:/nonexistent/clamd.ctl");
    ASSERT_TRUE(nobody);
    EXPECT_FALSE((*nobody)->scan(base::view_of("x")));
}

TEST(ClamdScanner, AddressesAreChecked) {
    for (const char* good :
         {"unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:[::1]:3310", "tcp:scanner.internal:3310"}) {
        EXPECT_TRUE(make_clamd_scanner(good)) << good;
    }
    for (const char* bad :
         {"", "unix:", "unix:relative", "tcp:", "tcp:host", "tcp:host:", "tcp::3310", "tcp:host:0", "tcp:host:65536",
          "tcp:host:33x", "127.0.0.1:3310", "http://host"}) {
        EXPECT_FALSE(make_clamd_scanner(bad)) << bad;
    }
    EXPECT_FALSE(make_clamd_scanner("unix:/" + std::string(200, 'x')));
}

}  // namespace
}  // namespace guildhall::documents
