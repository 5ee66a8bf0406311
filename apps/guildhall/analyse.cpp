// Looks for mistakes in a decision model: gaps, overlaps, rules without effect.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/json.hpp"
#include "commands.hpp"
#include "dmn/analysis.hpp"
#include "dmn/imports.hpp"
#include "instance.hpp"

namespace guildhall::app {

namespace {

std::string address(const base::SourcePlace& place) {
    return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

void set_place(const base::SourcePlace& place, base::Json& json) {
    json.set("file", place.file);
    json.set("line", place.line);
    json.set("column", place.column);
}

/// `{"age": "30.5"}`: values as FEEL writes them.
base::Json inputs_as_json(const dmn::Inputs& inputs) {
    base::Json made{base::Json::Object{}};
    for (const auto& [name, value] : inputs) made.set(name, value.text());
    return made;
}

base::Json as_json(const dmn::Finding& finding) {
    base::Json made;
    made.set("kind", dmn::finding_kind_name(finding.kind));
    made.set("severity", dmn::finding_severity_name(finding.severity));
    set_place(finding.place, made);
    made.set("decision", finding.decision);
    made.set("table", finding.table);
    base::Json::Array rules;
    for (const int rule : finding.rules) rules.emplace_back(rule);
    made.set("rules", std::move(rules));
    made.set("message", finding.message);
    base::Json::Array columns;
    for (const dmn::FindingColumn& column : finding.columns) {
        base::Json one;
        one.set("name", column.name);
        one.set("example", column.example.text());
        one.set("values", column.values);
        columns.push_back(std::move(one));
    }
    made.set("columns", std::move(columns));
    made.set("certain", finding.certain);
    if (finding.inputs_complete && !finding.inputs.empty()) made.set("inputs", inputs_as_json(finding.inputs));
    return made;
}

base::Json as_json(const dmn::Limit& limit) {
    base::Json made;
    set_place(limit.place, made);
    made.set("decision", limit.decision);
    made.set("table", limit.table);
    made.set("message", limit.message);
    return made;
}

void print(const dmn::Analysis& analysis) {
    std::cout << fmt::format("{} (dialect: {})\n", analysis.model, dmn::dialect_name(analysis.dialect));
    for (const dmn::Finding& finding : analysis.findings) {
        const std::string where = finding.table.empty() ? "" : fmt::format("the table of '{}': ", finding.table);
        std::cout << fmt::format(
            "{}: {}: {}{}\n", address(finding.place), dmn::finding_severity_name(finding.severity), where,
            finding.message
        );
    }
    for (const dmn::Limit& limit : analysis.limits)
        std::cout << fmt::format(
            "{}: not looked at: the table of '{}': {}\n", address(limit.place), limit.table, limit.message
        );
    const auto count = [](std::size_t number, std::string_view one, std::string_view many) {
        return fmt::format("{} {}", number, number == 1 ? one : many);
    };
    std::cout << fmt::format(
        "{} in {}\n", count(analysis.findings.size(), "finding", "findings"),
        count(static_cast<std::size_t>(analysis.tables), "table", "tables")
    );
}

}  // namespace

int analyse(const AnalyseOptions& options) {
    std::ifstream stream(options.model, std::ios::binary);
    if (!stream)
        return fail(
            {base::ErrorCode::not_found, {fmt::format("{} cannot be read", options.model.string())}, {}}, options.json
        );
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    std::vector<std::filesystem::path> folders = options.imports;
    if (folders.empty()) folders.push_back(options.model.has_parent_path() ? options.model.parent_path() : ".");
    const dmn::FolderImports imports(folders);
    const auto analysis = dmn::analyse(bytes.str(), options.model.filename().string(), &imports);
    for (const auto& complaint : analysis.loading) std::cerr << complaint.text() << "\n";
    if (!analysis.loaded) {
        const std::string first = analysis.loading.empty() ? "no model" : analysis.loading.front().text();
        return options.json ? fail({base::ErrorCode::invalid_input, {first}, {}}, true) : 2;
    }
    if (options.json) {
        base::Json answer;
        answer.set("model", analysis.model);
        answer.set("dialect", dmn::dialect_name(analysis.dialect));
        answer.set("tables", analysis.tables);
        base::Json::Array findings;
        for (const auto& finding : analysis.findings) findings.push_back(as_json(finding));
        answer.set("findings", std::move(findings));
        base::Json::Array limits;
        for (const auto& limit : analysis.limits) limits.push_back(as_json(limit));
        answer.set("limits", std::move(limits));
        std::cout << answer.text() << "\n";
    } else {
        print(analysis);
    }
    return analysis.findings.empty() ? 0 : 1;
}

}  // namespace guildhall::app
