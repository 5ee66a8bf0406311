#include "journeys/sayings.hpp"

#include <gtest/gtest.h>

#include "catalogue/testing.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

constexpr const char* pets = R"yaml(service: pets
version: 1
title: Pets
summary: Pets
topics: [pets]
questions:
  kind: {ask: "Which?", type: radios, options: {dog: A dog, cat: A cat}}
  count: {ask: "How many?", type: number}
  born: {ask: "When?", type: date}
  tame:
    ask: "{kind, select, dog {Does your dog bite?} other {Does your pet scratch?}}"
    hint: "You have {count, plural, one {# pet} other {# pets}}, born on {born}. A brace is '{', and it's fine."
    type: yes-no
journey:
  - section: Pets
    pages: [kind, count, born, tame]
)yaml";
constexpr const char* welsh = R"yaml(title: Anifeiliaid anwes
questions:
  kind: {options: {dog: Ci, cat: Cath}}
  tame:
    ask: "{kind, select, dog {Ydy'ch ci yn brathu?} other {Ydy'ch anifail yn crafu?}}"
    hint: "{count, plural, one {# gath} two {# gath} few {# cath} many {# chath} other {# cath}}"
)yaml";

class SayingsTest : public ::testing::Test {
protected:
    void SetUp() override {
        const auto loaded = catalogue::load_files({{"service.yaml", pets}, {"words.cy.yaml", welsh}});
        ASSERT_TRUE(loaded.service) << catalogue::testing::all_text(loaded.complaints);
        service_ = loaded.service;
    }
    std::string said(const std::string& language, std::string catalogue::Question::* which) {
        const catalogue::Service& shown = service_->in_language(language);
        const Members nobody;
        const Sayings sayings(shown, answers_, nobody, words::testing::languages().get(language), {});
        return sayings.text(shown.find("tame")->*which);
    }
    std::string ask(const std::string& language) { return said(language, &catalogue::Question::ask); }
    std::string hint(const std::string& language) { return said(language, &catalogue::Question::hint); }

    std::shared_ptr<const catalogue::Service> service_;
    Answers answers_{{"kind", "dog"}, {"count", "2"}, {"born", "2021-06-05"}};
};

TEST_F(SayingsTest, ChooseByTheValueOfAnOptionInEveryLanguage) {
    EXPECT_EQ(ask("en"), "Does your dog bite?");
    EXPECT_EQ(ask("cy"), "Ydy'ch ci yn brathu?");
    answers_["kind"] = "cat";
    EXPECT_EQ(ask("en"), "Does your pet scratch?");
    EXPECT_EQ(ask("cy"), "Ydy'ch anifail yn crafu?");
}

TEST_F(SayingsTest, CountAsTheLanguageDoes) {
    EXPECT_EQ(hint("en"), "You have 2 pets, born on 5 June 2021. A brace is {, and it's fine.");
    answers_["count"] = "1";
    EXPECT_EQ(hint("en"), "You have 1 pet, born on 5 June 2021. A brace is {, and it's fine.");
    for (const auto& [count, words] :
         {std::pair{"1", "1 gath"}, {"2", "2 gath"}, {"3", "3 cath"}, {"6", "6 chath"}, {"7", "7 cath"}}) {
        answers_["count"] = count;
        EXPECT_EQ(hint("cy"), words);
    }
}

}  // namespace
}  // namespace guildhall::journeys
