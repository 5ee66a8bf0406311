#pragma once
/// The outcomes of rows under one version of the rules.

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulation/csv_batch.hpp"
#include "simulation/internal/cells.hpp"
#include "simulation/internal/outcome.hpp"
#include "simulation/internal/row_memory.hpp"
#include "simulation/internal/rule_finder.hpp"
#include "simulation/internal/staged_decision.hpp"

namespace guildhall::simulation {

/// What of a row cannot be used.
struct RowComplaint {
    const InputColumn* column = nullptr;  ///< null: several columns together
    std::string message;
};

/// For one thread. Remembers outcomes, up to a limit.
class RowEvaluator {
public:
    /// Borrows the model and the columns. `batch_columns` says for each of them which column of a batch it is.
    RowEvaluator(
        const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
        std::vector<std::size_t> batch_columns, base::Instant now
    );

    /// The outcome of each row, null where it cannot be evaluated. They live until `end_block`.
    [[nodiscard]] std::span<const Outcome* const> evaluate(const CsvBatch& batch);
    /// Why a row of this batch has no outcome.
    [[nodiscard]] RowComplaint complaint(const CsvBatch& batch, std::size_t row) const;
    /// Outcomes that were given out may go, and their numbers be given again.
    void end_block();

private:
    /// False when a cell is no value of its input.
    [[nodiscard]] bool has_good_cells(std::size_t row) const;
    void hash_codes(std::size_t rows);
    [[nodiscard]] const Outcome* outcome_of_row(std::size_t row);
    [[nodiscard]] const Outcome* outcome_by_table(std::size_t row);
    [[nodiscard]] const Outcome* outcome_by_codes(std::size_t row);
    /// Remembers what is evaluated by `key_`.
    [[nodiscard]] const Outcome* remembered(RowMemory<const Outcome*>& memory, std::uint64_t hash, std::size_t row);
    /// Null when structured inputs do not hold together.
    [[nodiscard]] const Outcome* evaluated(std::size_t row, bool keep);
    /// The same for identical values, as far as they are remembered.
    [[nodiscard]] const Outcome* outcome(const dmn::Evaluation& evaluation, bool keep);
    void prepare(const std::string& decision);
    [[nodiscard]] std::optional<RuleFinder> rules_by_columns(const std::string& decision) const;
    /// The first input whose entries in the row are not such as they may be together.
    [[nodiscard]] const std::string* not_together(std::size_t row) const;
    [[nodiscard]] std::optional<std::size_t> column_with(std::span<const std::string> path) const;
    void forget_outcomes();
    [[nodiscard]] bool remembers_rows() const;

    const dmn::Model& model_;
    const std::vector<InputColumn>& columns_;
    std::vector<std::size_t> batch_columns_;
    base::Instant now_;
    std::string decision_;
    std::unique_ptr<dmn::PreparedDecision> prepared_;
    std::string why_none_;  ///< when nothing could be prepared
    std::vector<std::string> outputs_;
    std::vector<std::size_t> column_of_;  ///< of the fields of `prepared_`: where in `columns_` they are
    std::vector<feel::Value> values_;     ///< of these fields
    std::vector<std::string> together_;   ///< inputs whose fields have to go together

    std::vector<CellValues> cells_;      ///< for each of `columns_`
    bool all_good_ = true;               ///< the cells of the batch
    bool same_codes_ = true;             ///< as in other batches
    bool by_code_ = true;                ///< rows of the batch are looked for by their codes
    std::vector<std::uint64_t> hashes_;  ///< of the codes of each row, where all rows are looked for by them
    std::vector<const Outcome*> of_batch_;

    std::unique_ptr<StagedDecision> staged_;  ///< where remembering rows does not pay
    bool tried_stages_ = false;
    std::optional<RuleFinder> finder_;           ///< of a decision that is one table of literal tests
    std::vector<const Outcome*> by_first_rule_;  ///< of a FIRST table
    std::vector<std::uint32_t> key_;
    using Memory = RowMemory<const Outcome*>;
    Memory by_rules_, by_codes_;
    std::deque<Outcome> kept_, passing_;
    std::unordered_map<feel::Value, const Outcome*, ValueHash, IdenticalValues> by_value_;
    /// Whether remembering pays: not where most are new.
    struct Trial {
        std::int64_t tries = 0, hits = 0;
        [[nodiscard]] bool pays() const;
    };
    Trial memory_trial_, value_trial_;
};

}  // namespace guildhall::simulation
