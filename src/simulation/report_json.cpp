#include "simulation/writers.hpp"

namespace guildhall::simulation {

namespace {

using base::Json;

Json json_of(const std::vector<std::int64_t>& lines) {
    Json::Array made;
    for (const std::int64_t line : lines) made.emplace_back(line);
    return made;
}

Json json_of(const ValueCounts& counts, bool moves) {
    Json::Array made;
    for (const ValueCount& one : counts.values) {
        Json item;
        if (moves) item.set("from", one.from);
        item.set(moves ? "to" : "value", one.value);
        item.set("rows", one.rows);
        item.set("lines", json_of(one.lines));
        made.push_back(std::move(item));
    }
    return made;
}

void set_extreme(Json& json, const char* name, const std::optional<Extreme>& extreme) {
    if (!extreme) return;
    Json made;
    made.set("value", extreme->value.text());
    made.set("line", extreme->line);
    json.set(name, std::move(made));
}

Json json_of(const Distribution& distribution) {
    Json numbers;
    numbers.set("rows", distribution.numbers.rows);
    numbers.set("sum", distribution.numbers.sum.text());
    if (const auto mean = distribution.numbers.mean()) numbers.set("mean", mean->text());
    set_extreme(numbers, "least", distribution.numbers.least);
    set_extreme(numbers, "most", distribution.numbers.most);
    numbers.set("values", json_of(distribution.numbers_by_value, false));
    numbers.set("too_many_values", distribution.numbers_by_value.too_many);
    Json others;
    others.set("values", json_of(distribution.others, false));
    others.set("too_many_values", distribution.others.too_many);
    Json made;
    made.set("numbers", std::move(numbers));
    made.set("others", std::move(others));
    made.set("nulls", distribution.nulls);
    return made;
}

Json json_of(const std::vector<ExampleRow>& examples) {
    Json::Array made;
    for (const ExampleRow& example : examples) {
        Json item;
        item.set("line", example.line);
        item.set("cells", Json::Array(example.cells.begin(), example.cells.end()));
        item.set("from", example.from);
        item.set("to", example.to);
        made.push_back(std::move(item));
    }
    return made;
}

Json json_of(const Difference& difference) {
    Json made;
    made.set("rows", difference.rows);
    made.set("amount", difference.amount.text());
    set_extreme(made, "largest", difference.largest);
    made.set("examples", json_of(difference.examples));
    return made;
}

Json json_of(const Comparison& comparison) {
    Json made;
    made.set("gain", json_of(comparison.gain));
    made.set("lose", json_of(comparison.lose));
    made.set("same", comparison.same);
    made.set("changed", comparison.changed);
    made.set("changed_examples", json_of(comparison.changed_examples));
    made.set("moves", json_of(comparison.moves, true));
    made.set("too_many_moves", comparison.moves.too_many);
    return made;
}

Json json_of(const Totals& totals) {
    Json::Array measures;
    for (const Measure& measure : totals.measures) {
        Json item;
        item.set("name", measure.name);
        item.set("model", json_of(measure.present));
        if (measure.other) item.set("against", json_of(*measure.other));
        if (measure.comparison) item.set("comparison", json_of(*measure.comparison));
        measures.push_back(std::move(item));
    }
    Json made;
    made.set("rows", totals.rows);
    made.set("measures", std::move(measures));
    made.set("too_many_measures", totals.too_many_measures);
    return made;
}

Json json_of(const ModelName& model) {
    Json made;
    made.set("name", model.name);
    made.set("hash", model.hash);
    return made;
}

}  // namespace

base::Json report_json(const Report& report) {
    Json made;
    made.set("model", json_of(report.model));
    if (report.other) made.set("against", json_of(*report.other));
    made.set("decision", report.decision);
    made.set("evaluated_as_of", base::to_rfc3339(report.now));
    made.set("columns", Json::Array(report.shown_columns.begin(), report.shown_columns.end()));
    made.set("unused_columns", Json::Array(report.unused_columns.begin(), report.unused_columns.end()));
    made.set("records", report.records);
    made.set("evaluated", report.all.rows);
    made.set("blank_lines", report.blank_lines);

    made.set("bad", report.bad);
    Json::Array bad_rows;
    for (const BadRow& row : report.bad_rows) {
        Json item;
        item.set("line", row.complaint.line);
        item.set("position", row.complaint.column);
        if (!row.column.empty()) item.set("column", row.column);
        item.set("message", row.complaint.message);
        bad_rows.push_back(std::move(item));
    }
    made.set("bad_rows", std::move(bad_rows));

    made.set("totals", json_of(report.all));
    if (!report.group_column.empty()) {
        made.set("group_by", report.group_column);
        Json::Array groups;
        for (const Group& group : report.groups) {
            Json item = json_of(group.totals);
            item.set("group", group.name);
            groups.push_back(std::move(item));
        }
        made.set("groups", std::move(groups));
        made.set("too_many_groups", report.too_many_groups);
    }
    made.set("rows_with_problems", report.rows_with_problems);
    Json::Array problems;
    for (const ProblemCount& problem : report.problems) {
        Json item;
        item.set("text", problem.text);
        item.set("rows", problem.rows);
        item.set("lines", json_of(problem.lines));
        problems.push_back(std::move(item));
    }
    made.set("problems", std::move(problems));
    made.set("too_many_problems", report.too_many_problems);
    return made;
}

}  // namespace guildhall::simulation
