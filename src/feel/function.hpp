#pragma once
/// Functions as values: built in, written in FEEL, or made by other rooms (business knowledge models).

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "feel/value.hpp"

namespace guildhall::feel {

struct FunctionType;  // internal

/// What can be called. Immutable and shared (`std::make_shared<const Function>(…)`).
struct Function {
    std::string name;                     ///< for messages; empty for one without a name
    std::vector<std::string> parameters;  ///< in order, for positional and named calls
    /// Gets one argument for each parameter, in order, and the environment of the caller, which it hands on to whatever
    /// it evaluates (limits on depth and work travel in it). Must be thread-safe.
    std::function<Value(std::span<const Value>, const Environment&)> call;
    std::set<std::string> depends_on = {};  ///< inputs of unknowns that it has captured
    /// What its parameters are declared to be, for a function written in FEEL; null when nothing is known.
    std::shared_ptr<const FunctionType> type = {};
    /// For built-in functions: any number of arguments, named ones resolved by overload; `call` is empty.
    const void* built_in = nullptr;
};

/// A function of the Java library, as an external function names it: a context with `class` and `method signature`
/// (DMN 1.5 section 10.3.2.13.3). No Java runs: a fixed table holds what java.lang.Math, String and the number classes
/// do. Null, with the reason, for what the table does not have.
[[nodiscard]] Value java_function(
    const Context& description, const std::vector<std::string>& parameters, std::string& problem
);

}  // namespace guildhall::feel
