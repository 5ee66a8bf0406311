#include "dmn/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "dmn/internal/sample_models.hpp"
#include "support/source_directory.hpp"

namespace guildhall::dmn {
namespace {

using feel::Number;
using feel::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
namespace fs = std::filesystem;
using guildhall::tests::text_of;

Evaluation evaluated(const Model& model, std::string_view decision, const Inputs& inputs) {
    const auto result = model.evaluate(decision, inputs, base::Instant{}, "UTC");
    if (result) return *result;
    ADD_FAILURE() << result.error().message.text;
    return {};
}

std::string text(const Model& model, std::string_view decision, const Inputs& inputs) {
    return evaluated(model, decision, inputs).value.text();
}

class FlevolandModels : public testing::Test {
protected:
    void SetUp() override {
        directory_ = guildhall::tests::data_directory() / "dmn-law" / "nl" / "flevoland";
        if (!fs::exists(directory_))
            GTEST_SKIP() << "the sample models of Flevoland are not on this machine; set GUILDHALL_DATA";
    }
    [[nodiscard]] std::shared_ptr<const Model> model(const std::string& file) const {
        return loaded(text_of(directory_ / file));
    }
    fs::path directory_;
};

TEST_F(FlevolandModels, FellingIsSettledAsSoonAsTheAnswerCannotChange) {
    const auto tree = model("tree-felling-decision.dmn");
    ASSERT_TRUE(tree);
    EXPECT_EQ(tree->dialect(), Dialect::camunda);
    EXPECT_EQ(dialect_name(tree->dialect()), "camunda");
    const std::string decision = "Tree Felling Permitted?";
    EXPECT_THAT(tree->decisions(), ElementsAre(decision));
    EXPECT_THAT(tree->inputs_of(decision), UnorderedElementsAre("treeDiameter", "protectedArea"));
    EXPECT_THAT(tree->output_names(decision), ElementsAre("decision"));

    EXPECT_EQ(text(*tree, decision, {{"treeDiameter", number(25)}}), "\"Permit\"");
    EXPECT_EQ(text(*tree, decision, {{"treeDiameter", number(61)}}), "\"Reject\"");
    EXPECT_EQ(text(*tree, decision, {{"treeDiameter", number(45)}, {"protectedArea", Value(true)}}), "\"Reject\"");
    EXPECT_EQ(text(*tree, decision, {{"treeDiameter", number(45)}, {"protectedArea", Value(false)}}), "\"Permit\"");
    EXPECT_EQ(text(*tree, decision, {{"treeDiameter", number("30.5")}}), "null");

    const Evaluation open = evaluated(*tree, decision, {{"treeDiameter", number(45)}});
    EXPECT_TRUE(open.value.unknown());
    EXPECT_THAT(open.depends_on, UnorderedElementsAre("protectedArea"));
    EXPECT_THAT(evaluated(*tree, decision, {}).depends_on, UnorderedElementsAre("treeDiameter", "protectedArea"));
    EXPECT_THAT(
        evaluated(*tree, decision, {{"protectedArea", Value(false)}}).depends_on, UnorderedElementsAre("treeDiameter")
    );
}

TEST_F(FlevolandModels, ReplacementFollowsTheDiameter) {
    const auto tree = model("replacement-tree-decision.dmn");
    ASSERT_TRUE(tree);
    EXPECT_EQ(text(*tree, "Replacement Tree Required?", {{"treeDiameter", number(30)}}), "false");
    EXPECT_EQ(text(*tree, "Replacement Tree Required?", {{"treeDiameter", number("30.1")}}), "true");
    EXPECT_THAT(evaluated(*tree, "Replacement Tree Required?", {}).depends_on, UnorderedElementsAre("treeDiameter"));
}

TEST_F(FlevolandModels, ExplanationNamesTheFirstFailingCellOfEachRule) {
    const auto tree = model("tree-felling-decision.dmn");
    ASSERT_TRUE(tree);
    const auto trace = tree->explain(
        "Tree Felling Permitted?", {{"treeDiameter", number(45)}, {"protectedArea", Value(true)}}, base::Instant{},
        "UTC"
    );
    ASSERT_TRUE(trace);
    ASSERT_TRUE(trace->table);
    const TableTrace& table = *trace->table;
    EXPECT_EQ(table.text->hit_policy, "FIRST");
    EXPECT_EQ(trace->value.text(), "\"Reject\"");
    ASSERT_EQ(table.values.size(), 2U);
    EXPECT_EQ(table.text->columns[0].label, "treeDiameter");
    EXPECT_EQ(table.values[0].text(), "45");
    ASSERT_EQ(table.rules.size(), 4U);
    EXPECT_EQ(table.rules[0].match, RuleTrace::Match::no);
    EXPECT_EQ(table.rules[0].failed_column, 0);
    EXPECT_EQ(table.rules[1].failed_column, 1);
    EXPECT_EQ(table.rules[2].match, RuleTrace::Match::yes);
    EXPECT_TRUE(table.rules[2].applied);
    EXPECT_EQ(table.rules[2].failed_column, -1);
    EXPECT_THAT(table.text->rules[2].tests, ElementsAre("[31..60]", "true"));
    EXPECT_THAT(table.text->rules[2].outputs, ElementsAre("\"Reject\""));
    EXPECT_EQ(trace->model_hash, tree->bytes_hash());
}

const std::string two_inputs = sample_input({"a", "number"}) + sample_input({"b", "boolean"});

SampleTable table(std::string policy, std::vector<std::vector<std::string>> rules) {
    SampleTable made;
    made.hit_policy = std::move(policy);
    made.columns = {{"a", "number"}, {"b", "boolean"}};
    made.rules = std::move(rules);
    made.requires_inputs = {"a", "b"};
    return made;
}

TEST(Model, EqualOutcomesSettleAnUnknownColumn) {
    const auto model = loaded(sample_definitions(
        two_inputs +
        sample_table(table(
            "FIRST", {{"<= 30", "-", "1"}, {"[31..60]", "true", "2"}, {"[31..60]", "false", "2"}, {"-", "-", "3"}}
        ))
    ));
    ASSERT_TRUE(model);
    EXPECT_EQ(text(*model, "Result", {{"a", number(40)}}), "2");
    EXPECT_EQ(text(*model, "Result", {{"a", number(70)}}), "3");
    EXPECT_THAT(evaluated(*model, "Result", {}).depends_on, UnorderedElementsAre("a"));
    // Null is an answer of its own, and neither true nor false.
    EXPECT_EQ(text(*model, "Result", {{"a", number(40)}, {"b", Value()}}), "3");
}

TEST(Model, HitPoliciesWithEverythingKnown) {
    const std::vector<std::vector<std::string>> rules = {{"< 10", "-", "1"}, {"< 20", "true", "2"}, {"< 5", "-", "1"}};
    const auto result = [&](const std::string& policy, const std::string& aggregation, std::int64_t a, bool b) {
        SampleTable made = table(policy, rules);
        made.aggregation = aggregation;
        made.output_values = "2, 1";
        const auto model = loaded(sample_definitions(two_inputs + sample_table(made)));
        return model ? text(*model, "Result", {{"a", number(a)}, {"b", Value(b)}}) : std::string();
    };
    EXPECT_EQ(result("UNIQUE", "", 7, false), "1");
    EXPECT_EQ(result("UNIQUE", "", 7, true), "null");
    EXPECT_EQ(result("UNIQUE", "", 50, true), "null");
    EXPECT_EQ(result("FIRST", "", 7, true), "1");
    EXPECT_EQ(result("ANY", "", 3, false), "1");
    EXPECT_EQ(result("ANY", "", 3, true), "null");
    EXPECT_EQ(result("PRIORITY", "", 3, true), "2");
    EXPECT_EQ(result("RULE ORDER", "", 3, true), "[1, 2, 1]");
    EXPECT_EQ(result("OUTPUT ORDER", "", 3, true), "[2, 1, 1]");
    EXPECT_EQ(result("COLLECT", "", 3, true), "[1, 2, 1]");
    EXPECT_EQ(result("COLLECT", "SUM", 3, true), "4");
    EXPECT_EQ(result("COLLECT", "COUNT", 3, true), "3");
    EXPECT_EQ(result("COLLECT", "COUNT", 30, true), "0");
    EXPECT_EQ(result("COLLECT", "MIN", 3, true), "1");
    EXPECT_EQ(result("COLLECT", "MAX", 3, true), "2");
    EXPECT_EQ(result("COLLECT", "MAX", 30, true), "null");
}

TEST(Model, ContradictionsAreToldInWords) {
    const auto model =
        loaded(sample_definitions(two_inputs + sample_table(table("UNIQUE", {{"< 10", "-", "1"}, {"< 20", "-", "2"}})))
        );
    ASSERT_TRUE(model);
    const Evaluation both = evaluated(*model, "Result", {{"a", number(3)}});
    EXPECT_TRUE(both.value.is_null());
    EXPECT_TRUE(both.depends_on.empty());
    ASSERT_EQ(both.problems.size(), 1U);
    EXPECT_THAT(both.problems[0], HasSubstr("rules 1 and 2"));
}

TEST(Model, ACellThatDoesNotParseSpoilsItsDecisionAndNoOther) {
    const std::string xml = sample_definitions(
        two_inputs + sample_table(table("FIRST", {{"< 10", "-", "1"}, {"< <", "-", "2"}})) +
        sample_literal("Fine", "a + 1", {"a"}) + sample_literal("Above", "Result", {}, {"Result"})
    );
    const LoadedModel made = load(xml, "sample.dmn");
    ASSERT_TRUE(made.model);
    ASSERT_EQ(made.complaints.size(), 1U) << made.complaints.front().text();
    const base::SourcePlace& place = made.complaints[0].place;
    EXPECT_EQ(place.file, "sample.dmn");
    std::istringstream lines(xml);
    std::string line;
    for (int i = 0; i < place.line; ++i) std::getline(lines, line);
    EXPECT_THAT(line, HasSubstr("&lt; &lt;"));
    EXPECT_GE(place.column, static_cast<int>(line.find("&lt; &lt;")) + 1);
    EXPECT_LE(place.column, static_cast<int>(line.find("&lt; &lt;")) + 10);

    for (const char* decision : {"Result", "Above"}) {
        const auto result = made.model->evaluate(decision, {}, base::Instant{}, "UTC");
        ASSERT_FALSE(result) << decision;
        EXPECT_THAT(result.error().message.text, HasSubstr("sample.dmn:"));
        EXPECT_FALSE(made.model->explain(decision, {}, base::Instant{}, "UTC"));
    }
    EXPECT_EQ(text(*made.model, "Fine", {{"a", number(1)}}), "2");
    EXPECT_FALSE(made.model->evaluate("Absent", {}, base::Instant{}, "UTC"));
}

TEST(Model, SubDecisionsAreEvaluatedAndExplained) {
    SampleTable base_table =
        table("FIRST", {{"< 10", "-", "\"low\""}, {"-", "true", "\"high\""}, {"-", "false", "\"low\""}});
    base_table.name = "Risk";
    base_table.type = "string";
    SampleTable top;
    top.columns = {{"Risk", "string"}};
    top.rules = {{"\"low\"", "1"}, {"\"high\"", "2"}};
    top.requires_decisions = {"Risk"};
    const auto model = loaded(sample_definitions(two_inputs + sample_table(base_table) + sample_table(top)));
    ASSERT_TRUE(model);
    EXPECT_EQ(text(*model, "Result", {{"a", number(4)}}), "1");
    EXPECT_THAT(evaluated(*model, "Result", {{"a", number(40)}}).depends_on, UnorderedElementsAre("b"));
    EXPECT_THAT(model->inputs_of("Result"), UnorderedElementsAre("a", "b"));
    const auto trace = model->explain("Result", {{"a", number(40)}}, base::Instant{}, "UTC");
    ASSERT_TRUE(trace);
    ASSERT_TRUE(trace->table);
    EXPECT_EQ(trace->table->rules[0].match, RuleTrace::Match::unknown);
    ASSERT_EQ(trace->required.size(), 1U);
    EXPECT_EQ(trace->required[0].name, "Risk");
    ASSERT_TRUE(trace->required[0].table);
    EXPECT_EQ(trace->required[0].table->rules[0].match, RuleTrace::Match::no);
    EXPECT_EQ(trace->required[0].table->rules[1].match, RuleTrace::Match::unknown);
}

TEST(Model, BoxedExpressions) {
    const auto model = loaded(sample_definitions(
        sample_input({"a", "number"}) +
        R"(<businessKnowledgeModel id="Double" name="Double it"><variable name="Double it"/><encapsulatedLogic>
             <formalParameter name="x" typeRef="number"/><literalExpression><text>x * 2</text></literalExpression>
           </encapsulatedLogic></businessKnowledgeModel>
           <decision id="All" name="All"><variable name="All"/>
             <informationRequirement><requiredInput href="#a"/></informationRequirement>
             <knowledgeRequirement><requiredKnowledge href="#Double"/></knowledgeRequirement>
             <context>
               <contextEntry><variable name="the sum"/><literalExpression><text>a + 1</text></literalExpression></contextEntry>
               <contextEntry><variable name="twice"/><invocation><literalExpression><text>Double it</text></literalExpression>
                 <binding><parameter name="x"/><literalExpression><text>the sum</text></literalExpression></binding></invocation></contextEntry>
               <contextEntry><variable name="again"/><literalExpression><text>Double it(the sum)</text></literalExpression></contextEntry>
               <contextEntry><variable name="rows"/><relation><column name="k"/><column name="v"/>
                 <row><literalExpression><text>1</text></literalExpression><literalExpression><text>"x"</text></literalExpression></row>
               </relation></contextEntry>
               <contextEntry><variable name="items"/><list><literalExpression><text>1</text></literalExpression>
                 <literalExpression><text>twice</text></literalExpression></list></contextEntry>
             </context></decision>)"
    ));
    ASSERT_TRUE(model);
    EXPECT_EQ(
        text(*model, "All", {{"a", number(4)}}),
        "{\"the sum\": 5, twice: 10, again: 10, rows: [{k: 1, v: \"x\"}], items: [1, 10]}"
    );
    EXPECT_THAT(evaluated(*model, "All", {}).depends_on, UnorderedElementsAre("a"));
}

TEST(Model, InputsAreHeldToTheirTypes) {
    const auto model = loaded(sample_definitions(
        "<itemDefinition name=\"tColour\"><typeRef>string</typeRef><allowedValues><text>\"red\", "
        "\"green\"</text></allowedValues></itemDefinition>" +
        sample_input({"colour", "tColour"}) + sample_literal("Echo", "colour", {"colour"})
    ));
    ASSERT_TRUE(model);
    ASSERT_EQ(model->inputs().size(), 1U);
    EXPECT_THAT(model->inputs()[0].allowed_values, ElementsAre("\"red\"", "\"green\""));
    EXPECT_EQ(text(*model, "Echo", {{"colour", Value("red")}}), "\"red\"");
    const Evaluation wrong = evaluated(*model, "Echo", {{"colour", Value("blue")}});
    EXPECT_TRUE(wrong.value.is_null());
    ASSERT_FALSE(wrong.problems.empty());
    EXPECT_THAT(wrong.problems[0], HasSubstr("colour"));
    EXPECT_TRUE(evaluated(*model, "Echo", {{"colour", number(1)}}).value.is_null());
}

TEST(Model, TheVendorDialectIsNamedAndFindsInputsInExpressions) {
    const std::string body = R"(<decision id="d" name="D"><decisionTable hitPolicy="FIRST">
        <input><inputExpression typeRef="integer"><text>size</text></inputExpression></input><output name="fee" typeRef="double"/>
        <rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>0.5</text></outputEntry></rule>
        <rule><inputEntry><text></text></inputEntry><outputEntry><text>size + extra</text></outputEntry></rule></decisionTable></decision>
        <decision id="e" name="E"><informationRequirement><requiredDecision href="#d"/></informationRequirement>
        <literalExpression><text>fee * 2</text></literalExpression></decision>)";
    const auto camunda = loaded(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"N\" namespace=\"urn:n\" "
        "exporter=\"Camunda Modeler\">" +
        body + "</definitions>"
    );
    ASSERT_TRUE(camunda);
    EXPECT_EQ(camunda->dialect(), Dialect::camunda);
    ASSERT_EQ(camunda->inputs().size(), 2U);
    EXPECT_EQ(camunda->inputs()[0].name, "size");
    EXPECT_EQ(camunda->inputs()[0].type, "integer");
    EXPECT_EQ(text(*camunda, "D", {{"size", number("9.5")}}), "0.5");
    EXPECT_EQ(text(*camunda, "E", {{"size", number(3)}}), "1");
    EXPECT_THAT(evaluated(*camunda, "E", {{"size", number(30)}}).depends_on, UnorderedElementsAre("extra"));

