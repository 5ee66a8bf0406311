#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "commands.hpp"
#include "dmn/imports.hpp"
#include "dmn/model.hpp"
#include "dmn/tck.hpp"
#include "feel_json.hpp"
#include "instance.hpp"

namespace guildhall::app {

int decide(const DecideOptions& options) {
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
    const auto loaded = dmn::load(bytes.str(), options.model.filename().string(), &imports);
    for (const auto& complaint : loaded.complaints) std::cerr << complaint.text() << "\n";
    if (!loaded.model) {
        const std::string first = loaded.complaints.empty() ? "no model" : loaded.complaints.front().text();
        return options.json ? fail({base::ErrorCode::invalid_input, {first}, {}}, true) : 2;
    }

    dmn::Inputs inputs;
    if (!options.inputs.empty()) {
        const auto json = base::Json::parse(options.inputs);
        if (!json || !json->object())
            return fail(
                {base::ErrorCode::invalid_input, {"--inputs takes a JSON object, such as {\"treeDiameter\": 45}"}, {}},
                options.json
            );
        for (const auto& [name, value] : *json->object())
            inputs.emplace(name, loaded.model->read_input(name, feel_of_json(value)));
    }
    const base::SystemClock clock;
    std::vector<std::string> decisions{options.decision};
    if (options.decision.empty()) decisions = loaded.model->decisions();
    base::Json answer;
    answer.set("model", loaded.model->name());
    answer.set("dialect", dmn::dialect_name(loaded.model->dialect()));
    if (!options.json)
        std::cout << fmt::format(
            "{} (dialect: {})\n", loaded.model->name(), dmn::dialect_name(loaded.model->dialect())
        );
    int status = 0;
    base::Json outcomes;
    for (const auto& decision : decisions) {
        const auto evaluation = loaded.model->evaluate(decision, inputs, clock.now(), "UTC");
        base::Json outcome;
        if (!evaluation) {
            status = 1;
            outcome.set("error", evaluation.error().message.text);
            if (!options.json) std::cout << fmt::format("{}: error: {}\n", decision, evaluation.error().message.text);
        } else {
            base::Json::Array depends;
            std::string names;
            for (const auto& name : evaluation->depends_on) {
                depends.emplace_back(name);
                names += (names.empty() ? "" : ", ") + name;
            }
            outcome.set("value", evaluation->value.text());
            outcome.set("settled", evaluation->value.unknown() == nullptr);
            outcome.set("depends_on", std::move(depends));
            if (!options.json) {
                std::cout
                    << (evaluation->value.unknown() ? fmt::format("{}: depends on {}\n", decision, names)
                                                    : fmt::format("{}: {}\n", decision, evaluation->value.text()));
                for (const auto& problem : evaluation->problems) std::cout << "  " << problem << "\n";
            }
        }
        outcomes.set(decision, outcome);
    }
    answer.set("decisions", outcomes);
    if (options.json) std::cout << answer.text() << "\n";
    return status;
}

int tck(const TckOptions& options) {
    std::ostringstream kept;
    const auto counts =
        dmn::run_tck(options.directories, options.json ? kept : std::cout, {.show_failures = options.show_failures});
    if (options.json) {
        base::Json answer;
        answer.set("passed", counts.passed);
        answer.set("failed", counts.failed);
        answer.set("report", kept.str());
        std::cout << answer.text() << "\n";
    }
    return counts.failed == 0 && counts.passed > 0 ? 0 : 1;
}

}  // namespace guildhall::app
