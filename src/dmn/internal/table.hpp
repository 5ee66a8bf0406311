#pragma once
/// What comes out of a decision table whose rules are decided only in part (DMN 1.5 section 8.2.10).

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

using Match = RuleTrace::Match;

/// What comes out of a rule, or of a table. A null for which there is a reason is another outcome than one that was
/// meant.
struct Outcome {
    feel::Value value;
    bool failed = false;  ///< null because of a mistake

    [[nodiscard]] bool is(const Outcome& other) const;
};

/// The outcomes that there may still be. Settled when there is one, and it holds nothing unknown.
class Candidates {
public:
    void add(const Outcome& outcome);
    void add_error() { add({feel::Value(), true}); }
    /// Something comes out that cannot be listed.
    void add_any() { open_ = true; }

    [[nodiscard]] bool settled() const { return outcome_.has_value() && !open_; }
    [[nodiscard]] const Outcome& outcome() const { return *outcome_; }
    /// The inputs that the values themselves depend on.
    [[nodiscard]] const std::set<std::string>& inputs() const { return inputs_; }

private:
    std::optional<Outcome> outcome_;
    bool open_ = false;
    std::set<std::string> inputs_;
};

/// Combinations of classes times rules that are tried at most; beyond, the plain three-valued answer stands.
inline constexpr std::size_t most_combinations = 2'000'000;

/// What a rule gives; called only for rules that may match.
using RuleValue = std::function<const Outcome&(std::size_t rule)>;

/// Applies the hit policy to rules that match, do not, or are undecided. `no_match` is what comes out when none
/// matches. `problems` gets a sentence when rules contradict the policy for sure.
[[nodiscard]] Candidates apply_hit_policy(
    const BoxedTable& table, std::span<const Match> matches, const RuleValue& rule_value, const Outcome& no_match,
    std::vector<std::string>& problems
);

/// The outcome of a table of which every rule is decided: `rules` are those that match, ascending (of a FIRST table the
/// first alone is enough).
[[nodiscard]] Outcome settle_decided(
    const BoxedTable& table, std::vector<std::size_t> rules, const RuleValue& rule_value, const Outcome& no_match,
    std::vector<std::string>& problems
);

/// For PRIORITY and OUTPUT ORDER, lower is better: for each output the place of its value (null: none) in the list of
/// output values.
[[nodiscard]] std::vector<std::size_t> output_rank(
    const BoxedTable& table, const std::vector<const feel::Value*>& outputs
);

/// Which cells are undecided, of rules that match or may.
class CellStates {
public:
    CellStates(std::size_t rules, std::size_t columns) : columns_(columns), undecided_(rules * columns) {}

    [[nodiscard]] std::size_t columns() const { return columns_; }
    [[nodiscard]] bool is_undecided(std::size_t rule, std::size_t column) const {
        return undecided_[rule * columns_ + column];
    }
    /// `own_inputs`: those that it hangs on where they are others than its column's.
    void set_undecided(std::size_t rule, std::size_t column, std::set<std::string> own_inputs = {}) {
        undecided_[rule * columns_ + column] = true;
        if (!own_inputs.empty()) own_inputs_.emplace(rule * columns_ + column, std::move(own_inputs));
    }
    /// Null where they are the column's.
    [[nodiscard]] const std::set<std::string>* own_inputs(std::size_t rule, std::size_t column) const {
        const auto known = own_inputs_.find(rule * columns_ + column);
        return known == own_inputs_.end() ? nullptr : &known->second;
    }

private:
    std::size_t columns_;
    std::vector<bool> undecided_;
    std::map<std::size_t, std::set<std::string>> own_inputs_;
};

/// The outcome of a table: its value, or unknown with the inputs that can still change it. Columns whose value is not
/// known but whose classes are, are tried class by class, as long as there are not too many combinations.
[[nodiscard]] Outcome settle_table(
    const BoxedTable& table, std::span<const feel::Value> column_values, std::span<const Match> matches,
    const CellStates& states, const RuleValue& rule_value, const Outcome& no_match, std::vector<std::string>& problems
);

}  // namespace guildhall::dmn
