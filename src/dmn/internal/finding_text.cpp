#include "dmn/internal/finding_text.hpp"

#include <algorithm>

namespace guildhall::dmn {

namespace {

using feel::Value;

/// `age in (30..31)`, `age >= 7`, `colour = "red"`.
std::string condition(const std::string& name, const std::string& tests) {
    if (tests.starts_with("<") || tests.starts_with(">")) {
        if (tests.find(',') == std::string::npos) return name + " " + tests;
        return name + " in (" + tests + ")";
    }
    const bool interval = tests.find("..") != std::string::npos && (tests.starts_with("(") || tests.starts_with("["));
    if (!interval && !tests.starts_with("not(") && tests.find(", ") == std::string::npos) return name + " = " + tests;
    return name + " in " +
           (tests.find(", ") == std::string::npos || tests.starts_with("not(") ? tests : "(" + tests + ")");
}

/// Long lists are cut after a few tests.
std::string shortened(const std::string& tests) {
    constexpr std::size_t enough = 80;
    if (tests.size() <= enough) return tests;
    const std::size_t comma = tests.find(", ", enough);
    if (comma == std::string::npos) return tests;
    return tests.substr(0, comma) + ", …" + (tests.starts_with("not(") ? ")" : "");
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

Value with_part(const Value& whole, const std::vector<std::string>& path, std::size_t at, const Value& part) {
    if (at == path.size()) return part;
    feel::Context made;
    if (whole.context()) made = *whole.context();
    const Value* known = made.find(path[at]);
    Value inner = with_part(known ? *known : Value(), path, at + 1, part);
    const auto entry =
        std::find_if(made.entries.begin(), made.entries.end(), [&](const auto& one) { return one.first == path[at]; });
    if (entry != made.entries.end())
        entry->second = std::move(inner);
    else
        made.entries.emplace_back(path[at], std::move(inner));
    return Value(std::move(made));
}

}  // namespace

Box expected_box(const TableAxes& axes) {
    Box box;
    for (const Axis& axis : axes.axes) {
        auto& classes = box.emplace_back();
        for (std::size_t i = 0; i < axis.classes.size(); ++i)
            if (axis.classes[i].expected) classes.push_back(i);
    }
    return box;
}

Box whole_box(const TableAxes& axes) {
    Box box;
    for (const Axis& axis : axes.axes) {
        auto& classes = box.emplace_back();
        for (std::size_t i = 0; i < axis.classes.size(); ++i) classes.push_back(i);
    }
    return box;
}

bool FindingText::constrained(std::size_t axis, const std::vector<std::size_t>& classes) const {
    const auto& all = axes_.axes[axis].classes;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].expected && std::find(classes.begin(), classes.end(), i) == classes.end()) return true;
    return false;
}

std::string FindingText::tests(std::size_t at, const std::vector<std::size_t>& classes) const {
    const Axis& axis = axes_.axes[at];
    std::string text;
    std::vector<std::size_t> parts;
    for (const std::size_t i : classes) {
        const AxisClass& each = axis.classes[i];
        if (!each.has_example) continue;
        if (each.parts.empty()) text += (text.empty() ? "" : ", ") + each.example.text();
        parts.insert(parts.end(), each.parts.begin(), each.parts.end());
    }
    std::sort(parts.begin(), parts.end());
    // Each kind is a partition of its own.
    for (std::size_t start = 0; start < axis.partition.size();) {
        std::size_t end = start;
        while (end < axis.partition.size() && axis.partition[end].kind == axis.partition[start].kind) ++end;
        const std::vector<feel::ValueClass> partition(
            axis.partition.begin() + static_cast<std::ptrdiff_t>(start),
            axis.partition.begin() + static_cast<std::ptrdiff_t>(end)
        );
        std::vector<std::size_t> chosen;
        for (const std::size_t part : parts)
            if (part >= start && part < end) chosen.push_back(part - start);
        if (!chosen.empty()) {
            std::string more = feel::tests_for(partition, chosen);
            if (more == "-" && chosen.size() == axis.partition.size() && text.empty()) return "not(null)";
            if (more == "-") {  // all of a kind, beside null or other kinds
                more.clear();
                for (const std::size_t each : chosen)
                    if (partition[each].single) more += (more.empty() ? "" : ", ") + partition[each].example.text();
            }
            if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
        }
        start = end;
    }
    return text;
}

