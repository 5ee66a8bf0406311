/// Random small tables: what the analysis says is held against the engine, over values on and between all breakpoints.

#include <gtest/gtest.h>

#include <random>

#include "dmn/analysis.hpp"
#include "dmn/internal/sample_models.hpp"
#include "feel/expression.hpp"
#include "support/thorough.hpp"

namespace guildhall::dmn {
namespace {

using feel::Value;

Value value_of(const std::string& text) {
    class NoNames final : public feel::Scope {
    public:
        [[nodiscard]] const Value* find(std::string_view) const override { return nullptr; }
    };
    const auto parsed = feel::Expression::parse(text, {});
    EXPECT_TRUE(parsed) << text;
    return parsed ? parsed->evaluate(NoNames{}, feel::Environment{}) : Value();
}

/// A kind of column: what its cells can be, and values that stand for all there are.
struct Kind {
    const char* input;
    const char* type;
    std::vector<const char*> cells;
    std::vector<const char*> values;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = {
        {"n",
         "number",
         {"< 2",
          "<= 1",
          "> 2",
          ">= 3",
          "[1..3]",
          "(1..2)",
          "[2..3)",
          "2",
          "1, 3",
          "not(2)",
          "not([1..2])",
          "< 1, > 3",
          "? > 1 and ? <= 3",
          "? = 2 or ? < 1",
          "? between 1 and 2",
          "? in [2..3]",
          "not(< 2)",
          "(3..1)",
          "null",
          "not(null)",
          "]1..3[",
          "if ? > 2 then true else false",
          "[1, 2]"},
         {"0", "1", "1.5", "2", "2.5", "3", "4"}},
        {"m", "number", {"< 2", ">= 2", "[1..2]", "1, 2", "> 2", "not(1)"}, {"0", "1", "1.5", "2", "3"}},
        {"b", "boolean", {"true", "false", "not(true)", "true, false", "? = true", "null", "?"}, {"true", "false"}},
        {"s",
         "tLetter",
         {"\"x\"", "\"y\"", "\"x\", \"z\"", "not(\"y\")", "not(\"x\", \"y\")", "\"w\"", "? != \"x\"",
          "string length(?) = 1"},
         {"\"x\"", "\"y\"", "\"z\""}},
        {"t",
         "string",
         {"\"x\"", "\"y\", \"x\"", "not(\"x\")", "\"w\"", "not(\"x\", \"w\")"},
         {"\"x\"", "\"y\"", "\"w\"", "\"q\""}},
        {"u",
         "string",
         {"< \"c\"", ">= \"c\"", "[\"a\"..\"c\"]", "\"c\""},
         {"\"\"", "\"a\"", "\"b\"", "\"c\"", "\"ca\"", "\"d\""}},
        {"d",
         "date",
         {"< date(\"2024-01-10\")", ">= date(\"2024-01-11\")", "[date(\"2024-01-10\")..date(\"2024-01-20\"))",
          "@\"2024-01-11\"", "not(@\"2024-01-10\")", "> @\"2024-01-20\""},
         {"@\"2024-01-09\"", "@\"2024-01-10\"", "@\"2024-01-11\"", "@\"2024-01-15\"", "@\"2024-01-20\"",
          "@\"2024-01-21\""}},
        {"c",
         "time",
         {"< time(\"10:00:00\")", "@\"10:00:00\"", "> @\"10:00:00\"", "[@\"10:00:00\"..@\"12:00:00\"]"},
         {"@\"00:00:00\"", "@\"10:00:00\"", "time(\"10:00:00.5\")", "@\"10:00:01\"", "@\"11:00:00\"", "@\"12:00:00\"",
          "time(\"12:00:00.5\")", "@\"13:00:00\""}},
        {"h",
         "dateTime",
         {"< @\"2024-01-10T10:00:00\"", "@\"2024-01-10T10:00:00\"", ">= @\"2024-01-10T10:00:00\""},
         {"@\"2024-01-09T10:00:00\"", "@\"2024-01-10T10:00:00\"", "date and time(\"2024-01-10T10:00:00.25\")",
          "@\"2024-01-10T10:00:01\"", "@\"2024-01-11T00:00:00\""}},
        {"p",
         "dayTimeDuration",
         {"< @\"P1D\"", "[@\"P1D\"..@\"P2D\"]", "> duration(\"P2D\")", "@\"PT24H\""},
         {"@\"PT12H\"", "@\"P1D\"", "@\"PT36H\"", "@\"P2D\"", "@\"P3D\""}},
        {"y",
         "yearMonthDuration",
         {"< @\"P1Y\"", "[@\"P12M\"..@\"P2Y\")", ">= @\"P2Y\"", "not(@\"P1Y\")"},
         {"@\"P6M\"", "@\"P1Y\"", "@\"P18M\"", "@\"P2Y\"", "@\"P3Y\""}},
    };
    return all;
}

const Kind& kind_of(const std::string& input) {
    for (const Kind& kind : kinds())
        if (kind.input == input) return kind;
    return kinds().front();
}

const std::string& inputs_xml() {
    static const std::string xml = [] {
        std::string made =
            "<itemDefinition name=\"tLetter\"><typeRef>string</typeRef><allowedValues><text>\"x\", \"y\", "
            "\"z\"</text></allowedValues></itemDefinition>";
        for (const Kind& kind : kinds()) made += sample_input({kind.input, kind.type});
        return made;
    }();
    return xml;
}

class Generator {
public:
    explicit Generator(unsigned seed) : random_(seed) {}
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    bool chance(int percent) { return static_cast<int>(pick(100)) < percent; }

