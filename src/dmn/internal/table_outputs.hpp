#pragma once
/// What the rules of a table give, as far as that can be said without inputs.

#include <optional>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// What one rule gives. Two that are `equal` give the same in every evaluation.
struct RuleOutcome {
    std::vector<std::string> cells;   ///< for each output its constant, or the text that computes it
    bool constant = true;             ///< all outputs are constants
    std::vector<feel::Value> values;  ///< when constant
    std::vector<std::size_t> rank;    ///< when constant: the place of each among the output values; lower wins

    [[nodiscard]] bool equal(const RuleOutcome& other) const { return cells == other.cells; }
};

/// An output literal, or a default, that the table or its types do not allow.
struct WrongOutput {
    std::optional<std::size_t> rule;  ///< nothing: the default
    base::SourcePlace place;
    bool wrong_type = false;  ///< else outside the allowed values
    std::string message;
};

struct TableOutcomes {
    std::vector<RuleOutcome> rules;
    RuleOutcome no_match;  ///< the default, or null
    bool has_default = false;
    std::vector<WrongOutput> wrong;
};

/// `result_type`: of the decision that the table is the expression of, or empty.
[[nodiscard]] TableOutcomes outcomes_of(
    const Definitions& definitions, const BoxedTable& table, const std::string& result_type
);

}  // namespace guildhall::dmn
