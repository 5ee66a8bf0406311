#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "feel/expression.hpp"
#include "feel/internal/builtins.hpp"
#include "support/source_directory.hpp"

namespace guildhall::feel {
namespace {

class CaseScope final : public Scope {
public:
    [[nodiscard]] const Value* find(std::string_view name) const override {
        const auto found = values.find(std::string(name));
        return found == values.end() ? nullptr : &found->second;
    }
    std::map<std::string, Value> values;
};

/// Unknown inputs that every case may read, and two names with spaces and symbols.
struct World {
    World() {
        for (const std::string name : {"p", "q", "r"}) scope.values.emplace(name, Value::unknown({name}));
        scope.values.emplace("Monthly Salary", Value(Number(1000)));
        scope.values.emplace("profit-and-loss", Value(Number(-3)));
        std::set<std::string> known;
        for (const auto& [name, value] : scope.values) known.insert(name);
        names = KnownNames(known);
        environment.now = *base::from_rfc3339("2026-11-22T09:11:05.123456Z");
        environment.diagnostics = &diagnostics;
    }
    CaseScope scope;
    KnownNames names;
    Diagnostics diagnostics;
    Environment environment;
};

/// `fails at 1:7: expected …` for text that does not parse; `test 3 : <= 5` tests 3 against unary tests.
std::string outcome(World& world, std::string_view text) {
    if (text.starts_with("test ")) {
        const std::size_t colon = text.find(" : ");
        const auto input = Expression::parse(text.substr(5, colon - 5), world.names);
        if (!input) return "fails at " + input.error().message.text;
        const auto tests = Expression::parse_unary_tests(text.substr(colon + 3), world.names);
        if (!tests) return "fails at " + tests.error().message.text;
        return tests->test(input->evaluate(world.scope, world.environment), world.scope, world.environment).text();
    }
    const auto expression = Expression::parse(text, world.names);
    if (!expression) return "fails at " + expression.error().message.text;
    return expression->evaluate(world.scope, world.environment).text();
}

/// Every line of cases/*.txt: `expression => expected`, the expected as Value::text() writes it.
TEST(FeelCases, EveryLine) {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(guildhall::tests::source_directory() / "src/feel/cases")) {
        std::ifstream file(entry.path());
        std::string line;
        for (int number = 1; std::getline(file, line); ++number) {
            if (line.empty() || line.starts_with("#")) continue;
            const std::size_t arrow = line.rfind(" => ");
            ASSERT_NE(arrow, std::string::npos) << entry.path().filename() << ":" << number;
            World world;
            const std::string expected = line.substr(arrow + 4);
            const std::string got = outcome(world, base::trimmed(std::string_view(line).substr(0, arrow)));
            std::string messages;
            for (const auto& message : world.diagnostics.messages) messages += "\n  " + message;
            EXPECT_EQ(got, expected) << entry.path().filename().string() << ":" << number << ": " << line << messages;
            ++count;
        }
    }
    EXPECT_GT(count, 200);
}

/// The reference shows what it says: every line of its blocks ```feel, written as the cases are.
TEST(FeelCases, TheReferenceIsTrueAndNamesEveryFunction) {
    std::ifstream file(guildhall::tests::source_directory() / "docs/feel.md");
    ASSERT_TRUE(file);
    std::string line;
    std::string all;
    bool inside = false;
    int count = 0;
    for (int number = 1; std::getline(file, line); ++number) {
        all += line + "\n";
        if (line.starts_with("```")) {
            inside = line == "```feel";
            continue;
        }
        if (!inside) continue;
        const std::size_t arrow = line.rfind(" => ");
        ASSERT_NE(arrow, std::string::npos) << "docs/feel.md:" << number;
        World world;
        EXPECT_EQ(outcome(world, base::trimmed(std::string_view(line).substr(0, arrow))), line.substr(arrow + 4))
            << "docs/feel.md:" << number << ": " << line;
        ++count;
    }
    EXPECT_GT(count, 150);
    for (const auto family :
         {conversion_functions(), boolean_functions(), string_functions(), list_functions(), statistical_functions(),
          numeric_functions(), temporal_functions(), context_functions(), range_functions()})
        for (const BuiltIn& function : family)
            EXPECT_NE(all.find("\n" + std::string(function.name) + "("), std::string::npos)
                << function.name << " is not shown";
}

}  // namespace
}  // namespace guildhall::feel
