#pragma once
/// A decision evaluated in two stages: first what it requires and depends on few columns, then the rest.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dmn/columns.hpp"
#include "simulation/internal/cells.hpp"
#include "simulation/internal/row_memory.hpp"

namespace guildhall::simulation {

/// Required decisions whose columns have few different cells are evaluated once for each combination of them. For one
/// thread.
class StagedDecision {
public:
    /// Null where there is no such decision, or the rest cannot be prepared. Borrows the model.
    [[nodiscard]] static std::unique_ptr<StagedDecision> make(
        const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
        std::span<const CellValues> cells, base::Instant now
    );

    /// What the decision gives where there are no problems; nothing where it has to be evaluated as a whole. Cells are
    /// those that it was made for, with the same codes.
    [[nodiscard]] std::optional<feel::Value> evaluate(std::span<const CellValues> cells, std::size_t row);
    /// Keeps memory within its limit.
    void end_block();

private:
    /// A required decision.
    struct Stage {
        std::unique_ptr<dmn::PreparedRest> decision;
        std::vector<std::size_t> columns;  ///< of its fields
        RowMemory<std::optional<feel::Value>> known;
    };

    [[nodiscard]] static std::optional<Stage> stage(
        const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
        std::span<const CellValues> cells
    );
    /// Nothing where there may be problems.
    [[nodiscard]] const std::optional<feel::Value>& value_of(
        Stage& stage, std::span<const CellValues> cells, std::size_t row
    );

    base::Instant now_;
    std::vector<Stage> stages_;
    std::unique_ptr<dmn::PreparedRest> rest_;
    std::vector<std::size_t> rest_columns_;
    std::vector<const feel::Value*> values_, rest_values_;
    std::vector<std::uint32_t> key_;
};

}  // namespace guildhall::simulation
