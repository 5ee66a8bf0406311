#include "identity/password_resets.hpp"

#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "events/events.hpp"
#include "vault/testing.hpp"

namespace guildhall::identity {
namespace {

using base::ErrorCode;
using namespace std::chrono_literals;

class PasswordResetsTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        account_ = accounts_.create_resident({"person@example.org", "three odd words", "A Name", {}}).value();
    }

    /// Runs what was enqueued, by hand: the payloads of the jobs that wait.
    void deliver() {
        const auto jobs = house_.store->read([](store::ReadTransaction& transaction) {
            return transaction.query({"test.jobs", "SELECT payload FROM jobs WHERE kind = 'password.mail'"});
        });
        ASSERT_TRUE(jobs);
        const auto handler = resets_.mail_handler();
        for (const auto& row : *jobs) ASSERT_TRUE(handler(base::Json::parse(row.text(0)).value()));
    }
    std::string ask(const std::string& email = "person@example.org") {
        EXPECT_TRUE(resets_.request(email, "192.0.2.1"));
        deliver();
        return mails_.empty() ? "" : mails_.back().token;
    }

    vault::VaultForTest house_{GetParam()};
    base::NullLog log_;
    Accounts accounts_{*house_.store, *house_.vault, house_.clock, house_.random, {3, 100, 900s}};
    Sessions sessions_{*house_.store, *house_.vault, house_.clock, house_.random, log_};
    std::vector<ResetMail> mails_;
    base::Result<base::Done> mailing_ = base::Done{};
    PasswordResets resets_{
        *house_.store,
        *house_.vault,
        sessions_,
        house_.clock,
        house_.random,
        [this](const ResetMail& mail) {
            if (mailing_) mails_.push_back(mail);
            return mailing_;
        },
        {3, 6, 3600s, 3600s}
    };
    Account account_;
};

TEST_P(PasswordResetsTest, TheLinkSetsThePasswordOnce) {
    const std::string token = ask(" Person@Example.org ");
    ASSERT_EQ(mails_.size(), 1U);
    EXPECT_TRUE(base::Uuid::parse(mails_[0].id)) << mails_[0].id;
    EXPECT_EQ(mails_[0].email, "person@example.org");
    EXPECT_EQ(resets_.account_for(token)->id, account_.id);

    EXPECT_EQ(resets_.reset(token, "short").error().code, ErrorCode::invalid_input);
    const auto changed = resets_.reset(token, "four quite other words");
    ASSERT_TRUE(changed) << changed.error().detail.text;
    EXPECT_EQ(changed->id, account_.id);
    EXPECT_TRUE(accounts_.sign_in("person@example.org", "four quite other words", "192.0.2.1"));
    EXPECT_FALSE(accounts_.sign_in("person@example.org", "three odd words", "192.0.2.1"));

    EXPECT_EQ(resets_.account_for(token).error().code, ErrorCode::expired);
    EXPECT_EQ(resets_.reset(token, "five words that come late").error().code, ErrorCode::expired);
    EXPECT_TRUE(accounts_.sign_in("person@example.org", "four quite other words", "192.0.2.1"));
}

TEST_P(PasswordResetsTest, NobodyLearnsWhichAddressesHaveAccounts) {
    EXPECT_TRUE(resets_.request("nobody@example.org", "192.0.2.1"));
    deliver();
    EXPECT_TRUE(mails_.empty());
    EXPECT_EQ(resets_.request("no address", "192.0.2.1").error().code, ErrorCode::invalid_input);
    // The limit counts both kinds alike.
    for (const std::string email : {"person@example.org", "nobody@example.org"}) {
        while (resets_.request(email, "192.0.2." + std::to_string(email.size()))) {
        }
        EXPECT_EQ(resets_.request(email, "198.51.100.7").error().code, ErrorCode::too_many_requests) << email;
    }
}

