#include "instance.hpp"

#include <fmt/format.h>

#include <cstdio>

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

int fail(const base::Error& error) {
    const std::string& text = error.message.text.empty() ? error.detail.text : error.message.text;
    std::fputs(fmt::format("guildhall: {}\n", text).c_str(), stderr);
    if (!error.detail.text.empty() && error.detail.text != text)
        std::fputs(fmt::format("  ({})\n", error.detail.text).c_str(), stderr);
    return 2;
}

}  // namespace guildhall::app