Shown FindingText::show(const Box& box) const {
    Shown shown;
    shown.box = box;
    std::vector<std::size_t> narrowed;
    std::vector<std::string> doubtful;
    for (std::size_t at = 0; at < axes_.axes.size(); ++at) {
        const Axis& axis = axes_.axes[at];
        const auto& classes = box[at];
        // An example that the table is meant for, where there is one.
        const auto best = std::find_if(classes.begin(), classes.end(), [&](std::size_t i) {
            return axis.classes[i].expected && axis.classes[i].has_example;
        });
        shown.chosen.push_back(best != classes.end() ? *best : classes.empty() ? 0 : classes.front());
        if (!constrained(at, classes)) continue;
        narrowed.push_back(at);
        const AxisClass& chosen = axis.classes[shown.chosen.back()];
        if (!chosen.has_example) continue;
        const std::string values = tests(at, classes);
        if (!values.empty())
            shown.where += (shown.where.empty() ? " where " : " and ") + condition(axis.name, shortened(values));
        shown.example += (shown.example.empty() ? ", for example " : ", ") + axis.name + " = " + chosen.example.text();
        if (axis.computed) doubtful.push_back("'" + axis.name + "'");
    }
    if (narrowed.empty()) shown.where = ", whatever the input";
    for (std::size_t i = 0; i < narrowed.size(); ++i) {
        shown.certain = shown.certain && !axes_.axes[narrowed[i]].computed;
        for (std::size_t j = 0; j < i; ++j)
            shown.certain = shown.certain && axes_.independent(narrowed[i], narrowed[j]);
    }
    if (!shown.certain)
        shown.doubt = doubtful.empty() ? "; whether these values come together is not known"
                      : doubtful.size() == 1
                          ? "; whether this can happen depends on how " + doubtful[0] + " comes about"
                          : "; whether this can happen depends on how " + listed(doubtful) + " come about";
    // Where the example says all there is to say, it need not be said twice.
    if (shown.where.substr(shown.where.empty() ? 0 : 1).starts_with("where ")) {
        std::string again;
        for (const std::size_t at : narrowed)
            again += (again.empty() ? " where " : " and ") + axes_.axes[at].name + " = " +
                     axes_.axes[at].classes[shown.chosen[at]].example.text();
        if (again == shown.where) shown.example.clear();
    }
    return shown;
}

void FindingText::set_input(const Axis& axis, const Value& value, Inputs& inputs) const {
    const InputData& input = definitions_.inputs[*axis.found->name.input];
    const auto known = inputs.find(input.name);
    const Value whole = known != inputs.end() ? known->second : empty_of(definitions_, input.type);
    inputs.insert_or_assign(input.name, with_part(whole, axis.found->path, 0, value));
}

void FindingText::fill(const Shown& shown, Finding& finding) const {
    finding.certain = shown.certain;
    finding.inputs_complete = true;
    for (std::size_t at = 0; at < axes_.axes.size(); ++at) {
        const Axis& axis = axes_.axes[at];
        if (axis.classes.empty()) continue;
        const AxisClass& chosen = axis.classes[shown.chosen[at]];
        if (chosen.has_example) {
            const bool narrowed = constrained(at, shown.box[at]);
            finding.columns.push_back({axis.name, chosen.example, narrowed ? tests(at, shown.box[at]) : ""});
        }
        if (axis.is_input)
            set_input(axis, chosen.has_example ? chosen.example : Value(), finding.inputs);
        else if (axis.found || !axis.sources.empty())
            finding.inputs_complete = false;
    }
}

std::string FindingText::unexpected(const Box& box) const {
    std::string text;
    for (std::size_t at = 0; at < axes_.axes.size(); ++at) {
        const Axis& axis = axes_.axes[at];
        if (box[at].empty()) continue;
        if (std::any_of(box[at].begin(), box[at].end(), [&](std::size_t i) { return axis.classes[i].expected; }))
            continue;
        const AxisClass& first = axis.classes[box[at].front()];
        text += (text.empty() ? "'" : " and '") + axis.name +
                (first.example.is_null() ? "' is missing (null)" : "' is none of its declared values");
    }
    return text.empty() ? "something is missing (null)" : text;
}

}  // namespace guildhall::dmn
