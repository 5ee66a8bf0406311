#pragma once
/// Boxes of classes in words, and as examples.

#include <string>

#include "dmn/analysis.hpp"
#include "dmn/internal/table_axes.hpp"

namespace guildhall::dmn {

/// All classes that a table is meant for.
[[nodiscard]] Box expected_box(const TableAxes& axes);
/// All classes.
[[nodiscard]] Box whole_box(const TableAxes& axes);

struct Shown {
    Box box;
    std::vector<std::size_t> chosen;  ///< for each axis the class that the example is of
    std::string where;                ///< ` where age in (30..31)`, or empty when it is everywhere
    std::string example;              ///< `, for example age = 30.5`, or empty
    std::string doubt;                ///< `; whether …`, or empty
    bool certain = true;
};

class FindingText {
public:
    /// Borrows both for its lifetime.
    FindingText(const Definitions& definitions, const TableAxes& axes) : definitions_(definitions), axes_(axes) {}

    [[nodiscard]] Shown show(const Box& box) const;
    /// Gives the finding its columns and inputs.
    void fill(const Shown& shown, Finding& finding) const;
    /// `age is missing (null)`: what of the box the table is not meant for.
    [[nodiscard]] std::string unexpected(const Box& box) const;

private:
    [[nodiscard]] bool constrained(std::size_t axis, const std::vector<std::size_t>& classes) const;
    [[nodiscard]] std::string tests(std::size_t axis, const std::vector<std::size_t>& classes) const;
    void set_input(const Axis& axis, const feel::Value& value, Inputs& inputs) const;

    const Definitions& definitions_;
    const TableAxes& axes_;
};

}  // namespace guildhall::dmn
