/// What docs/services.md shows must load.

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "catalogue/testing.hpp"
#include "support/source_directory.hpp"

namespace guildhall::catalogue {
namespace {

/// The YAML shown between two headings.
std::vector<std::string> snippets(const std::string& page, std::string_view from, std::string_view to) {
    std::vector<std::string> found;
    std::istringstream lines(page.substr(page.find(from), page.find(to) - page.find(from)));
    std::string line;
    bool inside = false;
    while (std::getline(lines, line)) {
        if (line == "```yaml") {
            found.emplace_back();
            inside = true;
        } else if (line == "```") {
            inside = false;
        } else if (inside) {
            found.back() += line + "\n";
        }
    }
    return found;
}

TEST(Docs, TheQuestionsThatTheyShowLoad) {
    std::ifstream file(guildhall::tests::source_directory() / "docs/services.md");
    std::stringstream page;
    page << file.rdbuf();
    const auto shown = snippets(page.str(), "## 3. Ask", "## 4. Decide");
    ASSERT_GE(shown.size(), 6U);
    std::string questions = "questions:\n";
    std::string lists;
    std::string journey;
    for (std::string snippet : shown) {
        const auto list = snippet.find("lists:\n");
        if (list != std::string::npos) {
            lists += snippet.substr(list);
            snippet.resize(list);
        }
        if (snippet.starts_with("journey:")) {
            journey = snippet;
        } else {
            questions += snippet.starts_with("questions:\n") ? snippet.substr(11) : snippet;
        }
    }
    const LoadedService loaded = testing::load_lines(lists + questions);
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    EXPECT_EQ(testing::all_text(loaded.complaints), "");
    EXPECT_GE(loaded.service->questions.size(), 12U);

    ASSERT_NE(journey, "");
    journey += "  - section: What the page does not place\n    pages:\n";
    for (const Question& question : loaded.service->questions) {
        if (!question.compute && !std::regex_search(journey, std::regex("\\b" + question.id + "\\b")))
            journey += "      - " + question.id + "\n";
    }
    EXPECT_EQ(testing::complaints_of(lists + questions + journey), "");
}

TEST(Docs, ThePeopleWhoTakePartLoad) {
    std::ifstream file(guildhall::tests::source_directory() / "docs/services.md");
    std::stringstream page;
    page << file.rdbuf();
    const auto shown = snippets(page.str(), "## Ask others to sign", "## Share questions");
    ASSERT_EQ(shown.size(), 2U);
    const LoadedService loaded = testing::load_lines(shown[0] + shown[1]);
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    EXPECT_EQ(testing::all_text(loaded.complaints), "");
    EXPECT_EQ(loaded.service->find("since")->party, "doctor");
    EXPECT_EQ(testing::complaints_of(shown[0] + shown[1] + "party-order: one after another\n"), "");
}

TEST(Docs, TheFeesThatTheyShowLoad) {
    std::ifstream file(guildhall::tests::source_directory() / "docs/services.md");
    std::stringstream page;
    page << file.rdbuf();
    const auto shown = snippets(page.str(), "## Take a fee", "## Ask others to sign");
    ASSERT_EQ(shown.size(), 2U);
    for (const std::string& snippet : shown) {
        const LoadedService loaded = testing::load_lines(
            snippet + "questions:\n  length: {ask: How long?, type: number}\n  covered: {ask: A roof?, type: yes-no}\n"
        );
        ASSERT_NE(loaded.service, nullptr) << snippet << testing::all_text(loaded.complaints);
        EXPECT_TRUE(loaded.service->fee);
        EXPECT_EQ(testing::all_text(loaded.complaints), "") << snippet;
    }
}

}  // namespace
}  // namespace guildhall::catalogue
