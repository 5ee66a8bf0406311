#include "catalogue/check.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "catalogue/new_service.hpp"
#include "catalogue/testing.hpp"
#include "support/source_directory.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::decided_service;
using testing::replaced;
using testing::ScratchFolder;
using testing::small_service;

std::string checked(const Files& files, const ExampleRunner& runner = {}) {
    const ScratchFolder scratch;
    scratch.write("book-a-hall", files);
    std::ostringstream out;
    static_cast<void>(check_services(scratch.path(), out, runner));
    return out.str();
}

TEST(Check, TheShippedServicesPass) {
    std::ostringstream out;
    const CheckSummary summary = check_services(guildhall::tests::source_directory() / "services", out, {});
    EXPECT_TRUE(summary.passed()) << out.str();
    EXPECT_EQ(summary.warnings, 0) << out.str();
    EXPECT_EQ(summary.services, 5);
    EXPECT_GE(summary.examples, 18);
}

TEST(Check, ANewServicePasses) {
    const ScratchFolder scratch;
    const auto written = new_service("try-it", scratch.path());
    ASSERT_TRUE(written.ok());
    EXPECT_EQ(written->size(), 6U);
    std::ostringstream out;
    const CheckSummary summary = check_services(scratch.path(), out, {});
    EXPECT_TRUE(summary.passed()) << out.str();
    EXPECT_EQ(summary.warnings, 0) << out.str();
    EXPECT_FALSE(new_service("try-it", scratch.path()).ok()) << "never over what is there";
    for (const std::string name : {"Try", "../x", "a--b", "bank", "", "a b"})
        EXPECT_FALSE(new_service(name, scratch.path()).ok()) << name;
}

TEST(Check, FindsGapsInTables) {
    Files files = decided_service();
    files["rules.dmn"] = replaced(files["rules.dmn"], "&gt; 100", "&gt;= 101");
    const std::string text = checked(files);
    EXPECT_NE(text.find("book-a-hall/rules.dmn:"), std::string::npos) << text;
}

TEST(Check, FindsPagesThatNobodyReaches) {
    EXPECT_NE(
        checked({{"service.yaml", replaced(small_service, "when: music = true", "when: \"false\"")}}
        ).find("nobody can reach the page `until`"),
        std::string::npos
    );
    const std::string never =
        checked({{"service.yaml", replaced(small_service, "when: music = true", "when: music = true and music = false")}
        });
    EXPECT_NE(
        never.find("book-a-hall/service.yaml:15:3: warning: nobody can reach the page `until`"), std::string::npos
    ) << never;
    EXPECT_EQ(checked({{"service.yaml", small_service}}).find("nobody can reach"), std::string::npos);
    EXPECT_EQ(
        checked({{"service.yaml", replaced(small_service, "when: music = true", "when: people > 3")}}
        ).find("nobody can reach"),
        std::string::npos
    ) << "what cannot be tried out is not complained about";
}

TEST(Check, MissesTheWordsOfAnOutcome) {
    Files files = decided_service();
    files["service.yaml"] = replaced(files["service.yaml"], "      title: You may not use the hall\n", "");
    const std::string text = checked(files);
    EXPECT_NE(text.find("warning: this outcome has no `title:`, so people read only"), std::string::npos) << text;
    EXPECT_EQ(checked(decided_service()).find("no `title:`"), std::string::npos);
}

TEST(Check, RunsTheExamples) {
    Files files = decided_service();
    files["examples.yaml"] = "- example: small\n  given: {people: 20}\n  outcome: granted\n";
    int runs = 0;
    const std::string text = checked(files, [&](const Service& service) {
        ++runs;
        EXPECT_EQ(service.examples.size(), 1U);
        return base::Complaints{{service.examples[0].place, base::Severity::error, "came out otherwise"}};
    });
    EXPECT_EQ(runs, 1);
    EXPECT_NE(text.find("book-a-hall/examples.yaml:1:3: error: came out otherwise"), std::string::npos) << text;
    EXPECT_NE(text.find("FAILED book-a-hall (3 questions, 1 examples)"), std::string::npos) << text;
    EXPECT_NE(text.find("1 services, 1 examples, 1 errors, "), std::string::npos) << text;
}

TEST(Check, AFolderWithoutAServiceIsAnError) {
    const ScratchFolder scratch;
    scratch.write("empty/readme.md", "x");
    std::ostringstream out;
    EXPECT_FALSE(check_services(scratch.path(), out, {}).passed());
    EXPECT_NE(out.str().find("empty/service.yaml:0:0: error: the folder has no service.yaml"), std::string::npos)
        << out.str();
    std::ostringstream nothing;
    EXPECT_FALSE(check_services(scratch.path() / "nowhere", nothing, {}).passed());
}

}  // namespace
}  // namespace guildhall::catalogue
