#include "journeys/changes.hpp"

#include <gtest/gtest.h>

#include "catalogue/testing.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

using base::Json;

constexpr const char* lines = R"(questions:
  rent: {ask: "What is the rent?", type: number}
  note: {ask: "A note", optional: true}
  photo: {ask: "A photo", type: file}
  yearly: {ask: "A year", type: number, compute: "rent * 12"}
  children:
    repeat: child
    ask: "Your children"
    questions:
      name: {ask: "What is the child's name?"}
)";

Json file(const char* document) {
    return Json{Json::Array{Json{Json::Object{{"document", document}, {"name", "a.png"}, {"size", 1}}}}};
}
Json children(std::initializer_list<std::pair<const char*, const char*>> members) {
    Json::Array out;
    for (const auto& [id, name] : members)
        out.push_back(Json{Json::Object{{"id", id}, {"answers", Json::Object{{"name", name}}}}});
    return Json{Json::Object{{"members", std::move(out)}, {"complete", true}}};
}

class ChangesTest : public testing::Test {
protected:
    std::vector<AnswerChange> changes(const Answers& before, const Answers& now) {
        return changes_between(*service_, before, now, words::testing::english(), {});
    }
    std::shared_ptr<const catalogue::Service> service_ = catalogue::testing::load_lines(lines).service;
};

TEST_F(ChangesTest, NothingIsSaidOfWhatStays) {
    const Answers answers{{"rent", "5"}, {"photo", file("a")}, {"children", children({{"1", "Kim"}})}};
    EXPECT_TRUE(changes(answers, answers).empty());
}

TEST_F(ChangesTest, SaysWhatWasAndWhatIs) {
    const auto found = changes({{"rent", "5"}, {"note", nullptr}}, {{"rent", "6"}, {"note", "Hello"}});
    ASSERT_EQ(found.size(), 2) << "not what is calculated from it";
    EXPECT_EQ(found[0].label, "What is the rent?");
    EXPECT_EQ(found[0].before, "5");
    EXPECT_EQ(found[0].now, "6");
    EXPECT_EQ(found[1].before, "");
    EXPECT_EQ(found[1].now, "Hello");
}

TEST_F(ChangesTest, AnotherFileOfTheSameNameIsAChange) {
    const Answers before{{"photo", file("a")}};
    const Answers now{{"photo", file("b")}};
    const auto found = changes(before, now);
    ASSERT_EQ(found.size(), 1);
    EXPECT_TRUE(found[0].looks_alike);
    EXPECT_EQ((*found[0].answer_before->array())[0].string_at("document"), "a");
    EXPECT_EQ((*found[0].answer_now->array())[0].string_at("document"), "b");
}

TEST_F(ChangesTest, MembersAreHeldAgainstThemselvesWhateverComesOrGoes) {
    const Answers before{{"children", children({{"1", "Kim"}, {"2", "Bo"}})}};
    const Answers now{{"children", children({{"2", "Bea"}, {"3", "Cy"}})}};
    const auto found = changes(before, now);
    std::vector<std::string> said;
    for (const auto& change : found) said.push_back(change.before + ">" + change.now);
    EXPECT_NE(std::find(said.begin(), said.end(), "Bo>Bea"), said.end());
    EXPECT_NE(std::find(said.begin(), said.end(), ">Cy"), said.end());
    EXPECT_EQ(said.back(), "Kim>") << "what is gone stands last";
}

}  // namespace
}  // namespace guildhall::journeys
