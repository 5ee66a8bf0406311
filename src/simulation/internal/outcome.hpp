#pragma once
/// What an evaluation gave, taken apart for counting.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"

namespace guildhall::simulation {

struct OutcomePart {
    std::string name;  ///< empty: the outcome as a whole
    feel::Value value;
    std::string text;  ///< as FEEL writes it
};

struct Outcome {
    static constexpr std::uint32_t passing = 0xFFFFFFFF;

    std::vector<OutcomePart> parts;  ///< at least one
    std::string problem;             ///< why something is null; empty when nothing is wrong
    std::uint32_t number = passing;  ///< among those that are remembered, from 0; `passing`: of one row alone
};

/// An outcome that is a context has a part for each entry, and for theirs; `outputs` names the parts of one that is
/// null.
[[nodiscard]] Outcome outcome_of(const dmn::Evaluation& evaluation, const std::vector<std::string>& outputs);

/// For tables of values, by `feel::identical`. Numbers that are written differently (1.0, 1.00) may be told apart.
struct ValueHash {
    std::size_t operator()(const feel::Value& value) const;
};
struct IdenticalValues {
    bool operator()(const feel::Value& a, const feel::Value& b) const { return feel::identical(a, b); }
};

}  // namespace guildhall::simulation
