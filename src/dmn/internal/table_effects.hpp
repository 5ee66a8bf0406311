#pragma once
/// Which rules of a table come together, and which of them change nothing.

#include <optional>
#include <vector>

#include "dmn/internal/coverage.hpp"
#include "dmn/internal/table_axes.hpp"
#include "dmn/internal/table_outputs.hpp"

namespace guildhall::dmn {

[[nodiscard]] Bits all_rules(const BoxedTable& table);

struct Effect {
    enum class Kind {
        some,               ///< the rule has an effect, or none could be ruled out
        masked,             ///< FIRST: earlier rules take every case
        only_when_missing,  ///< FIRST: what is left are values that the table is not meant for
        no_difference,      ///< without the rule, every outcome would be the same
    } kind = Kind::some;
    std::vector<std::size_t> because;  ///< other rules that take its cases
    Box box;                           ///< for `only_when_missing`: what is left
    bool complete = true;              ///< false when the work was used up
};

class TableEffects {
public:
    /// Borrows everything for its lifetime.
    TableEffects(const BoxedTable& table, const TableAxes& axes, const TableOutcomes& outcomes);

    /// The first axis none of whose classes the rule can take.
    [[nodiscard]] std::optional<std::size_t> axis_that_stops(std::size_t rule) const;
    /// The classes that the rule may take.
    [[nodiscard]] Box box_of(std::size_t rule, bool expected_only) const;
    /// Other rules that match together with this one for some expected values, for sure.
    [[nodiscard]] Bits surely_together(std::size_t rule) const;
    /// The expected classes that both take for sure.
    [[nodiscard]] Box common_box(std::size_t a, std::size_t b) const;
    /// In words of 64 rules: what `surely_together` costs for all rules.
    [[nodiscard]] std::size_t cost_of_boxes() const;

    [[nodiscard]] Effect effect_of(std::size_t rule, Work& work) const;

private:
    [[nodiscard]] Bits touching(const Takers& takers, const Box& box) const;
    [[nodiscard]] Effect masked(std::size_t rule, Work& work) const;
    [[nodiscard]] Effect no_difference(std::size_t rule, Work& work) const;

    const BoxedTable& table_;
    const TableAxes& axes_;
    const TableOutcomes& outcomes_;
    std::size_t rules_;
    std::vector<std::vector<Bits>> taken_;  ///< by rule and axis: classes that it may take
    Takers both_;  ///< by axis and class: rules that may take it, then (after all of them) rules that surely do
};

}  // namespace guildhall::dmn
