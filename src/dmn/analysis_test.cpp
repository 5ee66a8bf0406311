#include "dmn/analysis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <iostream>

#include "dmn/internal/sample_models.hpp"
#include "support/thorough.hpp"

namespace guildhall::dmn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string item_types =
    "<itemDefinition name=\"tColour\"><typeRef>string</typeRef><allowedValues><text>\"red\", "
    "\"green\"</text></allowedValues></itemDefinition>"
    "<itemDefinition name=\"tAge\"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues>"
    "</itemDefinition>"
    "<itemDefinition name=\"tPerson\"><itemComponent name=\"age\"><typeRef>tAge</typeRef></itemComponent>"
    "<itemComponent name=\"colour\"><typeRef>tColour</typeRef></itemComponent></itemDefinition>";

const std::string inputs_xml = item_types + sample_input({"n", "number"}) + sample_input({"age", "tAge"}) +
                               sample_input({"b", "boolean"}) + sample_input({"s", "string"}) +
                               sample_input({"colour", "tColour"}) + sample_input({"day", "date"}) +
                               sample_input({"person", "tPerson"});

SampleTable table(std::string policy, std::vector<SampleColumn> columns, std::vector<std::vector<std::string>> rules) {
    SampleTable made;
    made.hit_policy = std::move(policy);
    made.columns = std::move(columns);
    made.rules = std::move(rules);
    made.requires_inputs = {"n", "age", "b", "s", "colour", "day", "person"};
    return made;
}

/// Findings of one table, without the inputs that it does not use.
Analysis analysed(const std::string& content) {
    Analysis made = analyse(sample_definitions(inputs_xml + content), "sample.dmn");
    EXPECT_TRUE(made.loaded);
    std::erase_if(made.findings, [](const Finding& finding) { return finding.kind == FindingKind::input_unused; });
    return made;
}

std::vector<std::string> told(const Analysis& analysis) {
    std::vector<std::string> lines;
    for (const Finding& finding : analysis.findings)
        lines.push_back(std::string(finding_kind_name(finding.kind)) + ": " + finding.message);
    return lines;
}

std::vector<std::string> told(const SampleTable& one) {
    return told(analysed(sample_table(one)));
}

TEST(Analysis, NamesTheGapItsValuesAndAnExample) {
    const Analysis found = analysed(sample_table(
        table("UNIQUE", {{"n"}, {"b"}}, {{"<= 30", "-", "1"}, {"[31..60]", "-", "2"}, {"> 60", "true", "3"}})
    ));
    EXPECT_THAT(
        told(found), ElementsAre(
                         "gap: no rule matches where n in (30..31), for example n = 30.5",
                         "gap: no rule matches where n > 60 and b = false, for example n = 61, b = false"
                     )
    );
    const Finding& gap = found.findings.front();
    EXPECT_EQ(gap.severity, FindingSeverity::error);
    EXPECT_EQ(gap.decision, "Result");
    EXPECT_EQ(gap.place.file, "sample.dmn");
    EXPECT_GT(gap.place.line, 1);
    ASSERT_EQ(gap.columns.size(), 2U);
    EXPECT_EQ(gap.columns[0].values, "(30..31)");
    EXPECT_EQ(gap.columns[1].values, "");
    EXPECT_TRUE(gap.inputs_complete);
    EXPECT_EQ(gap.inputs.at("n").text(), "30.5");
    EXPECT_TRUE(found.limits.empty());
}

TEST(Analysis, ADomainIsWhatTypesAllow) {
    const auto by_colour = [](const std::string& expression, const std::string& type) {
        return told(table("UNIQUE", {{expression, type}}, {{"\"red\"", "1"}, {"\"green\"", "2"}}));
    };
    EXPECT_THAT(by_colour("colour", ""), ElementsAre());
    EXPECT_THAT(by_colour("person.colour", ""), ElementsAre());
    EXPECT_THAT(
        by_colour("s", "tColour"), ElementsAre(HasSubstr("s in not(\"green\", \"red\"), for example s = \"another\""))
    );
    EXPECT_THAT(told(table("UNIQUE", {{"age"}}, {{"[0..150]", "1"}})), ElementsAre());
    EXPECT_THAT(
        told(table("UNIQUE", {{"age"}}, {{"[1..150)", "1"}, {"> 150", "2"}, {"150", "3"}})),
        ElementsAre(
            HasSubstr("age in [0..1), for example age = 0"),
            HasSubstr("rule 2 can never match: no value that 'age' can have")
        )
    );
    EXPECT_THAT(
        told(table("UNIQUE", {{"colour"}}, {{"\"red\", \"green\"", "1"}, {"\"blue\"", "2"}})),
        ElementsAre("never-matches: rule 2 can never match: no value that 'colour' can have passes '\"blue\"'")
    );
}

