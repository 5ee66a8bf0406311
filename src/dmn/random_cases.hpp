#pragma once
/// Inputs made up to try a model with.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

struct RandomCases {
    std::vector<Inputs> cases;
    std::vector<std::string> without_values;  ///< inputs that are null in all of them: none could be made up
};

/// So many cases for all decisions of a model: each input is one of its boundary values, for numbers and dates as often
/// any value in their range and a little beyond, and now and then null. The same seed makes the same cases. Pure;
/// thread-safe.
[[nodiscard]] RandomCases random_cases(
    const Model& model, std::size_t count, std::uint32_t seed, base::Instant now, std::string_view zone
);

}  // namespace guildhall::dmn
