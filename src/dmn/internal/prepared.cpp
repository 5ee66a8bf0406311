#include "dmn/internal/prepared.hpp"

#include <algorithm>
#include <optional>

#include "dmn/internal/types.hpp"

namespace guildhall::dmn {

namespace {

using feel::Value;

class Prepared final : public PreparedDecision {
public:
    Prepared(const Model& model, const Definitions& definitions, const Plan* plan, std::string decision)
        : model_(model), definitions_(definitions), plan_(plan), decision_(std::move(decision)) {
        const auto names = model.inputs_of(decision_);
        inputs_.assign(names.begin(), names.end());
        if (!plan) return;
        for (const Plan::Input& input : plan->inputs) {
            const auto at = std::find(inputs_.begin(), inputs_.end(), definitions.inputs[input.index].name);
            if (at == inputs_.end()) return;
            places_.push_back({static_cast<std::size_t>(at - inputs_.begin()), input.at});
        }
        run_.emplace(*plan->program);
    }

    [[nodiscard]] const std::vector<std::string>& inputs() const override { return inputs_; }

    [[nodiscard]] Evaluation evaluate(std::span<const Value> values, base::Instant now, std::string_view zone)
        override {
        Evaluation made;
        if (run_ && quick(values, now, zone)) {
            made.value = without_functions((*run_)[plan_->result].value());
            return made;
        }
        Inputs inputs;
        for (std::size_t i = 0; i < inputs_.size() && i < values.size(); ++i)
            if (!values[i].unknown()) inputs.emplace(inputs_[i], values[i]);
        auto asked = model_.evaluate(decision_, inputs, now, zone);
        if (asked) return *std::move(asked);
        made.problems.push_back(asked.error().message.text);
        return made;
    }

private:
    [[nodiscard]] bool quick(std::span<const Value> values, base::Instant now, std::string_view zone) {
        environment_.now = now;
        if (environment_.zone != zone) environment_.zone = zone;
        environment_.types = &types_;
        run_->begin(environment_);
        for (const Place& place : places_) {
            if (place.from >= values.size() || !fill_cell(values[place.from], (*run_)[place.to])) return false;
        }
        return run_->execute();
    }

    struct Place {
        std::size_t from = 0;
        feel::Register to = 0;
    };
    const Model& model_;
    const Definitions& definitions_;
    const Plan* plan_;
    std::string decision_;
    std::vector<std::string> inputs_;
    std::vector<Place> places_;
    std::optional<feel::Run> run_;
    feel::Environment environment_;
    TypesForFeel types_{definitions_, environment_};
};

}  // namespace

std::unique_ptr<PreparedDecision> make_prepared(
    const Model& model, const Definitions& definitions, const Plan* plan, std::string decision
) {
    return std::make_unique<Prepared>(model, definitions, plan, std::move(decision));
}

}  // namespace guildhall::dmn
