#pragma once
/// The part of JavaScript that forms write conditions in, as a tree. Parsed, never run.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace guildhall::importing::formio {

struct ScriptNode;
using ScriptTree = std::shared_ptr<const ScriptNode>;

/// One node. Immutable once parsed; parts may be shared between trees.
struct ScriptNode {
    enum class Kind {
        number,       ///< `number`
        string,       ///< `text`
        boolean,      ///< `truth`
        null,         ///< null
        undefined,    ///< undefined
        name,         ///< an identifier: `text`
        member,       ///< parts[0].text, and `?.` alike
        index,        ///< parts[0][parts[1]]
        call,         ///< parts[0](parts[1]…)
        construct,    ///< new parts[0](parts[1]…)
        unary,        ///< `text`: ! - + typeof
        binary,       ///< `text`: === + < && ?? …
        conditional,  ///< parts[0] ? parts[1] : parts[2]
        array,        ///< parts
        object,       ///< `names`[i]: parts[i]
        function,     ///< `names`: parameters; parts[0]: a block, or the expression of an arrow
        block,        ///< statements
        declare,      ///< var `text` = parts[0] (may be missing); a function declaration is one too
        assign,       ///< `text` = parts[0]
        branch,       ///< if (parts[0]) parts[1] else parts[2] (may be missing)
        give_back,    ///< return parts[0] (may be missing)
        expression,   ///< a statement that is an expression
    };

    Kind kind = Kind::undefined;
    std::string text;
    double number = 0;
    bool truth = false;
    std::vector<std::string> names;
    std::vector<ScriptTree> parts;
    int depth = 1;  ///< levels, this one included: at most `max_tree_depth`, so that walking it needs no care
};

inline constexpr std::size_t max_script_size = 50'000;
inline constexpr int max_script_nesting = 100;
inline constexpr int max_tree_depth = 1'000;

/// The statements of a script as a block. Errors say what is not understood and where: loops, assignments to members
/// and regular expressions are outside the part that is read. At most `max_script_size` bytes, `max_script_nesting`
/// levels.
[[nodiscard]] base::Result<ScriptTree> parse_script(std::string_view text);

}  // namespace guildhall::importing::formio
