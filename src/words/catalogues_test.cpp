// The catalogues that the program carries: whole, and saying the same in every language.

#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "words/testing.hpp"

namespace guildhall::words {
namespace {

using ::testing::IsEmpty;
using testing::languages;

const Locale& english() {
    return testing::english();
}

/// A plural of a pattern: what it counts, and the forms that it has.
struct Plural {
    std::string argument;
    std::vector<std::string> categories;
};

/// Every `{name, plural, …}` of a pattern, those within others too. Read by hand: the room shows no part of ICU's
/// reader.
std::vector<Plural> plurals_of(const std::string& pattern) {
    std::vector<Plural> found;
    static const std::regex begin(R"(\{(\w+), plural, )");
    for (std::sregex_iterator match(pattern.begin(), pattern.end(), begin), end; match != end; ++match) {
        Plural plural{(*match)[1], {}};
        int depth = 0;
        std::string word;
        for (auto at = static_cast<std::size_t>(match->position() + match->length()); at < pattern.size(); ++at) {
            const char c = pattern[at];
            if (c == '{') {
                if (depth == 0) plural.categories.push_back(std::exchange(word, {}));
                ++depth;
            } else if (c == '}') {
                if (depth == 0) break;
                --depth;
            } else if (depth == 0 && c != ' ') {
                word += c;
            }
        }
        found.push_back(std::move(plural));
    }
    return found;
}

/// An argument that fits wherever its name is used: a number where one is asked for.
Arguments arguments_for(const std::string& pattern, std::int64_t number) {
    Arguments out;
    for (const std::string& name : arguments_of(pattern)) {
        const bool counted = pattern.find("{" + name + ", ") != std::string::npos;
        out.push_back(counted ? Argument(name, number) : Argument(name, "‹" + name + "›"));
    }
    return out;
}

class EveryLanguage : public ::testing::TestWithParam<const char*> {
protected:
    const Locale& locale() const { return languages().get(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Catalogues, EveryLanguage, ::testing::Values("en", "cy", "nb", "nn", "ar-XB"));

/// Those with words of their own.
class Translated : public EveryLanguage {};
INSTANTIATE_TEST_SUITE_P(Catalogues, Translated, ::testing::Values("en", "cy", "nb", "nn"));

TEST_P(EveryLanguage, HasWordsForEveryKey) {
    ASSERT_EQ(locale().tag(), GetParam());
    EXPECT_THAT(languages().missing(GetParam()), IsEmpty());
}

TEST_P(EveryLanguage, AsksForTheArgumentsThatEnglishAsksFor) {
    for (const auto& [key, message] : locale().messages())
        EXPECT_EQ(arguments_of(message), arguments_of(english().messages().at(key))) << key;
}

TEST_P(EveryLanguage, ComesOutWhole) {
    for (const auto& [key, message] : locale().messages()) {
        for (const std::int64_t number : {0, 1, 2, 3, 6, 11, 1000}) {
            const auto out = locale().format(message, arguments_for(message, number));
            ASSERT_TRUE(out) << key << ": " << out.error().detail.text;
            EXPECT_EQ(out->find_first_of("{}#"), std::string::npos) << key << ": " << *out;
        }
    }
}

/// The apostrophe of keyboards quotes in MessageFormat, so words have the typographer's; and pages put space between.
TEST_P(EveryLanguage, IsWrittenAsItIsRead) {
    for (const auto& [key, message] : locale().messages()) {
        EXPECT_EQ(message.find('\''), std::string::npos) << key;
        EXPECT_EQ(message.find("  "), std::string::npos) << key;
        EXPECT_FALSE(message.starts_with(' ')) << key;
        EXPECT_FALSE(message.ends_with(' ') && !key.ends_with("error_prefix")) << key;
        EXPECT_FALSE(message.empty()) << key;
    }
}

/// Each form of a plural that the language tells apart is there; Welsh has six, and mutates nouns by them.
TEST_P(Translated, HasEveryFormOfAPlural) {
    for (const auto& [key, message] : locale().messages()) {
        for (const Plural& plural : plurals_of(message)) {
            for (const std::string& category : locale().plural_categories()) {
                // A sentence for nought alone, as English has it, needs no form for one.
                if (category == "one" && GetParam() != std::string_view{"cy"} && plural.categories.front() == "=0")
                    continue;
                EXPECT_THAT(plural.categories, ::testing::Contains(category)) << key << ", " << plural.argument;
            }
        }
    }
}

TEST(WelshPlurals, MutateByTheNumber) {
    const Locale& welsh = languages().get("cy");
    const auto left = [&](int count) { return welsh.text("journey.questions_left", {{"count", count}}); };
    EXPECT_EQ(left(1), "Mae 1 cwestiwn ar ôl ar y mwyaf.");
    EXPECT_EQ(left(2), "Mae 2 gwestiwn ar ôl ar y mwyaf.");
    EXPECT_EQ(left(3), "Mae 3 chwestiwn ar ôl ar y mwyaf.");
    EXPECT_EQ(left(6), "Mae 6 chwestiwn ar ôl ar y mwyaf.");
    EXPECT_EQ(left(7), "Mae 7 cwestiwn ar ôl ar y mwyaf.");
    EXPECT_EQ(welsh.plural_categories().size(), 6U);
}

/// What is the same word for word in English was most likely forgotten.
TEST(Translations, AreNotEnglish) {
    for (const char* tag : {"cy", "nb", "nn"}) {
        std::vector<std::string> same;
        for (const auto& [key, message] : languages().get(tag).messages()) {
            if (message == english().messages().at(key) && message.find(' ') != std::string::npos &&
                message.find('{') == std::string::npos)
                same.push_back(key);
        }
        EXPECT_THAT(same, IsEmpty()) << tag;
    }
}

}  // namespace
}  // namespace guildhall::words
