#include "journeys/alternatives.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/load.hpp"
#include "support/source_directory.hpp"
#include "words/testing.hpp"

namespace guildhall::journeys {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

std::vector<std::string> said(const Alternatives& other) {
    std::vector<std::string> made;
    for (const Alternative& alternative : other.found) {
        std::string text;
        for (const ChangedAnswer& change : alternative.changes)
            text += (text.empty() ? "" : " and ") + change.question->id + ": " +
                    change_words(change, words::testing::english());
        made.push_back(std::move(text));
    }
    return made;
}

TEST(Alternatives, OfATreeAreForStaffAlone) {
    const auto loaded = catalogue::load_folder(guildhall::tests::source_directory() / "services/fell-a-tree");
    ASSERT_TRUE(loaded.service);
    // In words alone: the map does not know it, so the person is asked.
    const base::Json place{base::Json::Object{{"text", "By the pond"}}};
    const Answers answers{{"trunk", "45"}, {"place", place}, {"protected", true}};
    EXPECT_THAT(
        said(alternatives(*loaded.service, answers, now, Reader::staff)),
        UnorderedElementsAre("trunk: 30 cm instead of 45 cm", "protected: No instead of Yes")
    );
    EXPECT_TRUE(alternatives(*loaded.service, answers, now, Reader::resident).found.empty());
    // Nobody asked where it stands, so only a trunk that does not depend on it counts.
    EXPECT_THAT(
        said(alternatives(*loaded.service, {{"trunk", "61"}}, now, Reader::staff)),
        ElementsAre("trunk: 30 cm instead of 61 cm")
    );
    EXPECT_TRUE(alternatives(*loaded.service, {{"trunk", "45"}}, now, Reader::staff).found.empty()) << "not settled";
}

/// A hall: few people may always come, many only without music; the age cannot be changed.
const std::string hall = R"yaml(service: hall
version: 1
title: Book a hall
summary: Book a room.
questions:
  age:
    ask: How old are you?
    type: number
    input: age
  people:
    ask: How many people come?
    type: number
    range: "[10..500]"
    input: people
    can-change: true
  music:
    ask: Will there be music?
    type: yes-no
    input: music
    can-change: true
decision:
  rules:
    - model: rules.dmn
  decision: Allowed
  outcomes:
    - when: decision = "Yes"
      means: granted
    - when: decision = "With a guard"
      means: granted with conditions
    - means: refused
)yaml";

std::string input(const std::string& name, const std::string& type) {
    return "<inputData id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\" typeRef=\"" + type +
           "\"/></inputData>";
}

std::string rule(const std::vector<std::string>& tests, const std::string& output) {
    std::string text = "<rule>";
    for (const std::string& test : tests) text += "<inputEntry><text>" + test + "</text></inputEntry>";
    return text + "<outputEntry><text>\"" + output + "\"</text></outputEntry></rule>";
}

std::shared_ptr<const catalogue::Service> hall_service() {
    std::string needs;
    std::string columns;
    for (const std::string name : {"age", "people", "music"}) {
        needs += "<informationRequirement><requiredInput href=\"#" + name + "\"/></informationRequirement>";
        columns += "<input label=\"" + name + "\"><inputExpression><text>" + name + "</text></inputExpression></input>";
    }
    const std::string model =
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"H\" namespace=\"urn:h\">" +
        input("age", "number") + input("people", "number") + input("music", "boolean") +
        "<decision id=\"d\" name=\"Allowed\"><variable name=\"Allowed\"/>" + needs +
        "<decisionTable hitPolicy=\"FIRST\">" + columns + "<output name=\"answer\"/>" +
        rule({"&lt; 18", "-", "-"}, "No") + rule({"-", "&lt; 5", "-"}, "Yes") +
        rule({"-", "&lt;= 50", "false"}, "Yes") + rule({"-", "&lt;= 100", "false"}, "With a guard") +
        rule({"-", "-", "-"}, "No") + "</decisionTable></decision></definitions>";
    const auto loaded = catalogue::load_files({{"service.yaml", hall}, {"rules.dmn", model}}, "hall");
    for (const auto& complaint : loaded.complaints)
        if (complaint.severity == base::Severity::error) ADD_FAILURE() << complaint.text();
    return loaded.service;
}

TEST(Alternatives, AreBetterTheirsToChangeAndWhatTheFormTakes) {
    const auto service = hall_service();
    ASSERT_TRUE(service);
    // Fewer than five would do, but no form takes fewer than ten: two answers have to change.
    const Answers answers{{"age", "30"}, {"people", "120"}, {"music", true}};
    const Alternatives own = alternatives(*service, answers, now, Reader::resident);
    EXPECT_THAT(said(own), ElementsAre("people: 100 instead of 120 and music: No instead of Yes"));
    EXPECT_EQ(own.found[0].kind, catalogue::OutcomeKind::granted_with_conditions);
    EXPECT_TRUE(own.found[0].theirs_to_change());
    // From conditions only what is better counts for residents; staff see a refusal as well.
    const Answers guarded{{"age", "30"}, {"people", "80"}, {"music", false}};
    EXPECT_THAT(said(alternatives(*service, guarded, now, Reader::resident)), ElementsAre("people: 50 instead of 80"));
    EXPECT_THAT(
        said(alternatives(*service, guarded, now, Reader::staff)),
        UnorderedElementsAre("people: 101 instead of 80", "music: Yes instead of No", "age: 17 instead of 30")
    );
    // Who is too young cannot change that, and hears nothing.
    EXPECT_TRUE(alternatives(*service, {{"age", "16"}}, now, Reader::resident).found.empty());
}

}  // namespace
}  // namespace guildhall::journeys
