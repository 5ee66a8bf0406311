#pragma once
/// What several commands need of an instance: its keys and its database.

#include <filesystem>
#include <memory>
#include <string>

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

/// Prints the error for the operator and returns the exit status 2.
int fail(const base::Error& error);

}  // namespace guildhall::app
