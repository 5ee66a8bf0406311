#include "identity/reader_languages.hpp"

#include <gtest/gtest.h>

#include "vault/testing.hpp"

namespace guildhall::identity {
namespace {

class ReaderLanguagesTest : public testing::TestWithParam<store::Engine> {
protected:
    std::int64_t kept() {
        const auto count = house_.store->read([](store::ReadTransaction& transaction) {
            return transaction.query_one({"test.kept", "SELECT count(*) FROM reader_languages"})->integer(0);
        });
        return count ? *count : -1;
    }
    void move(const std::string& from, const std::string& to) {
        const auto moved = house_.store->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            languages_.move(transaction, from, to);
            return store::commit();
        });
        ASSERT_TRUE(moved);
    }

    vault::VaultForTest house_{GetParam()};
    ReaderLanguages languages_{*house_.store, *house_.vault};
};

TEST_P(ReaderLanguagesTest, KeepsTheLastChoice) {
    EXPECT_EQ(*languages_.of("someone"), "");
    ASSERT_TRUE(languages_.keep("someone", "cy"));
    EXPECT_EQ(*languages_.of("someone"), "cy");
    ASSERT_TRUE(languages_.keep("someone", "nn"));
    ASSERT_TRUE(languages_.keep("someone", "nn"));
    EXPECT_EQ(*languages_.of("someone"), "nn");
    EXPECT_EQ(*languages_.of("another"), "");
    EXPECT_EQ(kept(), 1);
}

TEST_P(ReaderLanguagesTest, AVisitorsIsTheAccountsThatHadNone) {
    ASSERT_TRUE(languages_.keep("visitor", "cy"));
    ASSERT_TRUE(languages_.keep("other visitor", "nb"));
    move("nobody", "account");
    EXPECT_EQ(*languages_.of("account"), "");
    move("visitor", "account");
    EXPECT_EQ(*languages_.of("visitor"), "");
    move("other visitor", "account");
    EXPECT_EQ(*languages_.of("other visitor"), "");
    EXPECT_EQ(kept(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, ReaderLanguagesTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::identity
