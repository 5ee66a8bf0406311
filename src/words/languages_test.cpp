#include "words/languages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "words/internal/read_catalogue.hpp"
#include "words/testing.hpp"

namespace guildhall::words {
namespace {

using ::testing::ElementsAre;
using testing::languages;

std::string complaints_about(std::string_view yaml) {
    base::Complaints complaints;
    (void)internal::read_catalogue(yaml, "words/xx.yaml", complaints);
    std::string out;
    for (const auto& complaint : complaints) out += complaint.text() + "\n";
    return out;
}

TEST(Catalogue, JoinsTheNamesOnTheWay) {
    base::Complaints complaints;
    const auto messages = internal::read_catalogue("form:\n  a: One\n  b:\n    c: \"{n}\"\n", "f", complaints);
    EXPECT_TRUE(complaints.empty());
    EXPECT_THAT(messages, ElementsAre(std::pair{"form.a", "One"}, std::pair{"form.b.c", "{n}"}));
}

TEST(Catalogue, SaysWhereItIsWrong) {
    EXPECT_EQ(
        complaints_about("form:\n  a: [x]\n"),
        "words/xx.yaml:2:6: error: found a list; expected a text or a map of texts\n"
    );
    EXPECT_THAT(complaints_about("form:\n  a: true\n"), ::testing::HasSubstr("words/xx.yaml:2:6: error: found"));
    EXPECT_THAT(complaints_about("form:\n  a:\n"), ::testing::HasSubstr("words/xx.yaml:2:"));
    EXPECT_THAT(complaints_about("form:\n  a: \"{\"\n"), ::testing::HasSubstr("words/xx.yaml:2:6: error: a brace"));
    EXPECT_THAT(complaints_about("form:\n  a: x\n  a: y\n"), ::testing::HasSubstr("words/xx.yaml:3:3: error:"));
    EXPECT_THAT(complaints_about("form.a: x\n"), ::testing::HasSubstr("words/xx.yaml:1:1: error: found the key"));
    EXPECT_THAT(complaints_about("- x\n"), ::testing::HasSubstr("expected a map of messages"));
}

TEST(Languages, FindsTheNearest) {
    EXPECT_EQ(languages().get("en-GB").tag(), "en");
    EXPECT_EQ(languages().get("CY-gb").tag(), "cy");
    EXPECT_EQ(languages().get("no").tag(), "nb");
    EXPECT_EQ(languages().get("no-NO").tag(), "nb");
    EXPECT_EQ(languages().get("ar-xb").tag(), "ar-XB");
    EXPECT_EQ(languages().get("xx").tag(), "en");
    EXPECT_EQ(languages().get("").tag(), "en");
    EXPECT_TRUE(languages().has("cy"));
    EXPECT_FALSE(languages().has("cy-GB"));
    EXPECT_EQ(languages().all().front()->tag(), "en");
}

TEST(Languages, HasTheTestLanguageOnlyWhenAsked) {
    base::Complaints complaints;
    const auto opened = Languages::open(complaints);
    ASSERT_TRUE(opened);
    EXPECT_FALSE((*opened)->has("ar-XB"));
    EXPECT_EQ((*opened)->get("ar-XB").tag(), "en");
    std::vector<std::string> tags;
    for (const Locale* locale : (*opened)->all()) tags.push_back(locale->tag());
    EXPECT_THAT(tags, ElementsAre("en", "cy", "nb", "nn"));
}

TEST(Languages, WritesTheTestLanguageFromRightToLeft) {
    const Locale& mirrored = languages().get("ar-XB");
    EXPECT_EQ(mirrored.direction(), Direction::right_to_left);
    EXPECT_EQ(languages().get("cy").direction(), Direction::left_to_right);
    const std::string words = mirrored.text("repeat.add_another", {{"item", "child"}});
    EXPECT_THAT(words, ::testing::HasSubstr("child"));
    EXPECT_THAT(words, ::testing::Not(::testing::HasSubstr("want")));
    EXPECT_TRUE(languages().missing("ar-XB").empty());
}

std::string best(std::string_view header, const std::vector<std::string>& offered = {"en", "cy", "nb", "nn"}) {
    return Languages::negotiate(header, offered);
}

TEST(Negotiate, TakesTheBestThatIsOffered) {
    EXPECT_EQ(best("cy"), "cy");
    EXPECT_EQ(best("cy-GB, en;q=0.8"), "cy");
    EXPECT_EQ(best("en;q=0.4, cy;q=0.9"), "cy");
    EXPECT_EQ(best("de, fr;q=0.9, nn;q=0.2"), "nn");
    EXPECT_EQ(best("EN-gb;Q=0.3, CY;Q=0.5"), "cy");
    EXPECT_EQ(best("nn-Latn-x-old"), "nn");
    EXPECT_EQ(best("no"), "nb");
    EXPECT_EQ(best("en-GB", {"en-gb", "en"}), "en-gb");
}

TEST(Negotiate, TakesNothingThatIsNotWanted) {
    EXPECT_EQ(best("de"), "");
    EXPECT_EQ(best(""), "");
    EXPECT_EQ(best("cy;q=0"), "");
    EXPECT_EQ(best("cy;q=2"), "");
    EXPECT_EQ(best("cy;q=nan"), "");
    EXPECT_EQ(best("*", {}), "");
    EXPECT_EQ(best(",;,;q=1,"), "");
}

TEST(Negotiate, TakesWhatIsLeftForAStar) {
    EXPECT_EQ(best("de, *;q=0.5"), "en");
    EXPECT_EQ(best("*, en;q=0"), "cy");
    EXPECT_EQ(best("*;q=0"), "");
}

TEST(Negotiate, ReadsNoMoreThanItsBound) {
    EXPECT_EQ(best(std::string(1'000, ',') + "cy"), "");
}

}  // namespace
}  // namespace guildhall::words
