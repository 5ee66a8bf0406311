#include "store/testing.hpp"

#include <stdlib.h>

#include "base/random.hpp"
#include "store/internal/postgres_connection.hpp"
#include "store/internal/sqlite_store.hpp"

namespace guildhall::store {
namespace {

constexpr std::size_t test_connections = 12;

std::string postgres_address() {
    const char* address = secure_getenv("GUILDHALL_TEST_POSTGRES");
    return address == nullptr ? "" : address;
}

}  // namespace

struct TestDatabase::State {
    Engine engine;
    std::string place;
    base::NullLog log;
    std::shared_ptr<ScratchDirectory> directory;  ///< SQLite
    std::string schema;                           ///< PostgreSQL
};

bool TestDatabase::available(Engine engine) {
    return engine == Engine::sqlite || !postgres_address().empty();
}

TestDatabase::TestDatabase(Engine engine) : state_(std::make_unique<State>()) {
    state_->engine = engine;
    if (engine == Engine::sqlite) {
        state_->directory = std::make_shared<ScratchDirectory>();
        state_->place = (state_->directory->path() / "test.db").string();
        return;
    }
    const std::string address = postgres_address();
    if (address.empty()) throw std::runtime_error("GUILDHALL_TEST_POSTGRES names no database");
    base::SystemRandom random;
    state_->schema = "test_" + base::to_hex(random.bytes(8));
    PostgresConnection(address).script("CREATE SCHEMA " + state_->schema, "test");
    state_->place =
        address + (address.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + state_->schema;
}

TestDatabase::~TestDatabase() {
    if (state_->schema.empty()) return;
    try {
        PostgresConnection(postgres_address()).script("DROP SCHEMA " + state_->schema + " CASCADE", "test");
    } catch (const DatabaseError&) {
        return;  // the server is gone, and the schema with it
    }
}

base::Result<std::unique_ptr<Store>> TestDatabase::try_open(std::span<const Migration> migrations) {
    if (state_->engine == Engine::postgres)
        return open_postgres(state_->place, migrations, test_connections, state_->log);
    try {
        return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
            state_->place, migrations, state_->log, SqliteConnection::Durability::scratch, state_->directory
        ));
    } catch (const DatabaseError& error) {
        return error.error();
    }
}

std::unique_ptr<Store> TestDatabase::open(std::span<const Migration> migrations) {
    auto opened = try_open(migrations);
    if (!opened.ok()) throw std::runtime_error("cannot open a test database: " + opened.error().detail.text);
    return std::move(opened).value();
}

const std::string& TestDatabase::place() const {
    return state_->place;
}

std::unique_ptr<Store> open_for_test(std::span<const Migration> migrations) {
    // It outlives the TestDatabase, and with it the log.
    static base::NullLog log;
    auto directory = std::make_shared<ScratchDirectory>();
    const std::string path = (directory->path() / "test.db").string();
    return std::make_unique<SqliteStore>(
        path, migrations, log, SqliteConnection::Durability::scratch, std::move(directory)
    );
}

}  // namespace guildhall::store
