#include "casework/draft_reminders.hpp"

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "support/source_directory.hpp"
#include "vault/testing.hpp"
#include "words/testing.hpp"

namespace guildhall::casework {
namespace {

class NoMail final : public notifications::Mailer {
public:
    base::Result<base::Done> send(const notifications::Mail&) override { return base::Done{}; }
};

class DraftRemindersTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        auto opened = catalogue::Catalogue::open(
            {.directory = tests::source_directory() / "services", .dev = false}, *house_.store, log_, complaints_
        );
        ASSERT_TRUE(opened);
        catalogue_ = *std::move(opened);
        documents_.emplace(*house_.store, *house_.vault, nullptr, house_.clock, house_.random);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random);
        notifier_.emplace(*house_.store, *house_.vault, mailer_, house_.clock, house_.random);
        const NoticeSender sender{
            "Eastmere",
            "https://services.example.org",
            [](const std::string& subject) -> base::Result<std::string> {
                return std::string{subject == "ada" ? "ada@example.org" : ""};
            },
            {}
        };
        reminders_.emplace(
            *house_.store, *drafts_, *catalogue_, *notifier_, words::testing::languages(), sender, house_.clock, log_
        );
    }
    std::vector<notifications::Notice> inbox(const char* subject) { return notifier_->inbox(subject)->notices; }

    base::NullLog log_;
    base::Complaints complaints_;
    vault::VaultForTest house_{GetParam()};
    NoMail mailer_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<documents::Documents> documents_;
    std::optional<journeys::Drafts> drafts_;
    std::optional<notifications::Notifier> notifier_;
    std::optional<DraftReminders> reminders_;
};

TEST_P(DraftRemindersTest, WhoHasAnAccountIsToldOnceAndNobodyElse) {
    const auto draft = drafts_->start("ada", catalogue_->get("fell-a-tree"));
    ASSERT_TRUE(draft);
    ASSERT_TRUE(drafts_->start("a-visitor", catalogue_->get("fell-a-tree")));
    EXPECT_EQ(reminders_->send_due().value(), 0);
    house_.clock.advance(std::chrono::days{27});
    EXPECT_EQ(reminders_->send_due().value(), 1);
    EXPECT_EQ(reminders_->send_due().value(), 0);
    ASSERT_EQ(inbox("ada").size(), 1);
    EXPECT_TRUE(inbox("a-visitor").empty());
    const auto message = inbox("ada").front().message;
    EXPECT_NE(message.body.find("https://services.example.org/apply/" + draft->id), std::string::npos);
    EXPECT_NE(message.body.find("Apply to fell a tree"), std::string::npos);
}

TEST_P(DraftRemindersTest, NotWhoWentOn) {
    const auto draft = drafts_->start("ada", catalogue_->get("fell-a-tree"));
    ASSERT_TRUE(draft);
    house_.clock.advance(std::chrono::days{20});
    ASSERT_TRUE(drafts_->change(draft->id, "ada", [](journeys::Answers& answers) {
        answers.insert_or_assign("trunk", "25");
        return true;
    }));
    house_.clock.advance(std::chrono::days{10});
    EXPECT_EQ(reminders_->send_due().value(), 0);
    house_.clock.advance(std::chrono::days{17});
    EXPECT_EQ(reminders_->send_due().value(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Engines, DraftRemindersTest, testing::ValuesIn(vault::engines_for_test()),
    [](const auto& engine) { return engine.param == store::Engine::sqlite ? "sqlite" : "postgres"; }
);

}  // namespace
}  // namespace guildhall::casework
