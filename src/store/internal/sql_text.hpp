#pragma once
/// Reading SQL as far as the store needs to: words apart from literals, quoted names and comments.

#include <cstddef>
#include <string>
#include <string_view>

namespace guildhall::store {

/// A migration in the common subset, as PostgreSQL wants it: the word INTEGER is `bigint`, BLOB is `bytea`,
/// and the table options STRICT and WITHOUT ROWID are left out.
[[nodiscard]] std::string postgres_ddl(std::string_view sql);

/// The highest n of the parameters `$n`.
[[nodiscard]] std::size_t parameter_count(std::string_view sql);

}  // namespace guildhall::store
