#include "identity/sessions.hpp"

#include <gtest/gtest.h>

#include "vault/testing.hpp"

namespace guildhall::identity {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

http::Request request_with(const std::optional<http::Cookie>& cookie) {
    http::Request request;
    if (cookie) request.cookies.emplace(cookie->name, cookie->value);
    return request;
}

class SessionsTest : public testing::TestWithParam<store::Engine> {
protected:
    std::int64_t count(std::string_view sql) {
        const auto row =
            house_.store->read([&](store::ReadTransaction& t) { return t.query_one({"test.count", sql}); });
        return (*row)->integer(0);
    }
    http::Caller call(const std::optional<http::Cookie>& cookie) {
        return sessions_.authenticate(request_with(cookie));
    }

    vault::VaultForTest house_{GetParam()};
    base::NullLog log_;
    std::vector<std::string> moved_;
    bool mover_fails_ = false;
    Sessions sessions_{
        *house_.store,
        *house_.vault,
        house_.clock,
        house_.random,
        log_,
        {[this](
             const std::string& from, const std::string& to
         ) -> base::Result<std::function<void(store::WriteTransaction&)>> {
            if (mover_fails_) return base::Error{base::ErrorCode::unavailable, {}, {}};
            return std::function<void(store::WriteTransaction&)>([this, from, to](store::WriteTransaction&) {
                moved_.push_back(from + ">" + to);
            });
        }}
    };
    const Account resident_{"account-1", Role::resident, {}, {}};
    const Account worker_{"staff-1", Role::caseworker, "team", {}};
};

TEST_P(SessionsTest, AVisitorGetsASessionAtTheFirstPostAlone) {
    EXPECT_EQ(call(std::nullopt).session, "");
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 0);

    const auto made = sessions_.ensure({});
    ASSERT_TRUE(made);
    ASSERT_TRUE(made->cookie);
    EXPECT_EQ(made->cookie->name, "session");
    EXPECT_EQ(made->cookie->value.size(), 43U);
    EXPECT_FALSE(made->cookie->max_age);

    const auto caller = call(made->cookie);
    EXPECT_EQ(caller.session, made->caller.session);
    EXPECT_EQ(caller.csrf, made->caller.csrf);
    EXPECT_FALSE(caller.draft_subject.empty());
    EXPECT_EQ(caller.account, "");
    EXPECT_FALSE(caller.is_staff);

    const auto again = sessions_.ensure(caller);
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->cookie);
    EXPECT_EQ(again->caller.draft_subject, caller.draft_subject);
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 1);
}

TEST_P(SessionsTest, TheDatabaseHoldsNeitherTheTokenNorTheCsrfToken) {
    const auto made = sessions_.ensure({});
    const auto row = house_.store->read([](store::ReadTransaction& t) {
        return t.query_one({"test.row", "SELECT id FROM sessions"});
    });
    EXPECT_EQ((*row)->text(0).size(), 64U);
    EXPECT_NE((*row)->text(0), made->cookie->value);
    http::Cookie stolen = *made->cookie;
    stolen.value = (*row)->text(0).substr(0, 43);
    EXPECT_EQ(call(stolen).session, "");
    EXPECT_NE(made->caller.csrf, made->cookie->value);
}

TEST_P(SessionsTest, ForgedCookiesAreVisitors) {
    const auto made = sessions_.ensure({});
    for (const std::string& value :
         {std::string(), std::string(43, 'A'), std::string(42, 'A'), std::string(100000, 'A'), std::string("\0\xff", 2),
          made->cookie->value + "A", std::string(43, '\''), made->cookie->value.substr(1)}) {
        http::Cookie forged = *made->cookie;
        forged.value = value;
        EXPECT_EQ(call(forged).session, "") << value.size();
        EXPECT_EQ(call(forged).csrf, "");
    }
}

TEST_P(SessionsTest, SigningInRotatesTheTokenAndMovesTheDrafts) {
    const auto visitor = sessions_.ensure({});
    const auto sealed = house_.vault->seal(visitor->caller.draft_subject, "draft", base::view_of("an answer"));
    ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& t) {
        house_.vault->put(t, *sealed);
        return store::commit();
    }));

    const auto signed_in = sessions_.sign_in(visitor->caller, resident_);
    ASSERT_TRUE(signed_in) << signed_in.error().detail.text;
    EXPECT_NE(signed_in->cookie->value, visitor->cookie->value);
    EXPECT_NE(signed_in->caller.csrf, visitor->caller.csrf);
    EXPECT_EQ(moved_, std::vector<std::string>{visitor->caller.draft_subject + ">account-1"});

    EXPECT_EQ(call(visitor->cookie).session, "");
    const auto caller = call(signed_in->cookie);
    EXPECT_EQ(caller.account, "account-1");
    EXPECT_EQ(caller.draft_subject, "");
    EXPECT_FALSE(caller.is_staff);
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM vault_subject_key WHERE subject = 'account-1'"), 1);
    const auto answer = house_.vault->open(sealed->id);
    ASSERT_TRUE(answer);
    EXPECT_EQ(base::text_of(*answer), "an answer");
}

