#pragma once
/// Unary tests made of literals alone, as data: for indexes over decision tables.

#include <optional>
#include <vector>

#include "feel/expression.hpp"

namespace guildhall::feel {

/// `5`, `"A"`, `true`, `< 30`, `[1..60)`: either `equal`, or one or two ends, which are of one kind.
struct ConstantTest {
    std::optional<Value> equal;
    std::optional<Value> low, high;
    bool low_included = false, high_included = false;
};

/// `-`, or alternatives of which one has to pass (none, when `negated`). A value of the kind of the literals passes
/// exactly when `Expression::test` says true; of values of other kinds, null among them, this says nothing.
struct ConstantTests {
    bool any = false;
    bool negated = false;
    std::vector<ConstantTest> alternatives = {};
};

/// Nothing when the tests hold anything else than numbers, strings, booleans and dates written out.
[[nodiscard]] std::optional<ConstantTests> constant_tests(const Expression& unary_tests);

}  // namespace guildhall::feel
