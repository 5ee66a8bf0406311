#include "dmn/internal/table_indexer.hpp"

#include <unordered_map>

#include "dmn/internal/analysis_names.hpp"

namespace guildhall::dmn {

namespace {

/// The values of a column that is a plain input or decision.
class ValuesOfColumn {
public:
    ValuesOfColumn(const Definitions& definitions, const Decision& decision)
        : definitions_(definitions), decision_(decision) {}

    void find(TableColumn& column, IndexedColumn& made) {
        const std::string& name = column.expression.text;
        if (definitions_.dialect == Dialect::camunda)
            for (const InputData& input : definitions_.inputs) take_input(input, name, column);
        for (const std::size_t at : decision_.requires_.inputs) take_input(definitions_.inputs[at], name, column);
        for (const std::size_t at : decision_.requires_.decisions) take_decision(definitions_.decisions[at], name);
        // Answers are held to the column's values before they get here.
        if (direct_) column.may_be_refused = false;
        if (type_.empty()) return;
        const TypeFacts facts = type_facts(definitions_, type_);
        if (facts.kinds.size() != 1 || facts.structured) return;
        made.kind = facts.kinds.front();
        made.can_be_null = !direct_;
        for (const Formula* allowed : facts.allowed) add(*allowed, made);
        if (direct_ && definitions_.dialect == Dialect::standard) add(column.allowed_values, made);
    }

private:
    void take_input(const InputData& input, const std::string& name, const TableColumn& column) {
        if (input.variable != name || input.part != decision_.part) return;
        direct_ = true;
        type_ = input.type;
        if (type_.empty() && definitions_.dialect == Dialect::camunda) type_ = column.type;
    }

    void take_decision(const Decision& required, const std::string& name) {
        if (required.variable != name || required.part != decision_.part || direct_) return;
        type_ = required.type;
        if (!type_.empty() || !required.expression) return;
        const auto* table = std::get_if<BoxedTable>(&required.expression->body);
        if (table && table->outputs.size() == 1 && table->aggregation == Aggregation::none &&
            table->hit_policy != HitPolicy::collect && table->hit_policy != HitPolicy::rule_order &&
            table->hit_policy != HitPolicy::output_order)
            type_ = table->outputs.front().type;
    }

    static void add(const Formula& allowed, IndexedColumn& made) {
        if (!allowed.expression) return;
        if (auto tests = feel::comparisons_of(*allowed.expression)) made.possible.push_back(*std::move(tests));
    }

    const Definitions& definitions_;
    const Decision& decision_;
    std::string type_;
    bool direct_ = false;
};

feel::Comparisons takes_everything() {
    feel::Comparisons any;
    any.any = true;
    return any;
}

}  // namespace

void index_table(const Definitions& definitions, BoxedTable& table, const Decision* decision) {
    std::vector<IndexedColumn> columns(table.columns.size());
    for (const TableRule& rule : table.rules)
        if (rule.tests.size() != columns.size()) return;  // a complaint says so
    for (std::size_t i = 0; i < columns.size(); ++i) {
        IndexedColumn& column = columns[i];
        std::unordered_map<const feel::Node*, std::size_t> met;  // cells with the same text share their tree
        for (const TableRule& rule : table.rules) {
            const auto& test = rule.tests[i].expression;
            const auto [at, is_new] = met.emplace(test ? &test->root() : nullptr, column.tests.size());
            if (is_new) column.tests.push_back(test ? feel::comparisons_of(*test) : takes_everything());
            column.cells.push_back(at->second);
        }
    }
    if (decision)
        for (std::size_t i = 0; i < columns.size(); ++i)
            ValuesOfColumn(definitions, *decision).find(table.columns[i], columns[i]);
    table.index = std::make_shared<const TableIndex>(table.rules.size(), columns);
}

}  // namespace guildhall::dmn
