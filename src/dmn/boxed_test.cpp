/// Boxed expressions and functions of models (DMN 1.5 sections 7.3 and 10.4), one decision each.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/internal/sample_models.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {
namespace {

std::string text(const std::string& expression) {
    return "<literalExpression><text>" + xml_escaped(expression) + "</text></literalExpression>";
}

LoadedModel load_expression(const std::string& expression, const std::string& rest = {}) {
    return load(
        sample_definitions(rest + R"(<decision id="d" name="D"><variable name="D"/>)" + expression + "</decision>"),
        "sample.dmn"
    );
}

std::string outcome(const std::string& expression, const std::string& rest = {}) {
    const LoadedModel made = load_expression(expression, rest);
    if (!made.model) return "no model";
    const auto evaluation = made.model->evaluate("D", {}, {}, "UTC");
    return evaluation ? evaluation->value.text() : "error: " + evaluation.error().message.text;
}

TEST(Boxed, IteratorsGoThroughListsAndRanges) {
    const auto loop = [](const std::string& kind, const std::string& in, const std::string& body) {
        const std::string last = kind == "for" ? "return" : "satisfies";
        return "<" + kind + " iteratorVariable=\"x\"><in>" + text(in) + "</in><" + last + ">" + text(body) + "</" +
               last + "></" + kind + ">";
    };
    EXPECT_EQ(outcome(loop("for", "[1, 2, 3]", "x * 2")), "[2, 4, 6]");
    EXPECT_EQ(outcome(loop("for", "[1..3]", "x * 2")), "[2, 4, 6]");
    EXPECT_EQ(outcome(loop("for", "[1..4)", "if x = 1 then 1 else partial[-1] + x")), "[1, 3, 6]");
    EXPECT_EQ(
        outcome(loop("for", "[@\"2026-12-31\"..@\"2027-01-01\"]", "string(x)")), "[\"2026-12-31\", \"2027-01-01\"]"
    );
    EXPECT_EQ(outcome(loop("for", "5", "x + 1")), "[6]");
    EXPECT_EQ(outcome(loop("for", "[]", "x")), "[]");
    EXPECT_EQ(outcome(loop("for", "null", "x")), "null");
    EXPECT_EQ(outcome(loop("every", "[1, 2, 3]", "x > 0")), "true");
    EXPECT_EQ(outcome(loop("every", "[1, 2, 3]", "x > 1")), "false");
    EXPECT_EQ(outcome(loop("every", "[]", "false")), "true");
    EXPECT_EQ(outcome(loop("every", "[1..3]", "x < 4")), "true");
    EXPECT_EQ(outcome(loop("every", "null", "x")), "null");
    EXPECT_EQ(outcome(loop("every", "[1]", "x")), "null");
    EXPECT_EQ(outcome(loop("some", "[1, 2, 3]", "x = 3")), "true");
    EXPECT_EQ(outcome(loop("some", "[1, null]", "x > 1")), "null");
    EXPECT_EQ(outcome(loop("some", "[]", "true")), "false");
}

TEST(Boxed, FiltersKeepOrPick) {
    const auto filter = [](const std::string& in, const std::string& match) {
        return "<filter><in>" + text(in) + "</in><match>" + text(match) + "</match></filter>";
    };
    EXPECT_EQ(outcome(filter("[1, 2, 3]", "item > 1")), "[2, 3]");
    EXPECT_EQ(outcome(filter("[{a: 1}, {a: 2}]", "a = 2")), "[{a: 2}]");
    EXPECT_EQ(outcome(filter("[1, 2, 3]", "-1")), "3");
    EXPECT_EQ(outcome(filter("[1, 2, 3]", "4")), "null");
    EXPECT_EQ(outcome(filter("null", "true")), "[]");
    EXPECT_EQ(outcome(filter("7", "item = 7")), "[7]");
}

std::string knowledge(const std::string& id, const std::string& parameters, const std::string& body) {
    return "<businessKnowledgeModel id=\"" + id + "\" name=\"" + id + "\"><variable name=\"" + id +
           "\"/><encapsulatedLogic" + parameters + body + "</encapsulatedLogic></businessKnowledgeModel>";
}

const std::string needs_f = R"(<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>)";

TEST(Boxed, KnowledgeModelsCallThemselvesAndGiveFunctions) {
    EXPECT_EQ(
        outcome(
            needs_f + text("f(20)"),
            knowledge("f", "><formalParameter name=\"n\"/>", text("if n < 2 then 1 else n * f(n - 1)"))
        ),
        "2432902008176640000"
    );
    const std::string curried = knowledge(
        "f", "><formalParameter name=\"a\"/>",
        "<functionDefinition><formalParameter name=\"b\"/>" + text("a * 10 + b") + "</functionDefinition>"
    );
    EXPECT_EQ(outcome(needs_f + text("f(4)(2)"), curried), "42");
}

TEST(Boxed, FunctionsInJavaAreATable) {
    const auto java = [](const std::string& name, const std::string& signature) {
        const auto entry = [](const std::string& key, const std::string& value) {
            return "<contextEntry><variable name=\"" + key + "\"/>" + text("\"" + value + "\"") + "</contextEntry>";
        };
        return knowledge(
            "f", " kind=\"Java\"><formalParameter name=\"a\"/><formalParameter name=\"b\"/>",
            "<context>" + entry("class", name) + entry("method signature", signature) + "</context>"
        );
    };
    EXPECT_EQ(outcome(needs_f + text("f(3, 4)"), java("java.lang.Math", "max(int, int)")), "4");
    EXPECT_EQ(outcome(needs_f + text("f(3.5, 4)"), java("java.lang.Math", "max(int,int)")), "null");
    EXPECT_EQ(outcome(needs_f + text("f(2, 0.5)"), java("java.lang.Math", "pow(double,double)")), "1.4142135623730951");
    // What is not built in is said when loading, and is an error of what needs it.
    const LoadedModel made = load_expression(needs_f + text("f(1, 2)"), java("java.lang.Runtime", "exec(int,int)"));
    ASSERT_TRUE(made.model);
    ASSERT_FALSE(made.complaints.empty());
    EXPECT_THAT(
        made.complaints.front().text(), testing::HasSubstr("'exec(int,int)' of java.lang.Runtime is not among")
    );
    EXPECT_FALSE(made.model->evaluate("D", {}, {}, "UTC"));
}

TEST(Boxed, TypesOfTheModelCountInInstanceOfAndParameters) {
    const std::string types =
        R"(<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
           <itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>)";
    EXPECT_EQ(outcome(text("20 instance of tAge"), types), "true");
    EXPECT_EQ(outcome(text("200 instance of tAge"), types), "false");
    EXPECT_EQ(outcome(text("[1, 2] instance of tAges"), types), "true");
    EXPECT_EQ(outcome(text("[1, 2] instance of list<tAge>"), types), "true");
    EXPECT_EQ(outcome(text("null instance of tAge"), types), "false");
    EXPECT_EQ(outcome(text("(function(a: tAge) a + 1)(20)"), types), "21");
    EXPECT_EQ(outcome(text("(function(a: tAge) a + 1)(200)"), types), "null");
}

