#include <fmt/format.h>

#include <algorithm>

#include "base/markup.hpp"
#include "simulation/internal/figures.hpp"
#include "simulation/writers.hpp"

namespace guildhall::simulation {

namespace {

constexpr std::size_t shown_values = 30;
constexpr std::size_t shown_bad_rows = 50;

constexpr std::string_view styles = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; color: #16191d; background: #fff; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.5rem; }
h2 { font-size: 1.375rem; line-height: 1.25; margin: 3rem 0 0.75rem; border-top: 2px solid #16191d; padding-top: 0.75rem; }
h3 { font-size: 1.125rem; margin: 2rem 0 0.5rem; }
p { margin: 0 0 0.75rem; max-width: 42rem; }
.quiet { color: #4a5058; font-size: 0.9375rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem; margin: 1rem 0; padding: 0; }
.figures div { border-left: 4px solid #1d5fa8; padding-left: 0.75rem; }
.figures dt { color: #4a5058; font-size: 0.9375rem; }
.figures dd { margin: 0; font-size: 1.375rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; overflow-wrap: normal; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid #c9ced4; }
thead th { font-size: 0.9375rem; color: #4a5058; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 6.5rem; overflow-wrap: break-word; }
tbody th.number { min-width: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { width: 30%; min-width: 5rem; padding-right: 0; }
svg { display: block; width: 100%; height: 1.25rem; }
.is { fill: #1d5fa8; } .gain { fill: #1a7340; } .lose { fill: #b3411b; } .same { fill: #767d86; }
@media (max-width: 30rem) { .bar { min-width: 3rem; width: 22%; } th, td { padding-right: 0.5rem; font-size: 0.9375rem; } }
@media print { h2 { break-after: avoid; } tr { break-inside: avoid; } }
)";

/// A bar through its cell of a table; the figures stand beside it.
std::string bar(std::int64_t part, std::int64_t whole, std::string_view kind) {
    double width = whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
    if (part > 0) width = std::max(width, 1.0);  // whatever is there can be seen
    return fmt::format(
        "<td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"{}\" width=\"{:.2f}\" height=\"10\"></rect></svg></td>",
        kind, width
    );
}

std::string number_cell(const std::string& text) {
    return "<td class=\"number\">" + text + "</td>";
}

class Page {
public:
    explicit Page(const Report& report) : report_(report) {}

    std::string write() {
        const std::string title = fmt::format("{}: {}", report_.model.name, report_.decision);
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add(fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", base::escaped(title), styles)
        );
        add(fmt::format("<h1>{}</h1>\n", base::escaped(report_.decision)));
        introduction();
        for (const Measure& measure : report_.all.measures) whole_measure(measure);
        if (!report_.group_column.empty()) groups();
        problems();
        bad_rows();
        origin();
        add("</main>\n</body>\n</html>\n");
        return std::move(html_);
    }

private:
    void add(std::string_view html) { html_ += html; }

    void open_table(const std::string& caption, std::initializer_list<std::string_view> headings) {
        add(fmt::format(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
            "aria-label=\"{1}{0}\"><table>\n<caption>{0}</caption>\n"
            "<thead><tr>",
            base::escaped(caption), section_.empty() ? "" : base::escaped(section_) + ": "
        ));
        for (const std::string_view heading : headings) {
            const bool is_number = heading.starts_with('#');
            const std::string_view words = is_number ? heading.substr(1) : heading;
            if (words.empty())
                add("<td></td>");
            else
                add(fmt::format(
                    "<th scope=\"col\"{}>{}</th>", is_number ? " class=\"number\"" : "", base::escaped(words)
                ));
        }
        add("</tr></thead>\n<tbody>\n");
    }
    void close_table() { add("</tbody>\n</table></div>\n"); }
    void row_heading(std::string_view text) { add(fmt::format("<tr><th scope=\"row\">{}</th>", base::escaped(text))); }

    void figure_block(std::string_view name, const std::string& value) {
        add(fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, base::escaped(value)));
    }

    void introduction() {
        add(fmt::format("<p>What the rules of “{}” give", base::escaped(report_.model.name)));
        if (report_.other) add(fmt::format(", held against those of “{}”", base::escaped(report_.other->name)));
        add(fmt::format(".</p>\n<dl class=\"figures\">\n"));
        figure_block("Rows evaluated", figure(report_.all.rows));
        if (report_.bad > 0) figure_block("Rows that could not be used", figure(report_.bad));
        if (report_.rows_with_problems > 0) figure_block("Rows with problems", figure(report_.rows_with_problems));
        add("</dl>\n");
    }

    void numbers(const Numbers& numbers) {
        if (numbers.rows == 0) return;
        const auto mean = numbers.mean();
        add("<dl class=\"figures\">\n");
        figure_block("Sum", figure(numbers.sum));
        if (mean) figure_block("Mean", figure(*mean));
        figure_block("Least", figure(numbers.least->value));
        figure_block("Most", figure(numbers.most->value));
        add("</dl>\n");
    }

    void values(const Distribution& distribution, const std::string& caption) {
        const auto listed = listed_values(distribution);
        if (distribution.others.too_many || distribution.numbers_by_value.too_many)
            add(fmt::format(
                "<p>There are more than {} different values, so they are not counted one by one.</p>\n",
                ReportLimits::values
            ));
        if (listed.empty()) return;
        open_table(caption, {"Outcome", "#Rows", "#Share", ""});
        for (std::size_t i = 0; i < std::min(listed.size(), shown_values); ++i) {
            row_heading(plain(listed[i].value));
            add(number_cell(figure(listed[i].rows)) + number_cell(share(listed[i].rows, report_.all.rows)));
            add(bar(listed[i].rows, report_.all.rows, "is") + "</tr>\n");
        }
        close_table();
        if (listed.size() > shown_values)
            add(fmt::format("<p>And {} more values.</p>\n", listed.size() - shown_values));
    }

    void whole_measure(const Measure& measure) {
        section_ = measure.name;
        add(fmt::format("<h2>{}</h2>\n", base::escaped(measure.name)));
        numbers(measure.present.numbers);
        values(measure.present, "How often each outcome comes up");
        if (measure.comparison) comparison(*measure.comparison);
        section_.clear();
    }

    void difference_row(std::string_view name, std::int64_t rows, const std::string& amount, std::string_view kind) {
        row_heading(name);
        add(number_cell(figure(rows)) + number_cell(share(rows, report_.all.rows)) + number_cell(amount));
        add(bar(rows, report_.all.rows, kind) + "</tr>\n");
    }

    void comparison(const Comparison& one) {
        add(fmt::format("<h3>Held against “{}”</h3>\n", base::escaped(report_.other->name)));
        open_table("Who gains and who loses", {"", "#Rows", "#Share", "#In all", ""});
        if (has_amounts(one)) {
            difference_row("Gain", one.gain.rows, figure(one.gain.amount), "gain");
            difference_row("Lose", one.lose.rows, figure(one.lose.amount), "lose");
        }
        if (one.changed > 0) difference_row("Changed", one.changed, "", "is");
        difference_row("Same", one.same, "", "same");
        close_table();
        if (!one.moves.values.empty()) {
            open_table("What changed into what", {"Before", "Now", "#Rows", ""});
            for (std::size_t i = 0; i < std::min(one.moves.values.size(), shown_values); ++i) {
                const ValueCount& move = one.moves.values[i];
                row_heading(plain(move.from));
                add(fmt::format("<td>{}</td>", base::escaped(plain(move.value))) + number_cell(figure(move.rows)));
                add(bar(move.rows, one.changed, "is") + "</tr>\n");
            }
            close_table();
        }
        examples("Some who gain", one.gain.examples);
        examples("Some who lose", one.lose.examples);
        examples("Some that changed", one.changed_examples);
    }

    void examples(const std::string& caption, const std::vector<ExampleRow>& rows) {
        if (rows.empty()) return;
        open_table(caption, {"#Line", "Before", "Now", "The row says"});
        for (const ExampleRow& row : rows) {
            add(fmt::format("<tr><th scope=\"row\" class=\"number\">{}</th>", row.line));
            add(fmt::format("<td>{}</td><td>{}</td><td>", base::escaped(plain(row.from)), base::escaped(plain(row.to)))
            );
            for (std::size_t i = 0; i < row.cells.size(); ++i)
                add(fmt::format(
                    "{}{}: {}", i == 0 ? "" : "; ", base::escaped(report_.shown_columns[i]), base::escaped(row.cells[i])
                ));
            add("</td></tr>\n");
        }
        close_table();
    }

    void groups() {
        add(fmt::format("<h2>By {}</h2>\n", base::escaped(report_.group_column)));
        if (report_.too_many_groups)
            add(fmt::format("<p>The column has more than {} different values.</p>\n", ReportLimits::groups));
        for (std::size_t i = 0; i < report_.all.measures.size() && !report_.groups.empty(); ++i)
            group_table(report_.all.measures[i]);
    }

    static const Measure* same_measure(const Group& group, const Measure& measure) {
        for (const Measure& one : group.totals.measures)
            if (one.name == measure.name) return &one;
        return nullptr;
    }

    void group_table(const Measure& whole) {
        if (whole.present.numbers.rows > 0)
            group_means(whole);
        else
            group_shares(whole);
        if (!whole.comparison) return;
        if (!has_amounts(*whole.comparison)) return group_changes(whole);
        open_table(
            whole.name + ": who gains and who loses in each group",
            {"Group", "#Gain", "#Gained in all", "", "#Lose", "#Lost in all", "", "#Changed", "#Same"}
        );
        for (const Group& group : report_.groups) {
            const Measure* const measure = same_measure(group, whole);
            if (!measure || !measure->comparison) continue;
            const Comparison& one = *measure->comparison;
            row_heading(name_of(group));
            for (const auto& [difference, kind] : {std::pair{&one.gain, "gain"}, std::pair{&one.lose, "lose"}})
                add(number_cell(figure(difference->rows)) + number_cell(figure(difference->amount)) +
                    bar(difference->rows, group.totals.rows, kind));
            add(number_cell(figure(one.changed)) + number_cell(figure(one.same)) + "</tr>\n");
        }
        close_table();
        add("<p class=\"quiet\">A bar is the share of the group’s rows.</p>\n");
    }

    void group_changes(const Measure& whole) {
        open_table(whole.name + ": what changes in each group", {"Group", "#Changed", "#Share", "", "#Same"});
        for (const Group& group : report_.groups) {
            const Measure* const measure = same_measure(group, whole);
            if (!measure || !measure->comparison) continue;
            const Comparison& one = *measure->comparison;
            row_heading(name_of(group));
            add(number_cell(figure(one.changed)) + number_cell(share(one.changed, group.totals.rows)));
            add(bar(one.changed, group.totals.rows, "is") + number_cell(figure(one.same)) + "</tr>\n");
        }
        close_table();
    }

    static std::string_view name_of(const Group& group) {
        return group.name.empty() ? "(empty)" : std::string_view(group.name);
    }

    void group_means(const Measure& whole) {
        open_table(whole.name + " in each group", {"Group", "#Rows", "#Sum", "#Mean", "#Least", "#Most"});
        for (const Group& group : report_.groups) {
            const Measure* const measure = same_measure(group, whole);
            if (!measure) continue;
            const Numbers& numbers = measure->present.numbers;
            const auto mean = numbers.mean();
            row_heading(name_of(group));
            add(number_cell(figure(group.totals.rows)) + number_cell(figure(numbers.sum)));
            add(number_cell(mean ? figure(*mean) : "–"));
            add(number_cell(numbers.least ? figure(numbers.least->value) : "–"));
            add(number_cell(numbers.most ? figure(numbers.most->value) : "–") + "</tr>\n");
        }
        close_table();
    }

    void group_shares(const Measure& whole) {
        constexpr std::size_t most_values = 5;
        auto listed = listed_values(whole.present);
        if (listed.size() > most_values) listed.resize(most_values);
        for (const ListedValue& value : listed) {
            open_table(
                fmt::format("{}: “{}” in each group", whole.name, plain(value.value)), {"Group", "#Rows", "#Share", ""}
            );
            for (const Group& group : report_.groups) {
                const Measure* const measure = same_measure(group, whole);
                std::int64_t rows = 0;
                if (measure)
                    for (const ListedValue& one : listed_values(measure->present))
                        if (one.value == value.value) rows = one.rows;
                row_heading(name_of(group));
                add(number_cell(figure(rows)) + number_cell(share(rows, group.totals.rows)));
                add(bar(rows, group.totals.rows, "is") + "</tr>\n");
            }
            close_table();
        }
    }

    void problems() {
        if (report_.rows_with_problems == 0) return;
        add("<h2>What the rules do not provide for</h2>\n");
        if (report_.too_many_problems)
            add(fmt::format("<p>There are more than {} different problems.</p>\n", ReportLimits::problems));
        if (report_.problems.empty()) return;
        open_table("Problems, in the words of the engine", {"Problem", "#Rows", "Lines"});
        for (const ProblemCount& problem : report_.problems) {
            row_heading(problem.text);
            add(number_cell(figure(problem.rows)));
            add(fmt::format("<td>{}</td></tr>\n", lines_in_words(problem.lines, problem.rows)));
        }
        close_table();
    }

    void bad_rows() {
        if (report_.bad == 0) return;
        add("<h2>Rows that could not be used</h2>\n<p>They are in none of the figures above.</p>\n");
        open_table("What is wrong with them", {"#Line", "#Position", "What is wrong"});
        for (std::size_t i = 0; i < std::min(report_.bad_rows.size(), shown_bad_rows); ++i) {
            const CsvComplaint& bad = report_.bad_rows[i].complaint;
            add(fmt::format("<tr><th scope=\"row\" class=\"number\">{}</th>", bad.line));
            add(number_cell(figure(bad.column)) + fmt::format("<td>{}</td></tr>\n", base::escaped(bad.message)));
        }
        close_table();
        const auto shown = static_cast<std::int64_t>(std::min(report_.bad_rows.size(), shown_bad_rows));
        if (report_.bad > shown) add(fmt::format("<p>And {} more.</p>\n", rows_in_words(report_.bad - shown)));
    }

    void origin() {
        add("<h2>Where this comes from</h2>\n");
        add("<p>Every figure is counted over the whole table, nothing is estimated. Sums and means are rounded to two "
            "places here; the CSV and JSON reports have them exactly.</p>\n<p class=\"quiet\">");
        add(fmt::format("Model “{}”, SHA-256 {}.", base::escaped(report_.model.name), report_.model.hash));
        if (report_.other)
            add(fmt::format(" Held against “{}”, SHA-256 {}.", base::escaped(report_.other->name), report_.other->hash)
            );
        add(fmt::format(" Evaluated as of {}.", base::to_rfc3339(report_.now)));
        if (!report_.unused_columns.empty())
            add(fmt::format(
                " Columns not used: {}.", base::escaped(fmt::format("{}", fmt::join(report_.unused_columns, ", ")))
            ));
        if (report_.blank_lines > 0) add(fmt::format(" Empty lines: {}.", figure(report_.blank_lines)));
        add("</p>\n");
    }

    const Report& report_;
    std::string html_;
    std::string section_;  ///< the measure that tables are about
};

}  // namespace

std::string report_html(const Report& report) {
    return Page(report).write();
}

}  // namespace guildhall::simulation
