#pragma once
/// What a test compares its value with: for those who reason about all values at once.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "feel/partition.hpp"
#include "feel/value.hpp"

namespace guildhall::feel {

/// The constants that decide. Two values that compare alike (less, equal, greater) with each of them, are both null or
/// both not, and are of the same type, pass alike.
struct Comparisons {
    std::vector<Value> points;  ///< scalars and null; in the order met, not unique
    bool ordered = false;       ///< some are asked for order, not for equality alone
    /// For unary tests made of constants alone, with lists laid open: a value passes when it is in one of them
    /// (`Range`, or equal), or in none when `negated`. Empty for `-`, and absent for anything else.
    std::optional<std::vector<Value>> alternatives;
    bool negated = false;
    bool any = false;  ///< `-`
};

/// What the outcome of unary tests, or of a condition, depends on when `subjects` (and `?`) stand for one value:
/// nothing when that is more than how the value compares with constants. Thread-safe.
[[nodiscard]] std::optional<Comparisons> comparisons_of(
    const Expression& expression, const std::set<std::string>& subjects = {}
);

/// Whether a value passes, by comparing alone: nothing when the evaluator has to be asked. Null and values of another
/// type than the constants always have to be.
[[nodiscard]] std::optional<bool> passes(const Comparisons& comparisons, const Value& value);

/// The same for many values at once, the first `count` of which are of one kind and ascend; it says nothing of the
/// rest.
[[nodiscard]] std::vector<std::optional<bool>> passes_of(
    const Comparisons& comparisons, const std::vector<Value>& values, std::size_t count, ScalarKind kind
);

/// The outcome is the same whenever the subjects (and `?`) have the same value: no other name and no clock is read.
[[nodiscard]] bool depends_only_on(const Expression& expression, const std::set<std::string>& subjects);

/// The value of an expression that reads no name, no `?` and no clock; nothing for any other. Thread-safe.
[[nodiscard]] std::optional<Value> constant_of(const Expression& expression);

}  // namespace guildhall::feel
