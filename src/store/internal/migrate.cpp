#include "store/internal/migrate.hpp"

#include <openssl/evp.h>

#include "store/internal/errors.hpp"

namespace guildhall::store {

const Query create_schema_migrations{
    "store.create_schema_migrations",
    "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL)"
};
const Query list_schema_migrations{
    "store.list_schema_migrations", "SELECT number, name, hash FROM schema_migrations ORDER BY number"
};
const Query record_schema_migration{
    "store.record_schema_migration", "INSERT INTO schema_migrations (number, name, hash) VALUES ($1, $2, $3)"
};

std::string migration_hash(const Migration& migration) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(migration.sql.data(), migration.sql.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return base::to_hex(base::ByteView(digest.data(), length));
}

base::Result<std::vector<Migration>> pending_migrations(
    std::span<const Migration> known, std::span<const AppliedMigration> applied, Engine engine
) {
    const std::string_view engine_name = engine == Engine::sqlite ? "sqlite" : "postgres";
    std::map<int, Migration> pending;
    for (const Migration& migration : known) {
        if (!migration.engine.empty() && migration.engine != engine_name) continue;
        if (!pending.emplace(migration.number, migration).second)
            return refused(fmt::format(
                "Two migrations have the number {:04}; the program was put together wrongly.", migration.number
            ));
    }
    const int newest = pending.empty() ? 0 : pending.rbegin()->first;
    for (const AppliedMigration& done : applied) {
        const auto found = pending.find(done.number);
        if (found == pending.end())
            return refused(fmt::format(
                "The database was written by a newer version of this program: it holds schema step {:04} ({}), and "
                "this program "
                "knows steps up to {:04}. Start that newer version, or restore a backup made before the upgrade.",
                done.number, done.name, newest
            ));
        if (const std::string hash = migration_hash(found->second); hash != done.hash)
            return refused(fmt::format(
                "Schema step {:04} ({}) was applied to this database with other contents than this program has "
                "(SHA-256 {} there, "
                "{} here). A step that was applied is never changed: start the version that wrote the database, or "
                "restore a backup.",
                done.number, done.name, done.hash, hash
            ));
        pending.erase(found);
    }
    std::vector<Migration> in_order;
    for (const auto& [number, migration] : pending) in_order.push_back(migration);
    return in_order;
}

std::vector<AppliedMigration> applied_migrations(const Rows& rows) {
    std::vector<AppliedMigration> applied;
    for (const Row& row : rows) applied.push_back({static_cast<int>(row.integer(0)), row.text(1), row.text(2)});
    return applied;
}

Parameters record_of(const Migration& migration) {
    return {std::int64_t{migration.number}, std::string(migration.name), migration_hash(migration)};
}

}  // namespace guildhall::store
