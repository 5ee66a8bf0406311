// Every key that the program's source asks for has words: Locale::text gives back a key that nobody has as it stands.

#include <filesystem>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/source_directory.hpp"
#include "words/testing.hpp"

namespace guildhall::words {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Events and named queries are called alike, so that their literals are keys only as an argument of `text`.
const std::set<std::string> also_names_of_events_and_queries{"account",     "notices", "password",
                                                             "performance", "receipt", "review"};

std::set<std::string> groups() {
    std::set<std::string> out;
    for (const auto& [key, message] : testing::english().messages()) out.insert(key.substr(0, key.find('.')));
    return out;
}

/// Literals of the form `"group.name"` that mean a message.
std::vector<std::string> keys_in(const std::string& source) {
    static const std::set<std::string> known = groups();
    static const std::regex literal(
        R"re((text\(\s*|language_of\(\s*|by_key\(\s*|sentence\(\s*[\w.]+,\s*)?"([a-z]+)\.([a-z0-9_]+)")re"
    );
    std::vector<std::string> keys;
    for (std::sregex_iterator match(source.begin(), source.end(), literal), end; match != end; ++match) {
        const std::string group = (*match)[2];
        if (!known.contains(group)) continue;
        if (!(*match)[1].matched && also_names_of_events_and_queries.contains(group)) continue;
        keys.push_back(group + "." + (*match)[3].str());
    }
    return keys;
}

TEST(UsedKeys, AreFoundInSource) {
    EXPECT_THAT(
        keys_in(R"(f("review.requested"); text("review.title"); wrong(id, "answers.no_such"); g("other.thing");)"),
        ElementsAre("review.title", "answers.no_such")
    );
    EXPECT_THAT(keys_in("locale.text(\n    \"account.wrong\"\n)"), ElementsAre("account.wrong"));
    EXPECT_THAT(
        keys_in(R"(by_key("account.taken"); sentence(view.locale, "receipt.had_it_on", {}))"),
        ElementsAre("account.taken", "receipt.had_it_on")
    );
}

TEST(UsedKeys, HaveWords) {
    std::vector<std::string> unknown;
    std::size_t files = 0;
    for (const char* folder : {"src", "apps"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tests::source_directory() / folder)) {
            const std::string name = entry.path().filename().string();
            if (!(name.ends_with(".cpp") || name.ends_with(".hpp")) || name.ends_with("_test.cpp")) continue;
            ++files;
            for (const std::string& key : keys_in(tests::text_of(entry.path()))) {
                if (!testing::english().has(key)) unknown.push_back(name + ": " + key);
            }
        }
    }
    EXPECT_GT(files, 100U);
    EXPECT_THAT(unknown, IsEmpty());
}

}  // namespace
}  // namespace guildhall::words
