#include "dmn/internal/prepared.hpp"

#include <algorithm>
#include <optional>

#include "dmn/columns.hpp"
#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

using Path = PreparedDecision::Path;

Path path_of(const Definitions& definitions, const Plan::Input& input) {
    Path path{definitions.inputs[input.index].name};
    path.insert(path.end(), input.path.begin(), input.path.end());
    return path;
}

class Prepared final : public PreparedDecision {
public:
    Prepared(
        const Model& model, const Definitions& definitions, std::shared_ptr<const Plan> plan, std::string decision,
        std::vector<Path> fields
    )
        : model_(model),
          definitions_(definitions),
          plan_(std::move(plan)),
          decision_(std::move(decision)),
          fields_(std::move(fields)) {
        if (!plan_) return;
        for (const Plan::Input& input : plan_->inputs) {
            const auto at = place_of(path_of(definitions, input));
            if (!at) return;
            places_.push_back({*at, input.at});
        }
        for (const Plan::Unread& input : plan_->unread)
            if (const auto at = place_of({definitions.inputs[input.index].name})) unread_.emplace_back(*at, &input);
        run_.emplace(*plan_->program);
    }

    [[nodiscard]] const std::vector<Path>& fields() const override { return fields_; }

    [[nodiscard]] Evaluation evaluate(std::span<const Value> values, base::Instant now, std::string_view zone)
        override {
        Evaluation made;
        if (run_ && values.size() == fields_.size() && quick(values, now, zone)) {
            made.value = without_functions((*run_)[plan_->result].value());
            return made;
        }
        auto asked = model_.evaluate(decision_, inputs_of(values), now, zone);
        if (asked) return *std::move(asked);
        made.problems.push_back(asked.error().message.text);
        return made;
    }

private:
    [[nodiscard]] std::optional<std::size_t> place_of(const Path& path) const {
        const auto at = std::find(fields_.begin(), fields_.end(), path);
        return at == fields_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - fields_.begin()));
    }

    [[nodiscard]] bool quick(std::span<const Value> values, base::Instant now, std::string_view zone) {
        environment_.now = now;
        if (environment_.zone != zone) environment_.zone = zone;
        environment_.types = &types_;
        run_->begin(environment_);
        for (const Place& place : places_)
            if (!fill_cell(values[place.from], (*run_)[place.to])) return false;
        for (const auto& [at, input] : unread_)
            if (!conforms(definitions_, *input, values[at], environment_)) return false;
        return run_->execute();
    }

    /// By name. One that is not known at all is left out.
    [[nodiscard]] Inputs inputs_of(std::span<const Value> values) const {
        Inputs inputs;
        std::map<std::string, feel::Context> structured;
        for (std::size_t i = 0; i < fields_.size() && i < values.size(); ++i) {
            const Path& path = fields_[i];
            if (path.size() > 1)
                set_entry(structured[path.front()], std::span(path).subspan(1), values[i]);
            else if (!values[i].unknown())
                inputs.emplace(path.front(), values[i]);
        }
        for (auto& [name, context] : structured) inputs.emplace(name, Value(std::move(context)));
        return inputs;
    }

    struct Place {
        std::size_t from = 0;
        feel::Register to = 0;
    };
    const Model& model_;
    const Definitions& definitions_;
    std::shared_ptr<const Plan> plan_;
    std::string decision_;
    std::vector<Path> fields_;
    std::vector<Place> places_;
    std::vector<std::pair<std::size_t, const Plan::Unread*>> unread_;  ///< where they are among the fields
    std::optional<feel::Run> run_;
    feel::Environment environment_;
    TypesForFeel types_{definitions_, environment_};
};

class Rest final : public PreparedRest {
public:
    Rest(const Definitions& definitions, std::shared_ptr<const Plan> plan)
        : definitions_(definitions), plan_(std::move(plan)), run_(*plan_->program) {
        for (const Plan::Input& input : plan_->inputs) fields_.push_back(path_of(definitions, input));
        for (const Plan::Given& decision : plan_->given) given_.push_back(definitions.decisions[decision.index].name);
    }

    [[nodiscard]] const std::vector<Path>& fields() const override { return fields_; }
    [[nodiscard]] const std::vector<std::string>& given() const override { return given_; }

    [[nodiscard]] std::optional<Value> evaluate(
        std::span<const Value* const> values, base::Instant now, std::string_view zone
    ) override {
        environment_.now = now;
        if (environment_.zone != zone) environment_.zone = zone;
        environment_.types = &types_;
        run_.begin(environment_);
        auto value = values.begin();
        for (const Plan::Input& input : plan_->inputs)
            if (!fill_cell(**value++, run_[input.at])) return std::nullopt;
        for (const Plan::Given& decision : plan_->given)
            if (!fill_cell(**value++, run_[decision.at])) return std::nullopt;
        if (!run_.execute()) return std::nullopt;
        return without_functions(run_[plan_->result].value());
    }

private:
    const Definitions& definitions_;
    std::shared_ptr<const Plan> plan_;
    feel::Run run_;
    std::vector<Path> fields_;
    std::vector<std::string> given_;
    feel::Environment environment_;
    TypesForFeel types_{definitions_, environment_};
};

}  // namespace

std::unique_ptr<PreparedRest> make_prepared_rest(const Definitions& definitions, std::shared_ptr<const Plan> plan) {
    return std::make_unique<Rest>(definitions, std::move(plan));
}

std::unique_ptr<PreparedDecision> make_prepared(
    const Model& model, const Definitions& definitions, std::shared_ptr<const Plan> plan, std::string decision,
    std::vector<PreparedDecision::Path> fields
) {
    return std::make_unique<Prepared>(model, definitions, std::move(plan), std::move(decision), std::move(fields));
}

}  // namespace guildhall::dmn
