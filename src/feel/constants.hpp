#pragma once
/// The constants of an expression and what they are held against: where its answer can change.

#include <set>
#include <string>
#include <vector>

#include "feel/expression.hpp"

namespace guildhall::feel {

/// A name, or a name and entries of it: `a`, `applicant.age`. `?` is the value that a cell tests.
using NamePath = std::vector<std::string>;

struct HeldConstant {
    NamePath against;
    Value value;  ///< a number, string, boolean, date, time or duration; of a range each end, of a list each item
};

struct Constants {
    std::vector<HeldConstant> held;  ///< by a comparison, `between`, `in` or a unary test
    std::vector<Value> others;       ///< that stand anywhere else
    std::set<NamePath> computed;     ///< names that are read in any other way than to be held against constants
};

/// Expressions without names, such as `today() - duration("P18Y")`, are constants at the environment's instant.
[[nodiscard]] Constants constants_of(const Expression& expression, const Environment& environment);
/// The name that the expression is, or nothing when it is more than one.
[[nodiscard]] std::optional<NamePath> plain_name(const Expression& expression);

}  // namespace guildhall::feel
