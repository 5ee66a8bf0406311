#pragma once
/// The schema's history: SQL files beside their domains, numbered in one sequence over the repository.

#include <span>
#include <string_view>
#include <vector>

namespace guildhall::store {

/// One step. Files are written once for both engines in a common subset; the PostgreSQL engine reads
/// the whole word INTEGER as `bigint`, BLOB as `bytea`, and leaves out STRICT after a table. What cannot
/// be said in that subset has a file per engine (`0007_search.sqlite.sql`, `0007_search.postgres.sql`).
struct Migration {
    int number;
    std::string_view name;
    std::string_view engine;  ///< empty for both, else "sqlite" or "postgres"
    std::string_view sql;
};

/// Every migration of the repository, embedded by the build, in number order (CMake target `migrations`).
[[nodiscard]] std::span<const Migration> all_migrations();

}  // namespace guildhall::store
