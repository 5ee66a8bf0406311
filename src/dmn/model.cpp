#include "dmn/model.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "dmn/annotations.hpp"
#include "dmn/columns.hpp"
#include "dmn/internal/breakpoints.hpp"
#include "dmn/internal/evaluator.hpp"
#include "dmn/internal/free_names.hpp"
#include "dmn/internal/input_fields.hpp"
#include "dmn/internal/loading.hpp"
#include "dmn/internal/plans.hpp"
#include "dmn/internal/prepared.hpp"
#include "dmn/internal/table_lookup.hpp"

namespace guildhall::dmn {

namespace {

/// `"A", "b, c", [1..2]` in its parts: commas inside quotes and brackets do not count.
std::vector<std::string> split_tests(std::string_view text) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ',';
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '(' || c == '[' || c == '{'))
            ++depth;
        else if (!quoted && (c == ')' || c == ']' || c == '}'))
            --depth;
        if (i >= text.size() || (c == ',' && !quoted && depth == 0)) {
            const std::string_view part = base::trimmed(text.substr(start, std::min(i, text.size()) - start));
            if (!part.empty()) parts.emplace_back(part);
            start = i + 1;
        }
    }
    return parts;
}

base::Error error(base::ErrorCode code, std::string text) {
    return {code, {std::move(text)}, {}};
}

class LoadedDefinitions final : public Model, public ModelColumns, public Annotated {
public:
    LoadedDefinitions(Definitions definitions, std::string bytes_hash)
        : definitions_(std::move(definitions)), bytes_hash_(std::move(bytes_hash)) {
        for (std::size_t at = 0; at < definitions_.decisions.size(); ++at) {
            const Decision& decision = definitions_.decisions[at];
            places_.emplace(decision.name, at);
            if (decision.part == 0) names_.push_back(decision.name);
        }
        const Types types(definitions_);
        for (const InputData& input : definitions_.inputs)
            inputs_.push_back(
                {input.name, input.variable, definitions_.parts[input.part].target_namespace, input.type,
                 split_tests(types.allowed_text_of(input.type))}
            );
    }

    [[nodiscard]] const std::string& name() const override { return definitions_.name; }
    [[nodiscard]] const std::string& target_namespace() const override { return definitions_.target_namespace; }
    [[nodiscard]] Dialect dialect() const override { return definitions_.dialect; }
    [[nodiscard]] const std::string& bytes_hash() const override { return bytes_hash_; }
    [[nodiscard]] const std::vector<std::string>& decisions() const override { return names_; }
    [[nodiscard]] const std::vector<InputDescription>& inputs() const override { return inputs_; }

    [[nodiscard]] feel::Value read_input(std::string_view input, const feel::Value& written) const override {
        for (const InputData& candidate : definitions_.inputs)
            if (candidate.name == input) return Types(definitions_).read(written, candidate.type);
        return written;
    }

    [[nodiscard]] bool fits_input(std::string_view input, const feel::Value& value) const override {
        for (const InputData& candidate : definitions_.inputs) {
            if (candidate.name != input) continue;
            feel::Budget budget;
            const feel::Environment environment = this->environment({}, "UTC", budget);
            return value.is_null() || Types(definitions_).conforms(value, candidate.type, environment);
        }
        return false;
    }

    [[nodiscard]] std::vector<std::vector<std::string>> input_fields(std::string_view input) const override {
        for (const InputData& candidate : definitions_.inputs) {
            if (candidate.name != input) continue;
            auto paths = fields_of_type(definitions_, candidate.type);
            for (auto& path : paths) path.insert(path.begin(), candidate.name);
            return paths;
        }
        return {};
    }

    [[nodiscard]] bool fits_field(std::span<const std::string> path, const feel::Value& value) const override {
        for (const InputData& candidate : definitions_.inputs) {
            if (path.empty() || candidate.name != path.front()) continue;
            feel::Budget budget;
            const feel::Environment environment = this->environment({}, "UTC", budget);
            return value.is_null() || field_conforms(definitions_, candidate.type, path.subspan(1), value, environment);
        }
        return false;
    }