TEST(Analysis, PartsOfAnInputGiveAWholeExample) {
    const Analysis found = analysed(sample_table(
        table("UNIQUE", {{"person.age"}, {"person.colour"}}, {{"< 18", "-", "1"}, {">= 18", "\"red\"", "2"}})
    ));
    ASSERT_EQ(found.findings.size(), 1U);
    EXPECT_EQ(found.findings[0].inputs.at("person").text(), "{age: 18, colour: \"green\"}");
    EXPECT_TRUE(found.findings[0].certain);
}

TEST(Analysis, ColumnsThatLookAtTheSameAreOne) {
    EXPECT_THAT(
        told(table("UNIQUE", {{"age >= 18"}, {"age"}}, {{"true", "-", "1"}, {"false", "< 18", "2"}})), ElementsAre()
    );
    EXPECT_THAT(
        told(table("UNIQUE", {{"n"}, {"n"}}, {{"< 5", "-", "1"}, {">= 5", "> 7", "2"}, {"> 7", "< 7", "3"}})),
        ElementsAre(
            "gap: no rule matches where n in [5..7], for example n = 5",
            "never-matches: rule 3 can never match: its tests of 'n' contradict each other"
        )
    );
}

TEST(Analysis, RequiredDecisionsGiveTheirOutputsAsDomain) {
    SampleTable risk = table("UNIQUE", {{"n"}}, {{"< 10", "\"low\""}, {">= 10", "\"high\""}});
    risk.name = "Risk";
    SampleTable top = table("UNIQUE", {{"Risk"}}, {{"\"low\"", "1"}});
    top.requires_decisions = {"Risk"};
    const Analysis found = analysed(sample_table(risk) + sample_table(top));
    EXPECT_THAT(told(found), ElementsAre(HasSubstr("no rule matches where Risk = \"high\"; whether this can happen")));
    EXPECT_EQ(found.findings[0].severity, FindingSeverity::warning);
    EXPECT_FALSE(found.findings[0].certain);
    top.rules.push_back({"\"high\"", "2"});
    EXPECT_THAT(told(analysed(sample_table(risk) + sample_table(top))), ElementsAre());
}

TEST(Analysis, OverlapsAreMistakesWhereTheHitPolicySaysSo) {
    const std::vector<std::vector<std::string>> rules = {{"<= 10", "1"}, {">= 10", "2"}};
    EXPECT_THAT(
        told(table("UNIQUE", {{"n"}}, rules)),
        ElementsAre(
            "overlap: rules 1 and 2 both match where n = 10; in a UNIQUE table only one may, so the outcome is null"
        )
    );
    EXPECT_THAT(
        told(table("ANY", {{"n"}}, rules)), ElementsAre(HasSubstr("both match with different outputs where n = 10"))
    );
    EXPECT_THAT(told(table("ANY", {{"n"}}, {{"<= 10", "1"}, {">= 10", "1.0"}})), ElementsAre());
    EXPECT_THAT(
        told(table("ANY", {{"n"}}, {{"<= 10", "1"}, {">= 10", "n"}})),
        ElementsAre(HasSubstr("their outputs may differ"))
    );
    EXPECT_THAT(told(table("FIRST", {{"n"}}, rules)), ElementsAre());
    EXPECT_THAT(told(table("COLLECT", {{"n"}}, rules)), ElementsAre());
}