    /// `opaque`: some cells compute in ways that cannot be split.
    SampleTable table(bool opaque) {
        SampleTable made;
        constexpr std::array<const char*, 8> policies = {"FIRST", "FIRST",    "FIRST",   "UNIQUE",
                                                         "ANY",   "PRIORITY", "COLLECT", "RULE ORDER"};
        made.hit_policy = policies[pick(policies.size())];
        if (made.hit_policy == "COLLECT") made.aggregation = std::array{"MIN", "MAX", "SUM"}[pick(3)];
        made.output_values = "3, 1, 2, 0";
        std::vector<std::string> names;
        const std::size_t columns = 1 + pick(3);
        for (std::size_t i = 0; i < columns; ++i) {
            std::string name = kinds()[pick(kinds().size())].input;
            if (std::find(names.begin(), names.end(), name) != names.end()) continue;
            names.push_back(name);
            made.columns.push_back({name});
        }
        const bool has_n = std::find(names.begin(), names.end(), "n") != names.end();
        if (has_n && chance(40)) made.columns.push_back({chance(50) ? "n >= 2" : "if n < 1 then \"a\" else \"b\""});
        if (has_n && chance(15)) made.columns.push_back({"n"});
        const std::size_t rules = 1 + pick(6);
        for (std::size_t i = 0; i < rules; ++i) {
            std::vector<std::string> rule;
            for (const SampleColumn& column : made.columns) rule.push_back(cell(column.expression, opaque));
            rule.push_back(std::array{"1", "1", "2", "3", "0"}[pick(5)]);
            made.rules.push_back(std::move(rule));
        }
        for (const Kind& kind : kinds()) made.requires_inputs.emplace_back(kind.input);
        return made;
    }

private:
    std::string cell(const std::string& expression, bool opaque) {
        if (chance(30)) return "-";
        if (expression == "n >= 2") return std::array{"true", "false", "not(true)"}[pick(3)];
        if (expression.starts_with("if")) return std::array{"\"a\"", "\"b\"", "not(\"a\")"}[pick(3)];
        if (opaque && chance(30)) {
            if (expression == "n")
                return std::array{"< m", "? * 2 > 3", "even(?)", "> count([1, 2])", "? + m > 3"}[pick(5)];
            if (expression == "t") return std::array{"starts with(?, \"x\")", "string length(?) > 1"}[pick(2)];
        }
        const auto& cells = kind_of(expression).cells;
        return cells[pick(cells.size())];
    }

