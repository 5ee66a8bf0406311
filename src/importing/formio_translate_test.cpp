#include "importing/formio/translate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feel/expression.hpp"

namespace guildhall::importing::formio {
namespace {

/// data: answered (yes or no), colour (text), count (number), box (tick), born (date), land {value}, boxes {a, b},
/// group {inner (text)}, rows [{part (text), sub {deep (number)}}].
class Translate : public testing::Test {
protected:
    Translate() {
        const auto answer = [](Field& in, const char* key, const char* feel, Field::Kind kind) -> Field& {
            Field& field = in.add(key, Field::Shape::answer);
            field.feel = feel;
            field.kind = kind;
            return field;
        };
        Field& answered = answer(data, "answered", "answered", Field::Kind::yes_no);
        answered.values = {{"ja", "true"}, {"nei", "false"}};
        answered.options = {"ja", "nei"};
        answer(data, "colour", "colour", Field::Kind::text);
        answer(data, "count", "how_many", Field::Kind::number);
        answer(data, "box", "box", Field::Kind::truth);
        answer(data, "born", "born", Field::Kind::date);
        Field& land = data.add("land", Field::Shape::labelled);
        land.feel = "land";
        Field& boxes = data.add("boxes", Field::Shape::choices);
        boxes.feel = "boxes";
        boxes.options = {"a", "b"};
        Field& group = data.add("group", Field::Shape::group);
        answer(group, "inner", "inner", Field::Kind::text);
        rows = &data.add("rows", Field::Shape::list);
        rows->feel = "members";
        answer(*rows, "part", "part", Field::Kind::text);
        Field& sub = rows->add("sub", Field::Shape::group);
        answer(sub, "deep", "deep", Field::Kind::number);
        data.add("strange", Field::Shape::unknown);
    }

    [[nodiscard]] ReadFrom from(const Field* row = nullptr) const {
        return {&data, row == nullptr ? &data : row, data.child("colour"), &names};
    }
    [[nodiscard]] std::string show(const std::string& script, const Field* row = nullptr) const {
        const auto made = translate_show("show = " + script, from(row));
        return made ? made->feel : "not converted: " + made.error().message.text;
    }
    [[nodiscard]] std::string whole(const std::string& script) const {
        const auto made = translate_show(script, from());
        return made ? made->feel : "not converted: " + made.error().message.text;
    }
    [[nodiscard]] std::string simple(const std::string& json, const Field* row = nullptr) const {
        const auto made = translate_simple(*base::Json::parse(json), from(row));
        return made ? made->feel : "not converted: " + made.error().message.text;
    }

    /// Whether a condition is exactly true where nothing is answered.
    [[nodiscard]] static bool holds_unanswered(const std::string& text) {
        feel::Context nothing;
        for (const char* name : {"answered", "colour", "how_many", "box", "born", "land", "boxes", "inner", "members"})
            nothing.entries.emplace_back(name, feel::Value());
        const auto expression = feel::Expression::parse(text, {});
        if (!expression) ADD_FAILURE() << text << ": " << expression.error().message.text;
        if (!expression) return false;
        const auto value = expression->evaluate(feel::ContextScope(nothing), feel::Environment{});
        return value.boolean() != nullptr && *value.boolean();
    }

