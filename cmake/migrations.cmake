# Every src/<room>/migrations/NNNN_name[.sqlite|.postgres].sql, embedded in number order as
# store::all_migrations(). The numbers are one sequence over the repository.

file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/migrations/*.sql)
set(migrations_cpp ${CMAKE_BINARY_DIR}/generated/all_migrations.cpp)
add_custom_command(
  OUTPUT ${migrations_cpp}
  COMMAND ${CMAKE_COMMAND} "-DFILES=${migration_files}" -DOUT=${migrations_cpp} -P ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake
  DEPENDS ${migration_files} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake
  VERBATIM)
if(TARGET store)
  add_library(migrations STATIC ${migrations_cpp})
  target_link_libraries(migrations PUBLIC store)
endif()
