#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "commands.hpp"
#include "dmn/counterfactual.hpp"
#include "dmn/model.hpp"
#include "dmn/next_questions.hpp"
#include "dmn/random_cases.hpp"
#include "dmn/sentences.hpp"
#include "dmn/tck.hpp"
#include "feel/expression.hpp"
#include "feel_json.hpp"
#include "instance.hpp"
#include "model_file.hpp"

namespace guildhall::app {

namespace {

constexpr int not_settled = 1;

base::Error wrong(std::string text) {
    return {base::ErrorCode::invalid_input, {std::move(text)}, {}};
}

std::optional<std::string> contents(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

/// Inputs as the options give them; every name must be one of the model's.
class InputReader {
public:
    explicit InputReader(const dmn::Model& model) : model_(model) {
        for (const dmn::InputDescription& input : model.inputs()) names_.push_back(input.name);
    }

    base::Result<dmn::Inputs> read(const DecideOptions& options) {
        if (!options.inputs.empty())
            if (auto error = read_json(options.inputs)) return *error;
        for (const std::string& given : options.input)
            if (auto error = read_pair(given)) return *error;
        for (const std::string& name : options.unknown) {
            if (auto error = no_input(name, "--unknown")) return *error;
            if (inputs_.contains(name)) return wrong(fmt::format("`{}` is both given and said to be unknown", name));
        }
        return std::move(inputs_);
    }

private:
    using Problem = std::optional<base::Error>;

    [[nodiscard]] Problem no_input(const std::string& name, std::string_view option) const {
        if (std::find(names_.begin(), names_.end(), name) != names_.end()) return std::nullopt;
        std::string known;
        for (const std::string& one : names_) known += fmt::format("{}`{}`", known.empty() ? "" : ", ", one);
        const auto near = base::nearest(name, names_);
        return wrong(fmt::format(
            "{}: the model has no input `{}`{}", option, name,
            near            ? fmt::format("; did you mean `{}`?", *near)
            : known.empty() ? std::string("; it has none")
                            : "; it has " + known
        ));
    }

    Problem read_json(const std::string& given) {
        std::string text = given;
        if (!base::trimmed(given).starts_with('{')) {
            const auto file = contents(given);
            if (!file) return wrong(fmt::format("--inputs: `{}` is neither a JSON object nor a file to read", given));
            text = *file;
        }
        const auto json = base::Json::parse(text);
        if (!json || !json->object())
            return wrong("--inputs takes a JSON object, or a file with one, such as {\"treeDiameter\": 45}");
        for (const auto& [name, value] : *json->object()) {
            if (auto error = no_input(name, "--inputs")) return error;
            inputs_.insert_or_assign(name, model_.read_input(name, feel_of_json(value)));
        }
        return std::nullopt;
    }

    Problem read_pair(const std::string& given) {
        // The longest name that fits: names may hold `=` as any other symbol.
        for (auto equals = given.rfind('='); equals != std::string::npos && equals > 0;
             equals = given.rfind('=', equals - 1)) {
            const std::string name{base::trimmed(std::string_view(given).substr(0, equals))};
            if (no_input(name, "--input")) continue;
            inputs_.insert_or_assign(name, value_of(name, given.substr(equals + 1)));
            return std::nullopt;
        }
        const auto equals = given.find('=');
        if (equals == std::string::npos)
            return wrong(fmt::format("--input takes NAME=VALUE, such as treeDiameter=45; found `{}`", given));
        return no_input(std::string{base::trimmed(std::string_view(given).substr(0, equals))}, "--input");
    }

    /// What the input's type makes of the text; else FEEL; else the text itself.
    [[nodiscard]] feel::Value value_of(const std::string& name, const std::string& text) const {
        const feel::Value written{text};
        feel::Value read = model_.read_input(name, written);
        if (!read.string()) return read;
        const auto expression = feel::Expression::parse(text, {});
        if (expression && expression->free_names().empty()) {
            feel::Environment environment;
            environment.now = base::SystemClock().now();
            const feel::Value value = expression->evaluate(feel::ContextScope(feel::Context{}), environment);
            if ((!value.is_null() || base::trimmed(text) == "null") && model_.fits_input(name, value)) return value;
        }
        return read;
    }

    const dmn::Model& model_;
    std::vector<std::string> names_;
    dmn::Inputs inputs_;
};

base::Json counterfactuals_json(const dmn::CounterfactualSearch& search) {
    base::Json::Array found;
    for (const dmn::Counterfactual& one : search.found) {
        base::Json::Array changes;
        for (const dmn::Change& change : one.changes) {
            base::Json item;
            item.set("input", change.input);
            if (!change.from.unknown()) item.set("from", change.from.text());
            item.set("to", change.to.text());
            changes.push_back(std::move(item));
        }
        base::Json item;
        item.set("changes", std::move(changes));
        item.set("value", one.value.text());
        found.push_back(std::move(item));
    }
    base::Json made;
    made.set("found", std::move(found));
    made.set("complete", search.complete);
    made.set("untried", base::Json::Array(search.untried.begin(), search.untried.end()));
    return made;
}

void print_counterfactuals(const dmn::CounterfactualSearch& search) {
    if (search.present.unknown()) return;
    std::cout << "  what would change it:\n";
    for (const dmn::Counterfactual& one : search.found) std::cout << "    " << dmn::sentence_of(one) << "\n";
    if (search.found.empty() && search.complete)
        std::cout << "    nothing was found: no change of up to three inputs gives another outcome\n";
    if (!search.complete) std::cout << "    the search was ended early; fewer or nearer changes may exist\n";
    for (const std::string& input : search.untried)
        std::cout << "    " << input << " was not tried, because it is a list or a function\n";
}

/// One decision; false when it is not settled, or comes to an error.
bool decide_one(
    const dmn::Model& model, const std::string& decision, const dmn::Inputs& inputs, const DecideOptions& options,
    base::Json& outcome
) {
    const base::Instant now = base::SystemClock().now();
    const auto evaluation = model.evaluate(decision, inputs, now, "UTC");
    if (!evaluation) {
        outcome.set("error", evaluation.error().message.text);
        if (!options.json) std::cout << fmt::format("{}: error: {}\n", decision, evaluation.error().message.text);
        return false;
    }
    base::Json::Array depends;
    std::string names;
    for (const auto& name : evaluation->depends_on) {
        depends.emplace_back(name);
        names += (names.empty() ? "" : ", ") + name;
    }
    const bool settled = evaluation->value.unknown() == nullptr;
    outcome.set("value", evaluation->value.text());
    outcome.set("settled", settled);
    outcome.set("depends_on", std::move(depends));
    outcome.set("problems", base::Json::Array(evaluation->problems.begin(), evaluation->problems.end()));
    if (!options.json) {
        std::cout
            << (settled ? fmt::format("{}: {}\n", decision, evaluation->value.text())
                        : fmt::format("{}: depends on {}\n", decision, names));
        for (const auto& problem : evaluation->problems) std::cout << "  " << problem << "\n";
    }
    if (options.next) {
        const auto questions = dmn::next_questions(model, decision, inputs, {}, now, "UTC");
        if (questions && options.json)
            outcome.set("next", base::Json::Array(questions->begin(), questions->end()));
        else if (questions)
            std::cout
                << (questions->empty() ? "  nothing to ask\n"
                                       : fmt::format("  ask next: {}\n", fmt::join(*questions, ", ")));
    }
    if (options.explain) {
        const auto trace = model.explain(decision, inputs, now, "UTC");
        const auto search = dmn::find_counterfactuals(model, decision, inputs, now, "UTC");
        if (trace && options.json) {
            base::Json::Array reasons;
            for (const dmn::Reason& reason : dmn::reasons_of(*trace)) reasons.emplace_back(reason.text);
            outcome.set("reasons", std::move(reasons));
            outcome.set("explanation", dmn::to_json(*trace));
        } else if (trace) {
            std::cout << dmn::explanation_text(*trace);
        }
        if (search && options.json)
            outcome.set("counterfactuals", counterfactuals_json(*search));
        else if (search)
            print_counterfactuals(*search);
    }
    return settled && !(evaluation->value.is_null() && !evaluation->problems.empty());
}

/// Cases that are made up: the same for the same model and count on one day.
void decide_cases(const dmn::Model& model, const std::vector<std::string>& decisions, const DecideOptions& options) {
    const base::Instant now = base::SystemClock().now();
    const dmn::RandomCases made = dmn::random_cases(model, options.cases, 1, now, "UTC");
    base::Json::Array cases;
    for (const dmn::Inputs& inputs : made.cases) {
        base::Json given{base::Json::Object{}}, outcomes{base::Json::Object{}};
        std::string line;
        for (const auto& [name, value] : inputs) {
            given.set(name, json_of_feel(value));
            line += fmt::format("{}{} = {}", line.empty() ? "" : ", ", name, value.text());
        }
        if (!options.json) std::cout << line << "\n";
        for (const std::string& decision : decisions) {
            const auto evaluation = model.evaluate(decision, inputs, now, "UTC");
            base::Json outcome;
            if (evaluation) {
                outcome.set("value", json_of_feel(evaluation->value));
                const auto& problems = evaluation->problems;
                outcome.set("problems", base::Json::Array(problems.begin(), problems.end()));
            } else {
                outcome.set("error", evaluation.error().message.text);
            }
            if (!options.json)
                std::cout << fmt::format(
                    "  {}: {}\n", decision, evaluation ? evaluation->value.text() : evaluation.error().message.text
                );
            outcomes.set(decision, std::move(outcome));
        }
        base::Json one;
        one.set("inputs", std::move(given));
        one.set("decisions", std::move(outcomes));
        cases.push_back(std::move(one));
    }
    if (!options.json) return;
    base::Json answer;
    answer.set("model", model.name());
    answer.set("cases", std::move(cases));
    answer.set("without_values", base::Json::Array(made.without_values.begin(), made.without_values.end()));
    std::cout << answer.text() << "\n";
}

}  // namespace

int decide(const DecideOptions& options) {
    const auto loaded = load_model(options.model, options.imports);
    if (!loaded) return fail(loaded.error(), options.json);
    const dmn::Model& model = **loaded;
    std::vector<std::string> decisions = model.decisions();
    if (!options.decision.empty()) {
        // A decision of an imported model goes by its name with the import's in front; only evaluation knows those.
        const auto near = base::nearest(options.decision, decisions);
        const bool known = model.evaluate(options.decision, {}, {}, "UTC").ok() ||
                           std::find(decisions.begin(), decisions.end(), options.decision) != decisions.end();
        if (!known)
            return fail(
                wrong(fmt::format(
                    "--decision: the model has no decision `{}`{}", options.decision,
                    near ? fmt::format("; did you mean `{}`?", *near) : ""
                )),
                options.json
            );
        decisions = {options.decision};
    }
    if (options.cases > 0) {
        decide_cases(model, decisions, options);
        return 0;
    }
    const auto inputs = InputReader(model).read(options);
    if (!inputs) return fail(inputs.error(), options.json);

    base::Json answer;
    answer.set("model", model.name());
    answer.set("model_hash", model.bytes_hash());
    answer.set("dialect", dmn::dialect_name(model.dialect()));
    if (!options.json) std::cout << fmt::format("{} (dialect: {})\n", model.name(), dmn::dialect_name(model.dialect()));
    int status = 0;
    base::Json outcomes;
    for (const auto& decision : decisions) {
        base::Json outcome;
        if (!decide_one(model, decision, *inputs, options, outcome)) status = not_settled;
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
