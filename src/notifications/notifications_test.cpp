#include "notifications/notifications.hpp"

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "notifications/internal/smtp_server_for_test.hpp"
#include "vault/testing.hpp"

namespace guildhall::notifications {
namespace {

using base::ErrorCode;

/// A mailer that does what the test wants and keeps what it was given.
class Keeping final : public Mailer {
public:
    std::vector<Mail> mails;
    base::Result<base::Done> answer = base::Done{};
    base::Result<base::Done> send(const Mail& mail) override {
        mails.push_back(mail);
        return answer;
    }
};

class NotifierTest : public testing::TestWithParam<store::Engine> {
protected:
    PreparedNotice send(const NewNotice& notice) {
        const auto prepared = notifier_.prepare(notice);
        EXPECT_TRUE(prepared);
        write([&](auto& t) { notifier_.send(t, *prepared); });
        house_.clock.advance(std::chrono::seconds{1});
        return *prepared;
    }
    void write(const std::function<void(store::WriteTransaction&)>& work) {
        ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& t) {
            work(t);
            return store::commit();
        }));
    }
    std::vector<std::string> channels(const std::string& subject) {
        std::vector<std::string> told;
        const auto history =
            house_.store->read([&](store::ReadTransaction& t) { return events::history_of(t, subject, 100); });
        for (const auto& event : *history) told.push_back(event.type + " " + event.data.string_at("channel"));
        return told;
    }
    std::string mail_state(const std::string& id) {
        const auto row = house_.store->read([&](store::ReadTransaction& t) {
            return t.query_one({"test.mail", "SELECT mail FROM notices WHERE id = $1"}, {id});
        });
        return (*row)->text(0);
    }
    std::int64_t waiting_jobs() {
        return house_.store->read([](store::ReadTransaction& t) { return jobs::count(t); })->waiting;
    }

    vault::VaultForTest house_{GetParam()};
    Keeping mailer_;
    Notifier notifier_{*house_.store, *house_.vault, mailer_, house_.clock, house_.random};
};

TEST_P(NotifierTest, NoticesAreReadNewestFirstPageByPage) {
    for (int i = 0; i < 7; ++i) send({"account-1", "case-1", {fmt::format("Notice {}", i), "Words\n"}, {}});
    send({"account-2", "case-2", {"Another's", "Words\n"}, {}});
    std::vector<std::string> subjects;
    std::string after;
    for (int pages = 0; pages < 10; ++pages) {
        const auto page = notifier_.inbox("account-1", after, 3);
        ASSERT_TRUE(page);
        for (const auto& notice : page->notices) subjects.push_back(notice.message.subject);
        after = page->next;
        if (after.empty()) break;
    }
    EXPECT_EQ(
        subjects,
        (std::vector<std::string>{"Notice 6", "Notice 5", "Notice 4", "Notice 3", "Notice 2", "Notice 1", "Notice 0"})
    );
    EXPECT_EQ(waiting_jobs(), 0);
    EXPECT_EQ(channels("case-2"), std::vector<std::string>{"notice.sent inbox"});
}

TEST_P(NotifierTest, ReadingIsMarkedOnceAndCounted) {
    const auto first = send({"account-1", "case-1", {"One", "Words\n"}, {}});
    send({"account-1", "case-1", {"Two", "Words\n"}, {}});
    EXPECT_EQ(*notifier_.unread("account-1"), 2);
    EXPECT_FALSE(notifier_.find("account-1", first.id)->read);
    ASSERT_TRUE(notifier_.mark_read("account-1", first.id));
    ASSERT_TRUE(notifier_.mark_read("account-1", first.id));
    EXPECT_EQ(*notifier_.unread("account-1"), 1);
    const auto notice = notifier_.find("account-1", first.id);
    ASSERT_TRUE(notice);
    EXPECT_TRUE(notice->read);
    EXPECT_EQ(notice->message.body, "Words\n");
    EXPECT_EQ(notice->case_id, "case-1");
}

TEST_P(NotifierTest, AnothersNoticeIsNotFound) {
    const auto notice = send({"account-1", "case-1", {"One", "Words\n"}, {}});
    EXPECT_EQ(notifier_.find("account-2", notice.id).error().code, ErrorCode::not_found);
    EXPECT_EQ(notifier_.mark_read("account-2", notice.id).error().code, ErrorCode::not_found);
    EXPECT_EQ(*notifier_.unread("account-1"), 1);
}

TEST_P(NotifierTest, CountingStopsAtAHundred) {
    write([&](auto& t) {
        for (int i = 0; i < 120; ++i) {
            t.execute(
                {"test.notice",
                 "INSERT INTO notices (id, subject, case_id, record, created_at, mail) VALUES ($1, 'account-1', '', "
                 "'', 0, 'none')"},
                {fmt::format("{:03}", i)}
            );
        }
    });
    EXPECT_EQ(*notifier_.unread("account-1"), 100);
}