    [[nodiscard]] bool takes_any_number(std::span<const std::string> path) const override {
        for (const InputData& candidate : definitions_.inputs)
            if (!path.empty() && candidate.name == path.front())
                return field_takes_any_number(definitions_, candidate.type, path.subspan(1));
        return false;
    }

    [[nodiscard]] bool fits_by_fields(std::string_view input) const override {
        for (const InputData& candidate : definitions_.inputs)
            if (candidate.name == input) return conforms_by_fields(definitions_, candidate.type);
        return false;
    }

    [[nodiscard]] std::shared_ptr<const TableLookup> table_lookup(std::string_view decision) const override {
        const auto at = find(decision);
        return at ? make_table_lookup(definitions_, definitions_.decisions[*at]) : nullptr;
    }

    [[nodiscard]] Breakpoints breakpoints(std::string_view decision, base::Instant now, std::string_view zone)
        const override {
        const auto at = find(decision);
        if (!at) return {};
        feel::Budget budget;
        return find_breakpoints(definitions_, *at, inputs_of(decision), environment(now, zone, budget));
    }

    [[nodiscard]] std::set<std::string> inputs_of(std::string_view decision) const override {
        std::set<std::string> found;
        if (const auto at = find(decision)) {
            std::vector<bool> seen(definitions_.decisions.size());
            collect_inputs(*at, seen, found);
        }
        return found;
    }

    [[nodiscard]] std::vector<std::string> output_names(std::string_view decision) const override {
        std::vector<std::string> found;
        const auto at = find(decision);
        if (!at || !definitions_.decisions[*at].expression) return found;
        if (const auto* table = std::get_if<BoxedTable>(&definitions_.decisions[*at].expression->body))
            for (const TableOutput& output : table->outputs) found.push_back(output.name);
        // A context without a result of its own is its entries (section 10.2.1.4).
        const auto* context = std::get_if<BoxedContext>(&definitions_.decisions[*at].expression->body);
        if (context && !context->result) {
            for (const NamedBox& entry : context->entries) found.push_back(entry.name);
        }
        return found;
    }

    [[nodiscard]] std::vector<std::string> annotations() const override {
        std::vector<std::string> found;
        for (const Decision& decision : definitions_.decisions) {
            if (!decision.expression) continue;
            const auto* table = std::get_if<BoxedTable>(&decision.expression->body);
            if (!table) continue;
            for (const TableRule& rule : table->rules) {
                if (rule.annotation.empty() || std::ranges::find(found, rule.annotation) != found.end()) continue;
                found.push_back(rule.annotation);
            }
        }
        return found;
    }

