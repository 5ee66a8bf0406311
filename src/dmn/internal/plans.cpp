#include "dmn/internal/plans.hpp"

namespace guildhall::dmn {

using feel::Value;

const std::shared_ptr<const Plan>& Plans::find(std::size_t decision) {
    Entry& entry = entries_[decision];
    std::call_once(entry.once, [&] { entry.plan = make_plan(definitions_, decision, InputShape::whole); });
    return entry.plan;
}

/// False when an input is known in part, or one that is not read would be an error.
bool Plans::fill(const Plan& plan, const Inputs& inputs, feel::Run& run) const {
    auto given = inputs.begin();  // both go by name
    for (const Plan::Named& wanted : plan.by_name) {
        int order = 1;
        while (given != inputs.end() && (order = given->first.compare(wanted.name)) < 0) ++given;
        const bool found = given != inputs.end() && order == 0;
        if (!wanted.is_read) {
            if (found && !conforms(definitions_, plan.unread[wanted.at], given->second, run.environment()))
                return false;
            continue;
        }
        feel::Cell& cell = run[plan.inputs[wanted.at].at];
        if (found) {
            if (!fill_cell(given->second, cell)) return false;
        } else {
            if (plan.unknowns.empty()) return false;
            cell = feel::Cell::not_known(std::uint64_t{1} << wanted.at);
        }
    }
    return true;
}

std::optional<Value> Plans::evaluate(
    std::size_t decision, const Inputs& inputs, feel::Environment environment, std::vector<MatchedRules>* tables
) {
    const Plan* const plan = find(decision).get();
    if (!plan) return std::nullopt;
    Entry& entry = entries_[decision];
    std::unique_ptr<feel::Run> run;
    {
        const std::lock_guard lock(entry.mutex);
        if (!entry.idle.empty()) {
            run = std::move(entry.idle.back());
            entry.idle.pop_back();
        }
    }
    if (!run) run = std::make_unique<feel::Run>(*plan->program);
    const TypesForFeel types(definitions_, environment);
    environment.types = &types;
    environment.diagnostics = nullptr;
    std::vector<feel::Note> notes;
    run->begin(environment, tables ? &notes : nullptr, plan->unknowns);
    std::optional<Value> value;
    if (fill(*plan, inputs, *run) && run->execute()) {
        value = run->value((*run)[plan->result]);
        if (tables) *tables = matched_rules(*plan, notes);
    }
    const std::lock_guard lock(entry.mutex);
    entry.idle.push_back(std::move(run));
    return value;
}

std::vector<MatchedRules> matched_rules(const Plan& plan, const std::vector<feel::Note>& notes) {
    std::vector<MatchedRules> tables;
    for (const feel::Note& note : notes) {
        if (note.what == 0)
            tables.push_back({plan.deciding[note.source], {}});
        else
            tables.back().rules.push_back(static_cast<int>(note.what));
    }
    return tables;
}

}  // namespace guildhall::dmn
