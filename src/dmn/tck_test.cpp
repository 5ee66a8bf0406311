#include "dmn/tck.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <sstream>

#include "dmn/imports.hpp"
#include "dmn/model.hpp"
#include "support/source_directory.hpp"
#include "support/thorough.hpp"

namespace guildhall::dmn {
namespace {

namespace fs = std::filesystem;
using guildhall::tests::text_of;

fs::path kit() {
    return guildhall::tests::data_directory() / "dmn-tck" / "TestCases";
}

TEST(Tck, EveryDirectoryPasses) {
    if (!fs::exists(kit())) GTEST_SKIP() << "the DMN TCK is not on this machine; set GUILDHALL_DATA";
    std::ostringstream out;
    const TckCounts counts = run_tck(std::vector{kit()}, out, {.show_failures = true});
    EXPECT_EQ(counts.failed, 0) << out.str();
    EXPECT_GE(counts.passed, 2'600);
    EXPECT_THAT(out.str(), testing::EndsWith(std::to_string(counts.passed) + " passed, 0 failed\n"));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The kit is written in the namespace of DMN 1.5 alone; its models say the same in those of the versions before.
TEST(Tck, PassesInTheNamespaceOfEveryVersion) {
    if (!fs::exists(kit())) GTEST_SKIP() << "the DMN TCK is not on this machine; set GUILDHALL_DATA";
    std::ostringstream original;
    const TckCounts wanted = run_tck(std::vector{kit()}, original);
    const fs::path copy = fs::temp_directory_path() / fmt::format("tck_versions_{}", getpid());
    const std::pair<std::string, std::string> versions[] = {
        {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/FEEL/20140401"},
        {"http://www.omg.org/spec/DMN/20180521/MODEL/", "http://www.omg.org/spec/DMN/20180521/FEEL/"},
        {"https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20191111/FEEL/"},
        {"https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20211108/FEEL/"}
    };
    // Each pass gives every folder another version.
    for (std::size_t pass = 0; pass < guildhall::tests::tries(1, std::size(versions)); ++pass) {
        fs::remove_all(copy);
        std::map<fs::path, std::size_t> folders;
        for (const auto& entry : fs::recursive_directory_iterator(kit())) {
            if (!entry.is_regular_file()) continue;
            const std::size_t folder = folders.try_emplace(entry.path().parent_path(), folders.size()).first->second;
            const auto& [model, feel] = versions[(folder + pass) % std::size(versions)];
            std::string text = text_of(entry.path());
            if (entry.path().extension() == ".dmn") {
                replace_all(text, "https://www.omg.org/spec/DMN/20230324/MODEL/", model);
                replace_all(text, "https://www.omg.org/spec/DMN/20230324/FEEL/", feel);
            }
            const fs::path target = copy / fs::relative(entry.path(), kit());
            fs::create_directories(target.parent_path());
            std::ofstream(target, std::ios::binary) << text;
        }
        std::ostringstream out;
        const TckCounts counts = run_tck(std::vector{copy}, out, {.show_failures = true});
        EXPECT_EQ(counts.passed, wanted.passed) << out.str().substr(0, 4'000);
        EXPECT_EQ(counts.failed, wanted.failed);
    }
    fs::remove_all(copy);
}

TEST(Tck, ADirectoryWithoutTestsHasNoRow) {
    std::ostringstream out;
    const TckCounts counts = run_tck(std::vector{fs::path("/nowhere")}, out);
    EXPECT_EQ(counts.passed + counts.failed, 0);
    EXPECT_EQ(out.str(), "0 passed, 0 failed\n");
}

/// Models of public bodies, as they were published: every file loads; what is wrong in one is said with its place, and
/// is an error of the decisions that need it.
TEST(RealModels, EveryFileLoads) {
    const fs::path law = guildhall::tests::data_directory() / "dmn-law";
    if (!fs::exists(law)) GTEST_SKIP() << "the models of public bodies are not on this machine; set GUILDHALL_DATA";
    const FolderImports imports({law});
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(law)) {
        if (entry.path().extension() != ".dmn") continue;
        ++files;
        const auto loaded = load(text_of(entry.path()), entry.path().filename().string(), &imports);
        ASSERT_TRUE(loaded.model) << entry.path();
        bool any_error = false;
        for (const auto& complaint : loaded.complaints) {
            if (complaint.severity != base::Severity::error) continue;
            any_error = true;
            EXPECT_GT(complaint.place.line, 0) << complaint.text();
            EXPECT_GT(complaint.place.column, 0) << complaint.text();
        }
        for (const std::string& decision : loaded.model->decisions()) {
            const auto outcome = loaded.model->evaluate(decision, {}, {}, "Europe/Amsterdam");
            EXPECT_TRUE(outcome || any_error) << entry.path() << ": " << decision;
        }
    }
    EXPECT_GT(files, 30);
}

}  // namespace
}  // namespace guildhall::dmn
