#pragma once
/// Decisions evaluated over and over, one after the other on one core.

#include <filesystem>
#include <string>

#include "base/json.hpp"

namespace guildhall::bench {

struct DecisionOptions {
    std::filesystem::path model;
    std::string decision;
    std::filesystem::path inputs;  ///< a JSON array of objects: taken in turn
    double seconds = 1;
    std::string by = "place";   ///< `place` (prepared), `name`, `record` (by name, with the rules), `explain`
    std::size_t answers = 100;  ///< so many of the first answers are told, to be held against others
};

/// `{load_ms, ns, evaluations, answers: […]}`: the time of one evaluation is the best of five rounds.
[[nodiscard]] base::Json measure_decisions(const DecisionOptions& options);

/// One pass over all evaluations of the compatibility kit: `{evaluations, values, first_ms, ms}`, the first pass of a
/// process and the best of the others.
[[nodiscard]] base::Json measure_kit(const std::filesystem::path& directory, int passes);

}  // namespace guildhall::bench
