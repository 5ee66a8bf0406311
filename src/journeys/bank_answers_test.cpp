#include "journeys/bank_answers.hpp"

#include <gtest/gtest.h>

#include "support/source_directory.hpp"
#include "vault/testing.hpp"

namespace guildhall::journeys {
namespace {

const base::Json contact = base::Json::Object{{"name", "Ada"}, {"email", "ada@example.org"}, {"phone", ""}};

class BankAnswersTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        auto opened = catalogue::Catalogue::open(
            {guildhall::tests::source_directory() / "services", false}, *house_.store, log_, complaints_
        );
        ASSERT_TRUE(opened) << opened.error().detail.text;
        catalogue_ = *std::move(opened);
        remembered_.emplace(*house_.store, *house_.vault, *catalogue_, house_.clock);
        service_ = catalogue_->get("fell-a-tree");
        ASSERT_TRUE(service_);
        question_ = service_->find("contact");
        ASSERT_TRUE(question_);
    }
    std::optional<RememberedAnswer> found(std::string_view subject = "ada") {
        auto answer = remembered_->find(subject, *question_);
        EXPECT_TRUE(answer);
        return answer ? *std::move(answer) : std::nullopt;
    }

    vault::VaultForTest house_{GetParam()};
    base::NullLog log_;
    base::Complaints complaints_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<BankAnswers> remembered_;
    catalogue::ServicePointer service_;
    const catalogue::Question* question_ = nullptr;
};

TEST_P(BankAnswersTest, OffersAnAnswerOfTheBankWithWhereItCameFrom) {
    EXPECT_FALSE(found());
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}, {"trunk", "25"}}));
    const auto offered = found();
    ASSERT_TRUE(offered);
    EXPECT_EQ(offered->answer, contact);
    EXPECT_EQ(offered->bank, "bank/contact");
    EXPECT_EQ(offered->service->id, "fell-a-tree");
    EXPECT_EQ(offered->question->id, "contact");
    EXPECT_EQ(offered->given_at, house_.clock.now());
    EXPECT_FALSE(found("bob")) << "theirs alone";
    EXPECT_FALSE(found("")) << "nothing for visitors";
    EXPECT_EQ(remembered_->list("ada")->size(), 1) << "what is no question of the bank is not remembered";

    house_.clock.advance(std::chrono::hours{1});
    base::Json moved = contact;
    moved.set("email", "new@example.org");
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", moved}}));
    ASSERT_EQ(remembered_->list("ada")->size(), 1);
    EXPECT_EQ(remembered_->list("ada")->front().answer, moved) << "the latest counts";
}

TEST_P(BankAnswersTest, WhatIsAskedOtherwiseIsAnotherQuestion) {
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    catalogue::Question other;
    other.id = "landlord";
    other.bank = question_->bank;
    other.type = question_->type;
    other.ask = question_->ask;
    EXPECT_TRUE(*remembered_->find("ada", other)) << "under another id it is the same question";
    other.ask = "How do we reach your landlord?";
    EXPECT_FALSE(*remembered_->find("ada", other));
    other.ask = question_->ask;
    other.type = catalogue::QuestionType::text;
    EXPECT_FALSE(*remembered_->find("ada", other));
    other.type = question_->type;
    other.options = {{"a", "A"}};
    EXPECT_FALSE(*remembered_->find("ada", other));
    other.options.clear();
    other.bank.clear();
    EXPECT_FALSE(*remembered_->find("ada", other)) << "not of the bank";
}

TEST(BankAnswers, NeverDeclarationsFilesMembersOrWhatIsComputed) {
    catalogue::Question question;
    question.bank = "bank/anything";
    for (const auto type :
         {catalogue::QuestionType::declaration, catalogue::QuestionType::file, catalogue::QuestionType::repeat,
          catalogue::QuestionType::guidance, catalogue::QuestionType::table}) {
        question.type = type;
        EXPECT_FALSE(is_remembered(question)) << catalogue::question_type_name(type);
    }
    question.type = catalogue::QuestionType::text;
    EXPECT_TRUE(is_remembered(question));
    question.bank.clear();
    EXPECT_FALSE(is_remembered(question));
}

TEST_P(BankAnswersTest, IsForgottenOneByOneAllAtOnceOrWithTime) {
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    ASSERT_TRUE(remembered_->forget("bob", "bank/contact", form_of(*question_)));
    EXPECT_TRUE(found()) << "nobody forgets what is another's";
    ASSERT_TRUE(remembered_->forget("ada", "bank/contact", form_of(*question_)));
    EXPECT_FALSE(found());

    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    ASSERT_TRUE(remembered_->forget_all("ada"));
    EXPECT_FALSE(found());

    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    house_.clock.advance(remembered_for - std::chrono::hours{1});
    EXPECT_TRUE(found());
    EXPECT_EQ(remembered_->expire().value(), 0);
    house_.clock.advance(std::chrono::hours{1});
    EXPECT_FALSE(found());
    EXPECT_EQ(remembered_->expire().value(), 1);
    EXPECT_EQ(remembered_->expire().value(), 0);
}

TEST_P(BankAnswersTest, TurnedOffItRemembersNothing) {
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    EXPECT_TRUE(remembered_->is_on("ada").value());
    ASSERT_TRUE(remembered_->turn("ada", false));
    EXPECT_FALSE(remembered_->is_on("ada").value());
    EXPECT_TRUE(remembered_->is_on("bob").value());
    EXPECT_FALSE(found());
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    EXPECT_FALSE(found());
    ASSERT_TRUE(remembered_->turn("ada", true));
    EXPECT_FALSE(found()) << "what is forgotten does not come back";
    ASSERT_TRUE(remembered_->keep("ada", *service_, {{"contact", contact}}));
    EXPECT_TRUE(found());
}

INSTANTIATE_TEST_SUITE_P(Engines, BankAnswersTest, testing::ValuesIn(vault::engines_for_test()));

}  // namespace
}  // namespace guildhall::journeys
