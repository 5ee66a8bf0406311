#include "dmn/internal/table_lookup.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

class IndexLookup final : public TableLookup {
public:
    IndexLookup(const BoxedTable& table, std::vector<std::string> columns)
        : index_(table.index),
          columns_(std::move(columns)),
          rules_(table.rules.size()),
          first_(table.hit_policy == HitPolicy::first) {}

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
    [[nodiscard]] std::size_t rules() const override { return rules_; }
    [[nodiscard]] bool first_decides() const override { return first_; }
    [[nodiscard]] std::optional<Rules> takes(std::size_t column, const feel::Value& value) const override {
        return index_->lookup(column, feel::Cell(value));
    }

private:
    std::shared_ptr<const TableIndex> index_;
    std::vector<std::string> columns_;
    std::size_t rules_;
    bool first_;
};

bool is_constant(const Formula& formula) {
    return !formula.written() || (formula.expression && formula.expression->free_names().empty());
}

/// The input of the decision that the expression is the name of.
const InputData* input_named(const Definitions& definitions, const Decision& decision, const Formula& formula) {
    if (!formula.expression || formula.expression->free_names().size() != 1) return nullptr;
    const InputData* found = nullptr;
    for (const std::size_t at : decision.requires_.inputs) {
        const InputData& input = definitions.inputs[at];
        if (input.part != decision.part || input.variable != formula.text) continue;
        if (found) return nullptr;
        found = &input;
    }
    return found;
}

}  // namespace

std::shared_ptr<const TableLookup> make_table_lookup(const Definitions& definitions, const Decision& decision) {
    if (!decision.errors.empty() || !decision.expression) return nullptr;
    if (!decision.requires_.decisions.empty() || !decision.requires_.knowledge.empty()) return nullptr;
    const auto* table = std::get_if<BoxedTable>(&decision.expression->body);
    if (!table || !table->index) return nullptr;
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
        const TableColumn& column = table->columns[i];
        const InputData* input = input_named(definitions, decision, column.expression);
        if (!input || column.allowed_values.written() || !table->index->is_indexed(i)) return nullptr;
        for (std::size_t rule = 0; rule < table->rules.size(); ++rule)
            if (table->index->is_open(i, rule)) return nullptr;
        columns.push_back(input->name);
    }
    for (const TableRule& rule : table->rules)
        if (!std::all_of(rule.outputs.begin(), rule.outputs.end(), is_constant)) return nullptr;
    for (const TableOutput& output : table->outputs)
        if (!is_constant(output.default_value)) return nullptr;
    return std::make_shared<IndexLookup>(*table, std::move(columns));
}

}  // namespace guildhall::dmn
