#include "identity/accounts.hpp"

#include <gtest/gtest.h>

#include "events/events.hpp"
#include "identity/internal/failures.hpp"
#include "vault/testing.hpp"

namespace guildhall::identity {
namespace {

using base::ErrorCode;

class AccountsTest : public testing::TestWithParam<store::Engine> {
protected:
    vault::VaultForTest house_{GetParam()};
    Accounts accounts_{*house_.store, *house_.vault, house_.clock, house_.random, {3, 5, std::chrono::seconds{900}}};

    std::vector<std::string> event_types(const std::string& subject) {
        std::vector<std::string> types;
        const auto history =
            house_.store->read([&](store::ReadTransaction& t) { return events::history_of(t, subject, 100); });
        for (const auto& event : *history) types.push_back(event.type);
        return types;
    }
};

TEST_P(AccountsTest, ResidentSignsInWithAnySpellingOfTheAddress) {
    const auto made = accounts_.create_resident({" Person@Example.ORG ", "three odd words", " A Name ", {}});
    ASSERT_TRUE(made) << made.error().detail.text;
    EXPECT_FALSE(made->is_staff());

    const auto account = accounts_.sign_in("person@example.org", "three odd words", "192.0.2.1");
    ASSERT_TRUE(account) << account.error().message.text;
    EXPECT_EQ(account->id, made->id);
    EXPECT_EQ(accounts_.find(made->id)->id, made->id);
    const auto profile = accounts_.profile(made->id);
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->email, "person@example.org");
    EXPECT_EQ(profile->name, "A Name");
    EXPECT_EQ(event_types(made->id), (std::vector<std::string>{"account.created", "account.signed-in"}));
}

TEST_P(AccountsTest, NothingPersonalIsStoredInTheClear) {
    const auto made = accounts_.create_resident({"person@example.org", "three odd words", "Unusual Name", {}});
    ASSERT_TRUE(made);
    const auto rows = house_.store->read([&](store::ReadTransaction& t) {
        return t.query(
            {"test.accounts",
             "SELECT email_token || ' ' || password_hash || ' ' || team || ' ' || profile_record FROM accounts"}
        );
    });
    for (const auto& row : *rows) {
        EXPECT_EQ(row.text(0).find("person"), std::string::npos);
        EXPECT_EQ(row.text(0).find("Unusual"), std::string::npos);
        EXPECT_EQ(row.text(0).find("odd words"), std::string::npos);
        EXPECT_NE(row.text(0).find("$argon2id$"), std::string::npos);
    }
    const auto history =
        house_.store->read([&](store::ReadTransaction& t) { return events::history_of(t, made->id, 10); });
    for (const auto& event : *history) EXPECT_EQ(event.body.find("example.org"), std::string::npos);
}

TEST_P(AccountsTest, AnAddressHasOneAccount) {
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    const auto again = accounts_.create_resident({"PERSON@example.org", "other odd words", {}, "192.0.2.1"});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_TRUE(accounts_.sign_in("person@example.org", "three odd words", "192.0.2.2"));
}

TEST_P(AccountsTest, CollectingAddressesThatHaveAccountsIsStopped) {
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(
            accounts_.create_resident({"person@example.org", "three odd words", {}, "192.0.2.9"}).error().code,
            ErrorCode::conflict
        );
    }
    EXPECT_EQ(
        accounts_.create_resident({"person@example.org", "three odd words", {}, "192.0.2.9"}).error().code,
        ErrorCode::too_many_requests
    );
    EXPECT_EQ(
        accounts_.create_resident({"person@example.org", "three odd words", {}, "192.0.2.10"}).error().code,
        ErrorCode::conflict
    );
}

TEST_P(AccountsTest, UnknownAddressAndWrongPasswordAnswerTheSame) {
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    const auto wrong = accounts_.sign_in("person@example.org", "three even words", "192.0.2.1");
    const auto unknown = accounts_.sign_in("nobody@example.org", "three even words", "192.0.2.1");
    const auto long_one = accounts_.sign_in("person@example.org", std::string(100000, 'x'), "192.0.2.1");
    for (const auto* answer : {&wrong, &unknown, &long_one}) {
        ASSERT_FALSE(*answer);
        EXPECT_EQ(answer->error().code, ErrorCode::not_signed_in);
        EXPECT_EQ(answer->error().message.text, wrong.error().message.text);
        EXPECT_EQ(answer->error().detail.text, wrong.error().detail.text);
    }
}

TEST_P(AccountsTest, TooManyFailuresCloseAnAddressForAWhileWhetherItHasAnAccountOrNot) {
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    for (const std::string email : {"person@example.org", "nobody@example.org"}) {
        for (int i = 0; i < 3; ++i) {
            const auto place = fmt::format("192.0.2.{}", i);
            EXPECT_EQ(accounts_.sign_in(email, "not the one", place).error().code, ErrorCode::not_signed_in);
        }
        EXPECT_EQ(
            accounts_.sign_in(email, "three odd words", "198.51.100.1").error().code, ErrorCode::too_many_requests
        );
    }
    house_.clock.advance(std::chrono::minutes{16});
    EXPECT_TRUE(accounts_.sign_in("person@example.org", "three odd words", "192.0.2.1"));
}

TEST_P(AccountsTest, SuccessForgivesTheFailuresBefore) {
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 2; ++i) {
            EXPECT_FALSE(
                accounts_.sign_in("person@example.org", "not the one", fmt::format("192.0.2.{}", 10 * round + i))
            );
        }
        EXPECT_TRUE(accounts_.sign_in("person@example.org", "three odd words", "192.0.2.1"));
    }
}

