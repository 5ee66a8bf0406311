#include "dmn/internal/tck_file.hpp"

#include "base/text.hpp"
#include "base/xml.hpp"
#include "dmn/internal/tck_values.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;

constexpr std::string_view test_namespace = "http://www.omg.org/spec/DMN/20160719/testcase";

std::string attribute(const XmlElement& element, std::string_view name) {
    return std::string(element.attribute(name).value_or(""));
}

class FileRun {
public:
    TckFileOutcome run(const XmlElement& root, const ModelNamed& model_named) {
        if (root.name != "testCases" || root.namespace_uri != test_namespace) return outcome_;
        outcome_.holds_tests = true;
        const XmlElement* name = root.child("modelName");
        const Model* model = name ? model_named(std::string(base::trimmed(name->text))) : nullptr;
        for (const XmlElement& child : root.children) {
            if (child.name != "testCase") continue;
            if (model && run_case(child, *model)) {
                ++outcome_.counts.passed;
            } else {
                ++outcome_.counts.failed;
                if (!model) outcome_.failures.push_back(attribute(child, "id") + ": the model cannot be read");
            }
        }
        return std::move(outcome_);
    }

private:
    bool run_case(const XmlElement& test, const Model& model) {
        const bool service = attribute(test, "type") == "decisionService";
        Inputs inputs;
        for (const InputDescription& input : model.inputs())
            if (!service) inputs.emplace(input.name, feel::Value());  // a test that gives no value means null
        for (const XmlElement& child : test.children) {
            if (child.name != "inputNode") continue;
            const InputDescription* input = input_of(child, model);
            const feel::Value written = test_value(child);
            if (!input)
                inputs.insert_or_assign(attribute(child, "name"), written);
            else
                inputs.insert_or_assign(
                    service ? input->local_name : input->name, model.read_input(input->name, written)
                );
        }
        bool passed = true;
        for (const XmlElement& child : test.children)
            if (child.name == "resultNode" && !run_result(child, test, model, inputs)) passed = false;
        return passed;
    }

    /// The input that a node names, by its file's namespace where the node says one.
    static const InputDescription* input_of(const XmlElement& node, const Model& model) {
        const std::string name = attribute(node, "name");
        const std::string home = attribute(node, "namespace");
        for (const InputDescription& input : model.inputs())
            if (home.empty() ? input.name == name : input.local_name == name && input.model_namespace == home)
                return &input;
        return nullptr;
    }

    bool run_result(const XmlElement& node, const XmlElement& test, const Model& model, const Inputs& inputs) {
        const std::string name = attribute(node, "name");
        const base::Instant now{};
        const bool service = attribute(test, "type") == "decisionService";
        const auto outcome = service ? model.call_service(attribute(test, "invocableName"), inputs, now, "UTC")
                                     : model.evaluate(name, inputs, now, "UTC");
        feel::Value actual = outcome ? outcome->value : feel::Value();
        if (service && actual.context() && actual.context()->find(name)) {
            const feel::Value part = *actual.context()->find(name);
            actual = part;
        }
        const XmlElement* expected = node.child("expected");
        if (attribute(node, "errorResult") == "true" || !expected) {
            if (actual.is_null()) return true;
            outcome_.failures.push_back(
                attribute(test, "id") + " " + name + ": expected an error, found " + actual.text()
            );
            return false;
        }
        const feel::Value wanted = test_value(*expected, &actual);
        if (outcome && matches_expected(actual, wanted)) return true;
        if (!outcome && wanted.is_null()) return true;
        std::string line =
            attribute(test, "id") + " " + name + ": expected " + wanted.text() + ", found " + actual.text();
        if (!outcome)
            line += " (" + outcome.error().message.text + ")";
        else
            for (const std::string& problem : outcome->problems) line += "; " + problem;
        outcome_.failures.push_back(std::move(line));
        return false;
    }

    TckFileOutcome outcome_;
};

}  // namespace

TckFileOutcome run_tck_file(std::string_view text, const std::string& file, const ModelNamed& model_named) {
    const base::XmlDocument document = base::parse_xml(text, file);
    if (document.root) return FileRun().run(*document.root, model_named);
    TckFileOutcome outcome{true, {0, 1}, {}};
    for (const base::Complaint& complaint : document.complaints) outcome.failures.push_back(complaint.text());
    return outcome;
}

}  // namespace guildhall::dmn
