#include "store/testing.hpp"

#include "store/internal/sqlite_store.hpp"

namespace guildhall::store {
namespace {

base::NullLog& silence() {
    static base::NullLog log;
    return log;
}

}  // namespace

struct TestDatabase::State {
    Engine engine;
    std::shared_ptr<ScratchDirectory> directory;
    std::string place;
};

bool TestDatabase::available(Engine engine) {
    return engine == Engine::sqlite;
}

TestDatabase::TestDatabase(Engine engine) : state_(std::make_unique<State>(State{engine, nullptr, {}})) {
    state_->directory = std::make_shared<ScratchDirectory>();
    state_->place = (state_->directory->path() / "test.db").string();
}

TestDatabase::~TestDatabase() = default;

base::Result<std::unique_ptr<Store>> TestDatabase::try_open(std::span<const Migration> migrations) {
    try {
        return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
            state_->place, migrations, silence(), SqliteConnection::Durability::scratch, state_->directory
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
    return TestDatabase(Engine::sqlite).open(migrations);
}

}  // namespace guildhall::store
