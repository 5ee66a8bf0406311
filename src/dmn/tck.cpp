#include "dmn/tck.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include "base/text.hpp"
#include "base/xml.hpp"
#include "dmn/imports.hpp"
#include "dmn/internal/tck_values.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

namespace {

using base::XmlElement;
namespace fs = std::filesystem;

constexpr std::string_view test_namespace = "http://www.omg.org/spec/DMN/20160719/testcase";
constexpr std::uintmax_t max_file_bytes = 16 * 1024 * 1024;

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed || size > max_file_bytes) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) return std::nullopt;
    return text;
}

std::string attribute(const XmlElement& element, std::string_view name) {
    return std::string(element.attribute(name).value_or(""));
}

/// The test files of one directory and the model that they name.
class DirectoryRun {
public:
    DirectoryRun(fs::path directory, const TckOptions& options)
        : directory_(std::move(directory)), options_(options), imports_({directory_}) {}

    /// False when the directory holds no tests.
    bool run(std::ostream& out) {
        std::vector<fs::path> files;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(directory_, failed))
            if (entry.path().extension() == ".xml") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        bool found = false;
        for (const fs::path& file : files) found = run_file(file) || found;
        if (!found) return false;
        out << directory_.filename().string() << ": " << counts_.passed << " passed, " << counts_.failed << " failed";
        for (const auto& [name, dialect] : dialects_) out << " (" << name << " read as " << dialect << ")";
        out << '\n';
        if (options_.show_failures)
            for (const std::string& line : failures_) out << "    " << line << '\n';
        return true;
    }

    [[nodiscard]] const TckCounts& counts() const { return counts_; }

private:
    bool run_file(const fs::path& file) {
        const auto text = read_file(file);
        if (!text) return false;
        const base::XmlDocument document = base::parse_xml(*text, file.filename().string());
        if (!document.root) {
            ++counts_.failed;
            for (const base::Complaint& complaint : document.complaints) failures_.push_back(complaint.text());
            return true;
        }
        const XmlElement& root = *document.root;
        if (root.name != "testCases" || root.namespace_uri != test_namespace) return false;
        const XmlElement* model_name = root.child("modelName");
        const LoadedModel* model = model_name ? &model_of(std::string(base::trimmed(model_name->text))) : nullptr;
        for (const XmlElement& child : root.children) {
            if (child.name != "testCase") continue;
            if (model && model->model && run_case(child, *model->model)) {
                ++counts_.passed;
            } else {
                ++counts_.failed;
                if (!model || !model->model) failures_.push_back(attribute(child, "id") + ": the model cannot be read");
            }
        }
        return true;
    }

    const LoadedModel& model_of(const std::string& name) {
        const auto known = models_.find(name);
        if (known != models_.end()) return known->second;
        LoadedModel loaded;
        const bool plain = name.find('/') == std::string::npos && name.find('\\') == std::string::npos;
        if (const auto text = plain ? read_file(directory_ / name) : std::nullopt)
            loaded = load(*text, name, &imports_);
        else
            failures_.push_back(name + ": no such model");
        for (const base::Complaint& complaint : loaded.complaints) failures_.push_back(complaint.text());
        if (loaded.model && loaded.model->dialect() != Dialect::standard)
            dialects_.emplace(name, dialect_name(loaded.model->dialect()));
        return models_.emplace(name, std::move(loaded)).first->second;
    }

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
            failures_.push_back(attribute(test, "id") + " " + name + ": expected an error, found " + actual.text());
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
        failures_.push_back(std::move(line));
        return false;
    }

    fs::path directory_;
    const TckOptions& options_;
    FolderImports imports_;
    TckCounts counts_;
    std::map<std::string, LoadedModel> models_;
    std::map<std::string, std::string> dialects_;
    std::vector<std::string> failures_;
};

}  // namespace

TckCounts run_tck(std::span<const fs::path> directories, std::ostream& out, const TckOptions& options) {
    std::set<fs::path> found;
    for (const fs::path& directory : directories) {
        found.insert(directory);
        std::error_code failed;
        for (fs::recursive_directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed))
            if (at->is_directory(failed)) found.insert(at->path());
    }
    TckCounts total;
    for (const fs::path& directory : found) {
        DirectoryRun run(directory, options);
        if (!run.run(out)) continue;
        total.passed += run.counts().passed;
        total.failed += run.counts().failed;
    }
    out << total.passed << " passed, " << total.failed << " failed\n";
    return total;
}

}  // namespace guildhall::dmn
