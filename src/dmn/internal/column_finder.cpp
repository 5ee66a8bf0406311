#include "dmn/internal/requirements.hpp"
#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

class ColumnFinder {
public:
    explicit ColumnFinder(Definitions& definitions) : definitions_(definitions), types_(definitions) {}

    void run() {
        for (Decision& decision : definitions_.decisions)
            if (decision.expression) find_domains(*decision.expression, decision);
    }

private:
    void find_domains(Boxed& box, const Decision& decision) {
        if (auto* table = std::get_if<BoxedTable>(&box.body)) {
            for (std::size_t i = 0; i < table->columns.size(); ++i)
                find_domain(*table, i, decision.requires_, decision.part);
        }
        // Inside contexts, entries hide outer names; tables there are left to plain three-valued evaluation.
    }

    void find_domain(BoxedTable& table, std::size_t at, const Requirements& required, Part part) {
        TableColumn& column = table.columns[at];
        const std::string& name = column.expression.text;
        std::string type;
        bool direct = false;
        const auto take_input = [&](const InputData& input) {
            if (input.variable != name || input.part != part) return;
            direct = true;
            type = input.type;
            if (type.empty() && definitions_.dialect == Dialect::camunda) type = column.type;
        };
        if (definitions_.dialect == Dialect::camunda)
            for (const InputData& input : definitions_.inputs) take_input(input);
        for (const std::size_t input : required.inputs) take_input(definitions_.inputs[input]);
        for (const std::size_t index : required.decisions) {
            const Decision& sub = definitions_.decisions[index];
            if (sub.variable != name || sub.part != part || direct) continue;
            type = sub.type;
            if (type.empty() && sub.expression)
                if (const auto* inner = std::get_if<BoxedTable>(&sub.expression->body);
                    inner && inner->outputs.size() == 1 && inner->aggregation == Aggregation::none &&
                    inner->hit_policy != HitPolicy::collect && inner->hit_policy != HitPolicy::rule_order &&
                    inner->hit_policy != HitPolicy::output_order)
                    type = inner->outputs.front().type;
        }
        if (direct) column.may_be_refused = false;  // answers are held to the column's values before they get here
        column.kind = types_.kind_of(type.empty() ? column.type : type);
        column.possible = types_.allowed_of(type);
        if (direct && column.allowed_values.written() && definitions_.dialect == Dialect::standard)
            if (auto test = LiteralTest::read(column.allowed_values.text); test && test->kind() == column.kind)
                column.possible.push_back(std::move(*test));
        if (type.empty() || column.kind == ColumnKind::other) return;
        std::vector<std::string> cells;
        for (const TableRule& rule : table.rules) cells.push_back(at < rule.tests.size() ? rule.tests[at].text : "?");
        column.domain = make_domain(column.kind, cells, !direct, column.possible);
    }

    Definitions& definitions_;
    Types types_;
};

}  // namespace

void find_column_domains(Definitions& definitions) {
    ColumnFinder(definitions).run();
}

}  // namespace guildhall::dmn
