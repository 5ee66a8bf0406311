#pragma once
/// The expressions that the conditions of a form stand for. The forms' model writes each condition down as such an
/// expression; older forms hold the text itself.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace guildhall::importing::xgov {

struct Expression {
    enum class Kind { text, number, truth, name, list, unary, binary, choice, call };
    Kind kind = Kind::truth;
    std::string text;  ///< the text, the name (`section.field`), the operator, the function
    double number = 0;
    bool truth = false;
    std::vector<Expression> parts;  ///< operands (two; of `and` and `or` two or more), arguments, members; of a choice:
                                    ///< condition, then, else
};

/// Reads the text of an expression: comparisons, `in`, `and`, `or`, `not`, `length`, choices (`a ? b : c`), calls.
/// An error says what could not be read. Nothing is run.
[[nodiscard]] base::Result<Expression> parse_expression(std::string_view text);

/// `{"conditions": [{"coordinator", "field", "operator", "value"} or {"conditionName"} or {"conditions"}, …]}`:
/// `and` binds tighter than `or`, as where the model writes it down as text.
[[nodiscard]] base::Result<Expression> read_conditions(const base::Json& value);

}  // namespace guildhall::importing::xgov
