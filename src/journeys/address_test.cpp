#include "journeys/address.hpp"

#include <gtest/gtest.h>

namespace guildhall::journeys {
namespace {

const Answers& group(const Answers& answers, const Members& members) {
    static const Answers none;
    const auto* found = answers_at(answers, members);
    EXPECT_NE(found, nullptr);
    return found ? *found : none;
}

TEST(Addresses, AreReadAndWritten) {
    const auto address = Address::parse("children/2/costs/13/amount");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->members.size(), 2U);
    EXPECT_EQ(address->page, "amount");
    EXPECT_EQ(address->text(), "children/2/costs/13/amount");
    for (const char* wrong :
         {"", "/", "a/b", "a/1", "a/0/b", "a/01/b", "a//b", "a/1/b/", "a/1/../b", "a/1234567890/b", "a b", "a/-1/b",
          "a/1/b/1/b/1/b/1/b/1/b/1/b/1/b/1/b/1/b"})
        EXPECT_FALSE(Address::parse(wrong)) << wrong;
}

TEST(MembersOfRepeats, MembersComeOneByOneAndNumbersAreNotUsedAgain) {
    Answers answers;
    EXPECT_EQ(add_member(answers, {}, "children"), "1");
    EXPECT_EQ(add_member(answers, {}, "children"), "2");
    set_complete(answers, {}, "children", true);
    EXPECT_TRUE(remove_member(answers, {}, "children", "2"));
    EXPECT_EQ(add_member(answers, {}, "children"), "3");
    EXPECT_FALSE(is_complete(answers.at("children")));
    EXPECT_EQ(add_member(answers, {{"children", "1"}}, "schools"), "1");
    EXPECT_TRUE(group(answers, {{"children", "1"}, {"schools", "1"}}).empty());
}

TEST(MembersOfRepeats, MembersWithoutAnswersAreDropped) {
    Answers answers;
    for (int i = 0; i < 3; ++i) (void)add_member(answers, {}, "children");
    put(answers, {{"children", "2"}}, "name", "Kim");
    drop_empty_members(answers, {}, "children");
    const auto left = members_of(answers.at("children"));
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left.front().id, "2");
    drop_empty_members(answers, {}, "nothing");
}

TEST(MembersOfRepeats, AnswersAreForgottenAtAnyDepth) {
    Answers answers;
    const Members inner{{"children", "1"}, {"schools", "1"}};
    put(answers, inner, "papers", "a");
    put(answers, inner, "school", "b");
    put(answers, {}, "papers", "c");
    forget(answers, inner, "papers");
    EXPECT_FALSE(group(answers, inner).contains("papers"));
    EXPECT_TRUE(group(answers, inner).contains("school"));
    EXPECT_TRUE(answers.contains("papers"));
    forget(answers, {}, "papers");
    EXPECT_FALSE(answers.contains("papers"));
    forget(answers, {{"children", "9"}}, "papers");
    EXPECT_EQ(members_of(answers.at("children")).size(), 1U);
}

}  // namespace
}  // namespace guildhall::journeys
