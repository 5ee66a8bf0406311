#include "simulation/internal/outcome.hpp"

#include <fmt/format.h>

namespace guildhall::simulation {

namespace {

constexpr int max_nesting = 8;

void take_apart(const feel::Value& value, const std::string& name, int depth, std::vector<OutcomePart>& parts) {
    const feel::Context* context = value.context();
    if (!context || context->entries.empty() || depth == max_nesting)
        return parts.push_back({name, value, value.text()});
    for (const auto& [entry, inner] : context->entries)
        take_apart(inner, name.empty() ? entry : fmt::format("{}.{}", name, entry), depth + 1, parts);
}

}  // namespace

Outcome outcome_of(const dmn::Evaluation& evaluation, const std::vector<std::string>& outputs) {
    Outcome made;
    if (evaluation.value.is_null() && outputs.size() > 1)
        for (const std::string& name : outputs) made.parts.push_back({name, {}, "null"});
    else
        take_apart(evaluation.value, "", 0, made.parts);
    if (!evaluation.problems.empty()) made.problem = evaluation.problems.front();
    return made;
}

}  // namespace guildhall::simulation
