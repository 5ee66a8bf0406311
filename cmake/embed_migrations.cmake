# Run as a script: writes OUT from FILES (see migrations.cmake).
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  list(APPEND named "${name}|${file}")
endforeach()
list(SORT named)
foreach(pair IN LISTS named)
  string(REPLACE "|" ";" parts "${pair}")
  list(GET parts 0 name)
  list(GET parts 1 file)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)(\\.(sqlite|postgres))?\\.sql$")
    message(FATAL_ERROR "${file}: a migration is named NNNN_words.sql, NNNN_words.sqlite.sql or NNNN_words.postgres.sql")
  endif()
  math(EXPR number "1${CMAKE_MATCH_1} - 10000")
  file(READ ${file} sql)
  string(APPEND entries "    {${number}, \"${CMAKE_MATCH_2}\", \"${CMAKE_MATCH_4}\", R\"__sql__(${sql})__sql__\"},\n")
endforeach()
file(WRITE ${OUT} "// Made by cmake/embed_migrations.cmake from src/*/migrations/*.sql.
#include \"store/migration.hpp\"

namespace guildhall::store {
namespace {
const std::vector<Migration> migrations{
${entries}};
}

std::span<const Migration> all_migrations() {
    return migrations;
}
}  // namespace guildhall::store
")
