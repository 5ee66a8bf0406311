/// Compiled decisions say what the evaluator says, or nothing.

#include "dmn/internal/plan.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "dmn/imports.hpp"
#include "dmn/internal/loading.hpp"
#include "dmn/internal/plans.hpp"
#include "dmn/internal/sample_models.hpp"
#include "support/source_directory.hpp"
#include "support/thorough.hpp"

namespace guildhall::dmn {
namespace {

namespace fs = std::filesystem;
using feel::Value;

struct Said {
    int decisions = 0, compiled = 0, asked = 0, answers = 0;
    int open = 0, open_answers = 0;  ///< of evaluations with unknown inputs
};

/// Values of the kinds that inputs have, and some that they should not have.
std::vector<Value> values_for(const std::string& type) {
    if (type == "number") return {number(0), number(18), number("29.5"), number(1'000), number(-3), Value()};
    if (type == "boolean") return {Value(true), Value(false), Value()};
    if (type == "date") return {Value(feel::Date(2024, 2, 29)), Value(feel::Date(1999, 12, 31)), Value()};
    return {Value("x"), Value("medium"), Value("HIGH"), number(5), Value(true), Value()};
}

/// With some of the inputs not known.
void compare_open(
    const Model& model, Plans& plans, std::size_t at, const std::string& decision, Inputs inputs, std::mt19937& random,
    Said& said
) {
    std::erase_if(inputs, [&](const auto&) { return random() % 2 == 0; });
    ++said.open;
    const auto quick = plans.evaluate(at, inputs, feel::Environment{}, nullptr);
    if (!quick) return;
    ++said.open_answers;
    const auto told = model.explain(decision, inputs, base::Instant{}, "UTC");
    ASSERT_TRUE(told);
    std::set<std::string> unknown, told_unknown;
    collect_unknowns(*quick, unknown);
    collect_unknowns(told->value, told_unknown);
    ASSERT_EQ(unknown, told_unknown) << decision << ": " << told->value.text() << ", not " << quick->text();
    if (!unknown.empty()) return;
    ASSERT_TRUE(identical(without_functions(*quick), told->value))
        << decision << ": " << told->value.text() << ", not " << quick->text();
    // An explanation looks at rules that cannot match any more, and may tell of problems there.
}

/// Every decision of a model with random inputs, by the plan and by the evaluator.
void compare(const fs::path& file, std::mt19937& random, Said& said) {
    const std::string xml = guildhall::tests::text_of(file);
    const FolderImports imports({file.parent_path()});
    base::Complaints complaints;
    const auto definitions = load_definitions(xml, file.filename().string(), &imports, complaints);
    const auto model = load(xml, file.filename().string(), &imports).model;
    if (!definitions || !model) return;
    Plans plans(*definitions);
    for (std::size_t at = 0; at < definitions->decisions.size(); ++at) {
        const Decision& decision = definitions->decisions[at];
        if (!decision.errors.empty() || decision.part != 0) continue;
        ++said.decisions;
        said.compiled += plans.find(at) != nullptr;
        const auto prepared = model->prepare(decision.name);
        ASSERT_TRUE(prepared);
        for (unsigned round = 0; round < guildhall::tests::tries(4, 40); ++round) {
            Inputs inputs;
            for (const InputData& input : definitions->inputs) {
                const auto values = values_for(input.type);
                inputs.emplace(input.name, values[random() % values.size()]);
            }
            ++said.asked;
            compare_open(*model, plans, at, decision.name, inputs, random, said);
            if (testing::Test::HasFatalFailure()) return;
            std::vector<Value> values;
            for (const auto& field : (*prepared)->fields()) values.push_back(inputs.at(field.front()));
            const Evaluation by_place = (*prepared)->evaluate(values, base::Instant{}, "UTC");
            const auto by_name = model->evaluate(decision.name, inputs, base::Instant{}, "UTC");
            ASSERT_TRUE(by_name);
            ASSERT_TRUE(identical(by_place.value, by_name->value)) << file << ", " << decision.name;
            std::vector<MatchedRules> matched;
            const auto quick = plans.evaluate(at, inputs, feel::Environment{}, &matched);
            if (!quick) continue;
            ++said.answers;
            const auto told = model->explain(decision.name, inputs, base::Instant{}, "UTC");
            ASSERT_TRUE(told);
            ASSERT_TRUE(identical(without_functions(*quick), told->value))
                << file << ", " << decision.name << ": " << told->value.text() << ", not " << quick->text();
            ASSERT_TRUE(told->problems.empty()) << file << ", " << decision.name << ": " << told->problems.front();
        }
    }
}

TEST(Plans, SayNothingElseThanTheEvaluator) {
    std::vector<fs::path> folders{guildhall::tests::source_directory() / "services"};
    for (const char* name : {"dmn-law", "dmn-tck"}) {
        const fs::path folder = guildhall::tests::data_directory() / name;
        if (fs::exists(folder)) folders.push_back(folder);
    }
    std::mt19937 random(7);
    for (const fs::path& folder : folders) {
        Said said;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".dmn") continue;
            compare(entry.path(), random, said);
            ASSERT_FALSE(HasFatalFailure()) << entry.path();
        }
        std::cout << folder.filename().string() << ": " << said.compiled << " of " << said.decisions
                  << " decisions compiled, " << said.answers << " answers of " << said.asked << "; with unknown inputs "
                  << said.open_answers << " of " << said.open << "\n";
        EXPECT_GT(said.compiled, said.decisions / 2);
        EXPECT_GT(said.answers, 0);
    }
}

}  // namespace
}  // namespace guildhall::dmn
