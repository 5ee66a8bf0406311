#include "catalogue/search.hpp"

#include <gtest/gtest.h>

#include "catalogue/internal/fold.hpp"

namespace guildhall::catalogue {
namespace {

std::shared_ptr<const Service> service(std::string title, std::string summary, std::vector<std::string> keywords = {}) {
    auto made = std::make_shared<Service>();
    made->id = title;
    made->title = std::move(title);
    made->summary = std::move(summary);
    made->keywords = std::move(keywords);
    return made;
}

class SearchTest : public ::testing::Test {
protected:
    std::vector<std::string> search(std::string_view text) const {
        std::vector<std::string> titles;
        for (const auto& found : index_.search(text)) titles.push_back(found->title);
        return titles;
    }
    SearchIndex index_{
        {service("Apply to fell a tree", "Find out if you need a permit.", {"cut down", "chopping"}),
         service("Register a birth", "Tell us that a child was born."), service("Bäume gießen", "Hilf den Bäumen."),
         service("Report a problem", "A tree fell on a street, or a lamp is broken.")}
    };
};

using Titles = std::vector<std::string>;

TEST_F(SearchTest, FindsByWordFormsAndBeginnings) {
    EXPECT_EQ(search("felling trees").front(), "Apply to fell a tree");
    EXPECT_EQ(search("chop").front(), "Apply to fell a tree");
    EXPECT_EQ(search("regis"), Titles{"Register a birth"});
    EXPECT_EQ(search("BIRTHS"), Titles{"Register a birth"});
}

TEST_F(SearchTest, TitlesComeBeforeSummaries) {
    EXPECT_EQ(search("tree"), (Titles{"Apply to fell a tree", "Report a problem"}));
}

TEST_F(SearchTest, FoldsCaseAndMarks) {
    EXPECT_EQ(search("baume"), Titles{"Bäume gießen"});
    EXPECT_EQ(search("BÄUME GIESSEN"), Titles{"Bäume gießen"});
}

TEST_F(SearchTest, ForgivesATypingErrorWhenNothingElseFits) {
    EXPECT_EQ(search("brith"), Titles{"Register a birth"});
    EXPECT_EQ(search("qqqqqq"), Titles{});
}

TEST_F(SearchTest, WordsThatSayNothingFindNothing) {
    EXPECT_EQ(search("how do I"), Titles{});
    EXPECT_EQ(search(""), Titles{});
    EXPECT_EQ(search("\xff\xfe"), Titles{});
    EXPECT_EQ(search(std::string(10000, 'a')), Titles{});
}

TEST(Stem, TakesPlainEndingsOff) {
    using internal::stem;
    EXPECT_EQ(stem("felling"), "fell");
    EXPECT_EQ(stem("trees"), stem("tree"));
    EXPECT_EQ(stem("parties"), stem("party"));
    EXPECT_EQ(stem("chopping"), stem("chop"));
    EXPECT_EQ(stem("moved"), stem("move"));
    EXPECT_EQ(stem("boxes"), stem("box"));
    EXPECT_EQ(stem("bus"), "bus");
    EXPECT_EQ(stem("glass"), "glass");
    EXPECT_EQ(stem("ring"), "ring");
}

}  // namespace
}  // namespace guildhall::catalogue