TEST_P(PasswordResetsTest, AsksAreLimited) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(resets_.request("person@example.org", "192.0.2.1")) << i;
    EXPECT_EQ(resets_.request("person@example.org", "192.0.2.2").error().code, ErrorCode::too_many_requests);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(resets_.request("a" + std::to_string(i) + "@example.org", "192.0.2.1")) << i;
    EXPECT_EQ(resets_.request("b@example.org", "192.0.2.1").error().code, ErrorCode::too_many_requests);
    house_.clock.advance(3601s);
    EXPECT_TRUE(resets_.request("person@example.org", "192.0.2.1"));
}

TEST_P(PasswordResetsTest, ALinkGrowsOldAndANewPasswordEndsTheOthers) {
    const std::string old = ask();
    house_.clock.advance(3600s);
    EXPECT_EQ(resets_.account_for(old).error().code, ErrorCode::expired);
    const std::string first = ask();
    const std::string second = ask();
    ASSERT_NE(first, second);
    EXPECT_TRUE(resets_.account_for(first));
    ASSERT_TRUE(resets_.reset(second, "four quite other words"));
    EXPECT_EQ(resets_.account_for(first).error().code, ErrorCode::expired);
}

TEST_P(PasswordResetsTest, EverySessionOfTheAccountEnds) {
    const auto session = sessions_.sign_in({}, account_);
    ASSERT_TRUE(session);
    http::Request request;
    request.cookies["session"] = session->cookie->value;
    ASSERT_EQ(sessions_.authenticate(request).account, account_.id);
    ASSERT_TRUE(resets_.reset(ask(), "four quite other words"));
    EXPECT_EQ(sessions_.authenticate(request).account, "");
}

TEST_P(PasswordResetsTest, WhoHasTheMailboxIsLetInAfterTooManyGuesses) {
    for (int i = 0; i < 4; ++i) static_cast<void>(accounts_.sign_in("person@example.org", "a guess", "203.0.113.9"));
    EXPECT_EQ(
        accounts_.sign_in("person@example.org", "three odd words", "192.0.2.1").error().code,
        ErrorCode::too_many_requests
    );
    ASSERT_TRUE(resets_.reset(ask(), "four quite other words"));
    EXPECT_TRUE(accounts_.sign_in("person@example.org", "four quite other words", "192.0.2.1"));
}

TEST_P(PasswordResetsTest, TheTokenIsStoredNowhere) {
    const std::string token = ask();
    const auto rows = house_.store->read([](store::ReadTransaction& transaction) {
        return transaction.query({"test.resets", "SELECT id || ' ' || account || ' ' || record FROM password_resets"});
    });
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ((*rows)[0].text(0).find(token), std::string::npos);
    EXPECT_TRUE((*rows)[0].text(0).ends_with(account_.id + " ")) << "what was mailed is no longer kept, sealed or not";
}

TEST_P(PasswordResetsTest, MailThatDoesNotGoIsTriedAgainAndSentOnce) {
    mailing_ = base::Error{ErrorCode::unavailable, {}, {"no server"}};
    ASSERT_TRUE(resets_.request("person@example.org", "192.0.2.1"));
    const auto jobs = house_.store->read([](store::ReadTransaction& transaction) {
        return transaction.query({"test.jobs", "SELECT payload FROM jobs WHERE kind = 'password.mail'"});
    });
    const auto payload = base::Json::parse((*jobs)[0].text(0)).value();
    EXPECT_FALSE(resets_.mail_handler()(payload));
    mailing_ = base::Done{};
    EXPECT_TRUE(resets_.mail_handler()(payload));
    EXPECT_TRUE(resets_.mail_handler()(payload));
    EXPECT_EQ(mails_.size(), 1U);
}

TEST_P(PasswordResetsTest, ForgedLinksAreOver) {
    for (const std::string& token :
         {std::string{}, std::string{"x"}, std::string(64, 'a'), std::string(64, 'z'), std::string(5000, 'A')})
        EXPECT_EQ(resets_.account_for(token).error().code, ErrorCode::expired);
}

INSTANTIATE_TEST_SUITE_P(Engines, PasswordResetsTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::identity