TEST(Analysis, RulesWithoutEffect) {
    EXPECT_THAT(
        told(table(
            "FIRST", {{"n"}, {"b"}},
            {{"< 10", "-", "1"}, {"[2..5]", "true", "2"}, {"(7..7)", "-", "3"}, {"-", "-", "4"}}
        )),
        ElementsAre(
            "never-matches: rule 3 can never match: no value that 'n' can have passes '(7..7)'",
            "masked: rule 2 is never reached: rule 1 takes every case of it first"
        )
    );
    EXPECT_THAT(
        told(table("FIRST", {{"n"}}, {{"< 10", "1"}, {">= 5", "2"}, {"[3..20]", "3"}, {"-", "4"}})),
        ElementsAre(
            "masked: rule 3 is never reached: earlier rules together take every case of it first",
            "only-when-missing: rule 4 applies only when 'n' is missing (null); earlier rules take every other case"
        )
    );
    EXPECT_THAT(
        told(table("FIRST", {{"n"}}, {{"< 10", "1"}, {"> 20", "2"}, {"-", "1"}})),
        ElementsAre(
            "no-difference: rule 1 makes no difference: without it, every outcome of this FIRST table is the same"
        )
    );
    SampleTable priority = table("PRIORITY", {{"n"}}, {{"> 0", "1"}, {"> 5", "2"}, {"-", "3"}});
    priority.output_values = "1, 2, 3";
    EXPECT_THAT(told(priority), ElementsAre(HasSubstr("rule 2 makes no difference")));
    SampleTable smallest = table("COLLECT", {{"n"}}, {{"> 0", "1"}, {"> 5", "2"}, {"-", "3"}});
    smallest.aggregation = "MIN";
    EXPECT_THAT(told(smallest), ElementsAre(HasSubstr("rule 2 makes no difference")));
    smallest.aggregation = "COUNT";
    EXPECT_THAT(told(smallest), ElementsAre());
}

TEST(Analysis, TypesOfLiterals) {
    EXPECT_THAT(
        told(table("FIRST", {{"n"}, {"day"}}, {{"\"5\"", "-", "1"}, {"-", "\"2024-01-01\"", "2"}, {"-", "-", "3"}})),
        ElementsAre(
            HasSubstr("type-error: rule 1 compares 'n' with \"5\", which is a string; the column holds a number"),
            HasSubstr(
                "type-error: rule 2 compares 'day' with \"2024-01-01\", which is a string; the column holds a date"
            )
        )
    );
    EXPECT_THAT(
        told(table("FIRST", {{"n", "string"}}, {{"-", "1"}})),
        ElementsAre(
            "type-error: the column 'n' says that it holds a string, but 'n' is a number", HasSubstr("column-unused")
        )
    );
    SampleTable typed = table("FIRST", {{"b"}}, {{"true", "\"yes\""}, {"-", "2"}});
    typed.type = "number";
    EXPECT_THAT(
        told(typed),
        ElementsAre(HasSubstr("rule 1 gives \"yes\", which is a string; the output is declared as 'number'"))
    );
    typed.type = "";
    typed.output_values = "\"yes\", \"no\"";
    EXPECT_THAT(
        told(typed),
        ElementsAre("output-not-allowed: rule 2 gives 2, which is not among the values of the output: \"yes\", \"no\"")
    );
    typed.output_values = "";
    typed.type = "tColour";
    typed.rules = {{"true", "\"red\""}, {"-", "\"blue\""}};
    EXPECT_THAT(
        told(typed), ElementsAre(HasSubstr(
                         "output-not-allowed: rule 2 gives \"blue\", which is not among the allowed values of 'tColour'"
                     ))
    );
}

TEST(Analysis, ColumnsAndInputsThatNothingUses) {
    EXPECT_THAT(
        told(table("FIRST", {{"n"}, {"b"}}, {{"< 5", "-", "1"}, {">= 5", "-", "2"}})),
        ElementsAre("column-unused: no rule looks at the column 'b'; every cell lets everything through")
    );
    const Analysis made = analyse(
        sample_definitions(
            sample_input({"used", "number"}) + sample_input({"idle", "number"}) +
            sample_literal("D", "used + 1", {"used", "idle"})
        ),
        "sample.dmn"
    );
    ASSERT_EQ(made.findings.size(), 1U);
    EXPECT_EQ(made.findings[0].message, "no decision reads the input 'idle'");
    EXPECT_EQ(made.findings[0].place.line, 3);
}

