#pragma once
/// The functions of DMN 1.5 section 10.3.4, as tables: name, parameter names, code. One file for each family.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "feel/function.hpp"
#include "feel/internal/lexis.hpp"
#include "feel/value.hpp"

namespace guildhall::feel {

/// How built-in functions call functions and report errors.
class Caller {
public:
    virtual ~Caller() = default;
    virtual Value call(const Value& function, std::span<const Value> arguments) = 0;
    virtual void problem(std::string message) = 0;
    [[nodiscard]] virtual const Environment& environment() const = 0;
    /// Counts work; false when none is left.
    virtual bool spend(std::int64_t steps) = 0;
};

/// One call: the arguments in order of the parameters; those left out at the end are missing.
struct Call {
    std::vector<Value> arguments;
    Caller& caller;
    bool by_name = false;  ///< the arguments were named

    [[nodiscard]] std::size_t count() const { return arguments.size(); }
    [[nodiscard]] const Value& operator[](std::size_t i) const { return arguments[i]; }
    /// Null, with the reason.
    Value fail(std::string message) {
        caller.problem(std::move(message));
        return {};
    }
};

struct BuiltIn {
    std::string_view name;
    std::vector<std::string_view> parameters;  ///< a `?` at the end of a name: may be left out
    Value (*function)(Call& call);
    bool variadic = false;         ///< the last parameter takes all that follow
    bool takes_unknown = false;    ///< handles unknown arguments; otherwise any makes the result unknown
    bool missing_is_null = false;  ///< in a call by name, a parameter left out is null
};

[[nodiscard]] std::span<const BuiltIn> conversion_functions();
[[nodiscard]] std::span<const BuiltIn> boolean_functions();
[[nodiscard]] std::span<const BuiltIn> string_functions();
[[nodiscard]] std::span<const BuiltIn> list_functions();
[[nodiscard]] std::span<const BuiltIn> statistical_functions();
[[nodiscard]] std::span<const BuiltIn> numeric_functions();
[[nodiscard]] std::span<const BuiltIn> temporal_functions();
[[nodiscard]] std::span<const BuiltIn> context_functions();
[[nodiscard]] std::span<const BuiltIn> range_functions();

/// The function value of that name, or null.
[[nodiscard]] const Value* find_built_in(std::string_view name);
[[nodiscard]] const NameIndex& built_in_names();
/// Whether a call with so many arguments is unknown as soon as one of them is.
[[nodiscard]] bool spreads_unknown(const Function& function, std::size_t arguments);
[[nodiscard]] Value call_built_in(const Function& function, std::vector<Value> arguments, Caller& caller);
[[nodiscard]] Value call_built_in_named(
    const Function& function, std::span<const std::string> names, const std::vector<Value>& arguments, Caller& caller
);

/// The elements when it is a list, itself as the only element when not.
[[nodiscard]] List as_list(const Value& value);
/// The text of a value as `string()` gives it: without quotes or the name of a constructor.
[[nodiscard]] std::string plain_text(const Value& value);

}  // namespace guildhall::feel
