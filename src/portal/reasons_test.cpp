#include "portal/internal/reasons.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/testing.hpp"
#include "dmn/phrases.hpp"
#include "words/testing.hpp"

namespace guildhall::portal {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

TEST(Phrases, OfTheCatalogueSayInEnglishWhatTheRulesSay) {
    const words::Locale& english = words::testing::english();
    for (const auto& [phrase, pattern] : dmn::english_phrases())
        EXPECT_EQ(english.text("reasoning." + phrase, {}), pattern) << phrase;
    for (const auto& [key, message] : english.messages()) {
        if (!key.starts_with("reasoning.")) continue;
        EXPECT_TRUE(dmn::english_phrases().contains(key.substr(10))) << key;
    }
}

constexpr const char* welsh = R"yaml(title: Llogi neuadd
questions:
  people: {ask: "Faint o bobl?", unit: o bobl}
)yaml";

class ReasonsTest : public ::testing::Test {
protected:
    /// The hall with 120 people, which its rules refuse, told to who reads `language`.
    std::vector<RuleReason> told(const std::string& language, const catalogue::Files& changed = {}) {
        catalogue::Files files = catalogue::testing::decided_service();
        files["words.cy.yaml"] = welsh;
        for (const auto& [name, bytes] : changed) files[name] = bytes;
        const auto loaded = catalogue::load_files(files);
        if (!loaded.service) throw std::logic_error(catalogue::testing::all_text(loaded.complaints));
        const auto now = *base::from_rfc3339("2026-06-05T12:00:00Z");
        const journeys::Answers answers{{"people", base::Json{"120"}}};
        const auto* rules = journeys::rules_on(*loaded.service, now);
        const auto trace = rules->model->explain(
            loaded.service->decision_name, journeys::inputs_of(*loaded.service, answers, now), now, "UTC"
        );
        if (!trace) throw std::logic_error(trace.error().detail.text);
        return rule_reasons(
            *trace, *loaded.service, {loaded.service->in_language(language), words::testing::languages().get(language)}
        );
    }
};

std::string annotated(const std::string& annotation) {
    return catalogue::testing::replaced(
        catalogue::testing::small_model, "<text>\"No\"</text></outputEntry>",
        "<text>\"No\"</text></outputEntry><annotationEntry><text>" + annotation + "</text></annotationEntry>"
    );
}

TEST_F(ReasonsTest, MadeOfTestsAreInTheWordsOfTheReader) {
    const auto english = told("en");
    ASSERT_EQ(english.size(), 1U);
    EXPECT_EQ(english[0].text, "Head count is 120 people, which is over 100 people. Allowed? No.");
    EXPECT_EQ(english[0].language, "en");
    // The question as it was asked stands for the column, and the answer tells the outcome.
    const auto in_welsh = told("cy");
    ASSERT_EQ(in_welsh.size(), 1U);
    EXPECT_EQ(in_welsh[0].text, "Faint o bobl? 120 o bobl (dros 100 o bobl).");
    EXPECT_EQ(in_welsh[0].language, "cy");
}

TEST_F(ReasonsTest, WithoutTheServicesWordsTheyStayInItsLanguage) {
    const catalogue::Files model{{"rules.dmn", annotated("Our halls hold 100.")}};
    EXPECT_THAT(
        told("cy", model),
        ElementsAre(AllOf(Field(&RuleReason::text, "Our halls hold 100."), Field(&RuleReason::language, "en")))
    );
}

TEST_F(ReasonsTest, OfAnAuthorAreTranslatedInTheFolder) {
    const catalogue::Files files{
        {"rules.dmn", annotated("Our halls hold 100.")},
        {"words.cy.yaml", std::string{welsh} + "reasons:\n  \"Our halls hold 100.\": Mae lle i 100 yn ein neuaddau.\n"}
    };
    EXPECT_THAT(
        told("cy", files),
        ElementsAre(
            AllOf(Field(&RuleReason::text, "Mae lle i 100 yn ein neuaddau."), Field(&RuleReason::language, "cy"))
        )
    );
    EXPECT_EQ(told("en", files).front().text, "Our halls hold 100.");
}

}  // namespace
}  // namespace guildhall::portal
