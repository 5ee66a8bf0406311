#include "importing/names.hpp"

#include <gtest/gtest.h>

namespace guildhall::importing {
namespace {

TEST(Names, KeysBecomeWordsWithUnderscores) {
    EXPECT_EQ(feel_id("harDuBarn", "x"), "har_du_barn");
    EXPECT_EQ(feel_id("borDuINorge", "x"), "bor_du_i_norge");
    EXPECT_EQ(feel_id("Hva er ønsket? (år)", "x"), "hva_er_onsket_ar");
    EXPECT_EQ(feel_id("EOSland", "x"), "eo_sland");
    EXPECT_EQ(feel_id("", "question"), "question");
    EXPECT_EQ(feel_id("???", "question"), "question");
    EXPECT_EQ(feel_id("18ar", "question"), "question_18ar");
}

TEST(Names, WordsOfFeelAreLeftToIt) {
    EXPECT_EQ(feel_id("date", "x"), "date_answer");
    EXPECT_EQ(feel_id("for", "x"), "for_answer");
    EXPECT_EQ(feel_id("fordi", "x"), "fordi");
}

TEST(Names, LongKeysAreCutBetweenWords) {
    const std::string id = feel_id(std::string(30, 'a') + "Bcdefghij" + std::string(60, 'k') + "Lmnop", "x");
    EXPECT_LE(id.size(), 80U);
    EXPECT_NE(id.back(), '_');
}

TEST(Names, FoldersHaveHyphens) {
    EXPECT_EQ(folder_id("NAV 04-01.03", "form"), "nav-04-01-03");
    EXPECT_EQ(folder_id("nav111218b", "form"), "nav111218b");
    EXPECT_EQ(folder_id("---", "form"), "form");
}

TEST(Names, ValuesOfOptionsStayWhereTheyCan) {
    EXPECT_EQ(option_value("jaMenIkkeAlt", "v"), "jaMenIkkeAlt");
    EXPECT_EQ(option_value("andreFormål", "v"), "andreFormal");
    EXPECT_EQ(option_value("a b/c", "v"), "a_b_c");
    EXPECT_EQ(option_value("", "v"), "v");
    EXPECT_EQ(option_value("-1", "v"), "v-1");
    EXPECT_EQ(option_value("_a", "v"), "v_a");
    EXPECT_LE(option_value(std::string(300, 'a'), "v").size(), 100U);
}

TEST(Names, TakenNamesGetThePrefixAndThenNumbers) {
    TakenNames taken;
    EXPECT_EQ(taken.take("name"), "name");
    EXPECT_EQ(taken.take("name", "child"), "child_name");
    EXPECT_EQ(taken.take("name", "child"), "name_2");
    TakenNames inner = taken;
    EXPECT_EQ(inner.take("name"), "name_3");
    EXPECT_FALSE(taken.has("name_3"));
}

}  // namespace
}  // namespace guildhall::importing
