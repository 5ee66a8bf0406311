#pragma once
/// A vault over a migrated test database, for unit tests of the rooms above. Link `migrations`.

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "crypto/crypto.hpp"
#include "store/migration.hpp"
#include "store/store.hpp"
#include "store/testing.hpp"
#include "vault/vault.hpp"

namespace guildhall::vault {

/// The engines that tests can run on here: SQLite, and PostgreSQL where the environment names one.
[[nodiscard]] inline std::vector<store::Engine> engines_for_test() {
    std::vector<store::Engine> engines;
    for (const auto engine : {store::Engine::sqlite, store::Engine::postgres}) {
        if (store::TestDatabase::available(engine)) engines.push_back(engine);
    }
    return engines;
}

/// Everything that a vault is made from, and the vault; its files go with it.
struct VaultForTest {
    explicit VaultForTest(store::Engine engine = store::Engine::sqlite) : database(engine) {
        crypto::initialise();
        std::string name = (std::filesystem::temp_directory_path() / "guildhall-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        folder = name;
        vault = std::make_unique<Vault>(*store, keys, folder / "files", clock, random);
    }
    ~VaultForTest() {
        vault.reset();
        std::error_code error;
        std::filesystem::remove_all(folder, error);
    }
    VaultForTest(const VaultForTest&) = delete;
    VaultForTest& operator=(const VaultForTest&) = delete;

    store::TestDatabase database;
    std::unique_ptr<store::Store> store = database.open(store::all_migrations());
    base::ManualClock clock{*base::from_rfc3339("2026-11-22T09:00:00Z")};
    base::SeededRandom random{1};
    InstanceKeys keys{
        crypto::SecretKey::make(random), crypto::SecretKey::make(random), crypto::make_signing_key(random)
    };
    std::filesystem::path folder;
    std::unique_ptr<Vault> vault;
};

}  // namespace guildhall::vault