    const LoadedModel standard = load(sample_definitions(body), "sample.dmn");
    ASSERT_TRUE(standard.model);
    EXPECT_EQ(standard.model->dialect(), Dialect::standard);
    EXPECT_TRUE(standard.model->inputs().empty());
    EXPECT_FALSE(standard.model->evaluate("D", {}, base::Instant{}, "UTC"));  // its empty cell is an error there
}

TEST(Model, EveryVersionIsRead) {
    for (const std::string version : {"20180521", "20191111", "20211108", "20230324"})
        EXPECT_TRUE(loaded(sample_definitions(sample_literal("One", "1"), version))) << version;
    EXPECT_TRUE(loaded(
        "<d:definitions xmlns:d=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\" name=\"n\" namespace=\"u\">"
        "<d:decision id=\"o\" name=\"One\"><d:variable name=\"One\" typeRef=\"feel:number\"/><d:literalExpression>"
        "<d:text>1</d:text></d:literalExpression></d:decision></d:definitions>"
    ));
    EXPECT_FALSE(load("<definitions xmlns=\"urn:other\"/>", "f").model);
    EXPECT_FALSE(load("not xml", "f").model);
}

TEST(Model, CirclesAndMissingReferencesAreErrors) {
    const LoadedModel made = load(
        sample_definitions(
            sample_literal("A", "B", {}, {"B"}) + sample_literal("B", "A", {}, {"A"}) +
            sample_literal("C", "1", {"nowhere"}) + sample_literal("D", "1")
        ),
        "sample.dmn"
    );
    ASSERT_TRUE(made.model);
    EXPECT_EQ(made.complaints.size(), 2U);
    for (const char* name : {"A", "B", "C"})
        EXPECT_FALSE(made.model->evaluate(name, {}, base::Instant{}, "UTC")) << name;
    EXPECT_EQ(text(*made.model, "D", {}), "1");
}

