#include "dmn/internal/tck_file.hpp"

#include "base/text.hpp"
#include "dmn/internal/tck_values.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;

constexpr std::string_view test_namespace = "http://www.omg.org/spec/DMN/20160719/testcase";

std::string attribute(const XmlElement& element, std::string_view name) {
    return std::string(element.attribute(name).value_or(""));
}

/// The input that a node names, by its file's namespace where the node says one.
const InputDescription* input_of(const XmlElement& node, const Model& model) {
    const std::string name = attribute(node, "name");
    const std::string home = attribute(node, "namespace");
    for (const InputDescription& input : model.inputs())
        if (home.empty() ? input.name == name : input.local_name == name && input.model_namespace == home)
            return &input;
    return nullptr;
}

Inputs inputs_of(const XmlElement& test, const Model& model, bool calls_service) {
    Inputs inputs;
    for (const InputDescription& input : model.inputs())
        if (!calls_service) inputs.emplace(input.name, feel::Value());  // a test that gives no value means null
    for (const XmlElement& child : test.children) {
        if (child.name != "inputNode") continue;
        const InputDescription* input = input_of(child, model);
        const feel::Value written = test_value(child);
        if (!input)
            inputs.insert_or_assign(attribute(child, "name"), written);
        else
            inputs.insert_or_assign(
                calls_service ? input->local_name : input->name, model.read_input(input->name, written)
            );
    }
    return inputs;
}

/// What is wrong with a result; nothing when it is as expected.
std::optional<std::string> failure_of(const TckCase& test, const TckCase::Result& result) {
    const auto outcome = evaluate(test, result);
    feel::Value actual = outcome ? outcome->value : feel::Value();
    if (test.calls_service && actual.context() && actual.context()->find(result.name)) {
        const feel::Value part = *actual.context()->find(result.name);
        actual = part;
    }
    const std::string who = test.id + " " + result.name;
    if (!result.expected) {
        if (actual.is_null()) return std::nullopt;
        return who + ": expected an error, found " + actual.text();
    }
    const feel::Value wanted = test_value(*result.expected, &actual);
    if (outcome ? matches_expected(actual, wanted) : wanted.is_null()) return std::nullopt;
    std::string line = who + ": expected " + wanted.text() + ", found " + actual.text();
    if (!outcome) return line + " (" + outcome.error().message.text + ")";
    for (const std::string& problem : outcome->problems) line += "; " + problem;
    return line;
}

}  // namespace

bool holds_tests(const XmlElement& root) {
    return root.name == "testCases" && root.namespace_uri == test_namespace;
}

std::vector<TckCase> cases_of(const XmlElement& root, const ModelNamed& model_named) {
    std::vector<TckCase> cases;
    const XmlElement* name = root.child("modelName");
    const Model* model = name ? model_named(std::string(base::trimmed(name->text))) : nullptr;
    for (const XmlElement& test : root.children) {
        if (test.name != "testCase") continue;
        TckCase& made = cases.emplace_back();
        made.id = attribute(test, "id");
        made.model = model;
        made.calls_service = attribute(test, "type") == "decisionService";
        made.service = attribute(test, "invocableName");
        if (model) made.inputs = inputs_of(test, *model, made.calls_service);
        for (const XmlElement& node : test.children)
            if (node.name == "resultNode")
                made.results.push_back(
                    {attribute(node, "name"),
                     attribute(node, "errorResult") == "true" ? nullptr : node.child("expected")}
                );
    }
    return cases;
}

base::Result<Evaluation> evaluate(const TckCase& test, const TckCase::Result& result) {
    const base::Instant now{};
    return test.calls_service ? test.model->call_service(test.service, test.inputs, now, "UTC")
                              : test.model->evaluate(result.name, test.inputs, now, "UTC");
}

TckFileOutcome run_tck_file(std::string_view text, const std::string& file, const ModelNamed& model_named) {
    TckFileOutcome outcome;
    const base::XmlDocument document = base::parse_xml(text, file);
    if (!document.root) {
        outcome.holds_tests = true;
        outcome.counts.failed = 1;
        for (const base::Complaint& complaint : document.complaints) outcome.failures.push_back(complaint.text());
        return outcome;
    }
    outcome.holds_tests = holds_tests(*document.root);
    if (!outcome.holds_tests) return outcome;
    for (const TckCase& test : cases_of(*document.root, model_named)) {
        bool passed = test.model != nullptr;
        if (!passed) outcome.failures.push_back(test.id + ": the model cannot be read");
        for (const TckCase::Result& result : test.results) {
            if (!test.model) break;
            auto failure = failure_of(test, result);
            if (!failure) continue;
            passed = false;
            outcome.failures.push_back(*std::move(failure));
        }
        ++(passed ? outcome.counts.passed : outcome.counts.failed);
    }
    return outcome;
}

}  // namespace guildhall::dmn
