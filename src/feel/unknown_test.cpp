// The promise of unknown values, held against every completion: random small expressions over small domains.

#include <gtest/gtest.h>

#include <map>

#include "feel/expression.hpp"
#include "feel/internal/operations.hpp"
#include "feel/internal/random_expressions.hpp"
#include "support/thorough.hpp"

namespace guildhall::feel {
namespace {

/// The known parts of `abstract` are what `concrete` has in the same places.
bool agrees(const Value& abstract, const Value& concrete) {
    if (abstract.unknown()) return true;
    if (abstract.function() && concrete.function()) return true;
    if (const auto* list = abstract.list()) {
        return concrete.list() &&
               std::equal(list->begin(), list->end(), concrete.list()->begin(), concrete.list()->end(), agrees);
    }
    if (const auto* context = abstract.context()) {
        if (!concrete.context() || context->entries.size() != concrete.context()->entries.size()) return false;
        return std::all_of(context->entries.begin(), context->entries.end(), [&](const auto& entry) {
            const Value* other = concrete.context()->find(entry.first);
            return other != nullptr && agrees(entry.second, *other);
        });
    }
    return identical(abstract, concrete);
}

struct Case {
    std::string text;
    std::optional<std::string> tested;  ///< the name of the input that unary tests look at
};

Value run(const Expression& expression, const Case& one, const Inputs& inputs) {
    const Environment environment;
    return one.tested ? expression.test(inputs.values.at(*one.tested), inputs, environment)
                      : expression.evaluate(inputs, environment);
}

/// Empty when the promise is kept, else what breaks it.
std::string broken_promise(
    const Expression& expression, const Case& one, Inputs inputs, const std::vector<std::string>& open
) {
    for (const auto& name : open) inputs.values[name] = Value::unknown({name});
    const Value abstract = run(expression, one, inputs);
    std::set<std::string> depends_on;
    collect_unknowns(abstract, depends_on);

    std::map<std::string, Value> seen;  // by the values of the inputs it depends on
    std::size_t total = 1;
    for (std::size_t i = 0; i < open.size(); ++i) total *= domain().size();
    for (std::size_t index = 0; index < total; ++index) {
        std::size_t rest = index;
        std::string key;
        std::string completion;
        for (const auto& name : open) {
            const Value& value = domain()[rest % domain().size()];
            rest /= domain().size();
            inputs.values[name] = value;
            completion += name + "=" + value.text() + " ";
            if (depends_on.contains(name)) key += value.text() + ";";
        }
        const Value concrete = run(expression, one, inputs);
        if (!agrees(abstract, concrete)) {
            return fmt::format("said {} but {}gives {}", abstract.text(), completion, concrete.text());
        }
        const auto [place, fresh] = seen.emplace(key, concrete);
        if (!fresh && !agrees(place->second, concrete)) {
            return fmt::format(
                "said {} but {}gives {}, not {}: an input is missing", abstract.text(), completion, concrete.text(),
                place->second.text()
            );
        }
    }
    return {};
}

void check(std::uint32_t seed, int count, bool unary) {
    Writer writer(seed);
    const std::set<std::string> inputs_named{"p", "q", "r"};
    const KnownNames names(inputs_named);
    int known = 0;
    for (int i = 0; i < count; ++i) {
        Case one{unary ? writer.tests(3) : writer.expression(3), std::nullopt};
        if (unary) one.tested = std::string(1, "pqr"[writer.below(3)]);
        const auto expression =
            unary ? Expression::parse_unary_tests(one.text, names) : Expression::parse(one.text, names);
        ASSERT_TRUE(expression) << one.text << "\n" << expression.error().message.text;
        Inputs inputs;
        std::vector<std::string> open;
        for (const auto& name : inputs_named) {
            inputs.values[name] = domain()[writer.below(domain().size())];
            if (writer.below(3) != 0) open.push_back(name);
        }
        std::string given;
        for (const auto& [name, value] : inputs.values) given += name + "=" + value.text() + " ";
        const std::string broken = broken_promise(*expression, one, inputs, open);
        if (broken.empty()) ++known;
        ASSERT_EQ(broken, "") << one.text << "\ninput of tests: " << one.tested.value_or("-") << "\n"
                              << given << fmt::format("\nopen: {}", fmt::join(open, ", "));
    }
    EXPECT_EQ(known, count);
}

TEST(Unknown, NoCompletionContradictsAnExpression) {
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U}) check(seed, guildhall::tests::tries(50, 200), false);
}

TEST(Unknown, NoCompletionContradictsUnaryTests) {
    for (const std::uint32_t seed : {11U, 12U}) check(seed, guildhall::tests::tries(50, 200), true);
}

}  // namespace
}  // namespace guildhall::feel
