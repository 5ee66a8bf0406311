#include "simulation/simulation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "simulation/writers.hpp"
#include "support/thorough.hpp"

namespace guildhall::simulation {
namespace {

using testing::HasSubstr;

std::string escaped(const std::string& text) {
    std::string made;
    for (const char c : text) made += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    return made;
}

struct Input {
    std::string name, type;
};

/// A model of one decision `D`, whose logic is given as XML.
std::shared_ptr<const dmn::Model> model_of(
    const std::vector<Input>& inputs, const std::string& logic, const std::string& types = ""
) {
    std::string data, needs;
    for (const Input& input : inputs) {
        data += fmt::format(
            "<inputData id=\"{0}\" name=\"{0}\"><variable name=\"{0}\" typeRef=\"{1}\"/></inputData>", input.name,
            input.type
        );
        needs +=
            fmt::format("<informationRequirement><requiredInput href=\"#{}\"/></informationRequirement>", input.name);
    }
    const auto loaded = dmn::load(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"M\" namespace=\"urn:m\">" + types +
            data + "<decision id=\"d\" name=\"D\"><variable name=\"D\"/>" + needs + logic + "</decision></definitions>",
        "m.dmn"
    );
    for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
    return loaded.model;
}

std::string literal(const std::string& text) {
    return "<literalExpression><text>" + escaped(text) + "</text></literalExpression>";
}

base::Result<Report> run(Question question, const std::string& table, const Observer& observer = {}) {
    if (question.decision.empty()) question.decision = "D";
    std::istringstream stream(table);
    return simulate(question, stream, observer);
}

std::string error_of(const Question& question, const std::string& table) {
    const auto report = run(question, table);
    return report ? "no error" : report.error().message.text;
}

std::shared_ptr<const dmn::Model> fee_model(const std::string& expression) {
    return model_of({{"age", "number"}, {"member", "boolean"}}, literal(expression));
}

TEST(Simulation, CountsAndSumsByGroup) {
    Question question;
    question.model = fee_model("if age < 18 then null else if member then 2.10 else 7");
    question.group_column = "town";
    const auto report = run(question, "town,age,member,note\nA,20,true,x\nB,40,false,y\nA,30,true,\nB,9,FALSE,\n");
    ASSERT_TRUE(report) << report.error().message.text;
    EXPECT_EQ(report->all.rows, 4);
    ASSERT_EQ(report->all.measures.size(), 1U);
    const Distribution& fees = report->all.measures.front().present;
    EXPECT_EQ(report->all.measures.front().name, "D");
    EXPECT_EQ(fees.nulls, 1);
    EXPECT_EQ(fees.numbers.rows, 3);
    EXPECT_EQ(fees.numbers.sum.text(), "11.2");
    EXPECT_EQ(fees.numbers.least->line, 2);
    EXPECT_EQ(fees.numbers.most->value.text(), "7");
    ASSERT_EQ(fees.numbers_by_value.values.size(), 2U);
    EXPECT_EQ(fees.numbers_by_value.values.front().value, "2.1");
    EXPECT_EQ(fees.numbers_by_value.values.front().lines, (std::vector<std::int64_t>{2, 4}));
    ASSERT_EQ(report->groups.size(), 2U);
    EXPECT_EQ(report->groups[0].name, "A");
    EXPECT_EQ(report->groups[0].totals.measures.front().present.numbers.sum.text(), "4.2");
    EXPECT_EQ(report->groups[1].totals.measures.front().present.nulls, 1);
    EXPECT_EQ(report->unused_columns, std::vector<std::string>{"note"});
    EXPECT_EQ(report->bad, 0);
    EXPECT_EQ(report->rows_with_problems, 0);
}

TEST(Simulation, TellsWhoGainsAndWhoLosesAgainstAnotherVersion) {
    Question question;
    question.model = fee_model("if age < 18 then \"free\" else age + 0.5");
    question.other = fee_model("if age < 20 then \"free\" else 30");
    const auto report = run(question, "age,member\n10,true\n18,true\n29.5,true\n20,true\n50,false\n60,false\n");
    ASSERT_TRUE(report) << report.error().message.text;
    const Comparison& found = *report->all.measures.front().comparison;
    EXPECT_EQ(found.gain.rows, 2);
    EXPECT_EQ(found.gain.amount.text(), "51");
    EXPECT_EQ(found.gain.largest->value.text(), "30.5");
    EXPECT_EQ(found.gain.largest->line, 7);
    EXPECT_EQ(found.lose.rows, 1);
    EXPECT_EQ(found.lose.amount.text(), "9.5");
    EXPECT_EQ(found.same, 2);
    EXPECT_EQ(found.changed, 1);
    ASSERT_EQ(found.gain.examples.size(), 2U);
    EXPECT_EQ(found.gain.examples[0].line, 6);
    EXPECT_EQ(found.gain.examples[0].cells, std::vector<std::string>{"50"});
    EXPECT_EQ(found.gain.examples[0].from, "30");
    EXPECT_EQ(found.gain.examples[0].to, "50.5");
    ASSERT_EQ(found.moves.values.size(), 1U);
    EXPECT_EQ(found.moves.values[0].from, "\"free\"");
    EXPECT_EQ(found.moves.values[0].value, "a number");
    EXPECT_EQ(found.changed_examples.at(0).line, 3);
}

TEST(Simulation, TellsEveryBadRowAndUsesTheRest) {
    Question question;
    question.model = fee_model("if member = null then age else age + 0");
    std::string told;
    Observer observer;
    observer.bad_row = [&](const BadRow& row) {
        told +=
            fmt::format("{}:{} {} {}\n", row.complaint.line, row.complaint.column, row.column, row.complaint.message);
    };
    const auto report =
        run(question, "age,member\n1,true\nforty,true\n2\n3,\"maybe\"\n4,false\n5,\xFF\n\n\"6\n\",tru\"e\n7,\n",
            observer);
    ASSERT_TRUE(report);
    EXPECT_EQ(
        told,
        "3:1 age `forty` is no value that `age` can have\n4:1  1 fields; the first line has 2\n"
        "5:4 member `maybe` is no value that `member` can have\n7:1  not UTF-8 text\n"
        "10:6  a quote in a field that has none around it\n"
    );
    EXPECT_EQ(report->records, 8);
    EXPECT_EQ(report->bad, 5);
    EXPECT_EQ(report->blank_lines, 1);
    EXPECT_EQ(report->all.rows, 3);
    EXPECT_EQ(report->all.measures.front().present.numbers.sum.text(), "12");
}

TEST(Simulation, SaysWhatDoesNotFitTheTable) {
    Question question;
    question.model = fee_model("if member then age else 0");
    EXPECT_THAT(
        error_of(question, "aeg,town\n"),
        "the model 'M' needs a column `age` (there is `aeg`), a column `member`; the table has `aeg`, `town`"
    );
    EXPECT_THAT(error_of(question, "age;member\n1;true\n"), HasSubstr("separated by semicolons"));
    question.group_column = "twon";
    EXPECT_THAT(
        error_of(question, "age,member,town\n"), HasSubstr("no column `twon` to group by; did you mean `town`?")
    );
    question.group_column.clear();
    question.decision = "E";
    EXPECT_THAT(error_of(question, "age,member\n"), HasSubstr("has no decision 'E'"));
}

TEST(Simulation, ReadsStructuredInputsFromColumnsWithPoints) {
    const std::string types =
        "<itemDefinition name=\"tPerson\"><itemComponent name=\"born\"><typeRef>date</typeRef></itemComponent>"
        "<itemComponent name=\"home\"><itemComponent name=\"rent\"><typeRef>number</typeRef></itemComponent>"
        "<itemComponent name=\"kind\"><typeRef>string</typeRef><allowedValues><text>\"flat\", \"house\"</text>"
        "</allowedValues></itemComponent></itemComponent></itemDefinition>";
    Question question;
    question.model = model_of(
        {{"P", "tPerson"}, {"xs", "Any"}},
        literal("{year: P.born.year, cost: P.home.rent * 2, kind: P.home.kind, n: count(xs)}"), types
    );
    const auto report =
        run(question,
            "P.home.kind,P.home.rent,P.born,xs\nflat,10.5,2001-05-09,\"[1, 2]\"\nhut,1,2001-05-09,[]\nhouse,1,soon,[]\n"
            "house,,1999-01-01,[3]\n");
    ASSERT_TRUE(report) << report.error().message.text;
    EXPECT_EQ(report->bad, 2);
    EXPECT_EQ(report->bad_rows[0].column, "P.home.kind");
    EXPECT_EQ(report->bad_rows[1].complaint.column, 9);
    std::vector<std::string> names;
    for (const Measure& measure : report->all.measures) names.push_back(measure.name);
    EXPECT_EQ(names, (std::vector<std::string>{"cost", "kind", "n", "year"}));
    EXPECT_EQ(report->all.measures[0].present.numbers.sum.text(), "21");
    EXPECT_EQ(report->all.measures[0].present.nulls, 1);
    EXPECT_EQ(report->all.measures[2].present.numbers.sum.text(), "3");
    EXPECT_EQ(report->rows_with_problems, 1);
    EXPECT_THAT(error_of(question, "P.born,xs\n"), HasSubstr("a column `P.home.rent`, a column `P.home.kind`"));
}

TEST(Simulation, DoesNotListValuesOneByOneWhenThereAreTooMany) {
    Question question;
    question.model = fee_model("age");
    question.group_column = "age";
    std::string table = "age,member\n";
    for (int i = 0; i < 600; ++i) table += fmt::format("{},true\n", i);
    const auto report = run(question, table);
    ASSERT_TRUE(report);
    const Distribution& ages = report->all.measures.front().present;
    EXPECT_TRUE(ages.numbers_by_value.too_many);
    EXPECT_TRUE(ages.numbers_by_value.values.empty());
    EXPECT_EQ(ages.numbers.sum.text(), "179700");
    EXPECT_TRUE(report->too_many_groups);
    EXPECT_TRUE(report->groups.empty());
}

// ---- Random models and people, held against the engine, one person at a time.

const std::vector<Input>& people_inputs() {
    static const std::vector<Input> inputs = {
        {"n", "number"}, {"m", "number"}, {"s", "string"}, {"b", "boolean"}, {"d", "date"}
    };
    return inputs;
}

class RandomPeople {
public:
    explicit RandomPeople(unsigned seed) : random_(seed) {}