TEST(Analysis, DefaultsCloseGapsAndMayBeIdle) {
    const auto with_default = [](const SampleTable& one) {
        std::string xml = sample_table(one);
        xml.replace(xml.find("</output>"), 9, "<defaultOutputEntry><text>0</text></defaultOutputEntry></output>");
        return told(analysed(xml));
    };
    EXPECT_THAT(with_default(table("UNIQUE", {{"n"}}, {{"< 5", "1"}})), ElementsAre());
    EXPECT_THAT(with_default(table("UNIQUE", {{"n"}}, {{"< 5", "1"}, {">= 5", "2"}})), ElementsAre());  // null is left
    EXPECT_THAT(
        with_default(table("FIRST", {{"n"}}, {{"< 5", "1"}, {"-", "2"}})),
        ElementsAre("default-unused: the default 0 never applies: the rules take every case")
    );
    EXPECT_THAT(
        with_default(table("UNIQUE", {{"n"}}, {{"< 5", "1"}, {"> 7", "0"}})),
        ElementsAre(HasSubstr("rule 2 makes no difference"))
    );
}

TEST(Analysis, WhatCannotBeSplitIsSaidAndNothingIsClaimedOfIt) {
    const Analysis found = analysed(sample_table(table(
        "FIRST", {{"s"}, {"n"}}, {{"string length(?) > 3", "< 10", "1"}, {"-", "< 10", "2"}, {"\"x\"", "< 5", "3"}}
    )));
    EXPECT_THAT(
        told(found), ElementsAre(
                         HasSubstr("no rule matches where n >= 10, for example n = 10"),
                         "masked: rule 3 is never reached: rule 2 takes every case of it first"
                     )
    );
    ASSERT_EQ(found.limits.size(), 1U);
    EXPECT_THAT(
        found.limits[0].message,
        HasSubstr("the column 's': the cell of rule 1 is not a comparison with constants ('string length(?) > 3')")
    );
    EXPECT_EQ(as_complaints(found).size(), 3U);
}

TEST(Analysis, TablesStandAnywhere) {
    const std::string inner =
        "<decisionTable hitPolicy=\"UNIQUE\"><input><inputExpression "
        "typeRef=\"number\"><text>x</text></inputExpression></input>"
        "<output/><rule><inputEntry><text>&lt; "
        "5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>";
    const Analysis found = analysed(
        "<businessKnowledgeModel id=\"k\" name=\"K\"><variable name=\"K\"/><encapsulatedLogic><formalParameter "
        "name=\"x\" "
        "typeRef=\"number\"/>" +
        inner +
        "</encapsulatedLogic></businessKnowledgeModel>"
        "<decision id=\"c\" name=\"C\"><variable name=\"C\"/><context><contextEntry><variable name=\"entry\"/>" +
        "<conditional><if><literalExpression><text>true</text></literalExpression></if><then>" + inner +
        "</then><else><list>" + inner + "</list></else></conditional></contextEntry>" +
        "<contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"x\"/>" + inner +
        "</functionDefinition></contextEntry></context></decision>"
    );
    EXPECT_EQ(found.tables, 4);
    ASSERT_EQ(found.findings.size(), 4U);
    EXPECT_EQ(found.findings[0].table, "C.entry");
    EXPECT_EQ(found.findings[2].table, "C.f");
    EXPECT_EQ(found.findings[3].table, "K");
    for (const Finding& finding : found.findings) EXPECT_EQ(finding.kind, FindingKind::gap);
}

TEST(Analysis, WhatDoesNotLoadIsSaid) {
    const Analysis none = analyse("no xml", "f.dmn");
    EXPECT_FALSE(none.loaded);
    EXPECT_FALSE(none.loading.empty());
    EXPECT_FALSE(analyse("<definitions xmlns=\"urn:other\"/>", "f.dmn").loaded);
}

/// 1,000 rules over ten columns: a grid of intervals, whole but for what is taken out of it.
std::string large_table(bool whole) {
    std::string xml = item_types;
    SampleTable made;
    made.hit_policy = "UNIQUE";
    for (int column = 0; column < 10; ++column) {
        xml += sample_input({"i" + std::to_string(column), "number"});
        made.columns.push_back({"i" + std::to_string(column)});
        made.requires_inputs.push_back("i" + std::to_string(column));
    }
    const auto interval = [](int at, int count) {
        if (at == 0) return std::string("< 10");
        if (at + 1 == count) return ">= " + std::to_string(at * 10);
        return "[" + std::to_string(at * 10) + ".." + std::to_string(at * 10 + 10) + ")";
    };
    for (int rule = 0; rule < 1'000; ++rule) {
        std::vector<std::string> cells = {
            interval(rule / 100, 10), interval(rule / 10 % 10, 10), interval(rule % 10, 10)
        };
        for (int column = 3; column < 10; ++column) cells.emplace_back("-");
        cells.push_back(std::to_string(rule));
        if (!whole && rule == 555) cells[9] = "> 7";
        made.rules.push_back(std::move(cells));
    }
    return sample_definitions(xml + sample_table(made));
}

