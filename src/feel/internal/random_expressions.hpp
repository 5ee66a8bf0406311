#pragma once
/// Random small expressions over the names p, q and r, and values to give them: for tests alone.

#include <fmt/format.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"

namespace guildhall::feel {

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

inline const std::vector<Value>& domain() {
    static const std::vector<Value> values{
        Value(),          Value(true),
        Value(false),     Value(Number(0)),
        Value(Number(1)), Value(Number(2)),
        Value("a"),       Value(List{Value(Number(1)), Value(Number(2))}),
        Value(List{}),    Value(Context{{{"a", Value(Number(2))}, {"q", Value(true)}}})
    };
    return values;
}

}  // namespace guildhall::feel
