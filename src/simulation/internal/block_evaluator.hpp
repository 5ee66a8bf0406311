#pragma once
/// Evaluates and adds up the rows of one block.

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

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
    std::vector<std::size_t> shown;          ///< columns of example rows
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
    struct Key {
        const std::string* group;
        const Outcome* present;
        const Outcome* other;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    struct Rows {
        Key key;
        std::int64_t rows = 0;
        std::vector<std::int64_t> lines;  ///< of the first of them
    };
    struct Place {
        std::int64_t line;
        std::size_t offset;
    };

    void add_record(const CsvBlock& block, std::string_view bytes, std::int64_t line, BlockResult& result);
    [[nodiscard]] Rows& rows_like(const Key& key);
    [[nodiscard]] const std::string* group_of(const CsvRecord& record);
    [[nodiscard]] std::vector<std::string> cells_at(const CsvBlock& block, std::int64_t line);

    const Plan& plan_;
    CsvRecord record_, shown_record_;
    RowEvaluator present_;
    std::optional<RowEvaluator> other_;
    std::unordered_set<std::string> groups_;
    std::unordered_map<Key, std::size_t, KeyHash> rows_by_key_;
    static constexpr std::size_t recent_size = 4096;                           ///< a power of two
    std::vector<std::size_t> recent_ = std::vector<std::size_t>(recent_size);  ///< where in `rows_`, without a search
    bool all_text_ = false;                                                    ///< the block is UTF-8 throughout
    std::vector<Rows> rows_;
    std::vector<Place> places_;
    std::string scratch_;
};

}  // namespace guildhall::simulation
