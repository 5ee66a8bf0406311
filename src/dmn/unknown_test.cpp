/// Random small tables: what is said with inputs unknown is held against every way to complete them.

#include <gtest/gtest.h>

#include <random>

#include "dmn/internal/sample_models.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {
namespace {

using feel::Number;
using feel::Value;

constexpr std::array<const char*, 4> input_names = {"n", "m", "b", "s"};

std::vector<Value> completions_of(std::size_t input) {
    if (input == 2) return {Value(true), Value(false)};
    if (input == 3) return {Value("x"), Value("y"), Value("z")};
    std::vector<Value> values;
    for (const char* text : {"0", "1", "1.5", "2", "2.5", "3", "4"}) values.emplace_back(*Number::parse(text));
    return values;
}

class Generator {
public:
    explicit Generator(unsigned seed) : random_(seed) {}

    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    bool chance(int percent) { return static_cast<int>(pick(100)) < percent; }
    std::string one_of(std::initializer_list<const char*> choices) { return *(choices.begin() + pick(choices.size())); }

    std::string cell(std::size_t input, bool literal_only) {
        if (chance(35)) return "-";
        if (input == 2)
            return literal_only || chance(80) ? one_of({"true", "false", "not(true)"})
                                              : one_of({"n > 2", "? = (m > 1)"});
        if (input == 3) return one_of({"\"x\"", "\"y\"", "\"x\", \"z\"", "not(\"y\")", "not(\"x\", \"y\")"});
        if (literal_only || chance(85))
            return one_of(
                {"< 2", "<= 1", "> 2", ">= 3", "[1..3]", "(1..2)", "[2..3)", "2", "1, 3", "not(2)", "not([1..2])",
                 "< 1, > 3"}
            );
        return one_of({"< m", ">= n", "? + m > 3", "[n..4]"});
    }

