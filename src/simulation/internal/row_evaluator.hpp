#pragma once
/// The outcomes of rows under one version of the rules.

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "dmn/table_lookup.hpp"
#include "simulation/csv.hpp"
#include "simulation/internal/cells.hpp"
#include "simulation/internal/outcome.hpp"

namespace guildhall::simulation {

/// What of a row cannot be used.
struct RowComplaint {
    const InputColumn* column = nullptr;  ///< null: several columns together
    std::string message;
};

/// For one thread. Remembers outcomes, up to a limit.
class RowEvaluator {
public:
    /// Borrows the model and the columns.
    RowEvaluator(
        const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns, base::Instant now
    );

    /// Lives until `end_block`. Null, with the complaint filled, when the row cannot be evaluated.
    [[nodiscard]] const Outcome* evaluate(std::span<const CsvField> fields, RowComplaint& complaint);
    /// Outcomes that were given out may go.
    void end_block();

private:
    using Code = CellValues::Code;
    struct KeyHash {
        std::size_t operator()(const std::vector<std::uint64_t>& key) const;
    };
    using Memory = std::unordered_map<std::vector<std::uint64_t>, const Outcome*, KeyHash>;

    /// False when a cell is no value of its input.
    [[nodiscard]] bool read(std::span<const CsvField> fields, RowComplaint& complaint);
    /// Finds `taking_`, the rules that take each cell. False where the table's columns do not tell.
    [[nodiscard]] bool look_up();
    [[nodiscard]] const std::uint64_t* rules_of(std::size_t table_column);
    /// The first of the rules that take all cells; how many there are when there is none.
    [[nodiscard]] std::size_t first_rule() const;
    void make_rules_key();
    void make_code_key();
    [[nodiscard]] const Outcome* remembered(Memory& memory, RowComplaint& complaint);
    /// Null when structured inputs do not hold together.
    [[nodiscard]] const Outcome* evaluated(std::deque<Outcome>& keep, RowComplaint& complaint);
    /// The same for identical values, as far as they are remembered.
    [[nodiscard]] const Outcome* outcome(const dmn::Evaluation& evaluation, std::deque<Outcome>& keep);
    void prepare(const std::string& decision);
    /// Whether the row's entries of a structured input are such as they may be together.
    [[nodiscard]] bool fits_together(const std::string& input) const;

    const dmn::Model& model_;
    std::unique_ptr<dmn::PreparedDecision> prepared_;
    std::string why_none_;  ///< when nothing could be prepared
    const std::vector<InputColumn>& columns_;
    base::Instant now_;
    std::vector<std::string> outputs_;
    std::vector<CellValues> cells_;  ///< for each of `columns_`
    std::vector<Code> codes_;        ///< of the row
    std::string scratch_;
    std::vector<std::size_t> column_of_;  ///< of the fields of `prepared_`: where in `columns_` they are
    std::vector<feel::Value> values_;     ///< of these fields
    std::vector<std::string> together_;   ///< inputs whose fields have to go together

    std::shared_ptr<const dmn::TableLookup> lookup_;
    std::vector<std::size_t> lookup_columns_;  ///< where in `columns_` the table's columns are
    struct Rules {
        const std::uint64_t* rules = nullptr;
        bool asked = false;
    };
    std::vector<std::vector<Rules>> rules_;      ///< for each of them, by code
    std::vector<const std::uint64_t*> taking_;   ///< for each of them, of the row
    std::vector<const Outcome*> by_first_rule_;  ///< of a FIRST table
    std::size_t words_ = 0;

    std::vector<std::uint64_t> key_;
    Memory by_rules_, by_codes_;
    std::deque<Outcome> kept_, passing_;
    std::unordered_map<feel::Value, const Outcome*, ValueHash, IdenticalValues> by_value_;
    /// Whether remembering pays: not where most are new.
    struct Trial {
        std::int64_t tries = 0, hits = 0;
        [[nodiscard]] bool pays() const;
    };
    Trial codes_trial_, value_trial_;
};

}  // namespace guildhall::simulation
