#pragma once
/// What would have changed an outcome: the smallest set of input changes that flips it.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "dmn/model.hpp"
#include "dmn/words.hpp"

namespace guildhall::dmn {

/// One input, or one entry of an input that is a context (`applicant.age`), with another value.
struct Change {
    std::string input;
    feel::Value from;  ///< unknown when the input was not given
    feel::Value to;
};

/// Changes that together give another outcome. Verified: the model gives `value` for them.
struct Counterfactual {
    std::vector<Change> changes;
    feel::Value value;
};

struct CounterfactualOptions {
    /// Which outcomes count as flipped, of a value that is settled and not null; empty: any other value than now.
    std::function<bool(const feel::Value& value, const Inputs& changed)> wanted;
    /// Refuses values that the caller knows to be impossible; empty: what the model's types allow.
    std::function<bool(const std::string& input, const feel::Value& value)> possible;
    /// Only these inputs are changed; nothing: all.
    std::optional<std::set<std::string, std::less<>>> changeable;
    std::size_t max_changes = 3;
    std::size_t max_evaluations = 5'000;
    std::size_t max_found = 8;
};

struct CounterfactualSearch {
    feel::Value present;                ///< the outcome as it is; unknown: nothing was searched
    std::vector<Counterfactual> found;  ///< all with the same number of changes, for each set of inputs the nearest
    bool complete = true;               ///< false: the limit on evaluations ended the search early
    std::set<std::string> untried;      ///< inputs that were not changed, because they are lists or functions
    std::size_t evaluations = 0;
};

/// Searches one change, then two, then three, over the values at which the model's own tests change their answer, and
/// ends with the first number of changes that flips the outcome. Of numbers, dates and durations the value nearest to
/// the present one is given. Inputs that are read by more than tests (sums, comparisons with each other) are tried at
/// a few values more, and the nearest flip is found by halving. Errors, nulls and what stays unknown are no flips.
/// An unknown decision name is an error. Pure; thread-safe.
[[nodiscard]] base::Result<CounterfactualSearch> find_counterfactuals(
    const Model& model, std::string_view decision, const Inputs& inputs, base::Instant now, std::string_view zone,
    const CounterfactualOptions& options = {}
);

/// `If the tree diameter were 30 instead of 45, the outcome would be Permit.`
[[nodiscard]] std::string sentence_of(const Counterfactual& counterfactual, const Wording& wording = {});

}  // namespace guildhall::dmn
