#pragma once
/// The values that one column of a decision table can tell apart: between two neighbouring breakpoints every
/// cell of the column answers the same, so one example stands for all values there.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feel/number.hpp"
#include "feel/value.hpp"

namespace guildhall::dmn {

enum class ColumnKind { other, number, boolean, string };

/// A unary test made only of literals: `-`, `<= 30`, `[31..60]`, `"a", "b"`, `not(…)`.
class LiteralTest {
public:
    /// Nothing when the text is something else, or mixes types.
    [[nodiscard]] static std::optional<LiteralTest> read(std::string_view text);

    [[nodiscard]] bool matches(const feel::Value& value) const;
    /// The type of its literals; `other` for `-`, which fits every column.
    [[nodiscard]] ColumnKind kind() const { return kind_; }
    [[nodiscard]] bool is_any() const { return alternatives_.empty(); }
    [[nodiscard]] bool is_negated() const { return negated_; }

    struct Alternative {
        std::optional<feel::Value> equal;  ///< or else an interval of numbers
        std::optional<feel::Number> low, high;
        bool low_included = false, high_included = false;
    };
    [[nodiscard]] const std::vector<Alternative>& alternatives() const { return alternatives_; }

private:
    std::vector<Alternative> alternatives_;
    bool negated_ = false;
    ColumnKind kind_ = ColumnKind::other;
};

/// The classes of a column, and which cell takes which of them.
struct ColumnDomain {
    ColumnKind kind = ColumnKind::other;  ///< `other`: the classes are not known
    std::vector<feel::Value> examples;    ///< one value per class; numbers ascending
    std::vector<std::optional<std::vector<bool>>>
        accepts;  ///< per rule and class; nothing when the cell is no literal test

    [[nodiscard]] bool known() const { return kind != ColumnKind::other; }
};

/// The domain of a column whose values are of `kind`. `cells` as written, one per rule. A null class is added when the
/// value can be null. Values that fail one of the `allowed` tests cannot occur.
[[nodiscard]] ColumnDomain make_domain(
    ColumnKind kind, std::span<const std::string> cells, bool can_be_null, std::span<const LiteralTest> allowed
);

}  // namespace guildhall::dmn
