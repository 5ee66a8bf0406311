// A compiled program says what the evaluator says, or nothing.

#include "feel/program.hpp"

#include <gtest/gtest.h>

#include "feel/internal/random_expressions.hpp"
#include "support/thorough.hpp"

namespace guildhall::feel {
namespace {

/// An expression with its names in registers.
struct Compiled {
    std::shared_ptr<const Program> program;
    std::map<std::string, Register> names;
    Register result = 0;
};

std::optional<Compiled> compiled(const Expression& expression, const std::vector<std::string>& names, bool unary) {
    ProgramBuilder builder;
    Compiled made;
    ShapeNames shapes;
    for (const std::string& name : names) {
        made.names[name] = builder.add_register();
        shapes.emplace(name, made.names[name]);
    }
    std::optional<Register> result;
    if (unary) {
        result = builder.test(expression, made.names.at("p"), shapes);
    } else if (const auto shape = builder.expression(expression, shapes)) {
        result = builder.whole(*shape);
    }
    if (!result) return std::nullopt;
    made.result = *result;
    made.program = builder.finish();
    return made;
}

std::optional<Value> answer(Run& run, const Compiled& compiled, const Inputs& inputs) {
    const Environment environment;
    run.begin(environment);
    for (const auto& [name, at] : compiled.names) run[at] = Cell(inputs.values.at(name));
    if (!run.execute()) return std::nullopt;
    return run[compiled.result].value();
}

TEST(Program, GivesPowersThatComeAgain) {
    const auto expression = Expression::parse("p ** q", KnownNames{{"p", "q"}});
    ASSERT_TRUE(expression);
    const auto program = compiled(*expression, {"p", "q"}, false);
    ASSERT_TRUE(program);
    feel::Run run(*program->program);
    // More than are remembered; 2 and 2.0 are told apart, and 0 ** -1 gives nothing each time.
    for (int round = 0; round < 2; ++round)
        for (const char* const base : {"2", "2.0", "1.005", "-3", "0"})
            for (int exponent = -40; exponent <= 40; ++exponent) {
                const Number p = *Number::parse(base);
                const Number q(exponent);
                Inputs inputs;
                inputs.values = {{"p", Value(p)}, {"q", Value(q)}};
                const auto found = answer(run, *program, inputs);
                const auto expected = p.power(q);
                ASSERT_EQ(found.has_value(), expected.has_value()) << base << " " << exponent;
                if (found) {
                    ASSERT_EQ(found->text(), Value(*expected).text());
                }
            }
}

struct Said {
    int programs = 0, answers = 0, asked = 0;
};

/// One run serves for all inputs, as it does in use.
void check(const std::string& text, bool unary, const std::vector<Inputs>& all, Said& said) {
    const std::vector<std::string> names{"p", "q", "r"};
    const KnownNames known{{names.begin(), names.end()}};
    const auto expression = unary ? Expression::parse_unary_tests(text, known) : Expression::parse(text, known);
    ASSERT_TRUE(expression) << text << "\n" << expression.error().message.text;
    const auto program = compiled(*expression, names, unary);
    if (!program) return;
    ++said.programs;
    Run run(*program->program);
    for (const Inputs& inputs : all) {
        ++said.asked;
        const auto quick = answer(run, *program, inputs);
        if (!quick) continue;
        ++said.answers;
        Diagnostics diagnostics;
        Environment environment;
        environment.diagnostics = &diagnostics;
        const Value slow = unary ? expression->test(inputs.values.at("p"), inputs, environment)
                                 : expression->evaluate(inputs, environment);
        std::string given;
        for (const auto& [name, value] : inputs.values) given += name + "=" + value.text() + " ";
        ASSERT_TRUE(identical(*quick, slow) || (quick->function() && slow.function()))
            << text << " with " << given << "is " << slow.text() << ", not " << quick->text();
        ASSERT_TRUE(diagnostics.messages.empty()) << text << " with " << given << ": " << diagnostics.messages.front();
    }
}

std::vector<Inputs> combinations() {
    std::vector<Inputs> all;
    for (const Value& p : domain())
        for (const Value& q : domain())
            for (const Value& r : domain()) {
                Inputs& inputs = all.emplace_back();
                inputs.values = {{"p", p}, {"q", q}, {"r", r}};
            }
    return all;
}

TEST(Program, SaysNothingElseThanTheEvaluator) {
    const auto all = combinations();
    for (const bool unary : {false, true}) {
        Said said;
        Writer writer(unary ? 21 : 22);
        const unsigned count = guildhall::tests::tries(60, 2'000);
        for (unsigned i = 0; i < count && !HasFailure(); ++i)
            check(unary ? writer.tests(3) : writer.expression(3), unary, all, said);
        std::cout << said.programs << " of " << count << " compiled, " << said.answers << " answers of " << said.asked
                  << "\n";
        EXPECT_GT(said.programs, static_cast<int>(count) * 9 / 10);
        EXPECT_GT(said.answers, said.asked / 30);
    }
}

/// Where the program answers with inputs that are not known, it knows as much as the evaluator.
void check_unknown(const std::string& text, bool unary, const std::vector<Inputs>& all, Said& said) {
    const std::vector<std::string> names{"p", "q", "r"};
    const KnownNames known{{names.begin(), names.end()}};
    const auto expression = unary ? Expression::parse_unary_tests(text, known) : Expression::parse(text, known);
    ASSERT_TRUE(expression) << text << "\n" << expression.error().message.text;
    const auto program = compiled(*expression, names, unary);
    if (!program) return;
    ++said.programs;
    const std::vector<Value> unknowns{Value::unknown({"p"}), Value::unknown({"q"}), Value::unknown({"r"})};
    const Environment environment;
    Run run(*program->program);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Inputs inputs = all[i];
        run.begin(environment, nullptr, unknowns);
        for (std::size_t at = 0; at < names.size(); ++at) {
            const bool open = ((i % 7 + 1) >> at & 1) != 0;
            if (open) inputs.values.insert_or_assign(names[at], unknowns[at]);
            run[program->names.at(names[at])] =
                open ? Cell::not_known(std::uint64_t{1} << at) : Cell(inputs.values.at(names[at]));
        }
        ++said.asked;
        if (!run.execute()) continue;
        ++said.answers;
        const Value quick = run.value(run[program->result]);
        Diagnostics diagnostics;
        Environment told = environment;
        told.diagnostics = &diagnostics;
        const Value slow =
            unary ? expression->test(inputs.values.at("p"), inputs, told) : expression->evaluate(inputs, told);
        std::string given;
        for (const auto& [name, value] : inputs.values) given += name + "=" + value.text() + " ";
        ASSERT_EQ(has_unknown(quick), has_unknown(slow)) << text << " with " << given << slow.text() << quick.text();
        if (has_unknown(quick)) {
            std::set<std::string> quick_inputs, slow_inputs;
            collect_unknowns(quick, quick_inputs);
            collect_unknowns(slow, slow_inputs);
            ASSERT_EQ(quick_inputs, slow_inputs) << text << " with " << given;
            continue;
        }
        ASSERT_TRUE(identical(quick, slow) || (quick.function() && slow.function()))
            << text << " with " << given << "is " << slow.text() << ", not " << quick.text();
    }
}

TEST(Program, KnowsAsMuchAsTheEvaluatorWithUnknownInputs) {
    const auto all = combinations();
    for (const bool unary : {false, true}) {
        Said said;
        Writer writer(unary ? 31 : 32);
        const unsigned count = guildhall::tests::tries(60, 2'000);
        for (unsigned i = 0; i < count && !HasFailure(); ++i)
            check_unknown(unary ? writer.tests(3) : writer.expression(3), unary, all, said);
        std::cout << said.programs << " of " << count << " compiled, " << said.answers << " answers of " << said.asked
                  << "\n";
        EXPECT_GT(said.answers, said.asked / 30);
    }
}

/// What decisions are made of is answered by the program itself, without a walk over the tree.
TEST(Program, AnswersWhatIsCommon) {
    Inputs inputs;
    inputs.values = {
        {"p", Value(Number(3))}, {"q", Value("a")}, {"r", Value(Context{{{"a", Value(Number(2))}, {"b", Value(true)}}})}
    };
    const std::pair<const char*, const char*> expressions[] = {
        {"p + 2 * p - p / 3", "8"},
        {"-p ** 2", "9"},
        {"if p >= 3 and q = \"a\" then r.a else 0", "2"},
        {"p in [1..3]", "true"},
        {"p in (1, 2, > 5)", "false"},
        {"p between 1 and 2", "false"},
        {"q in (\"a\", \"b\")", "true"},
        {"{x: p + 1, y: x * 2}.y", "8"},
        {"max(p, floor(3.7)) + abs(-1)", "4"},
        {"not(r.b) or p != 3", "false"},
        {"min(p, 2)", "2"},
    };
    const KnownNames known{{"p", "q", "r"}};
    for (const auto& [text, expected] : expressions) {
        const auto expression = Expression::parse(text, known);
        ASSERT_TRUE(expression) << text;
        const auto program = compiled(*expression, {"p", "q", "r"}, false);
        ASSERT_TRUE(program) << text;
        feel::Run run(*program->program);
        const auto value = answer(run, *program, inputs);
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(value->text(), expected) << text;
    }
}

TEST(Program, LeavesErrorsToTheEvaluator) {
    const KnownNames known{{"p"}};
    Inputs inputs;
    inputs.values = {{"p", Value("text")}};
    for (const char* text : {"p + 1", "p < 3", "1 / 0", "p.a", "p and true"}) {
        const auto expression = Expression::parse(text, known);
        const auto program = compiled(*expression, {"p"}, false);
        ASSERT_TRUE(program) << text;
        feel::Run run(*program->program);
        EXPECT_FALSE(answer(run, *program, inputs)) << text;
    }
}

}  // namespace
}  // namespace guildhall::feel
