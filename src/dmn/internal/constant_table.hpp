#pragma once
/// Decision tables with unknown columns, in the case that most are: one rule gives a constant.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dmn/internal/definitions.hpp"
#include "dmn/internal/table.hpp"

namespace guildhall::dmn {

/// A FIRST or UNIQUE table whose rules all give constants and whose cells its index decides all. Says what
/// `settle_table` says, at a fraction of the cost: outcomes are numbers, and what they depend on are columns.
/// Immutable, thread-safe.
class ConstantTable {
public:
    /// `outcomes`: of each rule, and last where none matches. Nothing when the table is of another kind. Borrows the
    /// table.
    [[nodiscard]] static std::optional<ConstantTable> of(
        const BoxedTable& table, std::span<const std::optional<Outcome>> outcomes, bool has_open_cells
    );

    struct Settled {
        std::optional<std::size_t> rule;  ///< that gives the outcome, or the number of rules where none matches
        std::uint64_t columns = 0;        ///< otherwise: those on which it depends, as bits
    };
    /// `known`: by column the rules that take its value, or nothing where the column is not known. Nothing when there
    /// are too many combinations, or an error comes out.
    [[nodiscard]] std::optional<Settled> settle(std::span<const std::optional<TableIndex::Rules>> known) const;

private:
    explicit ConstantTable(const BoxedTable& table) : table_(&table) {}
    static constexpr std::uint32_t error = ~std::uint32_t{0};
    /// The number of what comes out where these rules match.
    [[nodiscard]] std::uint32_t outcome_of(std::span<const std::uint64_t> rules) const;

    const BoxedTable* table_;
    std::vector<std::uint32_t> outcomes_;  ///< by rule, and last where none matches; equal for equal outcomes
    std::vector<std::size_t> rules_;       ///< by outcome: a rule that has it
};

}  // namespace guildhall::dmn
