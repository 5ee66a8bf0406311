#pragma once
/// A decision with all that it requires as one compiled program.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "feel/program.hpp"

namespace guildhall::dmn {

/// Immutable, thread-safe.
struct Plan {
    /// An input that the program reads, or the entry of one.
    struct Input {
        std::size_t index = 0;  ///< position in `Definitions::inputs`
        std::vector<std::string> path;
        feel::Register at = 0;
    };
    std::shared_ptr<const feel::Program> program;
    std::vector<Input> inputs;
    /// For each of `inputs`, what stands for it when it is not known; empty when there are too many, or entries.
    std::vector<feel::Value> unknowns;
    /// An input that it does not read, and that is to conform to its type.
    struct Unread {
        std::size_t index = 0;
        std::string type;
        std::optional<feel::Cell::Kind> kind;  ///< every value of this kind conforms
    };
    std::vector<Unread> unread;
    /// Both, ascending by the input's name.
    struct Named {
        std::string name;
        std::size_t at = 0;  ///< in `inputs`, or in `unread`
        bool is_read = false;
    };
    std::vector<Named> by_name;
    /// A required decision whose value is given.
    struct Given {
        std::size_t index = 0;  ///< position in `Definitions::decisions`
        feel::Register at = 0;
    };
    std::vector<Given> given;
    feel::Register result = 0;
    std::vector<std::string> deciding;  ///< by the source of a note: the decision whose table it is
};

/// Puts an input into a program's register; false when it, or a part of it, is not known. Borrows the value.
[[nodiscard]] bool fill_cell(const feel::Value& value, feel::Cell& cell);

[[nodiscard]] bool conforms(
    const Definitions& definitions, const Plan::Unread& input, const feel::Value& value,
    const feel::Environment& environment
);

/// Structured inputs as one value each, or as their `fields_of_type`.
enum class InputShape : std::uint8_t { whole, fields };

/// Nothing when a part of the decision cannot be compiled. The plan borrows the definitions. The decision has no
/// errors.
[[nodiscard]] std::shared_ptr<const Plan> make_plan(
    const Definitions& definitions, std::size_t decision, InputShape input_shape
);

/// As with fields, of which it has those alone that are read, and takes for granted that they fit their types. Of the
/// decisions that it requires, those `given` are not compiled; see `can_be_given`.
[[nodiscard]] std::shared_ptr<const Plan> make_rest_plan(
    const Definitions& definitions, std::size_t decision, std::span<const std::size_t> given
);

/// Whether the decision's value says all that there is of it: its type makes it a plain value.
[[nodiscard]] bool can_be_given(const Definitions& definitions, const Decision& decision);

}  // namespace guildhall::dmn
