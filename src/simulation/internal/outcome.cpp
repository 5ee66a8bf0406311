#include "simulation/internal/outcome.hpp"

#include <fmt/format.h>

#include "feel/number_parts.hpp"

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

std::size_t ValueHash::operator()(const feel::Value& value) const {
    constexpr std::size_t factor = 0x9E3779B97F4A7C15ULL;
    if (const feel::Number* number = value.number()) {
        const feel::NumberParts parts = feel::parts_of(*number);
        return ((parts.coefficient_low * factor ^ parts.coefficient_high) + static_cast<unsigned>(parts.exponent)) *
               factor;
    }
    if (const std::string* text = value.string()) return std::hash<std::string>{}(*text);
    std::size_t hash = value.data().index();
    if (const feel::Context* context = value.context())
        for (const auto& [name, entry] : context->entries) hash = (hash ^ (*this)(entry)) * factor;
    if (const feel::List* list = value.list())
        for (const feel::Value& item : *list) hash = (hash ^ (*this)(item)) * factor;
    if (const bool* flag = value.boolean()) hash += *flag ? 1 : 0;
    return hash;
}

}  // namespace guildhall::simulation
