#include <initializer_list>

#include "simulation/writers.hpp"

namespace guildhall::simulation {

namespace {

/// Writes the figures of one measure of one group.
class Lines {
public:
    Lines(std::string& text, std::string scope, std::string group)
        : text_(text), scope_(std::move(scope)), group_(std::move(group)) {}

    void totals(const Totals& totals) {
        line("", "", "rows", "", "", std::to_string(totals.rows));
        for (const Measure& measure : totals.measures) {
            distribution(measure.name, "model", measure.present);
            if (measure.other) distribution(measure.name, "against", *measure.other);
            if (measure.comparison) comparison(measure.name, *measure.comparison);
        }
    }

    void line(
        const std::string& measure, const std::string& version, const std::string& name, const std::string& from,
        const std::string& value, const std::string& amount
    ) {
        const std::initializer_list<std::string_view> fields{scope_, group_, measure, version, name, from, value};
        for (const std::string_view field : fields) text_ += csv_field(field) + ",";
        text_ += csv_field(amount) + "\r\n";
    }

private:
    void counts(const std::string& measure, const std::string& version, const ValueCounts& counts) {
        for (const ValueCount& one : counts.values)
            line(measure, version, "rows", one.from, one.value, std::to_string(one.rows));
    }

    void distribution(const std::string& measure, const std::string& version, const Distribution& one) {
        counts(measure, version, one.others);
        counts(measure, version, one.numbers_by_value);
        line(measure, version, "null", "", "", std::to_string(one.nulls));
        line(measure, version, "numbers", "", "", std::to_string(one.numbers.rows));
        if (one.numbers.rows == 0) return;
        line(measure, version, "sum", "", "", one.numbers.sum.text());
        if (const auto mean = one.numbers.mean()) line(measure, version, "mean", "", "", mean->text());
        line(measure, version, "least", "", "", one.numbers.least->value.text());
        line(measure, version, "most", "", "", one.numbers.most->value.text());
    }

    void comparison(const std::string& measure, const Comparison& one) {
        const std::string version = "difference";
        line(measure, version, "gain", "", "", std::to_string(one.gain.rows));
        line(measure, version, "gained", "", "", one.gain.amount.text());
        line(measure, version, "lose", "", "", std::to_string(one.lose.rows));
        line(measure, version, "lost", "", "", one.lose.amount.text());
        line(measure, version, "same", "", "", std::to_string(one.same));
        line(measure, version, "changed", "", "", std::to_string(one.changed));
        counts(measure, version, one.moves);
    }

    std::string& text_;
    std::string scope_, group_;
};

}  // namespace

std::string report_csv(const Report& report) {
    std::string text = "scope,group,measure,version,figure,from,value,amount\r\n";
    Lines all(text, "all", "");
    all.totals(report.all);
    all.line("", "", "bad rows", "", "", std::to_string(report.bad));
    all.line("", "", "rows with problems", "", "", std::to_string(report.rows_with_problems));
    for (const Group& group : report.groups) Lines(text, "group", group.name).totals(group.totals);
    return text;
}

}  // namespace guildhall::simulation