    SampleTable table(std::string name, std::vector<std::string> columns, bool literal_only) {
        SampleTable made;
        made.name = std::move(name);
        const std::size_t policy = pick(10);
        const std::array<const char*, 10> policies = {"FIRST",    "FIRST",      "FIRST",        "UNIQUE",  "ANY",
                                                      "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "COLLECT"};
        made.hit_policy = policies[policy];
        if (policy == 9) made.aggregation = one_of({"SUM", "COUNT", "MIN", "MAX"});
        made.output_values = "3, 1, 2";
        for (const std::string& column : columns) made.columns.push_back({column});
        const std::size_t rules = 1 + pick(5);
        for (std::size_t i = 0; i < rules; ++i) {
            std::vector<std::string> rule;
            for (const std::string& column : columns) {
                if (column == "Sub")
                    rule.push_back(cell(0, true));
                else
                    rule.push_back(cell(input_of(column), literal_only));
            }
            rule.push_back(
                literal_only || chance(85) ? one_of({"1", "1", "2", "3"})
                                           : one_of({"n", "if b then 1 else 2", "m * 0 + 1"})
            );
            made.rules.push_back(std::move(rule));
        }
        made.requires_inputs = {input_names.begin(), input_names.end()};
        return made;
    }

    static std::size_t input_of(const std::string& name) {
        for (std::size_t i = 0; i < input_names.size(); ++i)
            if (name == input_names[i]) return i;
        return 0;
    }

private:
    std::mt19937 random_;
};

const std::string inputs_xml =
    "<itemDefinition name=\"tLetter\"><typeRef>string</typeRef><allowedValues><text>\"x\", \"y\", "
    "\"z\"</text></allowedValues></itemDefinition>" +
    sample_input({"n", "number"}) + sample_input({"m", "number"}) + sample_input({"b", "boolean"}) +
    sample_input({"s", "tLetter"});

/// A null for which there is a reason is an outcome of its own.
std::string outcome_of(const Evaluation& result) {
    return result.failed ? "an error" : result.value.text();
}

std::string outcome(const Model& model, const Inputs& inputs) {
    const auto result = model.evaluate("Result", inputs, base::Instant{}, "UTC");
    EXPECT_TRUE(result) << result.error().message.text;
    if (!result) return {};
    EXPECT_TRUE(result->depends_on.empty()) << result->value.text();
    return outcome_of(*result);
}

/// Calls `visit` with every completion of the inputs that are not known.
template <class Visit>
void complete(Inputs inputs, std::size_t from, const Visit& visit) {
    for (std::size_t input = from; input < input_names.size(); ++input) {
        if (inputs.contains(input_names[input])) continue;
        for (const Value& value : completions_of(input)) {
            inputs.insert_or_assign(input_names[input], value);
            complete(inputs, input + 1, visit);
        }
        return;
    }
    visit(inputs);
}

struct Verdict {
    bool settled = false;  ///< what the model said
    bool constant = true;  ///< what trying everything says
};

Verdict check(const Model& model, const Inputs& known, const std::string& xml) {
    const auto said = model.evaluate("Result", known, base::Instant{}, "UTC");
    if (!said) {
        ADD_FAILURE() << said.error().message.text << xml;
        return {};
    }
    Verdict verdict{said->depends_on.empty(), true};
    std::map<std::string, std::string> by_dependence;  // the inputs that it names decide alone
    std::optional<std::string> first;
    complete(known, 0, [&](const Inputs& inputs) {
        const std::string result = outcome(model, inputs);
        std::string key;
        for (const std::string& name : said->depends_on) key += inputs.find(name)->second.text() + "|";
        const auto [at, fresh] = by_dependence.emplace(key, result);
        EXPECT_EQ(at->second, result) << said->value.text() << "\n" << xml;
        if (verdict.settled) {
            EXPECT_EQ(outcome_of(*said), result) << xml;
        }
        if (!first) first = result;
        verdict.constant = verdict.constant && *first == result;
    });
    return verdict;
}

Inputs random_inputs(Generator& generator) {
    Inputs known;
    for (std::size_t input = 0; input < input_names.size(); ++input) {
        if (generator.chance(55)) continue;
        const auto values = completions_of(input);
        known.emplace(input_names[input], values[generator.pick(values.size())]);
    }
    return known;
}

TEST(Unknowns, NothingIsSettledThatACompletionCouldChange) {
    int settled = 0;
    for (unsigned seed = 1; seed <= 150 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Generator generator(seed);
        SampleTable sub = generator.table("Sub", {"n", "b"}, false);
        sub.type = generator.chance(50) ? "number" : "";
        SampleTable top = generator.table("Result", {"Sub", "m", "s"}, false);
        top.requires_decisions = {"Sub"};
        const std::string xml = sample_definitions(inputs_xml + sample_table(sub) + sample_table(top));
        const LoadedModel loaded = load(xml, "random.dmn");
        ASSERT_TRUE(loaded.model && loaded.complaints.empty()) << loaded.complaints.front().text();
        for (int round = 0; round < 3; ++round) settled += check(*loaded.model, random_inputs(generator), xml).settled;
    }
    EXPECT_GT(settled, 30);
}

TEST(Unknowns, LiteralTablesAreSettledExactlyWhenEveryCompletionAgrees) {
    int settled = 0;
    for (unsigned seed = 1; seed <= 150 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Generator generator(1000 + seed);
        const SampleTable top = generator.table("Result", {"n", "b", "s"}, true);
        const std::string xml = sample_definitions(inputs_xml + sample_table(top));
        const LoadedModel loaded = load(xml, "random.dmn");
        ASSERT_TRUE(loaded.model && loaded.complaints.empty());
        for (int round = 0; round < 3; ++round) {
            const Verdict verdict = check(*loaded.model, random_inputs(generator), xml);
            EXPECT_EQ(verdict.settled, verdict.constant) << xml;
            settled += verdict.settled;
        }
    }
    EXPECT_GT(settled, 100);
}

TEST(Unknowns, AnErrorIsAnOutcomeOfItsOwn) {
    const auto said = [](const std::string& decision) {
        const LoadedModel loaded = load(sample_definitions(inputs_xml + decision), "errors.dmn");
        EXPECT_TRUE(loaded.model && loaded.complaints.empty());
        return *loaded.model->evaluate("Result", {}, base::Instant{}, "UTC");
    };
    const std::set<std::string> on_b = {"b"};
    EXPECT_EQ(said(sample_literal("Result", "if b then null else 1 / 0", {"b"})).depends_on, on_b);
    const Evaluation failing = said(sample_literal("Result", "if b then 2 / 0 else 1 / 0", {"b"}));
    EXPECT_TRUE(failing.depends_on.empty() && failing.value.is_null() && failing.failed);
    const Evaluation meant = said(sample_literal("Result", "if b then null else null", {"b"}));
    EXPECT_TRUE(meant.depends_on.empty() && meant.value.is_null() && !meant.failed);

    // Two rules of a UNIQUE table match at once, or none does: null both times.
    SampleTable table;
    table.name = "Result";
    table.hit_policy = "UNIQUE";
    table.columns = {{"b"}};
    table.requires_inputs = {"b"};
    table.rules = {{"true", "1"}, {"true", "2"}};
    EXPECT_EQ(said(sample_table(table)).depends_on, on_b);
    table.rules = {{"true", "null"}, {"false", "1 / 0"}};
    EXPECT_EQ(said(sample_table(table)).depends_on, on_b);
    table.rules = {{"true", "null"}, {"false", "null"}};
    EXPECT_TRUE(said(sample_table(table)).depends_on.empty());
}

}  // namespace
}  // namespace guildhall::dmn
