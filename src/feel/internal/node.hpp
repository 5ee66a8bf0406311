#pragma once
/// The syntax tree of FEEL.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "feel/value.hpp"

namespace guildhall::feel {

enum class NodeKind : std::uint8_t {
    literal,  ///< value
    invalid,  ///< a literal with no value (`@"x"`): null, and text says why
    name,     ///< text
    negate,   ///< children[0]
    add,
    subtract,
    multiply,
    divide,
    power,  ///< children[0], children[1]
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,  ///< children[0], children[1]
    conjunction,
    disjunction,  ///< two children or more
    between,      ///< children: value, low, high
    in,           ///< children[0] in any of the tests that follow
    conditional,  ///< children: condition, then, else
    iteration,    ///< `for`: names; children: one domain for each name, then the body
    some,
    every,             ///< as iteration
    iteration_range,   ///< `1..3` without brackets: children[0], children[1]
    filter,            ///< children: what, by what
    path,              ///< children[0], text
    range,             ///< children: low, high (null when open to infinity), with the flags
    context,           ///< names, one child for each
    list,              ///< children
    function,          ///< names (parameters), types; children[0] the body; free_names of the body
    invocation,        ///< children[0] called with the rest
    named_invocation,  ///< children[0] called with the rest, names[i] being the name of children[i + 1]
    instance_of,       ///< children[0], types[0]
    unary_any,         ///< `-`
    unary_tests,       ///< children: tests; flag negated
};

/// A type as `instance of` and parameters name it.
struct TypeName {
    std::string name;  ///< `number`, `list`, `days and time duration`, `Any`, …
    std::vector<TypeName>
        parameters;  ///< of list, range, context (one for each entry), function (parameters, then result)
    std::vector<std::string> entries;  ///< names of a context's entries
};

struct Node {
    NodeKind kind = NodeKind::literal;
    bool low_included = false;
    bool high_included = false;
    bool negated = false;
    Range::Kind range_kind = Range::Kind::interval;
    bool built_in = false;           ///< a name that nothing in scope was declared with, and a built-in function has:
                                     ///< `value`
    bool external = false;           ///< a function whose body says where in Java it is
    bool has_input = false;          ///< a test that mentions `?`
    std::uint32_t offset = 0;        ///< where it starts in the text
    mutable std::int32_t slot = -1;  ///< of a name: its place in the frame (see Expression::bind)
    std::int32_t depth = 1;          ///< levels, itself included
    std::string text;
    Value value;
    std::vector<std::shared_ptr<const Node>> children;
    std::vector<std::string> names;
    std::vector<TypeName> types;
    std::vector<std::string> free_names;
};

/// The declared types of a function's parameters, in order.
struct FunctionType {
    std::vector<TypeName> parameters;
};

using NodePointer = std::shared_ptr<const Node>;

}  // namespace guildhall::feel
