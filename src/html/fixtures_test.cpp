/// Renders the fixtures that the govuk-frontend package ships for each component that we have, and compares the
/// documents: what the package's own templates give, and what our functions give for the same options.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/json.hpp"
#include "html/internal/fixtures_for_test.hpp"
#include "html/internal/normalised.hpp"
#include "support/source_directory.hpp"

namespace guildhall::html {
namespace {

using base::Json;
using internal::components;
using internal::normalised;

/// Fixtures that we do not follow, each with the reason.
const std::map<std::string, std::string>& exceptions() {
    const std::string no_drop_zone =
        "the drop zone is made by a script that we do not serve: the browser's own field takes dropped files";
    static const std::map<std::string, std::string> all{
        {"file-upload: enhanced", no_drop_zone},
        {"file-upload: enhanced, with error message and hint", no_drop_zone},
        {"file-upload: enhanced, multiple files", no_drop_zone},
        {"file-upload: enhanced, custom wrapper classes and attributes", no_drop_zone},
        {"file-upload: translated", no_drop_zone},
        {"task-list: with empty values", "a list of ours has no holes, so no number is skipped in the ids"},
    };
    return all;
}

TEST(Fixtures, EveryComponentGivesTheDocumentThatThePackageGives) {
    const std::filesystem::path folder =
        guildhall::tests::source_directory() / "web/node_modules/govuk-frontend/dist/govuk/components";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "govuk-frontend is not installed: run `npm ci` in web/ to compare with its fixtures";
    }
    int compared = 0;
    for (const auto& [component, render] : components()) {
        std::ifstream in(folder / component / "fixtures.json");
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        const auto parsed = Json::parse(bytes);
        ASSERT_TRUE(parsed) << component << ": fixtures.json cannot be read";
        for (const Json& fixture : *(*parsed)["fixtures"].array()) {
            const std::string name = component + ": " + fixture.string_at("name");
            const std::string expected = normalised(fixture.string_at("html"));
            const std::string actual = normalised(render(fixture["options"]).text());
            const auto exception = exceptions().find(name);
            if (exception == exceptions().end()) {
                EXPECT_EQ(expected, actual) << name << "\noptions: " << fixture["options"].text();
            } else {
                EXPECT_NE(expected, actual) << name << " is listed as an exception and is none: " << exception->second;
            }
            ++compared;
        }
    }
    EXPECT_GT(compared, 500) << "the package ships fewer fixtures than it did";
    RecordProperty("fixtures", compared);
}

}  // namespace
}  // namespace guildhall::html