    Field data;
    Field* rows = nullptr;
    std::set<std::string> names{"row"};
};

TEST_F(Translate, ComparisonsOfAnswers) {
    EXPECT_EQ(show("data.answered === 'ja'"), "answered = true");
    EXPECT_EQ(show("data.answered !== 'ja'"), "answered != true");
    EXPECT_EQ(show("data.answered === 'kanskje'"), "false");
    EXPECT_EQ(show("data.colour == \"red\" || data.colour == 'blue'"), "colour = \"red\" or colour = \"blue\"");
    EXPECT_EQ(show("data.count > 2 && data.colour === 'red'"), "how_many > 2 and colour = \"red\"");
    EXPECT_EQ(show("data.land.value === 'NO'"), "land = \"NO\"");
    EXPECT_EQ(show("['NO', 'SE'].includes(data.land.value)"), "list contains([\"NO\", \"SE\"], land)");
    EXPECT_EQ(show("data.boxes.a === true"), "list contains(boxes, \"a\")");
    EXPECT_EQ(show("data.group.inner === 'x'"), "inner = \"x\"");
    EXPECT_EQ(show("data.count === '5'"), "false");
    EXPECT_EQ(show("data.count == '5'"), "how_many = 5");
}

TEST_F(Translate, NegationsAskForWhatIsMissing) {
    EXPECT_EQ(show("!(data.count > 2)"), "how_many = null or how_many <= 2");
    EXPECT_EQ(show("!data.box"), "box != true");
    EXPECT_EQ(show("data.boxes.a !== true"), "boxes = null or not(list contains(boxes, \"a\"))");
    EXPECT_EQ(show("data.boxes.a === false"), "boxes != null and not(list contains(boxes, \"a\"))");
    EXPECT_EQ(
        show("!(data.count > 2 && data.answered === 'ja')"), "how_many = null or how_many <= 2 or answered != true"
    );
    EXPECT_EQ(show("!data.count"), "how_many = null or how_many = 0");
}

/// For each script, whether a runtime shows the component where nothing is answered.
TEST_F(Translate, MissingAnswersComeOutAsUndefined) {
    for (const char* script :
         {"data.answered !== 'ja'", "!(data.count > 2)", "!(data.count <= 2)", "!data.colour",
          "data.colour === undefined", "data.colour == null", "!_.some(data.rows, r => r.part === 'x')",
          "_.every(data.rows, r => r.part === 'x')", "!['a','b'].includes(data.colour)", "!(data.boxes.a === true)",
          "data.rows.length === 0", "!(new Date(data.born) < new Date(2000, 0, 1))", "_.isEmpty(data.rows)"})
        EXPECT_TRUE(holds_unanswered(show(script))) << script << " -> " << show(script);
    for (const char* script :
         {"data.answered === 'ja'", "data.count > 2", "data.count <= 2", "data.count < 0 || data.count >= 0",
          "data.colour", "data.colour !== undefined", "_.some(data.rows, r => r.part !== 'x')",
          "!_.every(data.rows, r => r.part === 'x')", "data.boxes.a === false", "data.colour === null",
          "new Date(data.born).getMonth() + 1 < 12", "!!data.box"})
        EXPECT_FALSE(holds_unanswered(show(script))) << script << " -> " << show(script);
}

TEST_F(Translate, RowsAreReadByNameFromInsideAndWithAVariableFromOutside) {
    EXPECT_EQ(show("row.part === 'x' && row.sub.deep > 1", rows), "part = \"x\" and deep > 1");
    EXPECT_EQ(
        show("_.some(data.rows, (rad) => { return rad.part === 'x' || rad.sub.deep > 1; })"),
        "some rad in members satisfies rad.part = \"x\" or rad.deep > 1"
    );
    EXPECT_EQ(
        show("!_.some(data.rows, (row) => row.part === 'x')"),
        "members = null or (every row_member in members satisfies row_member.part != \"x\")"
    );
    EXPECT_EQ(show("_.some(data.rows, {part: 'x'})"), "some member in members satisfies member.part = \"x\"");
    EXPECT_EQ(
        show("data.rows.filter(r => r.part === 'x').length > 1"),
        "(if members = null then 0 else count(members[item.part = \"x\"])) > 1"
    );
    EXPECT_EQ(show("data.rows.part === 'x'"), "false");
}

TEST_F(Translate, VariablesBranchesAndFunctionsAreFilledIn) {
    EXPECT_EQ(whole("var hide = data.answered === 'ja'; show = !hide;"), "answered != true");
    EXPECT_EQ(
        whole("if (data.answered === 'ja') { show = data.count > 1 } else { show = false }"),
        "answered = true and how_many > 1"
    );
    EXPECT_EQ(
        whole("show = data.answered === 'ja' ? data.count > 1 : data.colour === 'x'"),
        "(answered = true and how_many > 1) or (answered != true and colour = \"x\")"
    );
    EXPECT_EQ(
        whole("function big(n) { if (n > 5) return true; return false; } show = big(data.count);"), "how_many > 5"
    );
    EXPECT_EQ(whole("show = true"), "true");
    const auto value =
        translate_value("value = get(data.count) * 2;\nfunction get(x) { return parseFloat(x || 0); }", from());
    ASSERT_TRUE(value);
    EXPECT_EQ(value->feel, "(if how_many = null then 0 else how_many) * 2");
}

TEST_F(Translate, DatesAndAges) {
    EXPECT_EQ(show("new Date(data.born).getFullYear() < 1964"), "born.year < 1964");
    EXPECT_EQ(whole("var d = new Date(data.born); show = d.getMonth()+1 > 9;"), "born.month > 9");
    EXPECT_EQ(show("new Date(data.born) <= new Date(2014, 11, 31)"), "born <= date(\"2014-12-31\")");
    EXPECT_EQ(show("new Date(data.born) < new Date()"), "born <= today()");
    EXPECT_EQ(show("utils.isBornBeforeYear(1964, 'born', submission)"), "born.year < 1964");
    EXPECT_EQ(
        show("utils.isAgeBetween([67, 130], 'born', submission)"),
        "years and months duration(born, today()).years >= 67 and years and months duration(born, today()).years <= 130"
    );
}

TEST_F(Translate, SimpleConditionsCompareText) {
    EXPECT_EQ(simple(R"({"show": true, "when": "answered", "eq": "ja"})"), "answered = true");
    EXPECT_EQ(simple(R"({"show": false, "when": "answered", "eq": "ja"})"), "answered != true");
    EXPECT_EQ(simple(R"({"show": true, "when": "box", "eq": "true"})"), "box = true");
    EXPECT_EQ(simple(R"({"show": "true", "when": "boxes", "eq": "a"})"), "list contains(boxes, \"a\")");
    EXPECT_EQ(simple(R"({"show": true, "when": "boxes.b", "eq": true})"), "list contains(boxes, \"b\")");
    EXPECT_EQ(simple(R"({"show": true, "when": "inner", "eq": "x"})"), "inner = \"x\"");
    EXPECT_EQ(simple(R"({"show": true, "when": "rows.part", "eq": "x"})", rows), "part = \"x\"");
    EXPECT_EQ(simple(R"({"show": true, "when": "rows.part", "eq": "x"})"), "false");
    EXPECT_EQ(simple(R"({"show": true, "when": "nothing", "eq": ""})"), "true");
}

TEST_F(Translate, ListsOfSimpleConditions) {
    EXPECT_EQ(
        simple(
            R"({"show": true, "conjunction": "all", "conditions": [{"component": "answered", "operator": "isEqual", "value": "ja"},
                  {"component": "colour", "operator": "isNotEmpty"}]})"
        ),
        "answered = true and colour != null"
    );
    EXPECT_EQ(
        simple(
            R"({"show": false, "conjunction": "all", "conditions": [{"component": "answered", "operator": "isEqual", "value": "ja"},
                  {"component": "count", "operator": "isNotEqual", "value": 3}]})"
        ),
        "answered != true or how_many = 3"
    );
    EXPECT_EQ(
        simple(
            R"({"show": true, "conjunction": "any", "conditions": [{"component": "box", "operator": "isEqual", "value": true},
                  {"component": "colour", "operator": "isEmpty"}]})"
        ),
        "box = true or colour = null"
    );
    EXPECT_THAT(
        simple(R"({"show": true, "conditions": [{"component": "count", "operator": "between", "value": 3}]})"),
        testing::StartsWith("not converted")
    );
}