TEST_P(NotifierTest, MailGoesOnceAndIsTold) {
    const auto notice = send({"account-1", "case-1", {"We have decided", "Words\n"}, "person@example.org"});
    EXPECT_EQ(waiting_jobs(), 1);
    EXPECT_EQ(notice.job.payload.text().find("example.org"), std::string::npos);
    const auto handler = notifier_.mail_handler();
    ASSERT_TRUE(handler(notice.job.payload));
    ASSERT_TRUE(handler(notice.job.payload));
    ASSERT_EQ(mailer_.mails.size(), 1U);
    EXPECT_EQ(mailer_.mails[0].to, "person@example.org");
    EXPECT_EQ(mailer_.mails[0].subject, "We have decided");
    EXPECT_EQ(mailer_.mails[0].body, "Words\n");
    EXPECT_EQ(mailer_.mails[0].id, notice.id);
    EXPECT_EQ(mail_state(notice.id), "sent");
    EXPECT_EQ(channels("case-1"), (std::vector<std::string>{"notice.sent inbox", "notice.sent email"}));
}

TEST_P(NotifierTest, AServerThatIsAwayIsTriedAgainAndOneThatRefusesIsNot) {
    const auto notice = send({"account-1", "case-1", {"One", "Words\n"}, "person@example.org"});
    const auto handler = notifier_.mail_handler();
    mailer_.answer = base::Error{ErrorCode::unavailable, {}, {}};
    EXPECT_FALSE(handler(notice.job.payload));
    EXPECT_EQ(mail_state(notice.id), "waiting");
    mailer_.answer = base::Error{ErrorCode::invalid_input, {}, {}};
    EXPECT_TRUE(handler(notice.job.payload));
    EXPECT_EQ(mail_state(notice.id), "refused");
    EXPECT_TRUE(handler(notice.job.payload));
    EXPECT_EQ(mailer_.mails.size(), 2U);
    EXPECT_EQ(channels("case-1"), std::vector<std::string>{"notice.sent inbox"});
}

TEST_P(NotifierTest, AnAddressThatIsNoneLeavesTheInbox) {
    const auto notice = send({"account-1", "case-1", {"One", "Words\n"}, "person@example.org\r\nBcc: x@y.example"});
    EXPECT_FALSE(notice.by_mail);
    EXPECT_EQ(waiting_jobs(), 0);
    EXPECT_EQ(notifier_.inbox("account-1")->notices.size(), 1U);
}

TEST_P(NotifierTest, ErasedPeopleAreNotWrittenTo) {
    const auto notice = send({"account-1", "case-1", {"One", "Words\n"}, "person@example.org"});
    write([&](auto& t) { house_.vault->erase(t, "account-1"); });
    EXPECT_TRUE(notifier_.mail_handler()(notice.job.payload));
    EXPECT_TRUE(mailer_.mails.empty());
    const auto page = notifier_.inbox("account-1");
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->notices.empty());
}

TEST_P(NotifierTest, NoticesGoAlongWhenTheVisitorSignsIn) {
    send({"draft-1", "case-1", {"One", "Words\n"}, {}});
    const auto keys = house_.vault->prepare_move("draft-1", "account-1");
    write([&](auto& t) {
        (*keys)(t);
        notifier_.move(t, "draft-1", "account-1");
    });
    EXPECT_TRUE(notifier_.inbox("draft-1")->notices.empty());
    ASSERT_EQ(notifier_.inbox("account-1")->notices.size(), 1U);
}

TEST_P(NotifierTest, WhatIsTooLongOrNoTextIsRefused) {
    EXPECT_FALSE(notifier_.prepare({"account-1", "", {std::string(301, 'x'), "y"}, {}}));
    EXPECT_FALSE(notifier_.prepare({"account-1", "", {"x", std::string(20001, 'y')}, {}}));
    EXPECT_FALSE(notifier_.prepare({"account-1", "", {"\xff", "y"}, {}}));
}

TEST_P(NotifierTest, TheWholeWayFromTransactionToServer) {
    const SmtpServerForTest server;
    MailSettings settings;
    settings.server = server.address();
    settings.from = "no-reply@town.example";
    const auto mailer = make_mailer(settings);
    ASSERT_TRUE(mailer);
    Notifier notifier(*house_.store, *house_.vault, **mailer, house_.clock, house_.random);
    const auto prepared =
        notifier.prepare({"account-1", "case-1", {"We have decided", "Words\n"}, "person@example.org"});
    ASSERT_TRUE(prepared);
    write([&](auto& t) { notifier.send(t, *prepared); });
    base::NullLog log;
    const auto runner = jobs::start_runner(
        *house_.store, house_.clock, house_.random, log, {{"mail.send", notifier.mail_handler()}}, 1
    );
    runner->wake();
    EXPECT_TRUE(runner->drain());
    ASSERT_EQ(server.taken().size(), 1U);
    EXPECT_NE(server.taken()[0].data.find("Subject: We have decided\r\n"), std::string::npos);
    EXPECT_EQ(mail_state(prepared->id), "sent");
}

INSTANTIATE_TEST_SUITE_P(Engines, NotifierTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::notifications
