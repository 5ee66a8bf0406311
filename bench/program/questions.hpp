#pragma once
/// How many questions a decision needs, and what it costs to evaluate with inputs still unknown.

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace guildhall::bench {

struct QuestionOptions {
    std::filesystem::path service;  ///< a folder: asked as its journey asks; or
    std::filesystem::path model;    ///< a file: asked in the order of its inputs
    std::vector<std::filesystem::path> imports;
    std::string decision;  ///< of a model; empty: the one that reads the most inputs
    double seconds = 1;
};

/// Every path through the questions, where each answer is a boundary value of its input or one between, and as likely
/// as any other; where there are too many, paths drawn with a fixed seed. Questions that the rules do not read are not
/// counted.
/// `{name, decision, inputs, asked: mean, shortest, longest, paths, all, plain_ns, unknown_ns}`: the time of one
/// evaluation with all inputs known, and of one along the paths, with some unknown; the best of five rounds. Members
/// are missing when there is nothing to measure: `why` says it.
[[nodiscard]] base::Json measure_questions(const QuestionOptions& options);

}  // namespace guildhall::bench