    [[nodiscard]] base::Result<Evaluation> evaluate(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const override {
        return evaluated(decision, inputs, now, zone, nullptr);
    }

    [[nodiscard]] base::Result<std::unique_ptr<PreparedDecision>> prepare(std::string_view decision) const override {
        const auto at = checked(decision);
        if (!at) return at.error();
        std::vector<PreparedDecision::Path> fields;
        for (const std::string& input : inputs_of(decision)) fields.push_back({input});
        return make_prepared(*this, definitions_, plans_.find(*at), std::string(decision), std::move(fields));
    }

    [[nodiscard]] base::Result<std::unique_ptr<PreparedDecision>> prepare_fields(std::string_view decision
    ) const override {
        const auto at = checked(decision);
        if (!at) return at.error();
        std::vector<PreparedDecision::Path> fields;
        for (const std::string& input : inputs_of(decision))
            for (auto& path : input_fields(input)) fields.push_back(std::move(path));
        auto plan = make_plan(definitions_, *at, InputShape::fields);
        return make_prepared(*this, definitions_, std::move(plan), std::string(decision), std::move(fields));
    }

    [[nodiscard]] std::vector<std::string> required_decisions(std::string_view decision) const override {
        std::vector<std::string> found;
        const auto at = find(decision);
        if (!at) return found;
        std::vector<std::size_t> reached{*at};
        for (std::size_t i = 0; i < reached.size(); ++i)
            for (const std::size_t required : definitions_.decisions[reached[i]].requires_.decisions)
                if (std::find(reached.begin(), reached.end(), required) == reached.end()) reached.push_back(required);
        for (const std::size_t each : std::span(reached).subspan(1))
            if (can_be_given(definitions_, definitions_.decisions[each]))
                found.push_back(definitions_.decisions[each].name);
        return found;
    }

    [[nodiscard]] std::unique_ptr<PreparedRest> prepare_rest(
        std::string_view decision, std::span<const std::string> given
    ) const override {
        const auto at = checked(decision);
        if (!at) return nullptr;
        std::vector<std::size_t> places;
        for (const std::string& name : given)
            if (const auto place = find(name)) places.push_back(*place);
        auto plan = make_rest_plan(definitions_, *at, places);
        return plan ? make_prepared_rest(definitions_, std::move(plan)) : nullptr;
    }

    [[nodiscard]] base::Result<RecordedEvaluation> evaluate_and_record(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const override {
        RecordedEvaluation made;
        auto evaluation = evaluated(decision, inputs, now, zone, &made.tables);
        if (!evaluation) return evaluation.error();
        made.evaluation = *std::move(evaluation);
        return made;
    }

    [[nodiscard]] base::Result<Evaluation> call_service(
        std::string_view service, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const override {
        for (const DecisionService& candidate : definitions_.services) {
            if (candidate.name != service) continue;
            if (!candidate.errors.empty()) return broken("decision service", service, candidate.errors);
            feel::Budget budget;
            const feel::Environment environment = this->environment(now, zone, budget);
            Evaluator evaluator(definitions_, inputs, environment, false);
            const feel::Value value = evaluator.service(candidate, inputs, environment);
            return finished(value, evaluator);
        }
        return error(
            base::ErrorCode::not_found,
            "The model '" + definitions_.name + "' has no decision service '" + std::string(service) + "'."
        );
    }

    [[nodiscard]] base::Result<DecisionTrace> explain(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone
    ) const override {
        const auto at = checked(decision);
        if (!at) return at.error();
        feel::Budget budget;
        Evaluator evaluator(definitions_, inputs, environment(now, zone, budget), true);
        static_cast<void>(evaluator.decision(*at));
        DecisionTrace made = evaluator.trace(*at);
        made.model = definitions_.name;
        made.model_hash = bytes_hash_;
        return made;
    }

private:
    [[nodiscard]] base::Result<Evaluation> evaluated(
        std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone,
        std::vector<MatchedRules>* tables
    ) const {
        const auto at = checked(decision);
        if (!at) return at.error();
        feel::Budget budget;
        const feel::Environment environment = this->environment(now, zone, budget);
        if (auto value = plans_.evaluate(*at, inputs, environment, tables)) {
            Evaluation made;
            made.value = without_functions(*std::move(value));
            collect_unknowns(made.value, made.depends_on);
            return made;
        }
        Evaluator evaluator(definitions_, inputs, environment, false);
        if (tables != nullptr) evaluator.record(*tables);
        return finished(evaluator.decision(*at), evaluator);
    }

    [[nodiscard]] std::optional<std::size_t> find(std::string_view decision) const {
        const auto at = places_.find(decision);
        return at == places_.end() ? std::nullopt : std::optional(at->second);
    }

    [[nodiscard]] static base::Error broken(
        std::string_view kind, std::string_view name, const std::vector<std::string>& errors
    ) {
        return error(
            base::ErrorCode::invalid_input,
            "The " + std::string(kind) + " '" + std::string(name) + "' cannot be evaluated: " + errors.front()
        );
    }

    [[nodiscard]] base::Result<std::size_t> checked(std::string_view decision) const {
        const auto at = find(decision);
        if (!at) {
            const auto near = base::nearest(decision, names_);
            return error(
                base::ErrorCode::not_found, "The model '" + definitions_.name + "' has no decision '" +
                                                std::string(decision) + "'" +
                                                (near ? "; '" + *near + "' is near" : "") + "."
            );
        }
        if (!definitions_.decisions[*at].errors.empty())
            return broken("decision", decision, definitions_.decisions[*at].errors);
        return *at;
    }

    [[nodiscard]] static feel::Environment environment(base::Instant now, std::string_view zone, feel::Budget& budget) {
        feel::Environment made;
        made.now = now;
        made.zone = zone;
        made.budget = &budget;
        return made;
    }

    [[nodiscard]] static Evaluation finished(const feel::Value& value, const Evaluator& evaluator) {
        Evaluation made;
        collect_unknowns(value, made.depends_on);
        made.value = made.depends_on.empty() ? without_functions(value) : feel::Value::unknown(made.depends_on);
        made.problems = evaluator.problems();
        made.failed = evaluator.failed() && made.value.is_null();
        return made;
    }

    void collect_inputs(std::size_t at, std::vector<bool>& seen, std::set<std::string>& found) const {
        if (seen[at]) return;
        seen[at] = true;
        const Decision& decision = definitions_.decisions[at];
        const std::set<std::string> read = free_names(decision.expression);
        const auto add = [&](const InputData& input) {
            const auto before = definitions_.prefixes(decision.part, input.part);
            const bool imported = before && !before->empty();
            if (read.contains(imported ? before->front() : input.variable)) found.insert(input.name);
        };
        if (definitions_.dialect == Dialect::camunda)
            for (const InputData& input : definitions_.inputs) add(input);
        for (const std::size_t input : decision.requires_.inputs) add(definitions_.inputs[input]);
        for (const std::size_t required : decision.requires_.decisions) collect_inputs(required, seen, found);
    }

    Definitions definitions_;
    mutable Plans plans_{definitions_};  ///< a cache
    std::string bytes_hash_;
    std::unordered_map<std::string_view, std::size_t> places_;  ///< of decisions by name; the first with a name counts
    std::vector<std::string> names_;
    std::vector<InputDescription> inputs_;
};

}  // namespace

std::string_view dialect_name(Dialect dialect) {
    return dialect == Dialect::camunda ? "camunda" : "standard";
}

void set_entry(feel::Context& context, std::span<const std::string> path, const feel::Value& value) {
    auto found = std::find_if(context.entries.begin(), context.entries.end(), [&](const auto& entry) {
        return entry.first == path.front();
    });
    if (found == context.entries.end()) {
        context.entries.emplace_back(path.front(), feel::Value());
        found = std::prev(context.entries.end());
    }
    if (path.size() == 1) {
        found->second = value;
        return;
    }
    feel::Context inner = found->second.context() ? *found->second.context() : feel::Context{};
    set_entry(inner, path.subspan(1), value);
    found->second = feel::Value(std::move(inner));
}

const ModelColumns& columns_of(const Model& model) {
    return dynamic_cast<const ModelColumns&>(model);
}

std::vector<std::string> annotations_of(const Model& model) {
    const auto* annotated = dynamic_cast<const Annotated*>(&model);
    return annotated ? annotated->annotations() : std::vector<std::string>{};
}

LoadedModel load(std::string_view xml, const std::string& file, const ImportSource* imports) {
    LoadedModel loaded;
    auto definitions = load_definitions(xml, file, imports, loaded.complaints);
    if (!definitions) return loaded;
    loaded.model =
        std::make_shared<LoadedDefinitions>(std::move(*definitions), base::to_hex(crypto::sha256(base::view_of(xml))));
    return loaded;
}

}  // namespace guildhall::dmn