TEST_P(SessionsTest, AFormSentTwiceMovesOnce) {
    const auto visitor = sessions_.ensure({});
    ASSERT_TRUE(sessions_.sign_in(visitor->caller, resident_));
    const auto second = sessions_.sign_in(visitor->caller, resident_);
    ASSERT_TRUE(second);
    EXPECT_EQ(call(second->cookie).account, "account-1");
    EXPECT_EQ(moved_.size(), 1U);
}

TEST_P(SessionsTest, AMoverThatFailsLeavesEverythingAsItWas) {
    const auto visitor = sessions_.ensure({});
    mover_fails_ = true;
    EXPECT_FALSE(sessions_.sign_in(visitor->caller, resident_));
    EXPECT_EQ(call(visitor->cookie).session, visitor->caller.session);
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 1);
}

TEST_P(SessionsTest, StaffDoNotTakeOverAVisitorsDrafts) {
    const auto visitor = sessions_.ensure({});
    const auto signed_in = sessions_.sign_in(visitor->caller, worker_);
    ASSERT_TRUE(signed_in);
    EXPECT_TRUE(call(signed_in->cookie).is_staff);
    EXPECT_TRUE(moved_.empty());
}

TEST_P(SessionsTest, IdleSessionsEnd) {
    const auto resident = sessions_.sign_in({}, resident_);
    const auto worker = sessions_.sign_in({}, worker_);
    house_.clock.advance(minutes{29});
    EXPECT_NE(call(worker->cookie).session, "");  // used: another half hour
    house_.clock.advance(minutes{29});
    EXPECT_NE(call(worker->cookie).session, "");
    house_.clock.advance(minutes{1});
    EXPECT_NE(call(resident->cookie).session, "");
    house_.clock.advance(minutes{30});
    EXPECT_EQ(call(worker->cookie).session, "");
    house_.clock.advance(minutes{30});
    EXPECT_EQ(call(resident->cookie).session, "");
}

TEST_P(SessionsTest, NoSessionOutlivesTwelveHoursHoweverBusy) {
    const auto resident = sessions_.sign_in({}, resident_);
    for (int i = 0; i < 35; ++i) {
        house_.clock.advance(minutes{20});
        EXPECT_NE(call(resident->cookie).session, "") << i;
    }
    house_.clock.advance(minutes{20});
    EXPECT_EQ(call(resident->cookie).session, "");
}

TEST_P(SessionsTest, TheRowIsTouchedAtMostOnceAMinute) {
    const auto visitor = sessions_.ensure({});
    const auto seen = [&] { return count("SELECT seen_at FROM sessions"); };
    const std::int64_t first = seen();
    house_.clock.advance(seconds{59});
    (void)call(visitor->cookie);
    EXPECT_EQ(seen(), first);
    house_.clock.advance(seconds{1});
    (void)call(visitor->cookie);
    const std::int64_t second = seen();
    EXPECT_EQ(second - first, 60'000'000);
    house_.clock.advance(seconds{30});
    (void)call(visitor->cookie);
    EXPECT_EQ(seen(), second);
}

TEST_P(SessionsTest, WithinTheCachesTimeNoReadIsNeeded) {
    const auto visitor = sessions_.ensure({});
    ASSERT_TRUE(house_.store->write([](store::WriteTransaction& t) {
        t.execute({"test.delete", "DELETE FROM sessions"});  // as another node would
        return store::commit();
    }));
    house_.clock.advance(seconds{30});
    EXPECT_NE(call(visitor->cookie).session, "");
    house_.clock.advance(seconds{1});
    EXPECT_EQ(call(visitor->cookie).session, "");
}

TEST_P(SessionsTest, SigningOutEndsTheSessionAtOnce) {
    const auto resident = sessions_.sign_in({}, resident_);
    const auto forget = sessions_.sign_out(call(resident->cookie));
    ASSERT_TRUE(forget);
    EXPECT_EQ(forget->value, "");
    EXPECT_EQ(forget->max_age, seconds{0});
    EXPECT_EQ(call(resident->cookie).session, "");
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 0);
    EXPECT_TRUE(sessions_.sign_out({}));
}

TEST_P(SessionsTest, SweepingTakesWhatIsOver) {
    const auto old = sessions_.ensure({});
    house_.clock.advance(minutes{40});
    const auto young = sessions_.ensure({});
    house_.clock.advance(minutes{30});
    EXPECT_EQ(*sessions_.sweep(10), 1);
    EXPECT_EQ(call(old->cookie).session, "");
    EXPECT_NE(call(young->cookie).session, "");
}

TEST_P(SessionsTest, MoreSessionsThanTheCacheHoldsStillWork) {
    Sessions small(*house_.store, *house_.vault, house_.clock, house_.random, log_, {}, {.cached_sessions = 4});
    std::vector<http::Cookie> cookies;
    for (int i = 0; i < 20; ++i) cookies.push_back(*small.ensure({})->cookie);
    for (const auto& cookie : cookies) EXPECT_NE(small.authenticate(request_with(cookie)).session, "");
    (void)small.sign_out(small.authenticate(request_with(cookies[3])));
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(small.authenticate(request_with(cookies[static_cast<std::size_t>(i)])).session.empty(), i == 3);
}

INSTANTIATE_TEST_SUITE_P(Engines, SessionsTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::identity