TEST(Model, RecursionEnds) {
    const auto model = loaded(sample_definitions(
        R"(<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="x"/>
             <literalExpression><text>f(x + 1)</text></literalExpression></encapsulatedLogic>
             <knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement></businessKnowledgeModel>
           <decision id="d" name="D"><variable name="D"/><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
             <literalExpression><text>f(1)</text></literalExpression></decision>)"
    ));
    ASSERT_TRUE(model);
    const Evaluation ended = evaluated(*model, "D", {});
    EXPECT_TRUE(ended.value.is_null());
    EXPECT_FALSE(ended.problems.empty());
}

TEST(Model, CamundasExpressionsAreReadByTheirVariable) {
    const auto model = loaded(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" "
        "xmlns:camunda=\"http://camunda.org/schema/1.0/dmn\" name=\"m\" namespace=\"urn:m\">" +
        sample_input({"a", "number"}) + "<decision id=\"s\" name=\"The sum\"><variable name=\"theSum\"/>" +
        sample_requirements({"a"}, {}) +
        "<literalExpression><text>a + 1</text></literalExpression></decision>"
        "<decision id=\"t\" name=\"Twice\"><variable name=\"twice\"/>" +
        sample_requirements({}, {"s"}) +
        "<literalExpression><text>2 * theSum</text></literalExpression></decision></definitions>"
    );
    ASSERT_TRUE(model);
    EXPECT_EQ(model->inputs().size(), 1U) << "the variable of a required decision is no input";
    EXPECT_EQ(text(*model, "Twice", {{"a", number(1)}}), "4");
}

}  // namespace
}  // namespace guildhall::dmn