    unsigned below(unsigned end) { return static_cast<unsigned>(random_() % end); }
    const char* one_of(const std::vector<const char*>& from) { return from[below(static_cast<unsigned>(from.size()))]; }

    std::string logic() {
        return below(3) == 0 ? literal(one_of(
                                   {"n * m / 3", "if n > m then s else n - m", "{a: n + 1, b: s}", "[n, m]",
                                    "if b then n else null", "s + string(n)", "d.year + m", "n / m"}
                               ))
                             : table();
    }

    std::string table() {
        struct Column {
            const char* input;
            std::vector<const char*> cells;
        };
        const std::vector<Column> all = {
            {"n", {"-", "< 2", "[1..3)", "2, 3", ">= 2.5", "not(1)", "> m"}},
            {"m", {"-", "<= 1", "> 1", "0"}},
            {"s", {"-", "\"x\"", "\"y\", \"z\"", "not(\"x\")", "string length(?) > 1"}},
            {"b", {"-", "true", "false"}},
            {"d", {"-", "< date(\"2024-01-10\")", ">= date(\"2024-01-10\")"}}
        };
        std::vector<Column> columns;
        for (const Column& column : all)
            if (below(2) == 0) columns.push_back(column);
        if (columns.empty()) columns.push_back(all.front());
        const bool two_outputs = below(3) == 0;
        const std::string policy =
            one_of({"UNIQUE", "FIRST", "FIRST", "ANY", "RULE ORDER", "COLLECT", "COLLECT\" aggregation=\"COUNT"});
        // Half of the tables have literal tests alone.
        const bool plain = below(2) == 0;
        std::string xml = "<decisionTable hitPolicy=\"" + policy + "\">";
        for (const Column& column : columns)
            xml += std::string("<input><inputExpression><text>") + column.input + "</text></inputExpression></input>";
        xml += "<output name=\"o\"/>";
        if (two_outputs && policy.find("COUNT") == std::string::npos) xml += "<output name=\"p\"/>";
        const bool second = xml.find("\"p\"") != std::string::npos;
        for (unsigned rules = 1 + below(80); rules > 0; --rules) {
            xml += "<rule>";
            for (const Column& column : columns) {
                const auto choices =
                    static_cast<unsigned>(column.cells.size()) - (plain && column.cells.size() > 4 ? 1 : 0);
                xml += "<inputEntry><text>" + escaped(column.cells[below(choices)]) + "</text></inputEntry>";
            }
            xml += "<outputEntry><text>" + std::string(one_of({"1", "2.50", "\"A\"", "\"B\"", "null"})) +
                   "</text></outputEntry>";
            if (second)
                xml += "<outputEntry><text>" + std::string(plain ? "-0.1" : one_of({"m * 2", "7"})) +
                       "</text></outputEntry>";
            xml += "</rule>";
        }
        return xml + "</decisionTable>";
    }

