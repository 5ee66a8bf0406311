#pragma once
/// Evaluates a decision for every row of a table, and adds up what comes out.

#include <functional>
#include <istream>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "dmn/model.hpp"
#include "simulation/csv_blocks.hpp"
#include "simulation/report.hpp"

namespace guildhall::simulation {

struct Question {
    std::shared_ptr<const dmn::Model> model;
    std::shared_ptr<const dmn::Model> other;  ///< the version that it is held against; null: none
    std::string decision;                     ///< of both
    std::string group_column;                 ///< any column of the table; empty: no groups
    base::Instant now;                        ///< what `now()` and `today()` see
    unsigned threads = 1;
    CsvLimits limits = {};
    std::size_t block_bytes = CsvBlocks::usual_block;
};

struct Progress {
    std::int64_t records = 0;
    std::int64_t bytes = 0;  ///< of the table, read and evaluated
};

/// Called while it runs, from any thread, never from two at once. What is not wanted stays empty.
struct Observer {
    std::function<void(const Progress&)> progress;
    std::function<void(const BadRow&)> bad_row;  ///< every one, in the order of the table
};

/// The table is CSV in UTF-8, its first line the names of the columns; see `find_columns`. An error when the question
/// does not fit the models or the table, or when the table cannot be read to its end. Bad rows are no error.
[[nodiscard]] base::Result<Report> simulate(
    const Question& question, std::istream& table, const Observer& observer = {}
);

}  // namespace guildhall::simulation
