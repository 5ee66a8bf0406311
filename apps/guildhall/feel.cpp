#include "feel/expression.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "commands.hpp"
#include "feel_json.hpp"
#include "instance.hpp"

namespace guildhall::app {
namespace {

/// Evaluates expressions over one context; says what came out and why something is null.
class Calculator {
public:
    Calculator(feel::Context context, bool json) : context_(std::move(context)), json_(json) {
        std::set<std::string> names;
        for (const auto& [name, value] : context_.entries) names.insert(name);
        names_ = feel::KnownNames(names);
    }

    /// False when the text is no expression.
    bool answer(const std::string& text) const {
        const auto expression = feel::Expression::parse(text, names_);
        if (!expression) {
            if (json_) {
                base::Json line;
                line.set("error", expression.error().message.text);
                std::cout << line.text() << "\n";
            } else {
                std::cout << "not FEEL: " << expression.error().message.text << "\n";
            }
            return false;
        }
        feel::Diagnostics diagnostics;
        feel::Environment environment;
        environment.now = base::SystemClock().now();
        environment.diagnostics = &diagnostics;
        const feel::ContextScope scope(context_);
        const feel::Value value = expression->evaluate(scope, environment);
        if (json_) {
            base::Json line;
            base::Json::Array reasons;
            for (const auto& message : diagnostics.messages) reasons.emplace_back(message);
            line.set("value", value.text());
            line.set("problems", std::move(reasons));
            std::cout << line.text() << "\n";
            return true;
        }
        std::cout << value.text() << "\n";
        for (const auto& message : diagnostics.messages) std::cout << "  " << message << "\n";
        return true;
    }

private:
    feel::Context context_;
    feel::KnownNames names_;
    bool json_;
};

/// One expression over many scopes: a list of values, or why there are none.
base::Json evaluated(const base::Json& task) {
    base::Json answer;
    const auto refuse = [&](std::string why) {
        answer.set("error", std::move(why));
        return answer;
    };
    const auto* scopes = task["scopes"].array();
    if (scopes == nullptr) return refuse("`scopes` is a list of FEEL contexts");
    feel::Environment environment;
    environment.now = base::SystemClock().now();
    const feel::Context nothing;
    std::vector<feel::Value> contexts;
    std::set<std::string> names;
    for (const auto& scope : *scopes) {
        const auto written = feel::Expression::parse(scope.string() != nullptr ? *scope.string() : "", {});
        if (!written) return refuse("a scope is not FEEL: " + written.error().message.text);
        contexts.push_back(written->evaluate(feel::ContextScope(nothing), environment));
        if (contexts.back().context() == nullptr) return refuse("a scope is not a context");
        for (const auto& [name, value] : contexts.back().context()->entries) names.insert(name);
    }
    const auto expression = feel::Expression::parse(task.string_at("expression"), names);
    if (!expression) return refuse(expression.error().message.text);
    base::Json::Array values;
    for (const auto& context : contexts)
        values.push_back(json_of_feel(expression->evaluate(feel::ContextScope(*context.context()), environment)));
    answer.set("values", std::move(values));
    return answer;
}

int feel_batch(bool json) {
    int status = 0;
    std::string line;
    while (std::getline(std::cin, line)) {
        if (base::trimmed(line).empty()) continue;
        const auto task = base::Json::parse(line);
        if (!task) return fail(task.error(), json);
        const base::Json answer = evaluated(*task);
        if (!answer["error"].is_null()) status = 2;
        std::cout << answer.text() << "\n";
    }
    return status;
}

}  // namespace

int feel(const FeelOptions& options) {
    if (options.batch) return feel_batch(options.json);
    feel::Context context;
    if (!options.context.empty()) {
        const auto json = base::Json::parse(options.context);
        if (!json || !json->object())
            return fail(
                {base::ErrorCode::invalid_input, {"--context takes a JSON object, such as {\"age\": 45}"}, {}},
                options.json
            );
        for (const auto& [name, value] : *json->object()) context.entries.emplace_back(name, feel_of_json(value));
    }
    const Calculator calculator(std::move(context), options.json);
    if (!options.expression.empty()) return calculator.answer(options.expression) ? 0 : 2;
    const bool interactive = isatty(STDIN_FILENO) != 0;
    int status = 0;
    std::string line;
    while ((interactive ? std::cout << "> " << std::flush : std::cout), std::getline(std::cin, line)) {
        if (base::trimmed(line).empty()) continue;
        if (!calculator.answer(line)) status = 2;
    }
    return status;
}

}  // namespace guildhall::app
