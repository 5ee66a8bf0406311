#pragma once
/// Small models for tests: tables written as rows of text. For tests alone: it needs GoogleTest.

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"

namespace guildhall::dmn {

struct SampleColumn {
    std::string expression;
    std::string type = {};
};

struct SampleTable {
    std::string name = "Result";
    std::string hit_policy = "UNIQUE";  ///< with ` aggregation="…"` where wanted: see `aggregation`
    std::string aggregation = {};
    std::vector<SampleColumn> columns;
    std::vector<std::string> outputs = {"result"};
    std::string output_values = {};
    std::vector<std::vector<std::string>> rules;  ///< input cells, then output cells
    std::vector<std::string> requires_inputs = {};
    std::vector<std::string> requires_decisions = {};
    std::string type = {};
};

struct SampleInput {
    std::string name;
    std::string type;
};

inline std::string xml_escaped(const std::string& text) {
    std::string made;
    for (const char c : text) {
        if (c == '<')
            made += "&lt;";
        else if (c == '&')
            made += "&amp;";
        else if (c == '"')
            made += "&quot;";
        else
            made += c;
    }
    return made;
}

inline std::string sample_definitions(const std::string& content, const std::string& version = "20230324") {
    return "<definitions xmlns=\"" + std::string(version == "20180521" ? "http" : "https") +
           "://www.omg.org/spec/DMN/" + version + "/MODEL/\" name=\"Sample\" namespace=\"urn:sample\">\n" + content +
           "</definitions>\n";
}

inline std::string sample_input(const SampleInput& input) {
    return "<inputData id=\"" + input.name + "\" name=\"" + input.name + "\"><variable name=\"" + input.name +
           "\" typeRef=\"" + input.type + "\"/></inputData>\n";
}

inline std::string sample_requirements(
    const std::vector<std::string>& inputs, const std::vector<std::string>& decisions
) {
    std::string text;
    for (const std::string& id : inputs)
        text += "<informationRequirement><requiredInput href=\"#" + id + "\"/></informationRequirement>\n";
    for (const std::string& id : decisions)
        text += "<informationRequirement><requiredDecision href=\"#" + id + "\"/></informationRequirement>\n";
    return text;
}

inline std::string sample_literal(
    const std::string& name, const std::string& expression, const std::vector<std::string>& inputs = {},
    const std::vector<std::string>& decisions = {}
) {
    return "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\"/>\n" +
           sample_requirements(inputs, decisions) + "<literalExpression><text>" + xml_escaped(expression) +
           "</text></literalExpression></decision>\n";
}

inline std::string sample_table(const SampleTable& table) {
    std::string text = "<decision id=\"" + table.name + "\" name=\"" + table.name + "\"><variable name=\"" +
                       table.name + "\"" + (table.type.empty() ? "" : " typeRef=\"" + table.type + "\"") + "/>\n" +
                       sample_requirements(table.requires_inputs, table.requires_decisions) +
                       "<decisionTable hitPolicy=\"" + table.hit_policy + "\"" +
                       (table.aggregation.empty() ? "" : " aggregation=\"" + table.aggregation + "\"") + ">\n";
    for (const SampleColumn& column : table.columns)
        text += "<input><inputExpression" + (column.type.empty() ? std::string() : " typeRef=\"" + column.type + "\"") +
                "><text>" + xml_escaped(column.expression) + "</text></inputExpression></input>\n";
    for (const std::string& output : table.outputs) {
        text += "<output name=\"" + output + "\">";
        if (!table.output_values.empty())
            text += "<outputValues><text>" + xml_escaped(table.output_values) + "</text></outputValues>";
        text += "</output>\n";
    }
    for (const auto& rule : table.rules) {
        text += "<rule>";
        for (std::size_t i = 0; i < rule.size(); ++i) {
            const std::string element = i < table.columns.size() ? "inputEntry" : "outputEntry";
            text += "<" + element + "><text>" + xml_escaped(rule[i]) + "</text></" + element + ">";
        }
        text += "</rule>\n";
    }
    return text + "</decisionTable></decision>\n";
}

/// A model that must be free of complaints.
inline std::shared_ptr<const Model> loaded(const std::string& xml) {
    LoadedModel made = load(xml, "sample.dmn");
    for (const base::Complaint& complaint : made.complaints) ADD_FAILURE() << complaint.text() << "\n" << xml;
    return made.model;
}

inline feel::Value number(std::int64_t value) {
    return feel::Value(feel::Number(value));
}

inline feel::Value number(std::string_view text) {
    return feel::Value(*feel::Number::parse(text));
}

}  // namespace guildhall::dmn
