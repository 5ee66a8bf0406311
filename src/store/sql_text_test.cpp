#include "store/internal/sql_text.hpp"

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

TEST(SqlText, TypesAreTranslatedAsWholeWords) {
    EXPECT_EQ(
        postgres_ddl("CREATE TABLE t (id INTEGER PRIMARY KEY, b Blob, integers TEXT, blob_of integer) STRICT;"),
        "CREATE TABLE t (id bigint PRIMARY KEY, b bytea, integers TEXT, blob_of bigint);"
    );
}

TEST(SqlText, LiteralsNamesAndCommentsStay) {
    const std::string_view sql =
        "INSERT INTO t VALUES ('INTEGER', 'it''s a BLOB', \"INTEGER\"); -- INTEGER STRICT\n/* BLOB */ SELECT $$ "
        "INTEGER $$, $x$ BLOB $x$;";
    EXPECT_EQ(postgres_ddl(sql), sql);
}

TEST(SqlText, TableOptionsOfSqliteAreLeftOut) {
    EXPECT_EQ(postgres_ddl("CREATE TABLE t (a TEXT) STRICT, WITHOUT ROWID;"), "CREATE TABLE t (a TEXT);");
    EXPECT_EQ(
        postgres_ddl("CREATE TABLE t (a TEXT)\nwithout rowid , strict;\nSELECT 1"), "CREATE TABLE t (a TEXT);\nSELECT 1"
    );
    EXPECT_EQ(postgres_ddl("CREATE TABLE t (a TEXT) -- why\nSTRICT"), "CREATE TABLE t (a TEXT)");
    EXPECT_EQ(postgres_ddl("CREATE INDEX i ON t (a) WHERE b IS NULL;"), "CREATE INDEX i ON t (a) WHERE b IS NULL;");
    EXPECT_EQ(postgres_ddl("SELECT f(a) STRICTLY"), "SELECT f(a) STRICTLY");
    EXPECT_EQ(postgres_ddl("SELECT (a), STRICT"), "SELECT (a), STRICT");
    EXPECT_EQ(postgres_ddl("CREATE TABLE strict (strict TEXT) STRICT"), "CREATE TABLE strict (strict TEXT)");
}

TEST(SqlText, UnfinishedTextIsPassedOn) {
    for (const std::string_view sql :
         {"'open", "\"open", "/* open", "$$ open", "$", "$tag", "--", "(", ")", ") WITHOUT"})
        EXPECT_EQ(postgres_ddl(sql), sql);
}

TEST(SqlText, ParametersAreCountedOutsideLiterals) {
    EXPECT_EQ(parameter_count("SELECT 1"), 0U);
    EXPECT_EQ(parameter_count("SELECT $2, $1, $2"), 2U);
    EXPECT_EQ(parameter_count("SELECT '$9', \"$8\", $$ $7 $$, $1 -- $6"), 1U);
    EXPECT_EQ(parameter_count("SELECT a$5, $12"), 12U);
}

}  // namespace
}  // namespace guildhall::store