/// Each rule with intervals of its own in every column, among `points`, `least` to `least + more` wide.
std::string scattered_table(
    const std::string& policy, std::uint32_t points, std::uint32_t least, std::uint32_t more, unsigned rules
) {
    std::string xml;
    SampleTable made;
    made.hit_policy = policy;
    for (int column = 0; column < 10; ++column) {
        xml += sample_input({"i" + std::to_string(column), "number"});
        made.columns.push_back({"i" + std::to_string(column)});
        made.requires_inputs.push_back("i" + std::to_string(column));
    }
    std::uint32_t state = 1;
    const auto next = [&](std::uint32_t below) {
        state = state * 1'664'525 + 1'013'904'223;
        return (state >> 8) % below;
    };
    for (unsigned rule = 0; rule < rules; ++rule) {
        std::vector<std::string> cells;
        for (int column = 0; column < 10; ++column) {
            const auto low = next(points);
            cells.push_back("[" + std::to_string(low) + ".." + std::to_string(low + least + next(more)) + "]");
        }
        cells.push_back(std::to_string(rule));
        made.rules.push_back(std::move(cells));
    }
    if (policy != "FIRST") return sample_definitions(xml + sample_table(made));
    made.rules.push_back({"-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "0"});
    made.rules.push_back({"5", "-", "-", "-", "-", "-", "-", "-", "-", "-", "0"});
    return sample_definitions(xml + sample_table(made));
}

template <class Work>
auto reported(const char* name, const Work& work) {
    const std::clock_t start = std::clock();
    auto result = work();
    std::cout << name << ": " << (std::clock() - start) * 1'000 / CLOCKS_PER_SEC << " ms of processor time\n";
    return result;
}

TEST(Analysis, LargeTables) {
    const std::string whole = large_table(true);
    const Analysis nothing = reported("a grid of 1,000 rules", [&] { return analyse(whole, "large.dmn"); });
    EXPECT_EQ(nothing.findings.size(), 7U);  // columns that no rule looks at
    EXPECT_TRUE(nothing.limits.empty());
    const std::string broken = large_table(false);
    const Analysis one = reported("the same with a gap", [&] { return analyse(broken, "large.dmn"); });
    const auto gap = std::find_if(one.findings.begin(), one.findings.end(), [](const Finding& finding) {
        return finding.kind == FindingKind::gap;
    });
    ASSERT_NE(gap, one.findings.end());
    EXPECT_THAT(gap->message, HasSubstr("where i0 in [50..60) and i1 in [50..60) and i2 in [50..60) and i9 <= 7"));
    const unsigned rules = guildhall::tests::tries(200, 999);
    const std::string scattered = scattered_table("FIRST", 100'000, 1'000, 40'000, rules);
    const Analysis some = reported("scattered rules", [&] { return analyse(scattered, "large.dmn"); });
    const auto masked = std::find_if(some.findings.begin(), some.findings.end(), [](const Finding& finding) {
        return finding.kind == FindingKind::masked;
    });
    ASSERT_NE(masked, some.findings.end());
    EXPECT_THAT(masked->rules, ElementsAre(static_cast<int>(rules) + 2, static_cast<int>(rules) + 1));
    const std::string apart = scattered_table("UNIQUE", 100'000, 1'000, 40'000, rules);
    EXPECT_TRUE(reported("scattered rules, one at a time", [&] { return analyse(apart, "large.dmn"); }).loaded);
    const std::string dense = scattered_table("ANY", 12, 6, 12, rules);
    EXPECT_TRUE(reported("wide rules upon each other", [&] { return analyse(dense, "large.dmn"); }).loaded);
    const std::string first = scattered_table("FIRST", 12, 6, 12, rules);
    EXPECT_TRUE(reported("wide rules upon each other, in order", [&] { return analyse(first, "large.dmn"); }).loaded);
}

}  // namespace
}  // namespace guildhall::dmn