    std::mt19937 random_;
};

struct Case {
    Inputs inputs;
    bool has_null = false;
    bool expected = true;  ///< null only where a cell names it
    std::vector<bool> matches;
    std::string outcome;
};

/// Every combination of the values that stand for all there are.
std::vector<Case> all_cases(const SampleTable& table, const Model& model, bool opaque) {
    std::vector<std::string> names;
    std::map<std::string, bool> null_named;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string name = table.columns[i].expression.size() == 1 ? table.columns[i].expression : "n";
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        for (const auto& rule : table.rules)
            if (rule[i].find("null") != std::string::npos) null_named[name] = true;
    }
    if (opaque && std::find(names.begin(), names.end(), "m") == names.end()) names.emplace_back("m");
    std::vector<Case> cases{Case{}};
    for (const std::string& name : names) {
        std::vector<Case> more;
        for (const Case& known : cases) {
            for (const char* text : kind_of(name).values) {
                more.push_back(known);
                more.back().inputs.insert_or_assign(name, value_of(text));
            }
            more.push_back(known);
            more.back().inputs.insert_or_assign(name, Value());
            more.back().has_null = true;
            if (!null_named[name]) more.back().expected = false;
        }
        cases = std::move(more);
    }
    for (Case& each : cases) {
        const auto trace = model.explain("Result", each.inputs, base::Instant{}, "UTC");
        if (!trace) {
            ADD_FAILURE() << trace.error().message.text;
            return {};
        }
        for (const RuleTrace& rule : trace->table->rules) each.matches.push_back(rule.match == RuleTrace::Match::yes);
        each.outcome = trace->value.text();
    }
    return cases;
}

std::size_t matching(const Case& one) {
    return static_cast<std::size_t>(std::count(one.matches.begin(), one.matches.end(), true));
}

bool conflicts(const SampleTable& table, const Case& one) {
    if (table.hit_policy == "UNIQUE") return matching(one) > 1;
    if (table.hit_policy != "ANY") return false;
    std::set<std::string> outputs;
    for (std::size_t rule = 0; rule < one.matches.size(); ++rule)
        if (one.matches[rule]) outputs.insert(table.rules[rule].back());
    return outputs.size() > 1;
}

bool said(const Analysis& analysis, FindingKind kind, std::size_t rule) {
    return std::any_of(analysis.findings.begin(), analysis.findings.end(), [&](const Finding& finding) {
        return finding.kind == kind && !finding.rules.empty() && finding.rules.front() == static_cast<int>(rule) + 1;
    });
}

bool said(const Analysis& analysis, FindingKind kind) {
    return std::any_of(analysis.findings.begin(), analysis.findings.end(), [&](const Finding& finding) {
        return finding.kind == kind;
    });
}

/// Every example does what the finding says.
void check_examples(const SampleTable& table, const Model& model, const Analysis& analysis) {
    for (const Finding& finding : analysis.findings) {
        if (finding.kind != FindingKind::gap && finding.kind != FindingKind::overlap) continue;
        EXPECT_TRUE(finding.inputs_complete);
        const auto trace = model.explain("Result", finding.inputs, base::Instant{}, "UTC");
        ASSERT_TRUE(trace);
        for (const RuleTrace& rule : trace->table->rules) {
            const bool named = std::find(finding.rules.begin(), finding.rules.end(), rule.rule) != finding.rules.end();
            if (finding.kind == FindingKind::gap) {
                EXPECT_EQ(rule.match, RuleTrace::Match::no) << finding.message << rule.rule;
            } else if (named) {
                EXPECT_EQ(rule.match, RuleTrace::Match::yes) << finding.message << rule.rule;
            }
        }
        EXPECT_TRUE(trace->value.is_null()) << finding.message << trace->value.text() << table.hit_policy;
    }
}

/// Whether the outcome is the same everywhere without one of the rules.
bool makes_no_difference(SampleTable table, std::size_t rule, const std::vector<Case>& cases) {
    table.rules.erase(table.rules.begin() + static_cast<std::ptrdiff_t>(rule));
    const auto model = loaded(sample_definitions(inputs_xml() + sample_table(table)));
    return std::all_of(cases.begin(), cases.end(), [&](const Case& one) {
        const auto result = model->evaluate("Result", one.inputs, base::Instant{}, "UTC");
        return result && result->value.text() == one.outcome;
    });
}

struct Counts {
    unsigned gaps = 0, overlaps = 0, never = 0, masked = 0, missing = 0, no_difference = 0;
};

void check(const SampleTable& table, bool opaque, Counts& counts) {
    const std::string xml = sample_definitions(inputs_xml() + sample_table(table));
    SCOPED_TRACE(sample_table(table));
    const auto model = loaded(xml);
    ASSERT_TRUE(model);
    const Analysis analysis = analyse(xml, "random.dmn");
    ASSERT_TRUE(analysis.loaded);
    for (const Limit& limit : analysis.limits) {
        EXPECT_TRUE(opaque || limit.message.starts_with("there are more ")) << limit.message;
    }
    const std::vector<Case> cases = all_cases(table, *model, opaque);
    check_examples(table, *model, analysis);

    const auto any = [&](const auto& test) { return std::any_of(cases.begin(), cases.end(), test); };
    const bool gap = any([](const Case& one) { return one.expected && matching(one) == 0; });
    const bool overlap = any([&](const Case& one) { return one.expected && conflicts(table, one); });
    if (!opaque) {
        EXPECT_EQ(said(analysis, FindingKind::gap), gap);
        EXPECT_EQ(said(analysis, FindingKind::overlap), overlap);
    }
    counts.gaps += gap;
    counts.overlaps += overlap;

    for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
        SCOPED_TRACE("rule " + std::to_string(rule + 1));
        const auto is_first = [&](const Case& one) {
            return one.matches[rule] && std::find(one.matches.begin(), one.matches.end(), true) ==
                                            one.matches.begin() + static_cast<std::ptrdiff_t>(rule);
        };
        const bool ever = any([&](const Case& one) { return one.matches[rule]; });
        const bool first = any(is_first);
        const bool first_expected = any([&](const Case& one) { return one.expected && is_first(one); });
        const bool ever_expected = any([&](const Case& one) { return one.expected && one.matches[rule]; });
        const bool is_first_table = table.hit_policy == "FIRST";
        const bool masked = is_first_table && ever && !first;
        const bool missing = is_first_table && first && !first_expected && ever_expected;
        const bool said_never = said(analysis, FindingKind::never_matches, rule);
        const bool said_masked = said(analysis, FindingKind::masked, rule);
        const bool said_missing = said(analysis, FindingKind::only_when_missing, rule);
        const bool said_no_difference = said(analysis, FindingKind::no_difference, rule);
        if (opaque) {  // sound, not complete
            EXPECT_FALSE(said_never && ever);
            EXPECT_FALSE(said_masked && first);
            EXPECT_FALSE(said_missing && first_expected);
        } else {
            EXPECT_EQ(said_never, !ever);
            EXPECT_EQ(said_masked, masked);
            EXPECT_EQ(said_missing, missing);
        }
        counts.never += !ever;
        counts.masked += masked;
        counts.missing += missing;
        const bool complete = !opaque && (is_first_table || table.hit_policy == "PRIORITY" ||
                                          table.aggregation == "MIN" || table.aggregation == "MAX");
        if (!said_no_difference && (!complete || !ever || masked || missing)) continue;
        const bool none = makes_no_difference(table, rule, cases);
        EXPECT_FALSE(said_no_difference && !none);
        if (complete && ever && !masked && !missing) {
            EXPECT_EQ(said_no_difference, none);
        }
        counts.no_difference += said_no_difference;
    }
}

TEST(AnalysisOfRandomTables, SaysExactlyWhatTryingEverythingShows) {
    const unsigned tables = guildhall::tests::tries(150, 1'500);
    Counts counts;
    for (unsigned seed = 1; seed <= tables && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Generator generator(seed);
        check(generator.table(false), false, counts);
    }
    EXPECT_GT(counts.gaps, tables / 5);
    EXPECT_GT(counts.overlaps, tables / 15);
    EXPECT_GT(counts.never, tables / 30);
    EXPECT_GT(counts.masked, tables / 30);
    EXPECT_GT(counts.missing, tables / 300);
    EXPECT_GT(counts.no_difference, tables / 30);
}

TEST(AnalysisOfRandomTables, SaysNothingFalseOfCellsThatCannotBeSplit) {
    const unsigned tables = guildhall::tests::tries(40, 500);
    Counts counts;
    for (unsigned seed = 1; seed <= tables && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Generator generator(100'000 + seed);
        check(generator.table(true), true, counts);
    }
    EXPECT_GT(counts.gaps, tables / 5);
    EXPECT_GT(counts.masked, tables / 50);
}

}  // namespace
}  // namespace guildhall::dmn
