#include "walking/internal/outbox.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

namespace guildhall::walking::internal {
namespace {

/// Without the soft line breaks of quoted-printable (RFC 2045 section 6.7), which stand inside long links.
std::string joined_lines(const std::string& mail) {
    std::string out;
    for (std::size_t i = 0; i < mail.size(); ++i) {
        if (mail.compare(i, 3, "=\r\n") == 0)
            i += 2;
        else if (mail.compare(i, 2, "=\n") == 0)
            i += 1;
        else
            out += mail[i];
    }
    return out;
}

/// The path of the link to take part in a mail; empty when there is none.
std::string invitation_in(const std::string& mail) {
    const std::string text = joined_lines(mail);
    const auto at = text.find("/parties/");
    if (at == std::string::npos) return {};
    const std::string path = text.substr(at, text.find_first_of("\r\n ", at) - at);
    return path.find("/open/") == std::string::npos ? std::string{} : path;
}

}  // namespace

Outbox::Outbox(std::filesystem::path folder) : folder_(std::move(folder)) {
    // What lies there already is of earlier walks.
    if (is_there()) (void)look();
}

std::vector<std::string> Outbox::look() {
    std::vector<std::string> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, missing)) {
        if (entry.path().extension() != ".eml" || !seen_.insert(entry.path().filename().string()).second) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string mail{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        if (std::string path = invitation_in(mail); !path.empty()) found.push_back(std::move(path));
    }
    return found;
}

std::vector<std::string> Outbox::new_invitations() {
    constexpr auto longest = std::chrono::seconds{20};
    const auto end = std::chrono::steady_clock::now() + longest;
    while (true) {
        auto found = look();
        if (!found.empty() || std::chrono::steady_clock::now() >= end) return found;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

}  // namespace guildhall::walking::internal
