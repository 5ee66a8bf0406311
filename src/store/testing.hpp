#pragma once
/// Databases for tests that want both engines, or that close a database and open it again.

#include <memory>
#include <span>
#include <string>

#include "store/store.hpp"

namespace guildhall::store {

/// A scratch database: a SQLite file in a temporary directory, or a fresh schema in the PostgreSQL database
/// that the environment variable GUILDHALL_TEST_POSTGRES names. Removed with this, which outlives the stores
/// that it opened. Throws when it cannot be made.
class TestDatabase {
public:
    /// Whether tests can run on this engine here.
    [[nodiscard]] static bool available(Engine engine);

    explicit TestDatabase(Engine engine);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// Opens it, once more if need be: several stores on one database are several nodes.
    [[nodiscard]] base::Result<std::unique_ptr<Store>> try_open(std::span<const Migration> migrations);
    /// The same; throws when it fails.
    [[nodiscard]] std::unique_ptr<Store> open(std::span<const Migration> migrations);
    /// The path or address that it opens.
    [[nodiscard]] const std::string& place() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace guildhall::store
