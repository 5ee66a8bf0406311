/// Models of governments: what is said with inputs unknown is held against completions by boundary values.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "dmn/boundary_values.hpp"
#include "dmn/imports.hpp"
#include "dmn/internal/sample_files.hpp"
#include "dmn/model.hpp"
#include "support/source_directory.hpp"
#include "support/thorough.hpp"

namespace guildhall::dmn {
namespace {

namespace fs = std::filesystem;
using feel::Value;
using Values = std::map<std::string, std::vector<Value>>;

constexpr base::Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};
constexpr std::size_t max_completions = 200;

struct Counts {
    int decisions = 0, without_values = 0, broken = 0, rounds = 0, exhaustive = 0;
    int settled = 0, constant = 0;      ///< of the rounds: what was said, what completing says
    std::set<std::string> blunt;        ///< decisions said to be open where completing exhaustively says settled
    std::size_t named = 0, needed = 0;  ///< inputs of exhaustive rounds: named as open, and seen to change the outcome
};

struct Subject {
    const Model& model;
    const std::string& decision;
    const Values& values;
};

/// A null for which there is a reason is an outcome of its own.
std::string outcome_of(const Evaluation& result) {
    return result.failed ? "an error" : result.value.text();
}

std::string outcome(const Subject& subject, const Inputs& inputs) {
    const auto result = subject.model.evaluate(subject.decision, inputs, now, "UTC");
    if (!result) return "error: " + result.error().message.text;
    EXPECT_TRUE(result->depends_on.empty()) << subject.decision << ": " << result->value.text();
    return outcome_of(*result);
}

std::string text_of_inputs(const Inputs& inputs) {
    std::string text;
    for (const auto& [name, value] : inputs) text += name + " = " + value.text() + "; ";
    return text;
}

/// All completions of the open inputs when there are few, else random ones.
std::vector<Inputs> completions(
    const Inputs& known, const std::vector<std::string>& open, const Values& values, std::mt19937& random,
    bool& exhaustive
) {
    std::size_t combinations = 1;
    for (const std::string& name : open)
        combinations = std::min(combinations * values.at(name).size(), max_completions + 1);
    exhaustive = combinations <= max_completions;
    std::vector<Inputs> made;
    for (std::size_t i = 0; i < std::min(combinations, max_completions); ++i) {
        Inputs inputs = known;
        std::size_t rest = i;
        for (const std::string& name : open) {
            const auto& choices = values.at(name);
            inputs.insert_or_assign(name, choices[exhaustive ? rest % choices.size() : random() % choices.size()]);
            rest /= choices.size();
        }
        made.push_back(std::move(inputs));
    }
    return made;
}

/// The open inputs that alone, with all others held fast, change the outcome somewhere.
std::size_t needed_inputs(
    const std::vector<Inputs>& completed, const std::vector<std::string>& outcomes, const std::vector<std::string>& open
) {
    std::size_t needed = 0;
    for (const std::string& name : open) {
        std::map<std::string, std::string> by_others;
        bool matters = false;
        for (std::size_t i = 0; i < completed.size() && !matters; ++i) {
            Inputs others = completed[i];
            others.erase(name);
            matters = by_others.emplace(text_of_inputs(others), outcomes[i]).first->second != outcomes[i];
        }
        needed += matters ? 1 : 0;
    }
    return needed;
}

void try_round(
    const Subject& subject, const Inputs& known, const std::vector<std::string>& open, std::mt19937& random,
    Counts& counts
) {
    const auto said = subject.model.evaluate(subject.decision, known, now, "UTC");
    ASSERT_TRUE(said) << said.error().message.text;
    bool exhaustive = false;
    const std::vector<Inputs> completed = completions(known, open, subject.values, random, exhaustive);
    std::vector<std::string> outcomes;
    std::map<std::string, std::size_t> by_named;
    for (std::size_t i = 0; i < completed.size(); ++i) {
        outcomes.push_back(outcome(subject, completed[i]));
        std::string key;
        for (const std::string& name : said->depends_on) key += completed[i].at(name).text() + "|";
        const std::size_t before = by_named.emplace(std::move(key), i).first->second;
        ASSERT_EQ(outcomes[before], outcomes[i]) << subject.decision << " with " << text_of_inputs(known)
                                                 << "was said to be " << said->value.text() << ", yet differs between\n"
                                                 << text_of_inputs(completed[before]) << "\n"
                                                 << text_of_inputs(completed[i]);
        if (said->depends_on.empty()) {
            ASSERT_EQ(outcome_of(*said), outcomes[i]) << subject.decision << " with " << text_of_inputs(completed[i]);
        }
    }
    ++counts.rounds;
    counts.settled += said->depends_on.empty() ? 1 : 0;
    const bool constant =
        std::all_of(outcomes.begin(), outcomes.end(), [&](const auto& each) { return each == outcomes.front(); });
    counts.constant += constant ? 1 : 0;
    if (!exhaustive) return;
    ++counts.exhaustive;
    if (constant && !said->depends_on.empty()) counts.blunt.insert(subject.decision);
    counts.named += said->depends_on.size();
    counts.needed += needed_inputs(completed, outcomes, open);
}

void try_decision(const Model& model, const std::string& decision, Counts& counts) {
    ++counts.decisions;
    if (!model.evaluate(decision, {}, now, "UTC")) {
        ++counts.broken;
        return;
    }
    const Values values = boundary_values(model, decision, now, "UTC");
    for (const auto& [name, choices] : values)
        if (choices.empty()) {
            ++counts.without_values;
            return;
        }
    const Subject subject{model, decision, values};
    const unsigned rounds = tests::tries(3, 80);
    for (unsigned seed = 1; seed <= rounds && !testing::Test::HasFatalFailure(); ++seed) {
        std::mt19937 random(seed);
        Inputs known;
        std::vector<std::string> open;
        const unsigned share = random() % 100;
        for (const auto& [name, choices] : values) {
            if (random() % 100 < share)
                known.emplace(name, choices[random() % choices.size()]);
            else
                open.push_back(name);
        }
        try_round(subject, known, open, random, counts);
    }
}

TEST(UnknownsOfFiles, NothingIsSettledThatACompletionCouldChange) {
    const fs::path folder = guildhall::tests::data_directory() / "dmn-law";
    if (!fs::exists(folder)) GTEST_SKIP() << "the models of governments are not on this machine; set GUILDHALL_DATA";
    Counts counts;
    for (const fs::path& path : models_below(folder)) {
        SCOPED_TRACE(path.filename().string());
        const FolderImports imports({path.parent_path(), folder / "us-phl"});
        const LoadedModel made = load(guildhall::tests::text_of(path), path.filename().string(), &imports);
        if (!made.model) continue;
        for (const std::string& decision : made.model->decisions()) {
            try_decision(*made.model, decision, counts);
            if (HasFatalFailure()) return;
        }
    }
    std::cout << counts.decisions << " decisions (" << counts.broken << " with errors, " << counts.without_values
              << " with inputs that are contexts or lists), " << counts.rounds << " rounds, " << counts.settled
              << " settled, " << counts.constant << " seen constant; of " << counts.exhaustive << " exhaustive rounds "
              << counts.named << " inputs named, " << counts.needed << " seen to matter\n";
    for (const std::string& decision : counts.blunt) std::cout << "could have been settled: " << decision << "\n";
    EXPECT_GT(counts.rounds, 200);
    EXPECT_GT(counts.settled, 50);
}

}  // namespace
}  // namespace guildhall::dmn
