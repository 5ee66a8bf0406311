// The promise of unknown values, held against every completion: random small expressions over small domains.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "feel/expression.hpp"
#include "feel/internal/operations.hpp"
#include "support/thorough.hpp"

namespace guildhall::feel {
namespace {

class Inputs final : public Scope {
public:
    [[nodiscard]] const Value* find(std::string_view name) const override {
        const auto found = values.find(std::string(name));
        return found == values.end() ? nullptr : &found->second;
    }
    std::map<std::string, Value> values;
};

/// Writes random expressions. The same seed writes the same text everywhere.
class Writer {
public:
    explicit Writer(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return random_() % bound; }

    std::string expression(int depth) {
        if (depth <= 0 || below(8) == 0) return leaf();
        const auto sub = [&] { return expression(depth - 1); };
        switch (below(26)) {
            case 0:
                return fmt::format("({} + {})", sub(), sub());
            case 1:
                return fmt::format("({} - {})", sub(), sub());
            case 2:
                return fmt::format("({} * {})", sub(), sub());
            case 3:
                return fmt::format("({} / {})", sub(), sub());
            case 4:
                return fmt::format("({} {} {})", sub(), pick({"=", "!=", "<", "<=", ">", ">="}), sub());
            case 5:
                return fmt::format("({} {} {})", sub(), pick({"=", "<", ">="}), sub());
            case 6:
                return fmt::format("({} and {})", sub(), sub());
            case 7:
                return fmt::format("({} or {})", sub(), sub());
            case 8:
                return fmt::format("({} {} {} {} {})", sub(), pick({"and", "or"}), sub(), pick({"and", "or"}), sub());
            case 9:
                return fmt::format("not({})", sub());
            case 10:
                return fmt::format("(if {} then {} else {})", sub(), sub(), sub());
            case 11:
                return fmt::format("({} between {} and {})", sub(), sub(), sub());
            case 12:
                return fmt::format("({} in {}{}..{}{})", sub(), pick({"[", "("}), sub(), sub(), pick({"]", ")"}));
            case 13:
                return fmt::format("({} in ({}, {}, {} {}))", sub(), sub(), sub(), pick({"<", ">=", "="}), sub());
            case 14:
                return fmt::format("[{}, {}]", sub(), sub());
            case 15:
                return fmt::format("{}[{}]", operand(depth), sub());
            case 16:
                return fmt::format("{}[{} {} {}]", operand(depth), pick({"item", "a", "q"}), pick({"=", ">"}), sub());
            case 17:
                return fmt::format("{}.{}", operand(depth), pick({"a", "b", "year"}));
            case 18:
                return fmt::format("{{a: {}, b: {}}}", sub(), sub());
            case 19:
                return fmt::format("(for x in {} return {})", sub(), sub());
            case 20:
                return fmt::format("({} x in {} satisfies {})", pick({"some", "every"}), sub(), sub());
            case 21:
                return fmt::format(
                    "({} x in [{}, {}], y in {} satisfies {})", pick({"some", "every"}), sub(), sub(), sub(), sub()
                );
            case 22:
                return fmt::format(
                    "{}({})",
                    pick(
                        {"count", "sum", "min", "string", "reverse", "flatten", "all", "any", "abs", "distinct values",
                         "is", "mean", "get entries", "string length"}
                    ),
                    sub()
                );
            case 23:
                return fmt::format(
                    "{}({}, {})",
                    pick(
                        {"list contains", "append", "concatenate", "index of", "sublist", "max", "all", "any", "is",
                         "get value", "contains", "union", "decimal"}
                    ),
                    sub(), sub()
                );
            case 24:
                return fmt::format("(function(x{}) {})({})", pick({"", ": number", ": boolean"}), sub(), sub());
            default:
                return fmt::format("({} instance of {})", sub(), pick({"number", "boolean", "list<number>", "Any"}));
        }
    }

    std::string tests(int depth) {
        switch (below(6)) {
            case 0:
                return "<= " + expression(depth - 1);
            case 1:
                return fmt::format("not({}, > {})", expression(depth - 1), leaf());
            case 2:
                return fmt::format("[{}..{}], {}", leaf(), leaf(), expression(depth - 1));
            case 3:
                return fmt::format("? {} {}", pick({"=", ">", "and", "+"}), expression(depth - 1));
            case 4:
                return expression(depth);
            default:
                return fmt::format("{}, {}", expression(depth - 1), expression(depth - 1));
        }
    }

private:
    std::string leaf() {
        return std::string(pick(
            {"p", "q", "r", "p", "q", "r", "p", "0", "1", "2", "true", "false", "null", "\"a\"", "[1, 2]", "{a: 1}",
             "[]"}
        ));
    }
    std::string operand(int depth) {
        return below(2) == 0 ? fmt::format("[{}, {}]", expression(depth - 1), leaf())
                             : fmt::format("({})", expression(depth - 1));
    }
    std::string_view pick(std::initializer_list<std::string_view> choices) {
        return choices.begin()[below(choices.size())];
    }

    std::mt19937 random_;
};

const std::vector<Value>& domain() {
    static const std::vector<Value> values{
        Value(),          Value(true),
        Value(false),     Value(Number(0)),
        Value(Number(1)), Value(Number(2)),
        Value("a"),       Value(List{Value(Number(1)), Value(Number(2))}),
        Value(List{}),    Value(Context{{{"a", Value(Number(2))}, {"q", Value(true)}}})
    };
    return values;
}

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
    collect_inputs(abstract, depends_on);

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
    const KnownNames names{{"p", "q", "r"}};
    int known = 0;
    for (int i = 0; i < count; ++i) {
        Case one{unary ? writer.tests(3) : writer.expression(3), std::nullopt};
        if (unary) one.tested = std::string(1, "pqr"[writer.below(3)]);
        const auto expression =
            unary ? Expression::parse_unary_tests(one.text, names) : Expression::parse(one.text, names);
        ASSERT_TRUE(expression) << one.text << "\n" << expression.error().message.text;
        Inputs inputs;
        std::vector<std::string> open;
        for (const auto& name : names.names) {
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
