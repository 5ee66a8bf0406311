#include "journeys/internal/remembered.hpp"

#include <algorithm>

namespace guildhall::journeys::internal {
namespace {

bool same(const dmn::Inputs& a, const dmn::Inputs& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
        return one.first == other.first && feel::identical(one.second, other.second);
    });
}

}  // namespace

bool Reads::hold_in(const feel::Scope& scope) const {
    return std::all_of(reads_.begin(), reads_.end(), [&](const Read& read) {
        const feel::Value* now = scope.find(read.name);
        if (!now || !read.value) return !now && !read.value;
        return feel::identical(*now, *read.value);
    });
}

void Reads::add(std::string_view name, const feel::Value* value) {
    const bool known = std::any_of(reads_.begin(), reads_.end(), [&](const Read& read) { return read.name == name; });
    if (!known) reads_.push_back({name, value ? std::optional{*value} : std::nullopt});
}

const feel::Value* NotingScope::find(std::string_view name) const {
    const feel::Value* value = scope_.find(name);
    reads_.add(name, value);
    return value;
}

std::size_t Remembered::KeyHash::operator()(const Key& key) const {
    return std::hash<const void*>{}(key.condition) ^ std::hash<std::string>{}(key.group);
}

feel::Value Remembered::value(
    const feel::Expression& condition, const std::string& group, const feel::Scope& scope,
    const feel::Environment& environment
) {
    const auto [entry, is_first] = conditions_.try_emplace({&condition, group});
    Condition& kept = entry->second;
    if (!is_first && kept.reads.hold_in(scope)) return kept.value;
    Condition fresh;
    fresh.value = condition.evaluate(NotingScope(scope, fresh.reads), environment);
    kept = std::move(fresh);
    return kept.value;
}

Verdict Remembered::verdict(
    std::size_t turn, const dmn::Inputs& inputs, const feel::Scope& answers,
    const std::function<Verdict(const feel::Scope& answers)>& judge
) {
    if (judgements_.size() <= turn) judgements_.resize(turn + 1);
    auto& kept = judgements_[turn];
    if (kept && same(kept->inputs, inputs) && kept->reads.hold_in(answers)) return kept->verdict;
    Judgement fresh{inputs, {}, {}};
    fresh.verdict = judge(NotingScope(answers, fresh.reads));
    kept = std::move(fresh);
    return kept->verdict;
}

}  // namespace guildhall::journeys::internal
