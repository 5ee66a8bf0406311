#include "dmn/explanation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/internal/sample_models.hpp"
#include "dmn/model.hpp"
#include "dmn/sentences.hpp"

namespace guildhall::dmn {
namespace {

using feel::Number;
using feel::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

DecisionTrace explained(const Model& model, const std::string& decision, const Inputs& inputs) {
    auto trace = model.explain(decision, inputs, base::Instant{}, "UTC");
    if (trace) return *std::move(trace);
    ADD_FAILURE() << trace.error().message.text;
    return {};
}

std::vector<std::string> texts(const std::vector<Reason>& reasons) {
    std::vector<std::string> made;
    for (const Reason& reason : reasons) made.push_back(reason.text);
    return made;
}

const std::string inputs_xml =
    sample_input({"a", "number"}) + sample_input({"b", "boolean"}) + sample_input({"s", "string"});

std::string rule(const std::vector<std::string>& tests, const std::string& output, const std::string& annotation = {}) {
    std::string text = "<rule>";
    for (const std::string& test : tests) text += "<inputEntry><text>" + xml_escaped(test) + "</text></inputEntry>";
    text += "<outputEntry><text>" + xml_escaped(output) + "</text></outputEntry>";
    if (!annotation.empty()) text += "<annotationEntry><text>" + xml_escaped(annotation) + "</text></annotationEntry>";
    return text + "</rule>";
}

/// A table over `a` (labelled) and `b`.
std::string table(const std::string& attributes, const std::string& rules) {
    return "<decisionTable " + attributes +
           "><input label=\"Thickness of the trunk\"><inputExpression><text>a</text></inputExpression></input>"
           "<input label=\"Protected?\"><inputExpression><text>b</text></inputExpression></input>"
           "<output name=\"answer\"/><annotation name=\"Why\"/>" +
           rules + "</decisionTable>";
}

std::string decision(
    const std::string& name, const std::string& expression, const std::vector<std::string>& needs = {}
) {
    return "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\"/>" +
           sample_requirements({"a", "b", "s"}, needs) + expression + "</decision>";
}

std::shared_ptr<const Model> one_table(const std::string& attributes, const std::string& rules) {
    return loaded(sample_definitions(inputs_xml + decision("Permit", table(attributes, rules))));
}

std::string literal(const std::string& text) {
    return "<literalExpression><text>" + xml_escaped(text) + "</text></literalExpression>";
}

TEST(Explanation, NamesTheModelTheInputsAndTheFirstCellThatFailed) {
    const std::string xml = sample_definitions(
        inputs_xml +
        decision(
            "Permit", table("", rule({"<= 30", "-"}, "1") + rule({"> 30", "true"}, "2") + rule({"> 30", "false"}, "3"))
        )
    );
    const auto model = loaded(xml);
    ASSERT_TRUE(model);
    const DecisionTrace trace = explained(*model, "Permit", {{"a", number("45")}, {"b", Value(false)}});
    EXPECT_EQ(trace.model, "Sample");
    EXPECT_EQ(trace.model_hash, model->bytes_hash());
    EXPECT_EQ(model->bytes_hash().size(), 64U);
    EXPECT_NE(model->bytes_hash(), loaded(xml + "\n")->bytes_hash());
    EXPECT_EQ(trace.form, "decision table");
    ASSERT_EQ(trace.inputs.size(), 3U);
    EXPECT_EQ(trace.inputs[0].name, "a");
    EXPECT_EQ(trace.inputs[0].value.text(), "45");
    EXPECT_TRUE(trace.inputs[2].value.unknown());

    const auto view = table_view(trace);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->policy, "UNIQUE: at most one rule may fit");
    EXPECT_EQ(view->columns[0].label, "Thickness of the trunk");
    EXPECT_EQ(view->columns[0].value, "45");
    EXPECT_EQ(view->columns[1].value, "no");
    using Mark = TableView::Mark;
    const auto marks = [&](std::size_t at) {
        std::vector<Mark> found;
        for (const TableView::Cell& cell : view->rules[at].cells) found.push_back(cell.mark);
        return found;
    };
    EXPECT_THAT(marks(0), ElementsAre(Mark::failed, Mark::any, Mark::no_output));
    EXPECT_THAT(marks(1), ElementsAre(Mark::held, Mark::failed, Mark::no_output));
    EXPECT_THAT(marks(2), ElementsAre(Mark::held, Mark::held, Mark::output));
    EXPECT_EQ(view->rules[0].cells[0].why_not, "45 is over 30");
    EXPECT_EQ(view->rules[1].cells[1].why_not, "it is no");
    EXPECT_EQ(view->rules[2].standing, "applies");
    EXPECT_EQ(view->note, "");
}

TEST(Explanation, SentencesAreTheAuthorsOrMadeOfLabelsAndTests) {
    const auto model = one_table(
        "", rule({"<= 30", "-"}, "\"Yes\"", "Thin trees may go.") + rule({"(30..60]", "not(false)"}, "\"No\"") +
                rule({"(30..60]", "false"}, "\"Yes\"")
    );
    ASSERT_TRUE(model);
    const auto reasons = [&](std::string_view a, bool b, const Wording& wording = {}) {
        return texts(reasons_of(explained(*model, "Permit", {{"a", number(a)}, {"b", Value(b)}}), wording));
    };
    EXPECT_THAT(reasons("30", true), ElementsAre("Thin trees may go."));
    EXPECT_THAT(
        reasons("45", false),
        ElementsAre("Thickness of the trunk is 45, which is over 30 and up to 60; protected? no. Permit: Yes.")
    );
    EXPECT_THAT(
        reasons("45", false, {{"a", {.unit = "cm"}}}),
        ElementsAre("Thickness of the trunk is 45 cm, which is over 30 cm and up to 60 cm; protected? no. Permit: Yes.")
    );
    EXPECT_THAT(reasons("61", false), ElementsAre("None of the rules for permit fits."));
    // Not settled: no reason is given for what may still change.
    EXPECT_TRUE(reasons_of(explained(*model, "Permit", {{"a", number("45")}})).empty());
}

TEST(Explanation, SaysWhichOfTheRulesThatFitCounts) {
    const auto standings = [](const std::string& attributes, const std::string& rules) {
        const auto model = one_table(attributes, rules);
        std::vector<std::string> found;
        const auto view = table_view(explained(*model, "Permit", {{"a", number("5")}, {"b", Value(true)}}));
        for (const TableView::Rule& one : view->rules) found.push_back(one.standing);
        return found;
    };
    const std::string rules = rule({"> 1", "-"}, "4") + rule({"> 9", "-"}, "1") + rule({"> 2", "-"}, "3");
    EXPECT_THAT(
        standings("hitPolicy=\"FIRST\"", rules), ElementsAre("applies", "", "fits, but an earlier rule came first")
    );
    EXPECT_THAT(standings("hitPolicy=\"COLLECT\"", rules), ElementsAre("applies", "", "applies"));
    EXPECT_THAT(
        standings("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", rules),
        ElementsAre("fits, but another gives less", "", "applies")
    );
    EXPECT_THAT(
        standings("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", rules),
        ElementsAre("applies", "", "fits, but another gives more")
    );
}

TEST(Explanation, TellsContextsCallsAndBranchesAsParts) {
    const auto model = loaded(sample_definitions(
        inputs_xml +
        "<businessKnowledgeModel id=\"rate\" name=\"rate\"><variable name=\"rate\"/><encapsulatedLogic>"
        "<formalParameter name=\"a\"/><formalParameter name=\"b\"/>" +
        table("hitPolicy=\"FIRST\"", rule({"> 10", "-"}, "0.5", "Above ten, half.") + rule({"-", "-"}, "1")) +
        "</encapsulatedLogic></businessKnowledgeModel>" + decision("Base", literal("a * 2")) +
        decision(
            "Amount",
            "<knowledgeRequirement><requiredKnowledge href=\"#rate\"/></knowledgeRequirement><context>"
            "<contextEntry><variable name=\"part\"/><invocation><literalExpression><text>rate</text>"
            "</literalExpression><binding><parameter name=\"a\"/>" +
                literal("a") + "</binding><binding><parameter name=\"b\"/>" + literal("b") +
                "</binding></invocation></contextEntry><contextEntry><conditional><if>" + literal("b") + "</if><then>" +
                literal("part * Base") + "</then><else>" + literal("0") +
                "</else></conditional></contextEntry></context>",
            {"Base"}
        ) +
        decision("Twice", literal("Amount + Base"), {"Amount", "Base"})
    ));
    ASSERT_TRUE(model);
    const DecisionTrace trace = explained(*model, "Twice", {{"a", number("20")}, {"b", Value(true)}});
    EXPECT_EQ(trace.form, "literal expression");
    EXPECT_EQ(trace.expression, "Amount + Base");
    EXPECT_EQ(trace.value.text(), "60");
    ASSERT_EQ(trace.required.size(), 2U);
    const DecisionTrace& amount = trace.required[0];
    EXPECT_EQ(amount.form, "context");
    ASSERT_EQ(amount.parts.size(), 2U);
    const DecisionTrace& part = amount.parts[0];
    EXPECT_EQ(part.name, "part");
    EXPECT_EQ(part.form, "invocation");
    EXPECT_EQ(part.expression, "rate");
    ASSERT_EQ(part.parts.size(), 3U);
    EXPECT_EQ(part.parts[0].part, DecisionTrace::Part::argument);
    const DecisionTrace& call = part.parts[2];
    EXPECT_EQ(call.part, DecisionTrace::Part::call);
    EXPECT_EQ(call.name, "rate");
    EXPECT_EQ(call.inputs[0].value.text(), "20");
    ASSERT_TRUE(call.table);
    EXPECT_TRUE(call.table->rules[0].applied);
    EXPECT_EQ(call.value.text(), "0.5");
    const DecisionTrace& conditional = amount.parts[1];
    EXPECT_EQ(conditional.form, "conditional");
    ASSERT_EQ(conditional.parts.size(), 2U);
    EXPECT_EQ(conditional.parts[1].name, "then");
    EXPECT_EQ(conditional.parts[1].expression, "part * Base");
    EXPECT_FALSE(amount.required[0].told_before);
    EXPECT_TRUE(trace.required[1].told_before);

    EXPECT_THAT(
        texts(reasons_of(trace)),
        ElementsAre(
            "Twice: 60, from a (20), b (yes), amount (20) and base (40).",
            "Amount: 20, from a (20), b (yes) and base (40).", "Above ten, half.", "Base: 40, from a (20) and b (yes)."
        )
    );
    const std::string text = explanation_text(trace);
    EXPECT_THAT(text, HasSubstr("Twice = 60\n  model: Sample, SHA-256 " + model->bytes_hash()));
    EXPECT_THAT(text, HasSubstr("rate() = 0.5\n        given: a = 20, b = true\n        because: Above ten, half."));
    EXPECT_THAT(text, HasSubstr("Base = 40\n    as told above\n"));
    EXPECT_EQ(to_json(trace)["required"].array()->front().string_at("name"), "Amount");
}

TEST(Explanation, IsBoundedForWhatRunsManyTimes) {
    const auto model = loaded(sample_definitions(
        inputs_xml +
        "<businessKnowledgeModel id=\"f\" name=\"f\"><variable name=\"f\"/><encapsulatedLogic>"
        "<formalParameter name=\"n\"/>" +
        literal("n + 1") + "</encapsulatedLogic></businessKnowledgeModel>" +
        decision(
            "Sum", "<knowledgeRequirement><requiredKnowledge href=\"#f\"/></knowledgeRequirement>" +
                       literal("sum(for i in 1..2000 return f(i))")
        )
    ));
    ASSERT_TRUE(model);
    const DecisionTrace trace = explained(*model, "Sum", {});
    EXPECT_EQ(trace.value.text(), "2003000");
    EXPECT_TRUE(trace.parts_left_out);
    EXPECT_EQ(trace.parts.size(), 500U);
}

TEST(Explanation, InATerminalMarksCellsAndLeavesOutWhatDoesNotFit) {
    std::string rules;
    for (int i = 1; i <= 60; ++i) rules += rule({std::to_string(i), i % 2 == 0 ? "true" : "-"}, std::to_string(i));
    const auto model = one_table("hitPolicy=\"FIRST\"", rules);
    ASSERT_TRUE(model);
    const DecisionTrace trace = explained(*model, "Permit", {{"a", number("58")}, {"b", Value(true)}});
    const std::string text = explanation_text(trace, {}, 3);
    EXPECT_THAT(text, HasSubstr("\n    1     ✗ 1                         -             1       it is 58\n"));
    EXPECT_THAT(text, HasSubstr("✓ 58"));
    EXPECT_THAT(text, HasSubstr("✓ true"));
    EXPECT_THAT(text, HasSubstr("→ 58"));
    EXPECT_THAT(text, HasSubstr("… and 56 more rules that do not fit"));
    EXPECT_THAT(text, Not(HasSubstr("✗ 59")));
    // What is not known is marked so, and nothing is said to apply.
    const std::string open = explanation_text(explained(*model, "Permit", {{"b", Value(true)}}), {}, 3);
    EXPECT_THAT(open, HasSubstr("Permit: depends on a"));
    EXPECT_THAT(open, HasSubstr("? 1"));
    EXPECT_THAT(open, Not(HasSubstr("→")));
}

TEST(Explanation, ARecordHoldsTheRulesThatMatched) {
    const auto model = one_table(
        "hitPolicy=\"COLLECT\"", rule({"> 1", "-"}, "4") + rule({"> 9", "-"}, "1") + rule({"> 2", "? = true"}, "3")
    );
    ASSERT_TRUE(model);
    const Inputs inputs{{"a", number("5")}, {"b", Value(true)}};
    const auto recorded = model->evaluate_and_record("Permit", inputs, base::Instant{}, "UTC");
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->evaluation.value.text(), "[4, 3]");
    ASSERT_EQ(recorded->tables.size(), 1U);
    EXPECT_EQ(recorded->tables[0].decision, "Permit");
    EXPECT_THAT(recorded->tables[0].rules, ElementsAre(1, 3));
    // What is only known in part is recorded as far as it is sure.
    const auto open = model->evaluate_and_record("Permit", {{"a", number("5")}}, base::Instant{}, "UTC");
    ASSERT_TRUE(open);
    EXPECT_THAT(open->tables[0].rules, ElementsAre(1));
}

TEST(Explanation, DefaultsAndRefusedValuesAreSaid) {
    const auto model = loaded(sample_definitions(
        inputs_xml + decision(
                         "Grade",
                         "<decisionTable><input label=\"Points\"><inputExpression><text>a</text></inputExpression>"
                         "<inputValues><text>[0..100]</text></inputValues></input><output name=\"grade\">"
                         "<defaultOutputEntry><text>\"none\"</text></defaultOutputEntry></output>" +
                             rule({"> 50"}, "\"pass\"") + "</decisionTable>"
                     )
    ));
    ASSERT_TRUE(model);
    EXPECT_THAT(
        texts(reasons_of(explained(*model, "Grade", {{"a", number("20")}}))),
        ElementsAre("None of the rules for grade fits. Grade: none.")
    );
    const DecisionTrace refused = explained(*model, "Grade", {{"a", number("101")}});
    EXPECT_THAT(
        texts(reasons_of(refused)), ElementsAre("Points: 101, which is not among the values that the table takes.")
    );
    EXPECT_THAT(refused.problems, ElementsAre(HasSubstr("not among [0..100]")));
    EXPECT_THAT(table_view(refused)->note, HasSubstr("No rule was looked at"));
}

}  // namespace
}  // namespace guildhall::dmn
