#pragma once
/// The compiled programs of a model's decisions.

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "dmn/internal/plan.hpp"
#include "dmn/internal/types.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// Each plan is made when the first evaluation asks for it. Thread-safe.
class Plans {
public:
    /// Borrows the definitions, which must be loaded and not move.
    explicit Plans(const Definitions& definitions)
        : definitions_(definitions), entries_(definitions.decisions.size()) {}

    /// Null when the decision cannot be compiled.
    [[nodiscard]] const std::shared_ptr<const Plan>& find(std::size_t decision);
    /// The outcome, with which rules matched when `tables` is given. Nothing when the evaluator has to be asked: no
    /// plan, an input that is known in part, or anything that would be a problem.
    [[nodiscard]] std::optional<feel::Value> evaluate(
        std::size_t decision, const Inputs& inputs, feel::Environment environment, std::vector<MatchedRules>* tables
    );

private:
    struct Entry {
        std::once_flag once;
        std::shared_ptr<const Plan> plan;
        std::mutex mutex;
        std::vector<std::unique_ptr<feel::Run>> idle;  ///< runs that wait for the next evaluation
    };
    [[nodiscard]] bool fill(const Plan& plan, const Inputs& inputs, feel::Run& run) const;

    const Definitions& definitions_;
    std::deque<Entry> entries_;
};

/// Which rules matched, table by table, as a run noted them.
[[nodiscard]] std::vector<MatchedRules> matched_rules(const Plan& plan, const std::vector<feel::Note>& notes);

}  // namespace guildhall::dmn
