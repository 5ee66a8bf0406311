#include "instance.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "base/json.hpp"

namespace guildhall::app {
namespace {

constexpr store::Query any_event{"app.any_event", "SELECT event_id FROM events LIMIT 1"};

}  // namespace

std::filesystem::path keys_folder(const std::filesystem::path& data) {
    return data / "keys";
}

base::Result<std::unique_ptr<store::Store>> open_database(
    const std::filesystem::path& data, const std::string& url, std::size_t connections, base::Log& log
) {
    if (!url.empty()) return store::open_postgres(url, store::all_migrations(), connections, log);
    std::filesystem::create_directories(data);
    return store::open_sqlite((data / "guildhall.sqlite").string(), store::all_migrations(), log);
}

base::Result<vault::InstanceKeys> keys_for(
    store::Store& store, const std::filesystem::path& data, base::Random& random
) {
    if (std::filesystem::exists(keys_folder(data))) return vault::load_keys(keys_folder(data));
    const auto used =
        store.read([](store::ReadTransaction& transaction) { return !transaction.query(any_event).empty(); });
    if (!used) return used.error();
    if (*used) {
        return base::Error{
            base::ErrorCode::unavailable,
            {fmt::format(
                "The database holds data, but {} holds no keys. Restore the keys of this instance.",
                keys_folder(data).string()
            )},
            {"keys missing"}
        };
    }
    return vault::create_keys(keys_folder(data), random);
}

base::Result<DataLock> DataLock::take(const std::filesystem::path& data) {
    std::error_code failed;
    std::filesystem::create_directories(data, failed);
    const auto path = data / "serving.lock";
    DataLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.descriptor_ < 0) {
        return base::Error{
            base::ErrorCode::unavailable,
            {fmt::format("The data folder {} cannot be written to.", data.string())},
            {std::error_code(errno, std::generic_category()).message()}
        };
    }
    if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
        return base::Error{
            base::ErrorCode::conflict,
            {fmt::format("Another guildhall serves from {}. Stop it first, or name another --data.", data.string())},
            {}
        };
    }
    return lock;
}

DataLock::DataLock(DataLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DataLock::~DataLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<Address> parse_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    unsigned port = 0;
    const std::string_view digits = text.substr(colon + 1);
    if (digits.empty() || digits.size() > 5) return std::nullopt;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        port = port * 10 + static_cast<unsigned>(c - '0');
    }
    if (port > 65535) return std::nullopt;
    return Address{std::string{text.substr(0, colon)}, static_cast<std::uint16_t>(port)};
}

bool is_loopback(const std::string& host) {
    return host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1";
}

std::filesystem::path web_folder() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "web";
}

int fail(const base::Error& error, bool json) {
    const std::string& text = error.message.text.empty() ? error.detail.text : error.message.text;
    if (json) {
        base::Json said;
        said.set("code", base::error_code_name(error.code));
        said.set("message", text);
        said.set("detail", error.detail.text);
        base::Json answer;
        answer.set("error", said);
        std::puts(answer.text().c_str());
        return 2;
    }
    std::fputs(fmt::format("guildhall: {}\n", text).c_str(), stderr);
    if (!error.detail.text.empty() && error.detail.text != text)
        std::fputs(fmt::format("  ({})\n", error.detail.text).c_str(), stderr);
    return 2;
}

}  // namespace guildhall::app
