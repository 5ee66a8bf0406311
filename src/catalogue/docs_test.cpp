/// What docs/services.md shows must load.

#include <gtest/gtest.h>

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

std::string page_of_services() {
    return guildhall::tests::text_of(guildhall::tests::source_directory() / "docs/services.md");
}

TEST(Docs, TheQuestionsThatTheyShowLoad) {
    const auto shown = snippets(page_of_services(), "## 3. Ask", "## 4. Decide");
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
    Files files;
    const auto services = guildhall::tests::source_directory() / "services";
    for (const std::string name :
         {"bank/layers/ground.geojson", "bank/layers/streets.geojson", "bank/layers/town.geojson",
          "bank/registers/addresses.csv"})
        files[name] = tests::text_of(services / name);
    files["layers/protected-areas.geojson"] = tests::text_of(services / "fell-a-tree/layers/protected-areas.geojson");
    const LoadedService loaded = testing::load_lines(lists + questions, files);
    ASSERT_NE(loaded.service, nullptr) << testing::all_text(loaded.complaints);
    EXPECT_EQ(testing::all_text(loaded.complaints), "");
    EXPECT_GE(loaded.service->questions.size(), 12U);

    ASSERT_NE(journey, "");
    journey += "  - section: What the page does not place\n    pages:\n";
    for (const Question& question : loaded.service->questions) {
        if (!question.compute && !std::regex_search(journey, std::regex("\\b" + question.id + "\\b")))
            journey += "      - " + question.id + "\n";
    }
    EXPECT_EQ(testing::complaints_of(lists + questions + journey, files), "");
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
            snippet + "questions:\n  length: {ask: How long, type: number}\n  covered: {ask: A roof, type: yes-no}\n"
        );
        ASSERT_NE(loaded.service, nullptr) << snippet << testing::all_text(loaded.complaints);
        EXPECT_TRUE(loaded.service->fee);
        EXPECT_EQ(testing::all_text(loaded.complaints), "") << snippet;
    }
}

/// The text of the first snippet in a language between two headings.
std::string snippet(const std::string& page, std::string_view from, std::string_view to, const std::string& language) {
    const std::string part = page.substr(page.find(from), page.find(to) - page.find(from));
    const auto start = part.find("```" + language + "\n");
    if (start == std::string::npos) return {};
    const auto first = start + language.size() + 4;
    return part.substr(first, part.find("\n```", first) + 1 - first);
}

/// Takes a part of a text out, from one mark up to another.
std::string take(std::string& text, std::string_view from, std::string_view to) {
    const auto start = text.find(from);
    const auto end = to.empty() ? text.size() : text.find(to, start);
    if (start == std::string::npos || end == std::string::npos)
        throw std::logic_error("not shown: " + std::string(from));
    std::string taken = text.substr(start, end - start);
    text.erase(start, end - start);
    return taken;
}

// The page builds one service. What it shows step by step, put together, is that service: it loads without a complaint,
// and so does each step on the way.
TEST(Docs, TheServiceThatTheyBuildStepByStepIsWhole) {
    const std::string page = page_of_services();
    const std::string head = snippet(page, "## 2. Say what it is", "## 3. Ask", "yaml");
    std::string asked = snippet(page, "## 3. Ask", "## 4. Decide", "yaml");
    std::string decided = snippet(page, "## 4. Decide", "### What happens around it", "yaml");
    const std::string around = snippet(page, "### What happens around it", "## 5. Show", "yaml");
    const std::string examples = snippet(page, "## 5. Show", "## 6. Write", "yaml");
    const std::string letter = snippet(page, "## 6. Write", "## 7. Say", "markdown");
    const std::string words = snippet(page, "## 7. Say", "## 8. Publish", "yaml");
    std::string change = snippet(page, "## 8. Publish", "## Take a fee", "yaml");
    for (const std::string& shown : {head, asked, decided, around, examples, letter, words, change})
        ASSERT_NE(shown, "");

    const LoadedService informs = load_files({{"service.yaml", head}, {"guide.md", "# What you need\n"}});
    ASSERT_TRUE(informs.service) << testing::all_text(informs.complaints);
    EXPECT_TRUE(informs.service->journey.empty());
    const LoadedService asks = load_files({{"service.yaml", head + asked}});
    ASSERT_TRUE(asks.service) << testing::all_text(asks.complaints);
    EXPECT_EQ(asks.service->questions.size(), 4U);

    // The keys that a later chapter gives to a question, and the question that it adds, stand where they belong.
    const std::string keys = take(decided, "    input:", "  case:");
    const std::string added = take(decided, "  case:", "journey:");
    asked.insert(asked.find("    hint: Measure"), keys);
    decided.erase(0, decided.find("journey:"));
    Files files{
        {"service.yaml", head + asked + added + decided + around},
        {"examples.yaml", examples},
        {"letters/grant.md", letter},
        {"words.cy.yaml", words},
        {"guide.md", "# What you need\n"},
    };
    for (const char* name : {"rules.dmn", "letters/refusal.md"}) {
        files[name] = guildhall::tests::text_of(guildhall::tests::source_directory() / "src/catalogue/template" / name);
    }
    const LoadedService whole = load_files(files);
    ASSERT_TRUE(whole.service) << testing::all_text(whole.complaints);
    // What the page says that the check warns of, and nothing else: words that Welsh does not have yet.
    for (const auto& complaint : whole.complaints) {
        EXPECT_EQ(complaint.severity, base::Severity::warning) << complaint.text();
        EXPECT_TRUE(complaint.message.find("`cy`") != std::string::npos || complaint.place.file == "words.cy.yaml")
            << complaint.text();
    }
    EXPECT_EQ(whole.service->examples.size(), 1U);
    EXPECT_TRUE(whole.service->after_sending && !whole.service->after_sending->all);
    EXPECT_EQ(whole.service->translations.size(), 1U);

    // A version later, with the question that the change is about.
    change = testing::replaced(change, "version: 2\n", "");
    std::string next = testing::replaced(head, "version: 1", "version: 2") + asked + added +
                       "  kind: {ask: What do you sell, type: radios, options: {food: Food, other: Something else}}\n" +
                       testing::replaced(decided, "roof, case]", "roof, kind, case]") + around + change;
    files["service.yaml"] = next;
    const LoadedService later = load_files(files);
    ASSERT_TRUE(later.service) << testing::all_text(later.complaints);
    ASSERT_EQ(later.service->migrations.size(), 1U);
    EXPECT_EQ(later.service->migrations.front().rename.at("size"), "length");
}

}  // namespace
}  // namespace guildhall::catalogue
