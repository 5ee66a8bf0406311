#include "dmn/next_questions.hpp"

#include <gtest/gtest.h>

#include "dmn/boundary_values.hpp"
#include "dmn/internal/sample_models.hpp"
#include "dmn/random_cases.hpp"

namespace guildhall::dmn {
namespace {

using feel::Value;
using Names = std::vector<std::string>;

/// A fee: nobody under 18 pays; residents pay 5, others by their income.
std::shared_ptr<const Model> fees() {
    return loaded(sample_definitions(
        "<itemDefinition name=\"tZone\"><typeRef>string</typeRef><allowedValues><text>\"inner\", "
        "\"outer\"</text></allowedValues></itemDefinition>" +
        sample_input({"age", "number"}) + sample_input({"resident", "boolean"}) + sample_input({"income", "number"}) +
        sample_input({"zone", "tZone"}) + sample_input({"visits", "number"}) +
        sample_table(
            {.name = "Fee",
             .hit_policy = "FIRST",
             .columns = {{"age"}, {"resident"}, {"income"}, {"zone"}},
             .rules =
                 {{"< 18", "-", "-", "-", "0"},
                  {"-", "true", "-", "-", "5"},
                  {"-", "-", "<= 1000.5", "\"inner\"", "10"},
                  {"-", "-", "-", "-", "20"}},
             .requires_inputs = {"age", "resident", "income", "zone", "visits"}}
        ) +
        sample_literal("Total", "visits + 1", {"visits"})
    ));
}

Names asked(const Inputs& known, const Names& order, std::string_view decision = "Fee") {
    const auto model = fees();
    const auto questions = next_questions(*model, decision, known, order, base::Instant{}, "UTC");
    EXPECT_TRUE(questions);
    return questions ? *questions : Names{"error"};
}

TEST(NextQuestions, ComeInTheOrderGivenAndThoseNotNamedBehind) {
    EXPECT_EQ(asked({}, {}), (Names{"age", "resident", "income", "zone"}));
    EXPECT_EQ(asked({}, {"zone", "income", "resident", "age"}), (Names{"zone", "income", "resident", "age"}));
    EXPECT_EQ(asked({}, {"income", "nothing", "income", "visits"}), (Names{"income", "age", "resident", "zone"}));
    EXPECT_EQ(asked({}, {"age"}, "Total"), (Names{"visits"}));
}

TEST(NextQuestions, WhatIsSettledNeedsNone) {
    EXPECT_EQ(asked({{"age", number(17)}}, {}), Names{});
    EXPECT_EQ(asked({{"resident", Value(true)}}, {}), Names{"age"});
    EXPECT_EQ(asked({{"age", number(18)}, {"resident", Value(false)}, {"zone", Value("outer")}}, {}), Names{});
    EXPECT_EQ(
        asked({{"age", number(18)}, {"resident", Value(false)}, {"income", number(1000)}}, {"zone"}), Names{"zone"}
    );
    // What does not apply is null, an answer as any other.
    EXPECT_EQ(asked({{"age", number(18)}, {"resident", Value()}, {"income", Value()}}, {}), Names{});
}

TEST(NextQuestions, OfAnUnknownDecisionAreAnError) {
    EXPECT_FALSE(next_questions(*fees(), "Fees", {}, {}, base::Instant{}, "UTC"));
}

std::string texts(const std::vector<Value>& values) {
    std::string text;
    for (const Value& value : values) text += (text.empty() ? "" : " ") + value.text();
    return text;
}

TEST(BoundaryValues, AreThoseNamedAndOneBetweenEachTwo) {
    const auto values = boundary_values(*fees(), "Fee", base::Instant{}, "UTC");
    EXPECT_EQ(values.size(), 4U) << "no value is made for what the decision does not read";
    EXPECT_EQ(texts(values.at("age")), "17 18 19");
    EXPECT_EQ(texts(values.at("income")), "999.5 1000.5 1001.5");
    EXPECT_EQ(texts(values.at("resident")), "true false");
    EXPECT_EQ(texts(values.at("zone")), "\"inner\" \"outer\"") << "others are not allowed";
    EXPECT_GT(boundary_values(*fees(), "Total", base::Instant{}, "UTC").at("visits").size(), 4U)
        << "what goes into a sum is tried widely";
    EXPECT_TRUE(boundary_values(*fees(), "none", base::Instant{}, "UTC").empty());
}

TEST(BoundaryValues, OfListsAndContextsAreMadeOfTheirParts) {
    const auto model = loaded(sample_definitions(
        "<itemDefinition name=\"tWords\" isCollection=\"true\"><typeRef>string</typeRef></itemDefinition>"
        "<itemDefinition name=\"tPerson\"><itemComponent name=\"age\"><typeRef>number</typeRef></itemComponent>"
        "</itemDefinition>" +
        sample_input({"words", "tWords"}) + sample_input({"person", "tPerson"}) +
        sample_literal("Result", "count(words) > 0 and person.age >= 18", {"words", "person"})
    ));
    const auto values = boundary_values(*model, "Result", base::Instant{}, "UTC");
    ASSERT_GE(values.at("words").size(), 2U);
    EXPECT_EQ(values.at("words")[0].text(), "[]");
    EXPECT_EQ(texts(values.at("person")), "{age: 17} {age: 18} {age: 19}");
}

TEST(RandomCases, AreOnLimitsAndBetweenAndTheSameForOneSeed) {
    const auto model = fees();
    const auto made = [&](std::uint32_t seed) {
        std::vector<std::string> lines;
        for (const Inputs& inputs : random_cases(*model, 300, seed, base::Instant{}, "UTC").cases) {
            EXPECT_EQ(inputs.size(), 5U);
            std::string line;
            for (const auto& [name, value] : inputs) {
                EXPECT_TRUE(model->fits_input(name, value)) << name << " = " << value.text();
                line += name + " = " + value.text() + "; ";
            }
            lines.push_back(std::move(line));
        }
        return lines;
    };
    const std::vector<std::string> lines = made(1);
    EXPECT_EQ(lines, made(1));
    EXPECT_NE(lines, made(2));
    EXPECT_GT(std::set<std::string>(lines.begin(), lines.end()).size(), 250U);
    const auto some = [&](const char* part) {
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
            return line.find(part) != std::string::npos;
        });
    };
    EXPECT_TRUE(some("age = 18;") && some("age = null;") && some("income = 1000.5;"));
}

}  // namespace
}  // namespace guildhall::dmn
