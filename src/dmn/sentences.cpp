#include "dmn/sentences.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace guildhall::dmn {

namespace {

using Match = RuleTrace::Match;
using Mark = TableView::Mark;

constexpr std::size_t max_source = 80;  ///< bytes of a value that a sentence mentions in passing

std::string capital(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

/// `Permit: Yes`; a name that is a question is answered: `Tree Felling Permitted? Yes`.
std::string value_clause(std::string_view name, const std::string& value) {
    return fmt::format("{}{} {}", name_words(name), name.ends_with('?') ? "" : ":", value);
}

const InputWords& words_for(const Wording& wording, const std::string& input) {
    static const InputWords none;
    const auto found = wording.find(input);
    return found == wording.end() ? none : found->second;
}

/// `stall length: 8 m`; a label that is a question is answered.
std::string answer_clause(const std::string& label, const std::string& value) {
    return fmt::format("{}{} {}", label, label.ends_with('?') ? "" : ":", value);
}

class Reasons {
public:
    Reasons(const Wording& wording, const Phrases& phrases) : wording_(wording), phrases_(phrases) {}

    void tell(const DecisionTrace& trace, bool is_top = false) {
        if (trace.told_before) return;
        if (!trace.value.unknown()) {
            if (trace.table)
                tell_table(trace);
            else if (trace.part == DecisionTrace::Part::decision && (is_top || !trace.value.boolean()))
                tell_value(trace);  // a yes or no on the way is told by the rule that reads it
        }
        for (const DecisionTrace& part : trace.parts) tell(part);
        for (const DecisionTrace& required : trace.required) tell(required);
    }

    [[nodiscard]] std::vector<Reason> take() { return std::move(reasons_); }

private:
    void add(const DecisionTrace& trace, std::string text, bool authors_words) {
        const auto said =
            std::any_of(reasons_.begin(), reasons_.end(), [&](const Reason& reason) { return reason.text == text; });
        if (!said) reasons_.push_back({trace.name, std::move(text), authors_words});
    }

    /// What people know an input as.
    [[nodiscard]] std::string label_of(const std::string& input, const std::string& label) const {
        const auto known = phrases_.labels.find(input);
        return known == phrases_.labels.end() ? inner_words(label) : known->second;
    }

    [[nodiscard]] std::string value_of(const feel::Value& value, const InputWords& input = {}) const {
        return value_words(value, input, phrases_);
    }

    /// One test of a rule that fits: what the value is, and what it has to do with the rule.
    [[nodiscard]] std::string condition(
        const TableText::Column& column, const std::string& test, const feel::Value& value
    ) const {
        const InputWords& input = words_for(wording_, column.expression);
        const std::string label = label_of(column.expression, column.label);
        const std::string range = range_words(test, input, phrases_);
        if (range.empty()) return answer_clause(label, value_of(value, input));
        // A question is no subject of a sentence.
        if (label.ends_with('?')) return fmt::format("{} {} ({})", label, value_of(value, input), range);
        return phrases_.say("which_is", {{"label", label}, {"value", value_of(value, input)}, {"range", range}});
    }

    /// Sentences made of the tests of a rule, for rules without an annotation.
    [[nodiscard]] std::string made_sentence(const DecisionTrace& trace, const TableText::Rule& rule, bool made_it_alone)
        const {
        const TableTrace& table = *trace.table;
        std::string conditions;
        for (std::size_t i = 0; i < rule.tests.size() && i < table.values.size(); ++i) {
            if (rule.tests[i] == "-") continue;
            conditions +=
                (conditions.empty() ? "" : "; ") + condition(table.text->columns[i], rule.tests[i], table.values[i]);
        }
        if (conditions.empty()) conditions = phrases_.say("always", {});
        conditions = capital(std::move(conditions)) + ".";
        // What a decision is called stands in the model alone, in its own language.
        if (!made_it_alone || trace.name.empty() || !phrases_.as_modelled) return conditions;
        return conditions + " " + value_clause(trace.name, value_of(trace.value)) + ".";
    }

    void tell_table(const DecisionTrace& trace) {
        const TableTrace& table = *trace.table;
        if (table.refused_column >= 0) {
            const auto at = static_cast<std::size_t>(table.refused_column);
            const TableText::Column& column = table.text->columns[at];
            const InputWords& input = words_for(wording_, column.expression);
            return add(
                trace,
                phrases_.say(
                    "not_among", {{"label", capital(label_of(column.expression, column.label))},
                                  {"value", value_of(table.values[at], input)}}
                ),
                false
            );
        }
        const auto applied =
            std::count_if(table.rules.begin(), table.rules.end(), [](const RuleTrace& rule) { return rule.applied; });
        for (const RuleTrace& rule : table.rules) {
            if (!rule.applied) continue;
            const TableText::Rule& text = table.text->rules[static_cast<std::size_t>(rule.rule) - 1];
            if (text.annotation.empty())
                add(trace, made_sentence(trace, text, applied == 1), false);
            else
                add(trace, text.annotation, true);
        }
        if (applied > 0) return;
        std::string words = phrases_.say("none_fits", {{"name", inner_words(trace.name)}});
        if (table.is_default) words += " " + value_clause(trace.name, value_of(trace.value)) + ".";
        add(trace, std::move(words), false);
    }

    void tell_value(const DecisionTrace& trace) {
        if (trace.value.context() || trace.value.list()) return;
        if (trace.value.is_null()) return;
        const std::string result = value_clause(trace.name, value_of(trace.value));
        std::vector<std::string> sources;
        const auto add_source = [&](const std::string& name, const feel::Value& value, const InputWords& input) {
            std::string words = value_of(value, input);
            if (value.unknown() || words.size() > max_source) return;
            sources.push_back(fmt::format("{} ({})", label_of(name, name), words));
        };
        for (const NamedValue& input : trace.inputs)
            add_source(input.name, input.value, words_for(wording_, input.name));
        for (const DecisionTrace& required : trace.required) add_source(required.name, required.value, {});
        if (sources.empty()) return add(trace, result + ".", false);
        std::string all = sources.front();
        for (std::size_t i = 1; i + 1 < sources.size(); ++i) all += ", " + sources[i];
        if (sources.size() > 1) all = phrases_.say("and", {{"first", all}, {"last", sources.back()}});
        add(trace, phrases_.say("from_sources", {{"result", result}, {"sources", all}}) + ".", false);
    }

    const Wording& wording_;
    const Phrases& phrases_;
    std::vector<Reason> reasons_;
};

std::string policy_words(const TableText& table) {
    const std::string& policy = table.hit_policy;
    if (policy == "UNIQUE") return "UNIQUE: at most one rule may fit";
    if (policy == "ANY") return "ANY: rules that fit give the same";
    if (policy == "PRIORITY") return "PRIORITY: of the rules that fit, the most important result counts";
    if (policy == "FIRST") return "FIRST: the first rule that fits counts";
    if (policy == "RULE ORDER") return "RULE ORDER: all rules that fit count, in the order written";
    if (policy == "OUTPUT ORDER") return "OUTPUT ORDER: all rules that fit count, the most important result first";
    if (table.aggregation == "SUM") return "COLLECT SUM: the results of all rules that fit are added up";
    if (table.aggregation == "COUNT") return "COLLECT COUNT: the rules that fit are counted";
    if (table.aggregation == "MIN") return "COLLECT MIN: the smallest result of the rules that fit counts";
    if (table.aggregation == "MAX") return "COLLECT MAX: the greatest result of the rules that fit counts";
    return "COLLECT: all rules that fit count";
}

std::string standing_of(const TableText& table, const RuleTrace& rule, bool settled) {
    if (rule.applied) return "applies";
    if (rule.match == Match::unknown) return "may still fit";
    if (rule.match == Match::no) return {};
    if (!settled) return "fits";
    if (table.hit_policy == "FIRST") return "fits, but an earlier rule came first";
    if (table.hit_policy == "PRIORITY") return "fits, but another result is more important";
    if (table.aggregation == "MIN") return "fits, but another gives less";
    if (table.aggregation == "MAX") return "fits, but another gives more";
    return "fits";
}

TableView::Rule rule_view(const DecisionTrace& trace, std::size_t at, const Wording& wording) {
    const TableTrace& table = *trace.table;
    const TableText::Rule& text = table.text->rules[at];
    const RuleTrace none{static_cast<int>(at) + 1, Match::no, -1, false};
    const RuleTrace& rule = at < table.rules.size() ? table.rules[at] : none;
    const bool looked_at = at < table.rules.size();
    TableView::Rule made{rule.rule, rule.match, rule.applied, {}, {}, text.annotation};
    if (looked_at) made.standing = standing_of(*table.text, rule, !trace.value.unknown());
    for (std::size_t i = 0; i < text.tests.size(); ++i) {
        const bool has_column = i < table.values.size();
        const InputWords& input = words_for(wording, has_column ? table.text->columns[i].expression : std::string());
        TableView::Cell cell{text.tests[i], cell_words(text.tests[i], input), Mark::held, {}};
        const int column = static_cast<int>(i);
        if (text.tests[i] == "-") {
            cell.mark = Mark::any;
        } else if (!looked_at || (rule.failed_column >= 0 && column > rule.failed_column)) {
            cell.mark = Mark::unread;
        } else if (column == rule.failed_column) {
            cell.mark = Mark::failed;
            if (has_column) cell.why_not = why_not(text.tests[i], table.values[i], input);
        } else if (rule.match == Match::unknown && has_column && table.values[i].unknown()) {
            cell.mark = Mark::open;
        }
        made.cells.push_back(std::move(cell));
    }
    for (const std::string& output : text.outputs)
        made.cells.push_back({output, cell_words(output), rule.applied ? Mark::output : Mark::no_output, {}});
    return made;
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

class Terminal {
public:
    Terminal(const Wording& wording, std::size_t max_others) : wording_(wording), max_others_(max_others) {}

    void tell(const DecisionTrace& trace, std::size_t indent) {
        line(indent, title_of(trace));
        const std::size_t inner = indent + 1;
        if (trace.told_before) return line(inner, "as told above");
        if (!trace.model_hash.empty()) line(inner, fmt::format("model: {}, SHA-256 {}", trace.model, trace.model_hash));
        if (!trace.inputs.empty()) {
            std::string seen;
            for (const NamedValue& input : trace.inputs)
                seen += fmt::format("{}{} = {}", seen.empty() ? "" : ", ", input.name, shown(input.value));
            line(inner, (trace.part == DecisionTrace::Part::call ? "given: " : "inputs: ") + seen);
        }
        if (!trace.expression.empty()) line(inner, trace.form + ": " + trace.expression);
        if (trace.table) tell_table(trace, inner);
        for (const std::string& problem : trace.problems) line(inner, "problem: " + problem);
        for (const DecisionTrace& part : trace.parts) tell(part, inner);
        if (trace.parts_left_out) line(inner, "… and more parts, which are left out");
        for (const DecisionTrace& required : trace.required) tell(required, inner);
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    void line(std::size_t indent, std::string_view words) {
        text_.append(indent * 2, ' ');
        for (const char c : words) text_ += c == '\n' ? ' ' : c;
        while (!text_.empty() && text_.back() == ' ') text_.pop_back();
        text_ += '\n';
    }

    static std::string shown(const feel::Value& value) { return value.unknown() ? "not known" : value.text(); }

    static std::string title_of(const DecisionTrace& trace) {
        std::string name = trace.name;
        if (trace.part == DecisionTrace::Part::call) name = name.empty() ? "a function" : name + "()";
        if (trace.part == DecisionTrace::Part::entry && name.empty()) name = "result";
        if (const feel::Unknown* unknown = trace.value.unknown()) {
            std::string inputs;
            for (const std::string& input : unknown->inputs) inputs += (inputs.empty() ? "" : ", ") + input;
            return fmt::format("{}: depends on {}", name, inputs);
        }
        return fmt::format("{} = {}", name, trace.value.text());
    }

    void tell_table(const DecisionTrace& trace, std::size_t indent) {
        DecisionTrace alone;  // its own reasons, without those of its parts and of what it requires
        alone.name = trace.name;
        alone.value = trace.value;
        alone.table = trace.table;
        for (const Reason& reason : reasons_of(alone, wording_)) line(indent, "because: " + reason.text);
        const auto view = table_view(alone, wording_);
        if (!view) return;
        line(indent, "decision table, " + view->policy);
        std::vector<std::vector<std::string>> rows(2);
        rows[0].emplace_back("rule");
        rows[1].emplace_back();
        for (std::size_t i = 0; i < view->columns.size(); ++i) {
            rows[0].push_back("  " + view->columns[i].label);
            rows[1].push_back(i < view->inputs ? "  " + view->columns[i].value : std::string());
        }
        std::size_t others = 0;
        std::size_t left_out = 0;
        for (const TableView::Rule& rule : view->rules) {
            if (rule.match == Match::no && ++others > max_others_) {
                ++left_out;
                continue;
            }
            std::vector<std::string>& row = rows.emplace_back();
            row.push_back(std::to_string(rule.number));
            for (const TableView::Cell& cell : rule.cells) row.push_back(mark_of(cell.mark) + cell.feel);
            std::string note = rule.standing;
            for (const TableView::Cell& cell : rule.cells)
                if (!cell.why_not.empty()) note = cell.why_not;
            row.push_back(std::move(note));
        }
        aligned(rows, indent + 1);
        if (left_out > 0) line(indent + 1, fmt::format("… and {} more rules that do not fit", left_out));
        if (!view->note.empty()) line(indent + 1, view->note);
    }

    static std::string mark_of(Mark mark) {
        switch (mark) {
            case Mark::held:
                return "✓ ";
            case Mark::failed:
                return "✗ ";
            case Mark::open:
                return "? ";
            case Mark::output:
                return "→ ";
            case Mark::unread:
            case Mark::any:
            case Mark::no_output:
                return "  ";
        }
        return "  ";
    }

    void aligned(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
        std::vector<std::size_t> widths;
        for (const auto& row : rows)
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (i == widths.size()) widths.push_back(0);
                widths[i] = std::max(widths[i], width_of(row[i]));
            }
        for (const auto& row : rows) {
            std::string words;
            for (std::size_t i = 0; i < row.size(); ++i) {
                words += row[i];
                if (i + 1 < row.size()) words.append(widths[i] - width_of(row[i]) + 2, ' ');
            }
            line(indent, words);
        }
    }

    const Wording& wording_;
    std::size_t max_others_;
    std::string text_;
};

}  // namespace

std::vector<Reason> reasons_of(const DecisionTrace& trace, const Wording& wording, const Phrases& phrases) {
    Reasons reasons(wording, phrases);
    reasons.tell(trace, true);
    return reasons.take();
}

std::optional<TableView> table_view(const DecisionTrace& trace, const Wording& wording) {
    if (!trace.table) return std::nullopt;
    const TableTrace& table = *trace.table;
    TableView view;
    view.caption = name_words(trace.name);
    view.policy = policy_words(*table.text);
    view.inputs = table.text->columns.size();
    for (std::size_t i = 0; i < table.text->columns.size(); ++i) {
        const TableText::Column& column = table.text->columns[i];
        view.columns.push_back(
            {name_words(column.label), i < table.values.size()
                                           ? value_words(table.values[i], words_for(wording, column.expression))
                                           : std::string()}
        );
    }
    for (const std::string& output : table.text->outputs)
        view.columns.push_back({name_words(output.empty() ? trace.name : output), {}});
    bool any_fits = false;
    for (std::size_t i = 0; i < table.text->rules.size(); ++i) {
        view.rules.push_back(rule_view(trace, i, wording));
        any_fits = any_fits || view.rules.back().match != Match::no;
    }
    if (table.refused_column >= 0)
        view.note = fmt::format(
            "No rule was looked at: {} is outside the values that the table takes.",
            inner_words(table.text->columns[static_cast<std::size_t>(table.refused_column)].label)
        );
    else if (table.is_default)
        view.note = "No rule fits; the result is the table's default.";
    else if (!any_fits)
        view.note = "No rule fits.";
    return view;
}

std::string explanation_text(const DecisionTrace& trace, const Wording& wording, std::size_t max_others) {
    Terminal terminal(wording, max_others);
    terminal.tell(trace, 0);
    return terminal.take();
}

}  // namespace guildhall::dmn
