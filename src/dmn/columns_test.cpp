#include "dmn/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/internal/sample_models.hpp"

namespace guildhall::dmn {
namespace {

using Path = std::vector<std::string>;
using Paths = std::vector<Path>;

TEST(ModelColumns, TellTheEntriesOfStructuredInputs) {
    const auto model = loaded(sample_definitions(
        "<itemDefinition name=\"tHome\"><itemComponent name=\"rent\"><typeRef>number</typeRef></itemComponent>"
        "<itemComponent name=\"kind\"><typeRef>string</typeRef><allowedValues><text>\"flat\"</text></allowedValues>"
        "</itemComponent></itemDefinition>"
        "<itemDefinition name=\"tPerson\"><itemComponent name=\"home\"><typeRef>tHome</typeRef></itemComponent>"
        "<itemComponent name=\"children\" "
        "isCollection=\"true\"><typeRef>tHome</typeRef></itemComponent></itemDefinition>" +
        sample_input({"P", "tPerson"}) + sample_input({"n", "number"}) + sample_literal("D", "P.home.rent", {"P", "n"})
    ));
    const ModelColumns& columns = columns_of(*model);
    EXPECT_EQ(columns.input_fields("P"), (Paths{{"P", "home", "rent"}, {"P", "home", "kind"}, {"P", "children"}}));
    EXPECT_EQ(columns.input_fields("n"), (Paths{{"n"}}));
    EXPECT_EQ(columns.input_fields("none"), Paths{});
    EXPECT_TRUE(columns.fits_field(Path{"P", "home", "rent"}, number(7)));
    EXPECT_TRUE(columns.fits_field(Path{"P", "home", "rent"}, feel::Value()));
    EXPECT_FALSE(columns.fits_field(Path{"P", "home", "rent"}, feel::Value("7")));
    EXPECT_TRUE(columns.fits_field(Path{"P", "home", "kind"}, feel::Value("flat")));
    EXPECT_FALSE(columns.fits_field(Path{"P", "home", "kind"}, feel::Value("hut")));
    EXPECT_FALSE(columns.fits_field(Path{"P", "children"}, number(7)));
    EXPECT_FALSE(columns.fits_field(Path{"P", "home", "none"}, number(1)));
    EXPECT_FALSE(columns.fits_field(Path{"Q"}, number(1)));
}

TEST(ModelColumns, TellWhichNumbersNeedNoLook) {
    const auto model = loaded(sample_definitions(
        "<itemDefinition name=\"tRent\"><typeRef>number</typeRef><allowedValues><text>&gt;= 0</text></allowedValues>"
        "</itemDefinition><itemDefinition name=\"tAge\"><typeRef>number</typeRef></itemDefinition>"
        "<itemDefinition name=\"tPerson\">"
        "<itemComponent name=\"rent\"><typeRef>tRent</typeRef></itemComponent>"
        "<itemComponent name=\"age\"><typeRef>tAge</typeRef></itemComponent>"
        "<itemComponent name=\"size\"><typeRef>number</typeRef><allowedValues><text>1, 2</text></allowedValues>"
        "</itemComponent>"
        "<itemComponent name=\"monthly\"><itemComponent name=\"pay\"><typeRef>number</typeRef></itemComponent>"
        "</itemComponent>"
        "<itemComponent name=\"name\"><typeRef>string</typeRef></itemComponent>"
        "<itemComponent name=\"all\" isCollection=\"true\"><typeRef>number</typeRef></itemComponent></itemDefinition>" +
        sample_input({"P", "tPerson"}) + sample_input({"n", "number"}) + sample_input({"any", ""}) +
        sample_literal("D", "P.age", {"P", "n", "any"})
    ));
    const ModelColumns& columns = columns_of(*model);
    for (const Path& path : Paths{{"P", "age"}, {"P", "monthly", "pay"}, {"n"}})
        EXPECT_TRUE(columns.takes_any_number(path)) << path.back();
    for (const Path& path :
         Paths{{"P"}, {"P", "rent"}, {"P", "size"}, {"P", "name"}, {"P", "all"}, {"P", "none"}, {"any"}, {"none"}})
        EXPECT_FALSE(columns.takes_any_number(path)) << path.back();
}

TEST(ModelColumns, EvaluateByEntriesWhatTheWholeInputGives) {
    const std::string home =
        "<itemDefinition name=\"tHome\"><itemComponent name=\"rent\"><typeRef>number</typeRef></itemComponent>"
        "<itemComponent name=\"kind\"><typeRef>string</typeRef><allowedValues><text>\"flat\", \"house\"</text>"
        "</allowedValues></itemComponent></itemDefinition>"
        "<itemDefinition name=\"tPerson\"><itemComponent name=\"home\"><typeRef>tHome</typeRef></itemComponent>"
        "<itemComponent name=\"age\"><typeRef>number</typeRef></itemComponent></itemDefinition>" +
        sample_input({"P", "tPerson"}) + sample_input({"n", "number"});
    const std::string bodies[] = {
        "P.home.rent + n",
        "if P.home.kind = \"flat\" then P.age else n",
        "P.home",
        "P",
        "P.home.rent * 2 > P.age",
        "n",
        "for one in [P] return one.age",
        "P.home.rent / n"
    };
    const std::vector<feel::Value> rents{number(0), number(500), feel::Value(), feel::Value("500")};
    const std::vector<feel::Value> kinds{feel::Value("flat"), feel::Value("hut"), feel::Value()};
    const std::vector<feel::Value> others{number(0), number(30), feel::Value(), feel::Value(true)};
    for (const std::string& body : bodies) {
        const auto model = loaded(sample_definitions(home + sample_literal("D", body, {"P", "n"})));
        const auto prepared = columns_of(*model).prepare_fields("D");
        ASSERT_TRUE(prepared);
        for (const auto& rent : rents)
            for (const auto& kind : kinds)
                for (const auto& age : others)
                    for (const auto& n : others) {
                        feel::Context person;
                        set_entry(person, Path{"home", "rent"}, rent);
                        set_entry(person, Path{"home", "kind"}, kind);
                        set_entry(person, Path{"age"}, age);
                        Inputs inputs{{"P", feel::Value(std::move(person))}, {"n", n}};
                        if ((*prepared)->fields().back() != Path{"n"}) inputs.erase("n");
                        if ((*prepared)->fields().front() == Path{"n"}) inputs.erase("P");
                        const auto whole = model->evaluate("D", inputs, base::Instant{}, "UTC");
                        ASSERT_TRUE(whole);
                        const std::map<Path, feel::Value> known{
                            {{"P", "home", "rent"}, rent},
                            {{"P", "home", "kind"}, kind},
                            {{"P", "age"}, age},
                            {{"n"}, n}
                        };
                        std::vector<feel::Value> values;
                        for (const Path& field : (*prepared)->fields()) values.push_back(known.at(field));
                        const Evaluation by_fields = (*prepared)->evaluate(values, base::Instant{}, "UTC");
                        EXPECT_EQ(by_fields.value.text(), whole->value.text()) << body;
                        EXPECT_EQ(by_fields.problems, whole->problems) << body;
                    }
    }
}

std::string typed(
    const std::string& name, const std::string& type, const std::string& expression, const std::string& needs
) {
    return "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\" typeRef=\"" + type +
           "\"/>" + needs + "<literalExpression><text>" + expression + "</text></literalExpression></decision>\n";
}

/// `A` requires `B`; `F` is a function.
std::string staged_decisions(const std::string& body, const std::vector<std::string>& needed) {
    const std::string needs = sample_requirements({"P", "n"}, {});
    return "<itemDefinition name=\"tPerson\"><itemComponent name=\"age\"><typeRef>number</typeRef></itemComponent>"
           "<itemComponent name=\"kind\"><typeRef>string</typeRef><allowedValues><text>\"x\", "
           "\"y\"</text></allowedValues>"
           "</itemComponent><itemComponent name=\"pay\"><typeRef>number</typeRef></itemComponent></itemDefinition>"
           "<itemDefinition name=\"tLate\"><typeRef>date</typeRef><allowedValues><text>&lt; today()</text>"
           "</allowedValues></itemDefinition>" +
           sample_input({"P", "tPerson"}) + sample_input({"n", "number"}) + sample_input({"late", "tLate"}) +
           typed("B", "number", "P.age / n", needs) +
           typed("A", "string", "if B &gt; 2 then P.kind else \"z\"", sample_requirements({"P"}, {"B"})) +
           typed("F", "Any", "function(x) x + 1", "") + typed("L", "number", "1", sample_requirements({"late"}, {})) +
           sample_literal("D", body, {"P", "n"}, needed);
}

TEST(ModelColumns, PrepareTheRestOfADecision) {
    const auto model = loaded(sample_definitions(staged_decisions("A + string(F(P.pay))", {"A", "F", "L"})));
    const ModelColumns& columns = columns_of(*model);
    EXPECT_EQ(columns.required_decisions("D"), (std::vector<std::string>{"A", "L", "B"}));
    const auto b = columns.prepare_rest("B", {});
    ASSERT_TRUE(b);
    EXPECT_EQ(b->fields(), (Paths{{"P", "age"}, {"n"}}));
    const auto a = columns.prepare_rest("A", std::vector<std::string>{"B"});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->fields(), (Paths{{"P", "kind"}}));
    EXPECT_EQ(a->given(), (std::vector<std::string>{"B"}));
    EXPECT_EQ(columns.prepare_rest("D", {}), nullptr) << "calls a function that a decision gives";
    EXPECT_EQ(columns.prepare_rest("L", {}), nullptr) << "what its input may be hangs on the time";
    EXPECT_EQ(columns.prepare_rest("none", {}), nullptr);
}

TEST(ModelColumns, EvaluateTheRestAsTheWhole) {
    for (const std::string body :
         {"A", "if A = \"x\" then P.pay else B", "{a: A, b: B + P.pay, p: P}", "[A, B]", "B * n"}) {
        const auto model = loaded(sample_definitions(staged_decisions(body, {"A", "B"})));
        const auto rest = columns_of(*model).prepare_rest("D", std::vector<std::string>{"A", "B"});
        ASSERT_TRUE(rest) << body;
        int answers = 0;
        for (const int age : {0, 3, 9})
            for (const char* const kind : {"x", "y"})
                for (const int n : {0, 1, 4}) {
                    const std::map<Path, feel::Value> known{
                        {{"P", "age"}, number(age)},
                        {{"P", "kind"}, feel::Value(kind)},
                        {{"P", "pay"}, number(7)},
                        {{"n"}, number(n)}
                    };
                    feel::Context person;
                    for (const auto& [path, value] : known)
                        if (path.size() > 1) set_entry(person, std::span(path).subspan(1), value);
                    const Inputs inputs{{"P", feel::Value(std::move(person))}, {"n", number(n)}};
                    std::vector<feel::Value> given;
                    bool plain = true;
                    for (const std::string& name : rest->given()) {
                        const auto one = model->evaluate(name, inputs, base::Instant{}, "UTC");
                        given.push_back(one->value);
                        plain = plain && one->problems.empty();
                    }
                    if (!plain) continue;
                    std::vector<const feel::Value*> values;
                    for (const Path& field : rest->fields()) values.push_back(&known.at(field));
                    for (const feel::Value& value : given) values.push_back(&value);
                    const auto found = rest->evaluate(values, base::Instant{}, "UTC");
                    const auto whole = model->evaluate("D", inputs, base::Instant{}, "UTC");
                    if (!found) continue;
                    ++answers;
                    EXPECT_EQ(found->text(), whole->value.text()) << body;
                    EXPECT_TRUE(whole->problems.empty()) << body;
                }
        EXPECT_GE(answers, 12) << body;
    }
}

TEST(ModelColumns, TellWhatEntriesHaveToBeTogether) {
    const std::string component = "<itemComponent name=\"a\"><typeRef>number</typeRef></itemComponent>";
    const std::string asks = "<typeConstraint><text>?.a > 1</text></typeConstraint>";
    const auto model = loaded(sample_definitions(
        "<itemDefinition name=\"tFree\">" + component + "</itemDefinition>" + "<itemDefinition name=\"tBound\">" +
        asks + component + "</itemDefinition>" +
        "<itemDefinition name=\"tOuter\"><itemComponent name=\"b\"><typeRef>tBound</typeRef></itemComponent>"
        "</itemDefinition>" +
        sample_input({"free", "tFree"}) + sample_input({"bound", "tBound"}) + sample_input({"outer", "tOuter"}) +
        sample_input({"n", "number"}) + sample_literal("D", "n", {"free", "bound", "outer", "n"})
    ));
    const ModelColumns& columns = columns_of(*model);
    EXPECT_TRUE(columns.fits_by_fields("free"));
    EXPECT_TRUE(columns.fits_by_fields("n"));
    EXPECT_FALSE(columns.fits_by_fields("bound"));
    EXPECT_FALSE(columns.fits_by_fields("outer"));
}

std::shared_ptr<const TableLookup> lookup_of(SampleTable table) {
    table.requires_inputs = {"n", "s"};
    const auto model =
        loaded(sample_definitions(sample_input({"n", "number"}) + sample_input({"s", "string"}) + sample_table(table)));
    return columns_of(*model).table_lookup("Result");
}

TEST(ModelColumns, LookUpTablesOfLiteralTests) {
    SampleTable table;
    table.columns = {{"n"}, {"s"}};
    table.rules = {{"< 2", "\"x\"", "1"}, {"[2..3]", "-", "2"}, {"-", "not(\"x\")", "1 + 2"}};
    const auto lookup = lookup_of(table);
    ASSERT_TRUE(lookup);
    EXPECT_EQ(lookup->columns(), (std::vector<std::string>{"n", "s"}));
    EXPECT_EQ(lookup->rules(), 3U);
    EXPECT_FALSE(lookup->first_decides());
    const auto taken = [&](std::size_t column, const feel::Value& value) {
        const auto rules = lookup->takes(column, value);
        return rules ? static_cast<int>(rules->front() & 7) : -1;
    };
    EXPECT_EQ(taken(0, number(1)), 0b101);
    EXPECT_EQ(taken(0, number("2.5")), 0b110);
    EXPECT_EQ(taken(1, feel::Value("x")), 0b011);
    EXPECT_EQ(taken(1, feel::Value("y")), 0b110);
    EXPECT_EQ(taken(0, feel::Value("x")), -1);
}

TEST(ModelColumns, LookUpNothingWhereAnOutcomeHangsOnMore) {
    SampleTable table;
    table.columns = {{"n"}, {"s"}};
    table.rules = {{"< 2", "\"x\"", "1"}};
    for (const auto& [column, cell, output] :
         {std::tuple{"n + 1", "< 2", "1"}, std::tuple{"n", "< string length(s)", "1"}, std::tuple{"n", "< 2", "n"},
          std::tuple{"n", "? > 1 and s = \"x\"", "1"}}) {
        table.columns[0].expression = column;
        table.rules[0][0] = cell;
        table.rules[0][2] = output;
        EXPECT_EQ(lookup_of(table), nullptr) << column << " " << cell << " " << output;
    }
}

}  // namespace
}  // namespace guildhall::dmn
