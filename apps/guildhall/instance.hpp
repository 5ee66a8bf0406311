#pragma once
/// What several commands need of an instance: its keys and its database.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::app {

[[nodiscard]] std::filesystem::path keys_folder(const std::filesystem::path& data);

/// SQLite below `data`, or PostgreSQL when `url` is not empty; migrated.
[[nodiscard]] base::Result<std::unique_ptr<store::Store>> open_database(
    const std::filesystem::path& data, const std::string& url, std::size_t connections, base::Log& log
);

/// The instance's keys. Where there are none they are made, but only for a database that holds nothing yet:
/// without its keys, what it holds could never be read again.
[[nodiscard]] base::Result<vault::InstanceKeys> keys_for(
    store::Store& store, const std::filesystem::path& data, base::Random& random
);

/// Holds a folder of an embedded database for one server, from construction to destruction, however the process ends.
class DataLock {
public:
    /// `conflict` when another process holds it.
    [[nodiscard]] static base::Result<DataLock> take(const std::filesystem::path& data);
    DataLock(DataLock&& other) noexcept;
    DataLock& operator=(DataLock&&) = delete;
    ~DataLock();

private:
    explicit DataLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

struct Address {
    std::string host;
    std::uint16_t port = 0;
};
/// `127.0.0.1:8080`.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
[[nodiscard]] bool is_loopback(const std::string& host);

/// Where the built styles are: `../web` beside the program.
[[nodiscard]] std::filesystem::path web_folder();

/// Prints the error for the operator, with `json` as an object on standard output, and returns the exit status 2.
int fail(const base::Error& error, bool json = false);

}  // namespace guildhall::app
