#pragma once
/// Evaluates and adds up the rows of one block.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "simulation/csv_batch.hpp"
#include "simulation/internal/row_counts.hpp"
#include "simulation/internal/row_evaluator.hpp"
#include "simulation/simulation.hpp"
#include "simulation/tally.hpp"

namespace guildhall::simulation {

/// What all threads share: the question, and how the table answers it.
struct Plan {
    const Question& question;
    std::vector<std::string> names;          ///< of the columns
    std::vector<InputColumn> columns;        ///< for the model
    std::vector<InputColumn> other_columns;  ///< for the other version
    std::vector<std::size_t> shown;          ///< columns of example rows, ascending: all that are read
    std::optional<std::size_t> group;
};

struct BlockResult {
    Tally tally;
    std::int64_t records = 0;
    std::int64_t blank_lines = 0;
    std::vector<BadRow> bad_rows;  ///< in order
};

/// For one thread; borrows the plan.
class BlockEvaluator {
public:
    explicit BlockEvaluator(const Plan& plan);
    [[nodiscard]] BlockResult evaluate(const CsvBlock& block);

private:
    void add_batch(const CsvBlock& block, BlockResult& result);
    /// Of each row of the batch the number of its group.
    void find_groups();
    [[nodiscard]] BadRow bad_row(const CsvBlock& block, const RowEvaluator& evaluator, std::size_t row);
    [[nodiscard]] std::vector<std::string> cells_at(const CsvBlock& block, std::int64_t line);
    void end_block();

    const Plan& plan_;
    CsvBatchReader reader_;
    CsvBatch batch_;
    CsvRecord shown_record_;
    RowEvaluator present_;
    std::optional<RowEvaluator> other_;
    TextCodes group_codes_;
    std::deque<std::string> groups_;  ///< names, by code
    std::vector<std::uint32_t> group_of_;
    RowCounts counts_;
    std::vector<CsvBatch::Record> places_;  ///< of the rows whose lines are kept
    std::string scratch_;
};

}  // namespace guildhall::simulation
