#pragma once
/// A decision table as a step of a compiled program.

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "dmn/internal/constant_table.hpp"
#include "dmn/internal/definitions.hpp"
#include "dmn/internal/table.hpp"
#include "feel/program.hpp"

namespace guildhall::dmn {

/// Where a table's rules and what comes out of them stand in the program. Routines are starts of code.
struct CompiledTable {
    using Routine = std::uint32_t;
    std::vector<feel::Register> columns;
    /// By rule and column: the cells that the index leaves open, and where each writes its answer.
    std::map<std::pair<std::size_t, std::size_t>, std::pair<Routine, feel::Register>> cells;
    /// What a rule gives: constants, or code that writes the outputs.
    struct Result {
        std::vector<feel::Cell> constants;
        std::optional<Routine> routine;
    };
    std::vector<Result> rules;
    /// Of the rules of a PRIORITY or OUTPUT ORDER table, whose results are all constants.
    std::vector<std::vector<std::size_t>> ranks;
    std::optional<Result> otherwise;      ///< when none matches; nothing: null
    std::vector<feel::Register> outputs;  ///< one for each output, of one rule
    feel::Register list = 0;              ///< of all rules that match, where the policy lists them
    std::uint32_t note = 0;               ///< source of the notes of rules that match
};

/// Runs the table. Gives no answer where rules contradict the policy, and where more than one output would be null.
class TableOperation final : public feel::Operation {
public:
    /// Borrows the table.
    TableOperation(const BoxedTable& table, CompiledTable compiled);
    [[nodiscard]] bool run(feel::Run& run) const override;

    [[nodiscard]] static bool supports(const BoxedTable& table);
    /// Whether the outcome is a list with what each rule gives that matches.
    [[nodiscard]] static bool lists(const BoxedTable& table);

private:
    [[nodiscard]] bool give(feel::Run& run, const CompiledTable::Result& result) const;
    [[nodiscard]] bool collect(feel::Run& run, std::size_t rule, std::optional<feel::Number>& total) const;
    [[nodiscard]] bool list(feel::Run& run, std::vector<std::size_t> rules) const;
    /// With a column that is not known: see `settle_table`.
    [[nodiscard]] bool settle(feel::Run& run) const;
    /// Nothing when that has to be asked; else whether there is an answer.
    [[nodiscard]] std::optional<bool> settle_constant(feel::Run& run) const;
    /// The rules of `settle`: which match, and which of their cells are undecided. Nothing: no answer.
    struct Rows {
        std::vector<RuleTrace::Match> matches;
        CellStates states;
    };
    [[nodiscard]] std::optional<Rows> decided_rows(feel::Run& run, std::span<const feel::Value> columns) const;
    [[nodiscard]] std::optional<Outcome> constant(const CompiledTable::Result& result) const;
    [[nodiscard]] std::optional<feel::Value> value_of(feel::Run& run, const CompiledTable::Result& result) const;
    /// Writes what the table comes to.
    [[nodiscard]] bool put(feel::Run& run, const feel::Value& value) const;

    const BoxedTable& table_;
    CompiledTable compiled_;
    struct OpenCell {
        std::size_t column = 0;
        CompiledTable::Routine routine = 0;
        feel::Register answer = 0;
    };
    std::vector<std::vector<OpenCell>> open_;  ///< by rule
    std::vector<bool> indexed_;                ///< by column
    std::vector<std::optional<Outcome>>
        constants_;  ///< by rule, and last of `otherwise`: those that are the same always
    std::optional<ConstantTable> constant_table_;
};

}  // namespace guildhall::dmn