TEST_F(Translate, RulesOfValidityHaveTheirMessage) {
    const auto made =
        translate_valid("valid = (String(input) !== data.group.inner) ? true : 'They are the same.'", from());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->feel, "colour != inner");
    EXPECT_EQ(made->message, "They are the same.");
}

TEST_F(Translate, WhatHasNoCounterpartIsRefused) {
    for (const char* script :
         {"instance.other()", "data.strange", "data.strange.part === 1", "moment.locale() === 'nb'", "somewhere.else",
          "data.colour + 'x' === 'yx'", "data.land.label === 'Norge'", "typeof data.colour === 'string'", "fetch('x')"})
        EXPECT_THAT(show(script), testing::StartsWith("not converted")) << script;
    EXPECT_THAT(whole("show (data.answered === 'ja')"), testing::StartsWith("not converted"));
}

TEST_F(Translate, GrowthBySubstitutionIsBounded) {
    std::string script = "var a0 = data.count;\n";
    for (int i = 1; i < 60; ++i)
        script += "var a" + std::to_string(i) + " = a" + std::to_string(i - 1) + " + a" + std::to_string(i - 1) + ";\n";
    EXPECT_THAT(whole(script + "show = a59 > 1;"), testing::StartsWith("not converted"));
    EXPECT_THAT(whole("function f(x) { return f(x); } show = f(1);"), testing::StartsWith("not converted"));
}

}  // namespace
}  // namespace guildhall::importing::formio