TEST(Boxed, ARangeIsAType) {
    const auto typed = [](const std::string& expression) {
        return outcome(
            "<literalExpression typeRef=\"range\"><text>" + xml_escaped(expression) + "</text></literalExpression>"
        );
    };
    EXPECT_EQ(typed("[1..3]"), "[1..3]");
    EXPECT_EQ(typed("3"), "null");
    EXPECT_TRUE(load_expression("<literalExpression typeRef=\"range\"><text>[1..3]</text></literalExpression>")
                    .complaints.empty());
}

TEST(Boxed, CollectTakesTheLargestOfWhateverHasAnOrder) {
    const auto collected = [](const std::string& aggregation, const std::vector<std::string>& outputs) {
        std::string rules;
        for (const std::string& output : outputs)
            rules += "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>" + xml_escaped(output) +
                     "</text></outputEntry></rule>";
        return "<decisionTable hitPolicy=\"COLLECT\" aggregation=\"" + aggregation +
               "\"><input><inputExpression><text>1</text></inputExpression></input><output/>" + rules +
               "</decisionTable>";
    };
    EXPECT_EQ(outcome(collected("MAX", {"1", "3.5", "2"})), "3.5");
    EXPECT_EQ(outcome(collected("MIN", {"1", "3.5", "2"})), "1");
    EXPECT_EQ(outcome(collected("SUM", {"1", "3.5", "2"})), "6.5");
    EXPECT_EQ(outcome(collected("COUNT", {"1", "3.5", "1"})), "3");
    EXPECT_EQ(outcome(collected("MAX", {"@\"2026-01-01\"", "@\"2027-01-01\""})), "date(\"2027-01-01\")");
    EXPECT_EQ(outcome(collected("MIN", {"\"b\"", "\"a\""})), "\"a\"");
    EXPECT_EQ(outcome(collected("SUM", {"@\"P1D\"", "@\"P2D\""})), "duration(\"P3D\")");
    EXPECT_EQ(outcome(collected("MAX", {"1", "\"a\""})), "null");
}

TEST(Boxed, WhatIsNotFeelComesWithAWordOnWhatToWrite) {
    const auto complaint = [](const std::string& expression) {
        const LoadedModel made = load_expression(text(expression));
        return made.complaints.empty() ? std::string() : made.complaints.front().text();
    };
    EXPECT_THAT(complaint("“yes”"), testing::HasSubstr("straight quotes"));
    EXPECT_THAT(complaint("1 < #AOW#"), testing::HasSubstr("placeholder"));
    EXPECT_THAT(complaint("1 = 1 OR 2 = 2"), testing::HasSubstr("small letters"));
    EXPECT_THAT(complaint("10 %"), testing::HasSubstr("0.05 for 5 %"));
    EXPECT_THAT(complaint("1 == 2"), testing::HasSubstr("single '='"));
    EXPECT_THAT(complaint("[1; 2]"), testing::HasSubstr("comma"));
    EXPECT_THAT(complaint("1 +\n" + std::string(200, ' ') + ")"), testing::HasSubstr("'1 + …'"));
}

}  // namespace
}  // namespace guildhall::dmn
