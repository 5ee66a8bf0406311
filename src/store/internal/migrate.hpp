#pragma once
/// Which migrations a database still needs, and whether it may be used at all.

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/store.hpp"

namespace guildhall::store {

/// A row of `schema_migrations`.
struct AppliedMigration {
    int number = 0;
    std::string name;
    std::string hash;
};

/// SHA-256 of the file as written, in hexadecimal.
[[nodiscard]] std::string migration_hash(const Migration& migration);

/// The ones of this engine that are not in `applied`, in number order. Refused when the database has one
/// that the program does not know (a newer schema), or knows with other bytes.
[[nodiscard]] base::Result<std::vector<Migration>> pending_migrations(
    std::span<const Migration> known, std::span<const AppliedMigration> applied, Engine engine
);

extern const Query create_schema_migrations;
extern const Query list_schema_migrations;
extern const Query record_schema_migration;

/// The rows of `list_schema_migrations`.
[[nodiscard]] std::vector<AppliedMigration> applied_migrations(const Rows& rows);
/// The parameters of `record_schema_migration`.
[[nodiscard]] Parameters record_of(const Migration& migration);

}  // namespace guildhall::store