TEST_P(AccountsTest, OneRemoteAddressCannotTryManyAccounts) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(
            accounts_.sign_in(fmt::format("p{}@example.org", i), "not the one", "2001:db8:1:2::1").error().code,
            ErrorCode::not_signed_in
        );
    }
    EXPECT_EQ(
        accounts_.sign_in("p6@example.org", "not the one", "2001:db8:1:2:ffff::9").error().code,
        ErrorCode::too_many_requests
    );
    EXPECT_EQ(
        accounts_.sign_in("p6@example.org", "not the one", "2001:db8:1:3::1").error().code, ErrorCode::not_signed_in
    );
}

TEST_P(AccountsTest, OldFailuresAreForgottenFromTheDatabase) {
    for (int i = 0; i < 5; ++i)
        (void)accounts_.sign_in(fmt::format("p{}@example.org", i), "not the one", fmt::format("192.0.2.{}", i));
    house_.clock.advance(std::chrono::hours{1});
    for (int i = 0; i < 5; ++i) (void)accounts_.sign_in("other@example.org", "not the one", "192.0.2.200");
    const auto row = house_.store->read([](store::ReadTransaction& t) {
        return t.query_one({"test.count", "SELECT count(*) FROM sign_in_failures"});
    });
    EXPECT_EQ((*row)->integer(0), 2);
}

TEST_P(AccountsTest, StaffAreListedWithRoleTeamAndName) {
    ASSERT_TRUE(accounts_.create_staff({"lead@example.org", "three odd words", "The Lead", Role::lead, "green-spaces"})
    );
    ASSERT_TRUE(accounts_.create_staff(
        {"worker@example.org", "three odd words", "The Worker", Role::caseworker, "green-spaces"}
    ));
    ASSERT_TRUE(accounts_.create_resident({"person@example.org", "three odd words", {}, {}}));
    EXPECT_FALSE(accounts_.create_staff({"x@example.org", "three odd words", "X", Role::resident, "green-spaces"}));
    EXPECT_FALSE(accounts_.create_staff({"x@example.org", "three odd words", " ", Role::lead, "green-spaces"}));
    const auto staff = accounts_.staff();
    ASSERT_TRUE(staff);
    ASSERT_EQ(staff->size(), 2U);
    EXPECT_EQ((*staff)[0].name, "The Worker");
    EXPECT_EQ((*staff)[1].account.role, Role::lead);
    EXPECT_EQ((*staff)[1].account.team, "green-spaces");
}

TEST_P(AccountsTest, DemoAccountsCanBeAskedForAgain) {
    const auto first = create_demo_accounts(accounts_, "green-spaces");
    const auto second = create_demo_accounts(accounts_, "green-spaces");
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    ASSERT_EQ(second->size(), 4U);
    for (const auto& one : *second) {
        const auto account = accounts_.sign_in(one.email, one.password, "127.0.0.1");
        ASSERT_TRUE(account) << one.email;
        EXPECT_EQ(account->role, one.role);
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, AccountsTest, testing::ValuesIn(vault::engines_for_test()));

TEST(AccountFields, EmailAddresses) {
    for (const char* good :
         {"a@b.example", "first.last+tag@sub.example.org", " spaced@example.org ", "o'neill@example.org"}) {
        EXPECT_FALSE(problem_with_email(good)) << good;
    }
    for (const char* bad :
         {"", "   ", "a", "a@b", "@example.org", "a@", "a b@example.org", "a@exa mple.org", "a@@example.org",
          ".a@example.org", "a..b@example.org", "a@-x.org", "a@x..org", "a@example.org\r\nBcc: b@example.org",
          "a<b@example.org", "\"a\"@example.org", "ä@example.org"}) {
        EXPECT_TRUE(problem_with_email(bad)) << bad;
    }
    // No mail is ever sent to what a mail program could take for an option.
    EXPECT_TRUE(problem_with_email("-a@example.org"));
    EXPECT_TRUE(problem_with_email(std::string(65, 'a') + "@example.org"));
    EXPECT_TRUE(problem_with_email("a@" + std::string(300, 'b') + ".org"));
}

TEST(AccountFields, Passwords) {
    EXPECT_FALSE(problem_with_password("three odd words", "a@example.org"));
    EXPECT_FALSE(problem_with_password("ütf-ächt", "a@example.org"));  // eight characters, ten bytes
    EXPECT_FALSE(problem_with_password(std::string(199, 'a') + "b", "a@example.org"));
    EXPECT_TRUE(problem_with_password("", "a@example.org"));
    EXPECT_TRUE(problem_with_password("seven77", "a@example.org"));
    EXPECT_TRUE(problem_with_password(std::string(200, 'a') + "b", "a@example.org"));
    EXPECT_TRUE(problem_with_password("PassWord1", "a@example.org"));
    EXPECT_TRUE(problem_with_password("aaaaaaaaaa", "a@example.org"));
    EXPECT_TRUE(problem_with_password("\xff\xff\xff\xff\xff\xff\xff\xff\x01", "a@example.org"));
    EXPECT_TRUE(problem_with_password("Someone@Example.org", " someone@example.org"));
}

TEST(Failures, PlacesOfRemoteAddresses) {
    EXPECT_EQ(place_of("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(place_of("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(place_of("2001:db8::1"), place_of("2001:db8::2:3"));
    EXPECT_NE(place_of("2001:db8::1"), place_of("2001:db8:0:1::1"));
}

}  // namespace
}  // namespace guildhall::identity
