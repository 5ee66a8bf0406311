// Acting for someone: whom the session says it is for, and how that ends.

#include <gtest/gtest.h>

#include "identity/sessions.hpp"
#include "vault/testing.hpp"

namespace guildhall::identity {
namespace {

using std::chrono::minutes;

class SessionsActingTest : public testing::TestWithParam<store::Engine> {
protected:
    http::Caller call(const std::optional<http::Cookie>& cookie) { return call(sessions_, cookie); }
    static http::Caller call(Sessions& sessions, const std::optional<http::Cookie>& cookie) {
        http::Request request;
        if (cookie) request.cookies.emplace(cookie->name, cookie->value);
        return sessions.authenticate(request);
    }
    /// What a permission allows: `ann` and `bob`, of this helper alone, while it is not in `ended_`.
    FindActing finder() {
        return [this](const std::string& mandate, const std::string& helper) {
            http::Acting acting;
            if (helper != "helper" || ended_ == mandate) return acting;
            acting.subject = "subject-of-" + mandate;
            acting.person = mandate;
            acting.may_apply = true;
            return acting;
        };
    }

    vault::VaultForTest house_{GetParam()};
    base::NullLog log_;
    std::string ended_;
    Sessions sessions_{*house_.store, *house_.vault, house_.clock, house_.random, log_, {}, {}, finder()};
    Sessions other_node_{*house_.store, *house_.vault, house_.clock, house_.random, log_, {}, {}, finder()};
    const Account helper_{"helper", Role::resident, {}, {}};
};

TEST_P(SessionsActingTest, TheCallerIsTheHelperWithThePersonsSubject) {
    const auto signed_in = sessions_.sign_in({}, helper_);
    EXPECT_EQ(call(signed_in->cookie).acting.mandate, "");
    const auto acting = sessions_.act(signed_in->caller, "ann");
    ASSERT_TRUE(acting);
    ASSERT_TRUE(acting->cookie);
    for (const http::Caller& caller : {acting->caller, call(acting->cookie), call(other_node_, acting->cookie)}) {
        EXPECT_EQ(caller.account, "helper");
        EXPECT_EQ(caller.acting.mandate, "ann");
        EXPECT_EQ(caller.acting.subject, "subject-of-ann");
        EXPECT_EQ(caller.acting.person, "ann");
    }
}

TEST_P(SessionsActingTest, EveryChangeIsANewTokenSoThatOpenFormsGoNowhere) {
    const auto self = sessions_.sign_in({}, helper_);
    const auto ann = sessions_.act(self->caller, "ann");
    const auto bob = sessions_.act(ann->caller, "bob");
    const auto again = sessions_.act(bob->caller, "");
    ASSERT_TRUE(again);
    EXPECT_NE(ann->caller.csrf, self->caller.csrf);
    EXPECT_NE(bob->caller.csrf, ann->caller.csrf);
    EXPECT_EQ(call(self->cookie).session, "");
    EXPECT_EQ(call(ann->cookie).session, "");
    EXPECT_EQ(call(other_node_, bob->cookie).session, "");
    EXPECT_EQ(call(again->cookie).acting.mandate, "");
    EXPECT_EQ(call(again->cookie).account, "helper");
    // The form that was sent twice: its session is over.
    EXPECT_FALSE(sessions_.act(self->caller, "bob"));
}

TEST_P(SessionsActingTest, WhenThePermissionEndsNothingIsLeftOfItAtTheNextRequest) {
    const auto self = sessions_.sign_in({}, helper_);
    const auto ann = sessions_.act(self->caller, "ann");
    ASSERT_EQ(call(other_node_, ann->cookie).acting.subject, "subject-of-ann");
    ended_ = "ann";
    for (const http::Caller& caller : {call(ann->cookie), call(other_node_, ann->cookie)}) {
        EXPECT_EQ(caller.account, "helper");
        EXPECT_EQ(caller.acting.mandate, "ann");
        EXPECT_EQ(caller.acting.subject, "");
        EXPECT_EQ(caller.acting.person, "");
    }
}

TEST_P(SessionsActingTest, ItEndsWhenNothingComesForAQuarterOfAnHour) {
    const auto self = sessions_.sign_in({}, helper_);
    const auto ann = sessions_.act(self->caller, "ann");
    house_.clock.advance(minutes{14});
    EXPECT_EQ(call(ann->cookie).acting.subject, "subject-of-ann");
    house_.clock.advance(minutes{15});
    EXPECT_EQ(call(ann->cookie).acting.subject, "");
    // It does not come back, here or on another node, and the helper is still signed in.
    EXPECT_EQ(call(ann->cookie).acting.subject, "");
    const auto elsewhere = call(other_node_, ann->cookie);
    EXPECT_EQ(elsewhere.acting.subject, "");
    EXPECT_NE(elsewhere.acting.mandate, "");
    EXPECT_EQ(elsewhere.account, "helper");
    const auto on = sessions_.act(call(ann->cookie), "");
    ASSERT_TRUE(on);
    EXPECT_EQ(call(on->cookie).acting.mandate, "");
}

TEST_P(SessionsActingTest, SwitchingDoesNotMakeASessionLast) {
    auto session = sessions_.sign_in({}, helper_);
    for (int i = 0; i < 71; ++i) {
        house_.clock.advance(minutes{10});
        session = sessions_.act(call(session->cookie), i % 2 == 0 ? "ann" : "bob");
        ASSERT_TRUE(session) << i;
    }
    house_.clock.advance(minutes{10});
    EXPECT_EQ(call(session->cookie).session, "");
}

TEST_P(SessionsActingTest, VisitorsAndStaffCannotAct) {
    EXPECT_FALSE(sessions_.act({}, "ann"));
    const auto visitor = sessions_.ensure({});
    EXPECT_FALSE(sessions_.act(visitor->caller, "ann"));
    const auto worker = sessions_.sign_in({}, {"staff", Role::caseworker, "team", {}});
    EXPECT_FALSE(sessions_.act(worker->caller, "ann"));
    EXPECT_NE(call(worker->cookie).session, "") << "what was refused changes nothing";
}

TEST_P(SessionsActingTest, SigningOutAndInIsForOneself) {
    const auto self = sessions_.sign_in({}, helper_);
    const auto ann = sessions_.act(self->caller, "ann");
    ASSERT_TRUE(sessions_.sign_out(call(ann->cookie)));
    EXPECT_EQ(call(ann->cookie).session, "");
    const auto back = sessions_.sign_in({}, helper_);
    EXPECT_EQ(call(back->cookie).acting.mandate, "");
}

INSTANTIATE_TEST_SUITE_P(Engines, SessionsActingTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::identity
