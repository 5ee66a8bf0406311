#pragma once
/// A decision that is one table of literal tests on plain inputs, seen column by column.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "feel/value.hpp"

namespace guildhall::dmn {

/// Its promise: where every column's value has its set of rules, and two sets of inputs have the same rules in common
/// (of a FIRST table: the same first rule), `Model::evaluate` gives the same evaluation for both at the same instant,
/// as long as the inputs fit. Immutable, thread-safe; may outlive the model.
class TableLookup {
public:
    /// A set of rules: bit `rule % 64` of word `rule / 64`. Bits behind the last rule mean nothing.
    using Rules = std::span<const std::uint64_t>;

    virtual ~TableLookup() = default;
    /// The input that each column reads.
    [[nodiscard]] virtual const std::vector<std::string>& columns() const = 0;
    [[nodiscard]] virtual std::size_t rules() const = 0;
    /// Whether the first rule alone decides.
    [[nodiscard]] virtual bool first_decides() const = 0;
    /// The rules whose cell in the column takes the value, in words. Nothing for values that the column's tests are not
    /// made for, null among them: such inputs have to be evaluated. Lives as long as the lookup; equal sets may be told
    /// apart by their address.
    [[nodiscard]] virtual std::optional<Rules> takes(std::size_t column, const feel::Value& value) const = 0;
};

}  // namespace guildhall::dmn