    std::vector<std::string> person() {
        return {
            one_of({"0", "1", "1.5", "2", "2.0", "3", "", "1e3", "x"}), one_of({"0", "1", "2.25", ""}),
            one_of({"x", "y", "z", "xy", "", "7"}), one_of({"true", "false", "", "maybe"}),
            one_of({"2024-01-09", "2024-01-10", "", "2024-01-11"})
        };
    }

private:
    std::mt19937 random_;
};

/// What the engine says of each person by itself, added up in the plainest way.
struct Plain {
    std::int64_t bad = 0;
    std::int64_t rows = 0;
    std::map<std::string, std::map<std::string, std::int64_t>> counts;  ///< of measures, of groups before a bar
    std::map<std::string, ExactSum> sums;

    void add(const std::string& measure, const feel::Value& value) {
        ++counts[measure][value.text()];
        if (const feel::Number* number = value.number()) sums[measure].add(*number);
    }
};

Plain one_by_one(const dmn::Model& model, const std::vector<std::vector<std::string>>& people) {
    Plain plain;
    const std::set<std::string> needed = model.inputs_of("D");
    for (const auto& person : people) {
        dmn::Inputs inputs;
        bool good = true;
        for (std::size_t i = 0; i < person.size(); ++i) {
            const std::string& name = people_inputs()[i].name;
            if (!needed.contains(name)) continue;
            const feel::Value value =
                person[i].empty() ? feel::Value() : model.read_input(name, feel::Value(person[i]));
            good = good && model.fits_input(name, value);
            inputs.emplace(name, value);
        }
        if (!good) {
            ++plain.bad;
            continue;
        }
        ++plain.rows;
        const feel::Value value = model.evaluate("D", inputs, {}, "UTC")->value;
        const auto outputs = model.output_names("D");
        for (const std::string& prefix : {std::string(), person[2] + "|"}) {
            if (const feel::Context* context = value.context())
                for (const auto& [name, entry] : context->entries) plain.add(prefix + name, entry);
            else if (value.is_null() && outputs.size() > 1)
                for (const std::string& name : outputs) plain.add(prefix + name, value);
            else
                plain.add(prefix + "D", value);
        }
    }
    return plain;
}

Plain as_plain(const Report& report) {
    Plain plain;
    plain.bad = report.bad;
    plain.rows = report.all.rows;
    const auto add = [&](const std::string& prefix, const Totals& totals) {
        for (const Measure& measure : totals.measures) {
            const Distribution& one = measure.present;
            EXPECT_FALSE(one.others.too_many || one.numbers_by_value.too_many);
            auto& counts = plain.counts[prefix + measure.name];
            for (const ValueCounts* each : {&one.others, &one.numbers_by_value})
                for (const ValueCount& count : each->values) counts[count.value] += count.rows;
            if (one.nulls > 0) counts["null"] += one.nulls;
            if (one.numbers.rows > 0) plain.sums[prefix + measure.name].add(one.numbers.sum);
        }
    };
    add("", report.all);
    for (const Group& group : report.groups) add(group.name + "|", group.totals);
    return plain;
}

TEST(Simulation, IsWhatTheEngineSaysOfEachPersonByItself) {
    for (unsigned seed = 0; seed < tests::tries(50, 1500); ++seed) {
        RandomPeople random(seed);
        const std::string logic = random.logic();
        Question question;
        question.model = model_of(people_inputs(), logic);
        question.decision = "D";
        question.group_column = "s";
        std::string table = "n,m,s,b,d\n";
        std::vector<std::vector<std::string>> people;
        for (unsigned count = 1 + random.below(300); count > 0; --count) {
            people.push_back(random.person());
            table += fmt::format("{}\n", fmt::join(people.back(), ","));
        }
        const auto report = run(question, table);
        ASSERT_TRUE(report) << report.error().message.text;
        const Plain found = as_plain(*report);
        const Plain expected = one_by_one(*question.model, people);
        ASSERT_EQ(found.bad, expected.bad) << logic;
        ASSERT_EQ(found.rows, expected.rows) << logic;
        ASSERT_EQ(found.counts, expected.counts) << logic;
        ASSERT_TRUE(found.sums == expected.sums) << logic;
    }
}

TEST(Simulation, DoesNotDependOnThreadsAndBlocks) {
    for (unsigned seed = 0; seed < tests::tries(8, 200); ++seed) {
        RandomPeople random(1000 + seed);
        Question question;
        question.model = model_of(people_inputs(), random.logic());
        question.other = model_of(people_inputs(), random.logic());
        question.group_column = "b";
        std::string table = "n,m,s,b,d\n";
        for (unsigned count = 500; count > 0; --count) table += fmt::format("{}\n", fmt::join(random.person(), ","));
        const auto once = run(question, table);
        ASSERT_TRUE(once);
        const std::string expected = report_json(*once).pretty();
        for (const auto& [threads, block] : {std::pair{1U, 100}, std::pair{3U, 1000}, std::pair{4U, 64}}) {
            question.threads = threads;
            question.block_bytes = static_cast<std::size_t>(block);
            const auto again = run(question, table);
            ASSERT_TRUE(again);
            ASSERT_EQ(report_json(*again).pretty(), expected);
        }
    }
}

// ---- Where most rows are different.

TEST(Simulation, EvaluatesInStagesWhatTheEngineSays) {
    const auto typed = [](const std::string& name, const std::string& type, const std::string& needs,
                          const std::string& text) {
        return fmt::format(
            "<decision id=\"{0}\" name=\"{0}\"><variable name=\"{0}\" typeRef=\"{1}\"/>{2}{3}</decision>", name, type,
            needs, literal(text)
        );
    };
    const auto input = [](const std::string& name) {
        return "<informationRequirement><requiredInput href=\"#" + name + "\"/></informationRequirement>";
    };
    // `risk` fails for one age and is null for another.
    const std::string stages = typed(
                                   "risk", "number", input("age") + input("kind"),
                                   "if age = 21 then number(kind, \",\", \".\") else if age = 22 then null else if "
                                   "kind = \"a\" then age / 3 else age * 2"
                               ) +
                               typed("limit", "number", input("pay"), "pay * 1.5");
    Question question;
    question.decision = "D";
    question.model = model_of(
        {{"age", "number"}, {"kind", "string"}, {"pay", "number"}},
        "<informationRequirement><requiredDecision href=\"#risk\"/></informationRequirement>"
        "<informationRequirement><requiredDecision href=\"#limit\"/></informationRequirement>" +
            literal("if risk = null then -1 else if risk > 50 then limit else {risk: risk, pay: pay}"),
        stages
    );
    question.block_bytes = 64 * 1024;
    std::mt19937 random(12);
    std::string table = "age,kind,pay\n";
    Plain expected;
    const unsigned rows = tests::tries(30'000, 300'000);
    for (unsigned i = 0; i < rows; ++i) {
        const auto age = static_cast<std::int64_t>(20 + random() % 30);
        const std::string kind = random() % 2 == 0 ? "a" : "b";
        const auto pay = static_cast<std::int64_t>(i);
        table += fmt::format("{},{},{}\n", age, kind, pay);
        const auto one = question.model->evaluate(
            "D",
            {{"age", feel::Value(feel::Number(age))},
             {"kind", feel::Value(kind)},
             {"pay", feel::Value(feel::Number(pay))}},
            {}, "UTC"
        );
        ++expected.rows;
        expected.bad += one->problems.empty() ? 0 : 1;
        if (const feel::Context* context = one->value.context())
            for (const auto& [name, entry] : context->entries) expected.sums[name].add(*entry.number());
        else if (const feel::Number* number = one->value.number())
            expected.sums["D"].add(*number);
    }
    const auto report = run(question, table);
    ASSERT_TRUE(report) << report.error().message.text;
    EXPECT_EQ(report->all.rows, expected.rows);
    EXPECT_EQ(report->rows_with_problems, expected.bad);
    EXPECT_GT(report->rows_with_problems, 0);
    for (const Measure& measure : report->all.measures)
        EXPECT_EQ(measure.present.numbers.sum.text(), expected.sums[measure.name].text()) << measure.name;
}

TEST(Simulation, ReadsColumnsWhoseCellsAreAllDifferent) {
    Question question;
    question.model = fee_model("if member then age else null");
    question.block_bytes = 256 * 1024;
    std::string table = "age,member\n";
    constexpr std::int64_t rows = 250'000;
    for (std::int64_t i = 0; i < rows; ++i) table += fmt::format("{}.5,{}\n", i, i % 2 == 0 ? "true" : "false");
    table += "x,true\n";
    const auto report = run(question, table);
    ASSERT_TRUE(report) << report.error().message.text;
    EXPECT_EQ(report->bad, 1);
    EXPECT_EQ(report->bad_rows.front().complaint.line, rows + 2);
    const Distribution& ages = report->all.measures.front().present;
    EXPECT_EQ(ages.numbers.sum.text(), fmt::format("{}", rows / 2 * (rows / 2 - 1) + rows / 4));
    EXPECT_EQ(ages.nulls, rows / 2);
    EXPECT_EQ(ages.numbers.most->line, rows);
}

TEST(Simulation, StopsWhenAnObserverThrows) {
    Question question;
    question.model = fee_model("age");
    question.threads = 3;
    question.block_bytes = 16;
    std::string table = "age,member\n";
    for (int i = 0; i < 1000; ++i) table += "1,true\n";
    Observer observer;
    observer.progress = [](const Progress& progress) {
        if (progress.records > 100) throw std::runtime_error("enough");
    };
    EXPECT_THROW(static_cast<void>(run(question, table, observer)), std::runtime_error);
}

TEST(SimulationReports, SayTheSameInEveryForm) {
    Question question;
    question.model = fee_model("if age < 18 then \"a <b>, c\" else age / 3");
    question.other = fee_model("20");
    question.group_column = "town";
    const auto report =
        run(question, "town,age,member\n\"<Ost>, 1\",20,true\nWest,40,false\nWest,3,true\nWest,x,true\n");
    ASSERT_TRUE(report);
    const std::string text = report_text(*report);
    EXPECT_THAT(
        text, HasSubstr("M: 'D' for 3 rows\n1 row could not be used:\n  5:6: `x` is no value that `age` can have\n")
    );
    EXPECT_THAT(text, HasSubstr("  sum 20, mean 10, from 6.67 (line 2) to 13.33 (line 3), in 2 rows\n"));
    EXPECT_THAT(text, HasSubstr("lose                2   66.7 %  20 in all, at most 13.33 (line 2)"));
    const std::string csv = report_csv(*report);
    EXPECT_THAT(csv, HasSubstr("all,,D,model,sum,,,19.999999999999999999999999999999997\r\n"));
    EXPECT_THAT(csv, HasSubstr("group,\"<Ost>, 1\",D,difference,lose,,,1\r\n"));
    std::int64_t line = 1;
    CsvRecord record;
    for (std::string_view rest = csv; !rest.empty(); rest.remove_prefix(record.size()), ++line) {
        ASSERT_EQ(record.read(rest, line, true), CsvRecord::Kind::good);
        EXPECT_EQ(record.fields().size(), 8U) << line;
    }
    const std::string html = report_html(*report);
    EXPECT_THAT(html, HasSubstr("&lt;Ost&gt;, 1"));
    EXPECT_THAT(html, Not(HasSubstr("<Ost>")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("http")));
    const auto json = report_json(*report);
    EXPECT_EQ(json["totals"]["rows"], base::Json(3));
    EXPECT_EQ(
        (*json["totals"]["measures"].array())[0]["comparison"]["lose"].string_at("amount"),
        "20.000000000000000000000000000000003"
    );
}

}  // namespace
}  // namespace guildhall::simulation
