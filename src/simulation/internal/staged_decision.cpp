#include "simulation/internal/staged_decision.hpp"

#include <algorithm>

namespace guildhall::simulation {

namespace {

using feel::Value;

constexpr std::size_t max_combinations = 65'536;  ///< of the cells that a required decision depends on

/// Where the columns of the fields are; nothing when one has none.
std::optional<std::vector<std::size_t>> columns_of_fields(
    const std::vector<dmn::PreparedDecision::Path>& fields, const std::vector<InputColumn>& columns
) {
    std::vector<std::size_t> found;
    for (const auto& path : fields) {
        const auto at = std::find_if(columns.begin(), columns.end(), [&](const InputColumn& column) {
            return column.path == path;
        });
        if (at == columns.end()) return std::nullopt;
        found.push_back(static_cast<std::size_t>(at - columns.begin()));
    }
    return found;
}

}  // namespace

std::optional<StagedDecision::Stage> StagedDecision::stage(
    const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
    std::span<const CellValues> cells
) {
    auto prepared = dmn::columns_of(model).prepare_rest(decision, {});
    auto found = prepared ? columns_of_fields(prepared->fields(), columns) : std::nullopt;
    if (!found) return std::nullopt;
    std::size_t combinations = 1;
    for (const std::size_t column : *found) {
        if (!cells[column].keeps_codes()) return std::nullopt;
        combinations *= std::max<std::size_t>(1, cells[column].values().size());
        if (combinations > max_combinations) return std::nullopt;
    }
    const std::size_t words = found->size();
    return Stage{std::move(prepared), *std::move(found), RowMemory<std::optional<Value>>(words)};
}

std::unique_ptr<StagedDecision> StagedDecision::make(
    const dmn::Model& model, const std::string& decision, const std::vector<InputColumn>& columns,
    std::span<const CellValues> cells, base::Instant now
) {
    const dmn::ModelColumns& about = dmn::columns_of(model);
    std::vector<std::string> names;
    std::vector<Stage> stages;
    for (const std::string& name : about.required_decisions(decision))
        if (auto found = stage(model, name, columns, cells)) {
            names.push_back(name);
            stages.push_back(*std::move(found));
        }
    if (names.empty()) return nullptr;
    auto made = std::make_unique<StagedDecision>();
    made->now_ = now;
    made->rest_ = about.prepare_rest(decision, names);
    if (!made->rest_) return nullptr;
    auto rest_columns = columns_of_fields(made->rest_->fields(), columns);
    if (!rest_columns) return nullptr;
    made->rest_columns_ = *std::move(rest_columns);
    // Those that only others of them require are not read.
    for (const std::string& name : made->rest_->given())
        made->stages_.push_back(
            std::move(stages[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin())])
        );
    return made;
}

const std::optional<Value>& StagedDecision::value_of(Stage& stage, std::span<const CellValues> cells, std::size_t row) {
    key_.clear();
    for (const std::size_t column : stage.columns) key_.push_back(cells[column].code(row));
    const std::uint64_t hash = hash_of(key_);
    if (const auto* const known = stage.known.find(key_, hash)) return *known;
    values_.clear();
    for (const std::size_t column : stage.columns) values_.push_back(&cells[column].value(row));
    return stage.known.add(key_, hash, stage.decision->evaluate(values_, now_, "UTC"));
}

std::optional<Value> StagedDecision::evaluate(std::span<const CellValues> cells, std::size_t row) {
    rest_values_.clear();
    for (const std::size_t column : rest_columns_) rest_values_.push_back(&cells[column].value(row));
    for (Stage& stage : stages_) {
        const auto& value = value_of(stage, cells, row);
        if (!value) return std::nullopt;
        rest_values_.push_back(&*value);
    }
    return rest_->evaluate(rest_values_, now_, "UTC");
}

void StagedDecision::end_block() {
    for (Stage& stage : stages_)
        if (stage.known.size() > 2 * max_combinations) stage.known.clear();
}

}  // namespace guildhall::simulation
