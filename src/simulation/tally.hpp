#pragma once
/// Adds up outcomes. What comes out does not depend on the order in which rows, or tallies, are added.

#include <functional>
#include <map>
#include <span>
#include <string>

#include "simulation/internal/outcome.hpp"
#include "simulation/report.hpp"

namespace guildhall::simulation {

/// Rows of one group with the same outcome.
struct EqualRows {
    const std::string* group = nullptr;  ///< null: no groups
    const Outcome* present = nullptr;
    const Outcome* other = nullptr;  ///< null: nothing to hold it against
    std::int64_t rows = 0;
    std::span<const std::int64_t> lines;  ///< of the first of them, ascending; all when they are fewer than the limits
};

/// The cells of a row, to show it as an example.
using CellsAt = std::function<std::vector<std::string>(std::int64_t line)>;

/// Value type; not thread-safe.
class Tally {
public:
    /// `decision` names the measure of an outcome as a whole.
    explicit Tally(std::string decision) : decision_(std::move(decision)) {}

    void add(const EqualRows& rows, const CellsAt& cells_at);
    void add(Tally&& other);
    /// Moves everything into the report, sorted for reading.
    void finish(Report& report) &&;

private:
    void add_problem(const std::string& text, std::int64_t rows, std::span<const std::int64_t> lines);
    [[nodiscard]] Totals* totals_of(const std::string& group);
    void add_to(Totals& totals, const EqualRows& rows, const CellsAt* cells_at) const;

    std::string decision_;
    Totals all_;
    std::map<std::string, Totals, std::less<>> groups_;
    bool too_many_groups_ = false;
    std::int64_t rows_with_problems_ = 0;
    std::map<std::string, ProblemCount, std::less<>> problems_;
    bool too_many_problems_ = false;
};

}  // namespace guildhall::simulation
